"""Random histories with what clinicians did in them, and what makes one of them worse, for the plan of today."""

from dataclasses import replace

from hypothesis import assume
from hypothesis import strategies as st

from patients.domain.plan_reading import Act, ActKind, Easing
from programs.progression import Away, Flag
from tests.programs.progression.make import at, check, history, on, session
from tests.programs.progression.strategies import CEILINGS, answers

CALM = {}
VISITS = [
    *([None] * 8),
    *([(CALM,)] * 10),
    *([({"pain_during": pain},) for pain in (0, 1, 3, 4, 4, 5, 5, 6, 6, 7, 9, None)]),
    *([({"pain_other_side": pain},) for pain in (4, 5, 6, 8)]),
    *([({"stopped_for_pain": True},), ({"stopped_for_pain": True, "pain_during": 5},), ({"stopped_for_pain": None},)]),
    *([({"hour": 23.5},), ({"hour": 26.5},), ({"hour": 5}, {"hour": 25, "pain_during": 4}), ({"completion": 0.5},)]),
]
STEADY = [*([None] * 8), *([(CALM,)] * 16), ({"pain_during": 4},), ({"pain_during": 7},), ({"stopped_for_pain": True},)]
MORNINGS = [*([1] * 14), 0, 2, 2, 3, 3, 3, 4, 4, 5, 6, 8, None, None, None, (1, True), (4, True), (6, True)]
QUIET = [*([1] * 20), 2, 3, 4, None]
FLAGS = ("distress", "distress", "pop", "calf")


@st.composite
def plans(draw):
    """A history, and the acts and easings of clinicians in it. Night sessions, stage moves, absences and breaks are
    among them, and sessions of half the dose."""
    visits, mornings = draw(st.sampled_from([(STEADY, QUIET), (STEADY, MORNINGS), (VISITS, QUIET), (VISITS, MORNINGS)]))
    first, last = draw(st.sampled_from([-14, -9, -4, 0])), draw(st.sampled_from([2, 5, 8, 11, 15, 22, 35]))
    size = {"min_size": last - first + 1, "max_size": last - first + 1}
    records = [
        *(session(day, **visit) for day, of in enumerate(draw(lists_of(visits, **size)), first) for visit in of or ()),
        *(
            check(day, *answer)
            for day, answer in enumerate(answers(draw(lists_of(mornings, **size))), first + 1)
            if answer
        ),
        *draw(st.lists(st.builds(absence, st.integers(first, last + 2), st.integers(0, 5)), max_size=2)),
        *draw(st.lists(st.builds(flag, st.integers(first, last), st.sampled_from(FLAGS)), max_size=draw(few(2)))),
    ]
    acts = st.builds(act, st.sampled_from(tuple(ActKind)), st.integers(first, last), st.sampled_from([1, 5, 9, 12, 21]))
    found = history(
        records,
        today=last + draw(st.sampled_from([0, 0, 0, 1, 1, 2, 4, 9])),
        hour=draw(st.sampled_from([1.5, 3.5, 5, 8, 12, 20, 23.5])),
        stage=draw(st.integers(1, 5)),
        time_zone=draw(st.sampled_from(["Etc/UTC", "Europe/London", "America/Los_Angeles", "Australia/Lord_Howe"])),
        baseline_morning_pain=draw(st.sampled_from([1, 1, 1, 2, 2.5, 4, 7])),
        **draw(st.sampled_from(CEILINGS)),
    )
    eased = st.builds(easing, st.integers(first, last), st.sampled_from([{"sessions": 3}, {"days": 4}, {}]))
    return (
        found,
        tuple(draw(st.lists(acts, max_size=draw(few(5))))),
        tuple(draw(st.lists(eased, max_size=draw(few(2))))),
    )


def few(most):
    return st.sampled_from([0, 0, 1, most])


def lists_of(values, **size):
    return st.lists(st.sampled_from(values), **size)


def absence(first, length):
    return Away(on(first), on(first + length))


def flag(day, kind):
    return Flag(kind, at(day, 9.25))


def act(kind, day, hour):
    return Act(kind, at(day, hour))


def easing(day, end):
    return Easing(at(day, 10), until=on(day + end["days"]) if "days" in end else None, sessions=end.get("sessions"))


def made_worse(found, chance):
    """The same history with one entry worse: more pain, an earlier stop, a worse morning, or one more open flag."""
    return chance.choice([_more_pain, _more_pain, _stopped, _worse_morning, _worse_morning, _flagged])(found, chance)


def _more_pain(found, chance):
    name = chance.choice(["pain_during", "pain_other_side"])
    assume(open_to := [s for s in found.sessions if _can_grow(name, getattr(s, name))])
    chosen = chance.choice(open_to)
    worse = replace(chosen, **{name: chance.randint((getattr(chosen, name) or 0) + 1, 10)})
    return _with(found, chosen, worse)


def _can_grow(name, pain):
    """An unrecorded pain during may not: it leaves the day unknown, and a small number is less than that."""
    return pain != 10 and (pain is not None or name == "pain_other_side")


def _stopped(found, chance):
    assume(going := [s for s in found.sessions if not s.stopped_for_pain])
    chosen = chance.choice(going)
    return _with(found, chosen, replace(chosen, stopped_for_pain=True, completion=0.2, all_sets=False))


def _worse_morning(found, chance):
    assume(checks := [c for c in found.morning_checks if c.pain < 10])
    chosen = chance.choice(checks)
    worse = replace(chosen, pain=chance.randint(chosen.pain + 1, 10))
    return replace(found, morning_checks=tuple(worse if c is chosen else c for c in found.morning_checks))


def _flagged(found, chance):
    first = min((s.at for s in found.sessions), default=found.as_of)
    raised = first + (found.as_of - first) * chance.random()
    return replace(found, flags=(*found.flags, Flag(chance.choice(FLAGS), raised)))


def _with(found, chosen, other):
    return replace(found, sessions=tuple(other if s is chosen else s for s in found.sessions))
