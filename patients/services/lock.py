"""One at a time: what an assignment is evaluated by is written by one who writes after the other."""

import datetime as dt

from django.db.models import QuerySet

from patients.models import Assignment, Standing
from programs.prepared import ID, Given, prepared


def lock_log(assignment: Assignment) -> None:
    """Until the transaction ends nobody else enters, decides or evaluates for this assignment: else the one who read
    before, and writes after, would answer as if the other had written nothing. A standing that somebody wrote since it
    was read is read again. It waits at the row that all of them write, so it comes before any other row is changed."""
    written = next(iter(_locked(assignment=assignment.pk)), None)
    if written and written != (assignment.standing.updated_at,):
        assignment.standing.refresh_from_db()


@prepared(assignment=ID)
def _locked(assignment: Given) -> QuerySet[Standing, tuple[dt.datetime]]:
    rows = Standing.objects.select_for_update(no_key=True).filter(assignment=assignment)
    return rows.order_by().values_list("updated_at")
