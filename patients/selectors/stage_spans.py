"""From when to when a patient was in each stage."""

import datetime as dt

DAY = dt.timedelta(days=1)


def stage_spans(assignment, ended_on=None):
    """[(`StageChange`, its last local date)], the oldest first; the last one ends `ended_on`, None while it goes on. A
    stage that did not last a day is left out. One query."""
    changes = list(assignment.stage_changes.select_related("stage", "by").order_by("at", "pk"))
    ends = [change.started_on - DAY for change in changes[1:]] + [ended_on]
    return [(change, end) for change, end in zip(changes, ends, strict=True) if end is None or end >= change.started_on]
