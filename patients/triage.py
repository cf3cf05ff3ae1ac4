"""Who comes first: the four groups of the caseload, from what the `Standing` says and today's date.

The groups and their order are our choice: who may be in danger is called first.
"""

from dataclasses import dataclass
from enum import IntEnum

from programs.progression import Because, Outcome


class Group(IntEnum):
    CALL = 1
    DECIDE = 2
    CHASE = 3
    ON_TRACK = 4


@dataclass(frozen=True)
class Place:
    """A group, the rank inside it (lower first), and the code of the reason."""

    group: Group
    rank: int
    why: str


DECIDE_RANK = {Outcome.STEP_BACK: 0, Outcome.REVIEW: 1, Outcome.SUGGEST_NEXT: 2}


def place_of(standing, today, silent_days):
    """The `Place` of a standing on the local date `today`; `silent_days` is the clinic's setting."""
    if standing.flag_kind:
        return Place(Group.CALL, 0 if standing.flag_kind == "distress" else 1, "flag")
    if standing.outcome == Outcome.REDUCE:
        return Place(Group.CALL, 2, "review")
    if standing.outcome in DECIDE_RANK and not standing.quiet:
        return Place(Group.DECIDE, DECIDE_RANK[standing.outcome], "review")
    if silent_for(standing, today) >= silent_days:
        return Place(Group.CHASE, 0, "silent")
    if standing.outcome == Outcome.CANNOT_EVALUATE:
        return Place(Group.CHASE, 1, "review")
    return Place(Group.ON_TRACK, 1 if standing.because == Because.SESSIONS else 0, "review")


def silent_for(standing, today):
    """Days without a session, days since the stage began when there is none; 0 while away."""
    if standing.away_until and standing.away_until >= today:
        return 0
    return (today - (standing.last_session_on or standing.stage_started_on)).days
