"""What must hold for every history and every programme, as functions that raise where it does not.

`PROPERTIES` names each with what it is tried on; `hold` tries one. The suite tries a few hundred examples, the trials
ten thousand, and each is shown to fail on a defect planted for it.
"""

import json
import random
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from programs.progression import MET, Because, Code, Flag, Outcome, evaluate
from programs.progression.engine import first_answer
from programs.progression.metrics import METRICS, ask
from programs.progression.metrics.metric import DayMetric, holds
from programs.progression.reading import read
from programs.progression.schema import NotValid
from programs.progression.stored import history_from_json, history_to_json, rules_from_json, rules_to_json
from programs.progression.zones import Zone

from .strategies import COMPARING, CRITERIA, histories, programmes

WAITING = (Outcome.HOLD, Outcome.CANNOT_EVALUATE)


def boldness(rules, found) -> int:
    """How much load an answer is open to, in four steps."""
    answer = first_answer(read(rules, found))
    if answer.outcome is Outcome.STOP_AND_CONTACT:
        return 0
    if answer.because in MET:
        return 3
    return 1 if answer.outcome in (Outcome.STEP_BACK, Outcome.REVIEW, Outcome.REDUCE) else 2


def says(rules, found):
    return first_answer(read(rules, found)).says


def never_progresses_without_data(rules, found):
    answer = evaluate(rules, replace(found, sessions=()))
    assert answer.outcome not in (Outcome.SUGGEST_NEXT, Outcome.SUGGEST_LEVEL_UP)
    assert answer.because not in MET


def is_never_bolder_for_more_pain_during(rules, found, chance):
    assume(painful := [s for s in found.sessions if s.pain_during is not None and s.pain_during < 10])
    chosen = chance.choice(painful)
    worse = replace(chosen, pain_during=chance.randint(chosen.pain_during + 1, 10))
    assert boldness(rules, swapped(found, chosen, worse)) <= boldness(rules, found)


def is_never_bolder_for_more_pain_on_the_other_side(rules, found, chance):
    assume(found.sessions)
    chosen = chance.choice(found.sessions)
    worse = replace(chosen, pain_other_side=chance.randint(chosen.pain_other_side or 0, 10))
    assert boldness(rules, swapped(found, chosen, worse)) <= boldness(rules, found)


def is_never_bolder_for_a_worse_morning(rules, found, chance):
    assume(given_in := [c for c in found.morning_checks if c.pain is not None and c.pain < 10])
    chosen = chance.choice(given_in)
    worse = replace(chosen, pain=chance.randint(chosen.pain + 1, 10))
    checks = tuple(worse if c == chosen else c for c in found.morning_checks)
    assert boldness(rules, replace(found, morning_checks=checks)) <= boldness(rules, found)


def is_never_bolder_for_more_pain_in_a_measure(rules, found, chance):
    assume(painful := [m for m in found.measures if m.kind.startswith("pain_") or m.kind == "stiffness_minutes"])
    chosen = chance.choice(painful)
    worse = replace(chosen, value=chosen.value + chance.randint(1, 5))
    measures = tuple(worse if m == chosen else m for m in found.measures)
    assert boldness(rules, replace(found, measures=measures)) <= boldness(rules, found)


def is_never_bolder_for_a_worse_end_of_a_comparison(rules, found, chance):
    """What is set against an earlier time: more pain in the latest week, a lower score on the latest date."""
    worse = chance.choice([with_a_painful_end, with_a_low_score])(rules, found, chance)
    assert boldness(rules, worse) <= boldness(rules, found)
    met = zip(comparisons(rules, found), comparisons(rules, worse), strict=True)
    assert [before for before, after in met if after and not before] == []


def meets_no_comparison_for_a_better_beginning(rules, found, chance):
    """Less pain in an earlier week, a higher first score: the same end is then a worse one."""
    better = chance.choice([with_a_calm_beginning, with_a_high_first_score])(rules, found, chance)
    met = zip(comparisons(rules, found), comparisons(rules, better), strict=True)
    assert [before for before, after in met if after and not before] == []


def is_never_bolder_for_an_earlier_stop_or_less_volume(rules, found, chance):
    assume(found.sessions)
    chosen = chance.choice(found.sessions)
    less = None if chosen.completion is None else round(chosen.completion * chance.random(), 2)
    worse = replace(
        chosen, completion=less, all_sets=False, stopped_for_pain=chance.choice([True, chosen.stopped_for_pain])
    )
    assert boldness(rules, swapped(found, chosen, worse)) <= boldness(rules, found)


def is_never_bolder_for_the_removal_of_a_good_day(rules, found, chance):
    assume(good := good_days(rules, found))
    day = chance.choice(good).on
    with_its_morning = chance.choice([True, False])
    checks = tuple(c for c in found.morning_checks if not with_its_morning or c.on != day + timedelta(days=1))
    less = replace(found, sessions=tuple(s for s in found.sessions if s.day != day), morning_checks=checks)
    assert boldness(rules, less) <= boldness(rules, found)


def does_not_care_in_which_order_records_arrive(rules, found, chance):
    names = ("sessions", "morning_checks", "away", "measures", "steps_back")
    mixed = replace(found, **{name: shuffled(getattr(found, name), chance) for name in names})
    assert evaluate(rules, mixed) == evaluate(rules, found)


def changes_nothing_for_a_repeated_record(rules, found):
    names = ("sessions", "morning_checks", "away", "flags", "measures", "steps_back")
    twice = replace(found, **{name: getattr(found, name) * 2 for name in names})
    assert evaluate(rules, twice) == evaluate(rules, found)


def suggests_no_stage_that_was_left_often(rules, found):
    """And but for that the steps back change nothing."""
    answer, never_left = (first_answer(read(rules, one)) for one in (found, replace(found, steps_back=())))
    often = len(set(found.steps_back)) >= rules.safety.steps_back_count
    if often and never_left.outcome is Outcome.SUGGEST_NEXT:
        assert answer.says == (Outcome.REVIEW, Because.TRIED_BEFORE, never_left.target)
    else:
        assert answer.says == never_left.says


def goes_one_stage_at_a_time(rules, found):
    target = evaluate(rules, found).target
    assert target is None or abs(target - found.stage) == 1


def lets_an_open_flag_outrank_everything(rules, found):
    answer = evaluate(rules, replace(found, flags=(Flag("nerve", found.as_of),)))
    assert (answer.outcome, answer.because, answer.valid_until) == (Outcome.STOP_AND_CONTACT, Because.OPEN_FLAG, None)


def always_has_a_reason(rules, found):
    """A known reason, and for every answer but the end of a stage something that was missed, with its numbers."""
    answer = evaluate(rules, found)
    assert answer.because in set(Because)
    missed = [finding for finding in answer.findings if finding.met is False]
    assert bool(missed) == (boldness(rules, found) < 3)


def counts_no_day_that_is_not_known(rules, found, chance):
    """Zero is a value and counts; not recorded is neither zero nor met."""
    reading = read(rules, found)
    assume(reading.run)
    day = chance.choice(reading.run).on
    zero = tuple(replace(s, pain_during=0) if s.day == day else s for s in found.sessions)
    missing = tuple(replace(s, pain_during=None) if s.day == day else s for s in found.sessions)
    assert day in [each.on for each in read(rules, replace(found, sessions=zero)).run]
    assert day not in [each.on for each in read(rules, replace(found, sessions=missing)).run]
    checks = tuple(c for c in found.morning_checks if c.on != day + timedelta(days=1))
    assert day not in [each.on for each in read(rules, replace(found, morning_checks=checks)).run]


def meets_no_criterion_without_a_number(rules, found):
    asked = [finding for finding in evaluate(rules, found).findings if finding.code is Code.CRITERION]
    assert [finding for finding in asked if finding.met and finding.observed is None] == []
    assert len(asked) == len(rules.stage(found.stage).criteria)


def moves_nothing_when_zone_and_clock_move_together(rules, found, chance):
    hours = chance.choice([-11, -5, 2, 9])

    def later(instant):
        return instant + timedelta(hours=hours)

    here = replace(found, time_zone="Etc/UTC")
    there = replace(
        here,
        time_zone=f"Etc/GMT{hours:+d}",  # the sign of these names runs against that of the offset
        as_of=later(here.as_of),
        sessions=tuple(replace(s, at=later(s.at)) for s in here.sessions),
        flags=tuple(replace(f, at=later(f.at)) for f in here.flags),
    )
    first, second = evaluate(rules, here), evaluate(rules, there)
    assert first.says == second.says
    assert second.valid_until == (first.valid_until and later(first.valid_until))


def holds_until_it_says(rules, found, chance):
    """The same answer up to `valid_until` and another one there; for a season if it is null."""
    known = found.known()
    until = evaluate(rules, known).valid_until
    end = until or known.as_of + timedelta(days=90)
    now = says(rules, known)
    for share in [0.999 * chance.random() for _ in range(4)]:
        assert says(rules, replace(known, as_of=known.as_of + share * (end - known.as_of))) == now
    if until:
        assert says(rules, replace(known, as_of=until - timedelta(microseconds=1))) == now
        assert says(rules, replace(known, as_of=until)) != now


def meets_every_line_of_a_suggestion(rules, found):
    answer = evaluate(rules, found)
    if boldness(rules, found) == 3:
        assert [finding for finding in answer.findings if finding.met is False] == []


def refuses_what_it_does_not_know(rules, found, chance):
    """A field nobody knows, anywhere in rules or history, is refused; what is stored as it is, is read."""
    read_as, document = chance.choice(
        [(rules_from_json, rules_to_json(rules)), (history_from_json, history_to_json(found))]
    )
    document = json.loads(json.dumps(document))
    read_as(document)
    chance.choice(list(objects_in(document)))["mood"] = "good"
    try:
        read_as(document)
    except NotValid as refused:
        assert refused.field.endswith("mood")
    else:
        raise AssertionError("an unknown field was passed over")


RULES_WITH_CRITERIA = programmes()
PLAIN = {"rules": RULES_WITH_CRITERIA, "found": histories()}
# Metrics that set later records against earlier ones read a worse beginning as a better comparison.
MONOTONE = {"rules": programmes(pool=CRITERIA), "found": histories()}
COMPARED = {"rules": programmes(pool=COMPARING), "found": histories(scores=True)}
CHANCE = {"chance": st.randoms(use_true_random=False)}

PROPERTIES: dict[str, tuple[Callable, dict]] = {
    function.__name__: (function, arguments)
    for function, arguments in (
        (never_progresses_without_data, PLAIN),
        (is_never_bolder_for_more_pain_during, MONOTONE | CHANCE),
        (is_never_bolder_for_more_pain_on_the_other_side, MONOTONE | CHANCE),
        (is_never_bolder_for_a_worse_morning, MONOTONE | CHANCE),
        (is_never_bolder_for_more_pain_in_a_measure, MONOTONE | CHANCE),
        (is_never_bolder_for_a_worse_end_of_a_comparison, COMPARED | CHANCE),
        (meets_no_comparison_for_a_better_beginning, COMPARED | CHANCE),
        (is_never_bolder_for_an_earlier_stop_or_less_volume, MONOTONE | CHANCE),
        (is_never_bolder_for_the_removal_of_a_good_day, MONOTONE | CHANCE),
        (does_not_care_in_which_order_records_arrive, PLAIN | CHANCE),
        (changes_nothing_for_a_repeated_record, PLAIN),
        (suggests_no_stage_that_was_left_often, PLAIN),
        (goes_one_stage_at_a_time, PLAIN),
        (lets_an_open_flag_outrank_everything, PLAIN | {"found": histories(flags=False)}),
        (always_has_a_reason, PLAIN),
        (counts_no_day_that_is_not_known, PLAIN | CHANCE),
        (meets_no_criterion_without_a_number, PLAIN),
        (moves_nothing_when_zone_and_clock_move_together, PLAIN | CHANCE),
        (holds_until_it_says, PLAIN | CHANCE),
        (meets_every_line_of_a_suggestion, PLAIN),
        (refuses_what_it_does_not_know, PLAIN | CHANCE),
    )
}


def hold(name: str, **options) -> None:
    """Tries a property by its name; options are hypothesis settings. AssertionError where it does not hold."""
    function, arguments = PROPERTIES[name]

    def tried(**drawn):
        function(**drawn)

    tried.__name__ = tried.__qualname__ = name
    settings(**options)(given(**arguments)(tried))()


def comparisons(rules, found) -> list[bool]:
    reading = read(rules, found)
    return [ask(criterion, reading).met for criterion in reading.stage.criteria]


def with_a_painful_end(rules, found, chance):
    """One number of the latest week of answered days is higher: a pain during, or the morning after."""
    return _with_other_pain(rules, found, chance, range(7), lambda pain: chance.randint(pain, 10))


def with_a_calm_beginning(rules, found, chance):
    """One number of an earlier week is lower."""
    return _with_other_pain(rules, found, chance, range(7, 400), lambda pain: chance.randint(0, pain))


def _with_other_pain(rules, found, chance, ago, other):
    assume(answered := read(rules, found).answered)
    latest = answered[-1].on
    sessions = [s for s in found.sessions if (latest - s.day).days in ago and s.pain_during is not None]
    checks = [c for c in found.morning_checks if (latest - c.on).days + 1 in ago and c.pain is not None]
    assume(sessions or checks)
    chosen = chance.choice([*sessions, *checks])
    if chosen in sessions:
        return swapped(found, chosen, replace(chosen, pain_during=other(chosen.pain_during)))
    changed = replace(chosen, pain=other(chosen.pain))
    return replace(found, morning_checks=tuple(changed if c == chosen else c for c in found.morning_checks))


def with_a_low_score(rules, found, chance):
    return _with_other_score(found, chance, max, lambda score: score - chance.randint(0, 40))


def with_a_high_first_score(rules, found, chance):
    return _with_other_score(found, chance, min, lambda score: score + chance.randint(0, 40))


def _with_other_score(found, chance, end, other):
    """Of one questionnaire, on its first or its latest date up to today."""
    assume(scores := [m for m in found.known().measures if m.kind == "outcome:visa-h"])
    on = end(score.on for score in scores)
    chosen = chance.choice([score for score in scores if score.on == on])
    changed = replace(chosen, value=other(chosen.value))
    return replace(found, measures=tuple(changed if m == chosen else m for m in found.measures))


def swapped(found, chosen, other):
    return replace(found, sessions=tuple(other if s == chosen else s for s in found.sessions))


def shuffled(records, chance: random.Random):
    return tuple(chance.sample(records, len(records)))


def objects_in(document):
    if isinstance(document, dict):
        yield document
    for value in document.values() if isinstance(document, dict) else document:
        if isinstance(value, dict | list):
            yield from objects_in(value)


def good_days(rules, found):
    """Green, full, even, confirmed, on the harder variation, and good for every criterion."""
    reading = read(rules, found)
    return [
        day
        for day in reading.days
        if reading.zones[day.on] is Zone.GREEN
        and (day.all_sets, day.completion, day.technique_ok) == (True, 1, True)
        and (day.symmetry or 0) >= 0.9
        and day.variations == {reading.stage.harder}
        and all(good_for(criterion, day, reading) for criterion in reading.stage.criteria)
    ]


def good_for(criterion, day, reading) -> bool:
    """Within the criterion itself; for a mean or a median no worse than any other day, for a rest on both sides."""
    metric = METRICS[criterion.metric]
    if criterion.metric in RESTED:
        return RESTED[criterion.metric](criterion, day, reading)
    if not isinstance(metric, DayMetric) or (
        criterion.metric == "pain" and metric.of_day(criterion, day, reading) is None
    ):
        return True
    value = metric.of_day(criterion, day, reading)
    if not holds(criterion, value) or criterion.statistic in ("worst", "last"):
        return holds(criterion, value)
    others = [metric.of_day(criterion, other, reading) for other in reading.days]
    best = min if criterion.operator == "at_most" else max
    return value == best(other for other in others if other is not None)


def rested_in_dates(criterion, day, reading) -> bool:
    days = sorted({s.day for s in reading.history.sessions if s.day >= reading.history.stage_started})
    place = days.index(day.on)
    return all((b - a).days >= criterion.value for a, b in pairwise(days[max(0, place - 1) : place + 2]))


def rested(criterion, day, reading) -> bool:
    starts = sorted({s.day for s in reading.history.sessions if s.day >= reading.history.stage_started})
    place = starts.index(day.on)
    visits = {
        on: [s.at for s in reading.history.sessions if s.day == on] for on in starts[max(0, place - 1) : place + 2]
    }
    near = sorted(visits)
    pairs = pairwise(near)
    return all((min(visits[b]) - max(visits[a])) / timedelta(hours=1) >= criterion.value for a, b in pairs)


RESTED = {"rest_hours": rested, "rest_days": rested_in_dates}
