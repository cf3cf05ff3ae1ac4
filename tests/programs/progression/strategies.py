"""Random histories, shaped so that every rule gets its turn: mostly calm days, with trouble in between."""

from dataclasses import replace

from hypothesis import strategies as st

from programs.progression import Away, Ceiling, CriterionRule, Flag, Measure

from .make import RULES, asking, at, check, history, on, session

CALM = {}
SPLIT = ({"completion": 0.4, "all_sets": False, "hour": 8}, {"completion": 0.6, "all_sets": None})
TWICE = ({"hour": 8}, {"pain_during": 4})

# What may be logged on a day: None for a rest, a tuple for several visits. `easier` stands for the easier variation.
VISITS = [
    *([None] * 12),
    *([(CALM,)] * 14),
    *([({"easier": True},)] * 5),
    *([({"pain_during": pain},) for pain in (0, 1, 3, 3, 4, 4, 5, 6, 9, None)]),
    *(
        [
            ({"pain_during": None, "stopped_for_pain": True},),
            ({"stopped_for_pain": True},),
            ({"stopped_for_pain": None},),
        ]
    ),
    *([({"pain_other_side": pain},) for pain in (4, 6, 7)]),
    *([({"completion": share, "all_sets": False},) for share in (0, 0.5, 0.79, 0.8, 0.95, None)]),
    *([({"completion": 0.9},), ({"all_sets": None},)]),
    *([({"symmetry": share},) for share in (0.9, 0.89, None)]),
    *([({"effort": felt},) for felt in (2, 7, None)]),
    *([({"technique_ok": answer},) for answer in (False, None)]),
    *([({"variation": None},), ({"hour": 23.5},), ({"hour": 24.5},), ({"hour": 27.9},), ({"hour": 4},)]),
    *[SPLIT, TWICE, (CALM, {"easier": True, "hour": 9}), (CALM, {"variation": None, "hour": 9})],
]
STEADY = [*([None] * 6), *([(CALM,)] * 20), *([({"easier": True},)] * 4), SPLIT, ({"pain_during": 4},)]
STEADY += [
    ({"hour": 24.5},),
    ({"symmetry": None},),
    ({"technique_ok": None},),
    ({"completion": 0.8, "all_sets": False},),
]
LATE = [(1, True), (1, True), (3, True), (6, True)]
MORNINGS = [*([1] * 14), 0, 0, 2, 2, 2, 3, 3, 3, 4, 5, 6, 8, None, None, None, None, *LATE]
QUIET = [*([1] * 16), 0, 2, None, (1, True)]
NOTED = [
    *(("pain_sitting", 2), ("pain_sitting", 5), ("pain_night", 0), ("pain_after", 1), ("pain_after", 4)),
    *(
        ("stiffness_minutes", 5),
        ("stiffness_minutes", 30),
        ("technique", 1),
        ("confirm:squat", 1),
        ("confirm:squat", 0),
    ),
    *(("performance:raises", 12, "left"), ("performance:raises", 8, "left"), ("performance:raises", 10, "right")),
    *(("outcome:visa-h", 60), ("outcome:visa-h", 80)),
]
SCORES = [("outcome:visa-h", score) for score in (40, 60, 70, 80)]
CRITERIA = [
    *(("sessions", "at_least", 4, 9), ("sessions", "at_least", 7), ("days_in_stage", "at_least", 12)),
    *(("rest_hours", "at_least", 20, 3), ("rest_hours", "at_least", 40, 1), ("schedule", "at_least", 2)),
    ("rest_days", "at_least", 2, 2),
    *(("schedule", "at_most", 3), ("completion", "at_least", 90, 3), ("completion", "at_least", 95, 2, "", "mean")),
    *(("pain", "at_most", 2, 3, "during"), ("pain", "at_most", 2, 4, "during", "median")),
    *(("pain", "at_most", 3, 2, "after"), ("pain", "at_most", 1, 3, "morning", "mean")),
    *(("pain", "at_most", 2, 1, "morning", "last"), ("pain", "at_most", 2, 1, "sitting")),
    *(("pain", "at_most", 3, 2, "night", "mean"), ("pain_above_baseline", "at_most", 1, 4, "during")),
    *(("pain_above_baseline", "at_most", 0, 3, "morning"), ("stiffness_minutes", "at_most", 10, 1)),
    *(("performance", "at_least", 10, 20, "raises"), ("test_symmetry", "at_least", 90, None, "raises")),
    *(("symmetry", "at_least", 95, 3), ("level", "at_least", 100, 3, "share"), ("level", "at_least", 2, 2, "index")),
    *(("effort", "at_most", 5, 3), ("effort", "at_least", 3, 2, "", "mean"), ("outcome", "at_least", 70, 14, "visa-h")),
    *(
        ("data_completeness", "at_least", 80, 5),
        ("data_completeness", "at_least", 70),
        ("technique", "at_least", 80, 3),
    ),
    *(("technique", "at_least", 100, None, "clinician"), ("clinician_confirms", "at_least", 1, 15, "squat")),
]
COMPARING = [
    *(("pain_trend", "at_most", 0, 2, "during"), ("pain_trend", "at_most", 1, 3, "morning")),
    ("outcome_change", "at_least", 10, None, "visa-h"),
]
ZONES = ("Etc/UTC", "Europe/London", "Africa/Cairo", "Australia/Lord_Howe", "America/Los_Angeles")


CEILINGS = [
    *([{"pain_ceiling": None}] * 4),
    *({"pain_ceiling": ceiling} for ceiling in (2, 4, 5)),
    *({"pain_ceiling": ceiling, "pain_ceiling_from": on(since)} for ceiling in (2, 4, 5) for since in (-4, 4, 9)),
    {"pain_ceiling": 5, "pain_ceiling_from": on(7), "ceilings_before": (Ceiling(4, on(-3)),)},
    {"pain_ceiling": None, "pain_ceiling_from": on(6), "ceilings_before": (Ceiling(2, on(-3)), Ceiling(4, on(2)))},
]
STEPS_BACK = [(), (), (), (), (-20,), (0, -20), (-20, -20), (0, -20, -40)]


@st.composite
def histories(draw, flags: bool = True, scores: bool = False):
    stage = draw(st.integers(1, 5))
    visits, mornings = draw(st.sampled_from([(STEADY, QUIET), (STEADY, MORNINGS), (VISITS, MORNINGS)]))
    first = draw(st.sampled_from([0, 0, -9]))
    length = draw(st.sampled_from([5, 8, 11, 16, 22, 30, 45]))
    size = {"min_size": length - first + 1, "max_size": length - first + 1}
    logged = draw(st.lists(st.sampled_from(visits), **size))
    woken = draw(st.lists(st.sampled_from(mornings), **size))
    records = [
        *(visit(number, stage, **each) for number, day in enumerate(logged, first) for each in day or ()),
        *(check(number, *answer) for number, answer in enumerate(answers(woken), first + 1) if answer),
        *draw(st.lists(st.builds(absence, st.integers(-3, length + 5), st.integers(0, 16)), max_size=2)),
    ]
    if draw(st.booleans()):
        records += draw(st.lists(st.builds(noted, st.integers(-9, length), st.sampled_from(NOTED)), max_size=12))
    if scores:
        said = st.builds(noted, st.integers(-9, length), st.sampled_from(SCORES))
        records += draw(st.lists(said, min_size=1, max_size=4))
    if flags and draw(st.integers(0, 14)) == 14:
        records.append(Flag("pop", at(draw(st.integers(-3, length + 2)), 9)))
    return history(
        records,
        today=length + draw(st.sampled_from([0, 0, 0, 1, 2, 9, 20])),
        hour=draw(st.sampled_from([5, 12, 20, 23.5])),
        stage=stage,
        time_zone=draw(st.sampled_from(ZONES)),
        baseline_morning_pain=draw(st.sampled_from([1, 1, 1, 0, 2, 2.5, 4])),
        **draw(st.sampled_from(CEILINGS)),
        clinician_hold=draw(st.integers(0, 14)) == 14,
        self_paced=draw(st.integers(0, 9)) < 9,
        steps_back=tuple(on(number) for number in draw(st.sampled_from(STEPS_BACK))),
    )


def answers(woken):
    """What came in of each morning: its pain and whether it was late, None for nothing."""
    return [answer if answer is None or isinstance(answer, tuple) else (answer,) for answer in woken]


@st.composite
def programmes(draw, pool=(*CRITERIA, *COMPARING)):
    """The built-in rules as they are, or with a few criteria in every stage, some of them either-or."""
    asked = draw(st.lists(st.tuples(st.sampled_from(pool), st.sampled_from([0, 0, 1, 1, 2])), max_size=4))
    return asking(*(replace(CriterionRule(*fields), group=group) for fields, group in asked))


def noted(number: int, what: tuple) -> Measure:
    kind, value, *side = what
    return Measure(kind, on(number), value, *side)


def visit(number: int, stage: int, hour: float = 18, easier: bool = False, **fields):
    slugs = RULES.stage(stage).variations
    return session(number, hour, **{"variation": slugs[0] if easier else slugs[-1], "effort": 4} | fields)


def absence(first: int, length: int) -> Away:
    return Away(on(first), on(first + length))
