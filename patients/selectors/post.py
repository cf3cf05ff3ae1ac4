"""How the post does, read from the letters: nobody asks the mail server for it."""

import datetime as dt

from django.db.models import Max, Min, Q

from patients.models import Letter

SLOW = dt.timedelta(minutes=1)  # the loop looks every two seconds


def no_mail_since(now):
    """Since when no letter has gone out although one should have; None while the post does its work. A letter that was
    tried in vain or waits for more than a minute says so, unless one that was due later has gone; one whose address
    alone is refused says nothing."""
    last = Letter.objects.aggregate(at=Max("sent_at"))["at"]
    late = Letter.objects.waiting().filter(Q(tries__gt=0) | Q(due_at__lte=now - SLOW))
    late = late.exclude(outcome__startswith="refused")
    return (late.filter(due_at__gt=last) if last else late).aggregate(at=Min("due_at"))["at"]
