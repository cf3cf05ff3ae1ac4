"""Whether this process can serve, and whether the loop beside it does: asked by whoever restarts them, tells nothing
about anybody.

503 is for a web process that can serve nothing. A loop that is silent, a mail server that is away or a clock that is
not the database's are said in words, with 200: to restart the web process would not help, and would take from patients
the page that tells them whom to call.
"""

import datetime as dt

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from patients import selectors
from programs import clock

CLOCKS_AGREE = 5  # seconds, the answer's own way among them
PLAIN = "text/plain; charset=utf-8"
DATABASE_CLOCK = {
    "postgresql": "SELECT extract(epoch FROM clock_timestamp())",
    "sqlite": "SELECT (julianday('now') - 2440587.5) * 86400.0",
}


@require_safe
@login_not_required
def health(request):
    try:
        now = clock.now()
        troubles = [*_clock_trouble((now - database_time()).total_seconds()), *_troubles(now)]
    except DatabaseError:
        return HttpResponse("no database", status=503, content_type=PLAIN)
    return HttpResponse(", but ".join(["ok", *troubles]), content_type=PLAIN)


def database_time():
    """What the database's clock shows: all web processes and loops ask the same one."""
    with connection.cursor() as cursor:
        cursor.execute(DATABASE_CLOCK[connection.vendor])
        return dt.datetime.fromtimestamp(float(cursor.fetchone()[0]), dt.UTC)


def _clock_trouble(ahead):
    if abs(ahead) > CLOCKS_AGREE:
        side = "ahead of" if ahead > 0 else "behind"
        yield f"clock wrong: {abs(ahead):.0f} seconds {side} the database’s"


def _troubles(now):
    silence, no_mail_since = selectors.silence(now), selectors.no_mail_since(now)
    if silence:
        yield f"loop silent: notices have not been sent since {_minute(silence.since)}"
    if no_mail_since:
        yield f"post down: e-mail has not gone out since {_minute(no_mail_since)}"


def _minute(at):
    return f"{at.astimezone(dt.UTC):%Y-%m-%d %H:%M} UTC" if at else "the installation"
