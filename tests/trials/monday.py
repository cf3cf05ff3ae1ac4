"""Who comes on a Monday morning, in the database of the surroundings: python -m tests.trials.monday prints as JSON
their addresses, and what each patient logs."""

import json
import sys

import django

CLINICS, PATIENTS = 20, 50  # one physio a clinic


def main():
    django.setup()
    from allauth.account.models import EmailAddress
    from django.contrib.auth import get_user_model
    from django.core.management import call_command
    from django.db.models import F, Value
    from django.db.models.fields import CharField
    from django.db.models.functions import Cast, Concat

    from patients.models import Assignment, Membership
    from patients.workshop import load
    from programs import clock
    from tests import make
    from tests.bench.copies import copy
    from tests.trials.people import KEPT, with_factor

    call_command("sync_groups", stdout=sys.stderr)
    make.guidance()
    made = load.seed(1, make.version().program, patients=PATIENTS, sets=PATIENTS * 40, now=clock.now())
    copy(made.physio.memberships.get().clinic, CLINICS - 1, whole=True)
    address = Concat(Value("one-"), Cast(F("pk"), CharField()), Value("@example.org"))
    users = get_user_model().objects
    users.update(email=address, password=KEPT)
    EmailAddress.objects.all().delete()
    EmailAddress.objects.bulk_create(
        EmailAddress(user=user, email=user.email, verified=True, primary=True) for user in users.all()
    )
    physios = [with_factor(one.user).email for one in Membership.objects.select_related("user")]
    rows = Assignment.objects.select_related("patient__user", "standing__stage", "version").order_by("?")
    print(json.dumps({"physios": physios, "patients": [logs(one, clock.today()) for one in rows]}))


def logs(assignment, today):
    from tests.make import main_prescription

    one = main_prescription(assignment)
    session = {"prescription": one.pk, "variation": one.variations[-1].slug, "mode": "plan", "pain_left": 1}
    answered = assignment.morning_checks.filter(on=today).exists()
    morning = {} if answered else {"on": today.isoformat(), "pain_left": 1}
    return {"email": assignment.patient.user.email, "session": session, "morning": morning}


if __name__ == "__main__":
    main()
