"""What time it is. Views, middleware, the admin, commands and workshops ask here, and so does nobody else.

Whatever they call takes `now` as an argument: services, selectors, notices, the rules. Callers write `clock.now()`, so
that whoever stops this one function stops the time of the whole product. What goes on by itself all the same is listed
in docs/adr/0015-one-clock.md.
"""

import datetime as dt
from collections.abc import Callable

from django.http import HttpRequest
from django.utils.timezone import localtime


def now() -> dt.datetime:
    """This moment, in UTC."""
    return dt.datetime.now(dt.UTC)


def today() -> dt.date:
    """The date where the editors are: in `TIME_ZONE`. A patient's own is `patient.today(clock.now())`."""
    return localtime(now()).date()


def in_templates(_request: HttpRequest) -> dict[str, Callable[[], dt.datetime]]:
    """Context processor: `{{ now|date:"D j M" }}`, in the zone of whom the page is about."""
    return {"now": now}
