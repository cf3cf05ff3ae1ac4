"""One stage of one patient, replayed as it was logged: what some rules would have said, and when.

At each moment the rules are told what was known then. Needs no database, so that it runs in any process.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import pairwise

from patients.domain.engine_input import Records, read_as_known
from programs.progression import MET, Because, Outcome
from programs.progression.engine import answers_until
from programs.progression.history import DAY, local_date

MOMENT = timedelta(microseconds=1)
TOO_MUCH = frozenset((Because.TWO_REDS, Because.STRAINED_RUN, Because.FLARE_UNSETTLED))


@dataclass(frozen=True, kw_only=True)
class LoggedStage(Records):
    """The `Records` of one stage, entered at `begins` and left, or last looked at, at `ends`. Sessions and mornings
    reach beyond the end, until `followed_until`: what came after a suggestion is read from them.
    `stage` and `stages` are places in the published rules, `draft_stage` and `draft_stages` in those of the draft."""

    begins: datetime
    ends: datetime
    followed_until: datetime
    draft_stage: int | None = None
    draft_stages: tuple[tuple[int, date], ...] = ()

    @property
    def in_draft(self) -> "LoggedStage":
        """The same with the places that its stages have in the draft, where these are known to be others."""
        if self.draft_stage is None:
            return self
        return replace(self, stage=self.draft_stage, stages=self.draft_stages)

    @cached_property
    def moments(self) -> tuple[datetime, ...]:
        """When something became known or ceased to be, from the beginning of the stage to before its end."""
        records = self.sessions + self.mornings + self.measures + self.flags + self.aways
        instants = {one.since for one in records} | {one.until for one in records if one.until}
        instants |= {directive.at for directive in self.directives}
        return tuple(sorted({self.begins} | {at for at in instants if self.begins < at < self.ends}))


@dataclass(frozen=True, slots=True)
class Course:
    """How a stage went under some rules: when everything it asks was first met, so that a clinician was asked;
    whether it was ever called too much; on how many local dates less load was advised."""

    suggested_at: datetime | None
    stepped_back: bool
    easing_days: int


def replay(rules, logged_stage):
    """The `Course` of a logged_stage under `rules`; ValueError if they have no such stage."""
    suggested_at, stepped_back, reduction = None, False, set()
    for since, until, answer in answers(rules, logged_stage):
        if suggested_at is None and reaches_the_end(answer):
            suggested_at = since
        stepped_back = stepped_back or answer.because in TOO_MUCH
        if answer.outcome is Outcome.REDUCE:
            reduction.update(_dates(since, until, logged_stage.time_zone))
    return Course(suggested_at, stepped_back, len(reduction))


def reaches_the_end(answer):
    return answer.because in MET


def answers(rules, logged_stage):
    """(since, until, answer) through the stage, oldest first. Evaluated when something became known, and when the
    passing of time alone changed the answer. Nothing while the clinic had the engine off."""
    for moment, following in pairwise((*logged_stage.moments, logged_stage.ends)):
        circumstances = logged_stage.circumstances(moment)
        if circumstances.engine_on:
            yield from answers_until(read_as_known(rules, logged_stage, moment, circumstances), following)


def _dates(since, until, time_zone):
    first, last = local_date(since, time_zone), local_date(until - MOMENT, time_zone)
    return [first + n * DAY for n in range((last - first).days + 1)]
