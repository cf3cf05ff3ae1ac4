"""The three ways in which a programme's rules fail: steady people get stuck, somebody swings, a reason has no end."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from programs.progression import Because, History, Outcome
from programs.progression.stored import history_to_json
from programs.workshop.virtual.course import Course, Said, State, Stay
from programs.workshop.virtual.extra_criteria import asks_for_word
from programs.workshop.virtual.setting import Setting
from programs.workshop.virtual.tally import SWINGS_ALLOWED, Tally

SLOWER_ALLOWED = 1.2
UNTROUBLED = (Outcome.HOLD, Outcome.SUGGEST_LEVEL_UP, Outcome.SUGGEST_NEXT, Outcome.CANNOT_EVALUATE)


@dataclass(frozen=True)
class Fault:
    """`kind` is stuck, slow, troubled, swing, no_way_out, dead_end or unlike. `case` shows it where a moment can."""

    kind: str
    what: str
    case: dict[str, Any] | None = None


def faults_of(setting: Setting, steady: list[Course], tally: Tally) -> list[Fault]:
    found = [fault for course in steady for fault in _steady(setting, course)]
    found += [*_swings(tally), *_no_way_out(setting, tally), *_dead_ends(setting, tally)]
    if tally.differed:
        found.append(Fault("unlike", f"{tally.differed} of {tally.compared} answers are not what evaluate says"))
    return found


def _steady(setting: Setting, course: Course) -> Iterator[Fault]:
    who = _who(course)
    for position in setting.positions:
        stay = next((stay for stay in course.stays if stay.position == position), None)
        if stay is None or stay.reached_after is None:
            yield Fault("stuck", f"{who} is stuck in stage {position}: {_last_said(course)}")
            break
        if stay.reached_after > stay.least_days * SLOWER_ALLOWED + _waits_for_a_word(setting, course, position):
            yield Fault("slow", f"{who} {_slow(stay)}")
    for outcome, because in course.days:
        if outcome not in UNTROUBLED and because is not Because.PROGRAMME_COMPLETE:
            yield Fault("troubled", f"{who} is told {outcome}/{because}")


def _who(course: Course) -> str:
    person = course.person
    plan = "alternate days" if person.plan.alternate else "the plan's days"
    return f"A pain-free adherent patient ({person.starts_on:%A}, {plan}, answered after {person.clinic_days[0]} days)"


def _waits_for_a_word(setting: Setting, course: Course, position: int) -> int:
    """The days a clinician takes to confirm what the stage asks for, and the noon after."""
    return course.person.clinic_days[1] + 1 if asks_for_word(setting.stage(position)) else 0


def _slow(stay: Stay) -> str:
    return f"takes {stay.reached_after} days for stage {stay.position}, whose own minimum is {stay.least_days}"


def _last_said(course: Course) -> str:
    """The three answers of most days."""
    return ", ".join(f"{_words(said)} on {days} days" for said, days in course.days.most_common(3))


def _swings(tally: Tally) -> Iterator[Fault]:
    for swing in tally.swung:
        path = " → ".join(map(str, swing.path))
        yield Fault(
            "swing",
            f"Patient {swing.person} is stepped back from stage {swing.higher} to {swing.lower} {swing.times} times, "
            f"{SWINGS_ALLOWED} are allowed: {path}",
        )


def _no_way_out(setting: Setting, tally: Tally) -> Iterator[Fault]:
    for (said, does), way in sorted(tally.ways.items()):
        if way.failures:
            told = f"{_words(said)}: following its way out ({does}) does not end it within {way.within} days"
            told = f"{told} in {way.failures} of {way.followed} states"
            yield Fault("no_way_out", told, case_of(setting, told, shortest(way.failed)))


def _dead_ends(setting: Setting, tally: Tally) -> Iterator[Fault]:
    for said, way in sorted(tally.onward.items()):
        if way.failures:
            told = f"{_words(said)}: every way out followed, no gate is reached within {way.within} days"
            told = f"{told} from {way.failures} of {way.followed} states"
            yield Fault("dead_end", told, case_of(setting, told, shortest(way.failed)))


def _words(said: Said) -> str:
    return f"{said[0]}/{said[1]}"


def shortest(states: list[State]) -> History:
    return min((state.history for state in states), key=lambda history: len(history.sessions))


def case_of(setting: Setting, name: str, history: History) -> dict[str, Any]:
    """A moment as `replay_case` reads it."""
    case = {"name": name, "program": setting.rules.program} | history_to_json(history)
    del case["self_paced"]
    case["sessions"] = [{key: value for key, value in one.items() if key != "day"} for one in case["sessions"]]
    return case
