"""One stage of one patient under two sets of rules: which suggested the next stage first, and what followed."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from patients.domain.engine_input import read_as_known
from patients.what_if.replay import Course, LoggedStage, replay
from programs.progression.history import DAY, local_date
from programs.progression.zones import Zone

RED_WITHIN = 7 * DAY  # our choice: a week holds at least three sessions of every plan
KNOWN_AFTER = RED_WITHIN + timedelta(hours=48)  # by then the morning after the last of these days is in, or missing


class Kind(StrEnum):
    """The draft beside what is published."""

    EARLIER = "earlier"
    SAME_DAY = "same_day"
    LATER = "later"
    DRAFT_ONLY = "draft_only"
    PUBLISHED_ONLY = "published_only"
    NEITHER = "neither"


@dataclass(frozen=True, slots=True)
class Side:
    """A course under one set of rules. `red_after` says whether a red day followed the suggestion within 7 days; None
    where there was no suggestion, where the 7 days are not over, or where nothing was logged in them."""

    course: Course
    red_after: bool | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """`days` is the draft's suggestion minus the published one's, in local dates; None unless both suggested."""

    published: Side
    draft: Side
    days: int | None

    @property
    def kind(self) -> Kind:
        if self.days is not None:
            return Kind.EARLIER if self.days < 0 else Kind.LATER if self.days else Kind.SAME_DAY
        if self.draft.course.suggested_at:
            return Kind.DRAFT_ONLY
        return Kind.PUBLISHED_ONLY if self.published.course.suggested_at else Kind.NEITHER


def compare(published, draft, logged_stage: LoggedStage) -> Comparison:
    """Replays a logged_stage under both `Rules`; ValueError if one of them has no such stage.

    What is red is read with the published edges on both sides: one yardstick, whatever the draft calls red.
    """
    before, in_draft = replay(published, logged_stage), logged_stage.in_draft
    moved = in_draft.stage != logged_stage.stage
    alike = not moved and judge_alike(published, draft, logged_stage.stage)
    after = before if alike else replay(draft, in_draft)
    return Comparison(
        published=Side(before, red_after(published, logged_stage, before.suggested_at)),
        draft=Side(after, red_after(published, logged_stage, after.suggested_at)),
        days=_days_between(before.suggested_at, after.suggested_at, logged_stage.time_zone),
    )


def judge_alike(published, draft, position):
    """Whether nothing that decides about this stage differs, so that one replay is enough."""
    return published.safety == draft.safety and published.stage(position) == draft.stage(position)


def _days_between(first: datetime | None, second: datetime | None, time_zone: str) -> int | None:
    if first is None or second is None:
        return None
    return (local_date(second, time_zone) - local_date(first, time_zone)).days


def red_after(rules, logged_stage: LoggedStage, suggested_at: datetime | None) -> bool | None:
    """Whether a day within 7 days of a suggestion was red, as it was known two days later."""
    if suggested_at is None or suggested_at + KNOWN_AFTER > logged_stage.followed_until:
        return None
    reading = read_as_known(rules, logged_stage, suggested_at + KNOWN_AFTER)
    day = local_date(suggested_at, logged_stage.time_zone)
    logged = {one.on: one for one in reading.days if one.last_at > suggested_at and day <= one.on <= day + RED_WITHIN}
    answered = [check for check in reading.history.morning_checks if day < check.on <= day + RED_WITHIN]
    if not logged and not answered:
        return None
    reds = {on for on in logged if reading.zones[on] is Zone.RED}
    return bool(reds) or any(day < on <= day + RED_WITHIN for on in reading.rest_reds)
