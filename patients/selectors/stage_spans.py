"""From when to when a patient was in each stage."""

import datetime as dt

from patients.beside import beside_of

DAY = dt.timedelta(days=1)


def stage_spans(assignment, ended_on=None):
    """[(`StageChange`, its last local date)], the oldest first; the last one ends `ended_on`, None while it goes on. A
    stage that did not last a day is left out."""
    changes = beside_of(assignment).stage_changes
    ends = [change.started_on - DAY for change in changes[1:]] + [ended_on]
    return [(change, end) for change, end in zip(changes, ends, strict=True) if end is None or end >= change.started_on]
