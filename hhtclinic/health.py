"""Whether this process can serve, and whether the loop beside it does: asked by whoever restarts them, tells nothing
about anybody.

503 is for a web process that can serve nothing. A loop that is silent or a mail server that is away are said in words,
with 200: to restart the web process would not help, and would take from patients the page that tells them whom to call.
"""

import datetime as dt

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from patients import selectors
from programs import clock


@require_safe
@login_not_required
def health(request):
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        troubles = list(_troubles(clock.now()))
    except DatabaseError:
        return HttpResponse("no database", status=503, content_type="text/plain")
    return HttpResponse(", but ".join(["ok", *troubles]), content_type="text/plain")


def _troubles(now):
    silence, no_mail_since = selectors.silence(now), selectors.no_mail_since(now)
    if silence:
        yield f"loop silent: notices have not been sent since {_minute(silence.since)}"
    if no_mail_since:
        yield f"post down: e-mail has not gone out since {_minute(no_mail_since)}"


def _minute(at):
    return f"{at.astimezone(dt.UTC):%Y-%m-%d %H:%M} UTC" if at else "the installation"
