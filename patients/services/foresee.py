"""What a decision would change, from making it and taking it back at once: by the same rows and the same rules."""

import datetime as dt
from collections.abc import Callable
from typing import Any, TypeVar

from django.db import transaction

from patients.models import Assignment

Seen = TypeVar("Seen")


@transaction.atomic
def foresee(
    assignment: Assignment,
    decides: Callable[[], Any],
    look: Callable[[Assignment, dt.datetime], Seen],
    now: dt.datetime,
    *,
    keep: Callable[[Seen, Seen], bool] = lambda before, after: False,
) -> tuple[Seen, Seen]:
    """What `look` says of an assignment at `now`, before and after `decides` has decided. The decision stays only where
    `keep` says so of the two; else no row is another one afterwards, and what is in memory is not to be used again.
    Refused as the decision is."""
    before = look(assignment, now)
    decides()
    after = look(Assignment.objects.with_its_page().get(pk=assignment.pk), now)
    if not keep(before, after):
        transaction.set_rollback(True)
    return before, after
