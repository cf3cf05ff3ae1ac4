"""The usual morning pain of a patient: the one that the rules measure against, and what is usual now."""

import datetime as dt
import statistics
from dataclasses import dataclass

from patients.engine import worse_side
from patients.rows import rows_of
from patients.wording import plain

NOW_DAYS, NOW_VALUES = 7, 3  # as a stage takes its own from the days before it


@dataclass(frozen=True)
class UsualMorning:
    """0-10 NRS. `frozen` when the stage began and measured against as `counts_as`, which is never less than 1; `now` is
    the median of the `mornings` of the last seven days, None of fewer than three."""

    frozen: int | float
    counts_as: int | float
    now: int | float | None
    mornings: int
    stage: int

    @property
    def is_raised(self):
        """Whether the rules reckon with more than was usual."""
        return self.counts_as != self.frozen


def usual_morning_of(assignment, reading):
    """From the rows that the `reading` was made of; no query."""
    since = reading.today - dt.timedelta(days=NOW_DAYS - 1)
    mornings = [row for row in rows_of(assignment, reading.now).mornings if since <= row.on <= reading.today]
    values = [pain for pain, _other in (worse_side(assignment, row) for row in mornings) if pain is not None]
    return UsualMorning(
        frozen=plain(assignment.standing.baseline),
        counts_as=plain(reading.limits.baseline),
        now=plain(statistics.median(values)) if len(values) >= NOW_VALUES else None,
        mornings=len(values),
        stage=assignment.standing.stage.position,
    )
