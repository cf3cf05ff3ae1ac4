"""The numbered rules, in order. Each asks one question and answers it, or passes with None.

A rule sees the reading and what the deciding checks of the gate found. The first answer is the answer; the last rule
always has one. The product may advise less load at once; more load is a suggestion to a clinician.
"""

from collections.abc import Callable
from datetime import date

from . import facts
from .answers import Because, Code, Finding, Outcome, Recommendation
from .criteria import Gate, easier_days, gate_of, last, level_days, on_easier
from .history import Day
from .reading import Reading

Rule = Callable[[Reading, Gate], Recommendation | None]

REASONS = {
    Code.MORNING_CHECKS: Because.MORNING_CHECKS,
    Code.SESSIONS: Because.SESSIONS,
    Code.DAYS_IN_STAGE: Because.MIN_DAYS,
    Code.EVERY_SET: Because.COMPLETION,
    Code.SYMMETRY: Because.SYMMETRY,
    Code.TECHNIQUE: Because.TECHNIQUE,
    Code.VARIATION: Because.VARIATION,
    Code.CRITERION: Because.CRITERION,
}


def open_flag(reading: Reading, gate: Gate) -> Recommendation | None:
    """1. Something alarming is open: nothing else is asked."""
    if reading.history.flags:
        return Recommendation(Outcome.STOP_AND_CONTACT, Because.OPEN_FLAG, facts.open_flags(reading))
    return None


def long_gap(reading: Reading, gate: Gate) -> Recommendation | None:
    """2. So long without a session that a clinician decides where to begin."""
    if reading.gap >= (needed := reading.safety.gap_review_days):
        return Recommendation(Outcome.REVIEW, Because.GAP, facts.gap(reading, needed))
    return None


def step_back(reading: Reading, gate: Gate) -> Recommendation | None:
    """3. The stage is too much: the first of three reasons. A stage of few days is not judged yet."""
    if reading.days_in_stage < reading.safety.step_back_min_days:
        return None
    return two_reds(reading) or strained_run(reading) or flare_unsettled(reading)


def two_reds(reading: Reading) -> Recommendation | None:
    safety = reading.safety
    recent = tuple(on for on in reading.red_dates if reading.days_since(on) < safety.two_reds_days)
    if len(recent) >= safety.two_reds_count:
        return one_down(reading, Because.TWO_REDS, facts.two_reds(reading, recent))
    return None


def strained_run(reading: Reading) -> Recommendation | None:
    if too_much(recent := last(reading.days, reading.safety.strained_of), reading):
        return one_down(reading, Because.STRAINED_RUN, facts.strained_run(recent, reading))
    return None


def too_much(days: tuple[Day, ...], reading: Reading) -> bool:
    return sum(reading.strained(day) for day in days) >= reading.safety.strained_count


def flare_unsettled(reading: Reading) -> Recommendation | None:
    """A second flare is for the clinician (rule 4), a pending morning may still settle it, and where nothing was done
    nothing is known of it."""
    flare, safety = reading.open_flare, reading.safety
    if not flare or reading.flare_before or reading.latest_pending:
        return None
    tried = len(reading.sessions_since(flare))
    long = reading.counted_days_since(flare) >= safety.unsettled_days
    if tried >= safety.unsettled_sessions or (tried and long):
        return one_down(reading, Because.FLARE_UNSETTLED, facts.unsettled(flare, reading))
    return None


def one_down(reading: Reading, because: Because, findings: tuple[Finding, ...]) -> Recommendation:
    """The stage before, or a clinician's look where there is none."""
    below = reading.rules.before(reading.stage.position)
    outcome = Outcome.REVIEW if below is None else Outcome.STEP_BACK
    return Recommendation(outcome, because, findings, target=below)


def second_flare(reading: Reading, gate: Gate) -> Recommendation | None:
    """4. Two bad spells close together have a reason somebody should look for."""
    if (flare := reading.open_flare) and (earlier := reading.flare_before):
        findings = facts.second_flare(flare, earlier, reading)
        return Recommendation(Outcome.REVIEW, Because.SECOND_FLARE, findings)
    return None


def open_flare(reading: Reading, gate: Gate) -> Recommendation | None:
    """5. An irritated tendon: less load at once, until calm days settle it. A first week of strained days is looked at
    before the stage is old enough to be judged."""
    if flare := reading.open_flare:
        return Recommendation(Outcome.REDUCE, Because.FLARE, facts.flare(flare, reading))
    if reading.days_in_stage < reading.safety.step_back_min_days and too_much(reading.days, reading):
        return Recommendation(Outcome.REVIEW, Because.STRAINED_RUN, facts.strained_first_days(reading))
    return None


def clinician_hold(reading: Reading, gate: Gate) -> Recommendation | None:
    """6. The clinician wants the patient to stay."""
    if reading.history.clinician_hold:
        return hold(Because.CLINICIAN_HOLD, Finding(Code.CLINICIAN_HOLD, False, None, True))
    return None


def long_in_stage(reading: Reading, gate: Gate) -> Recommendation | None:
    """7. Very long in one stage without reaching its end."""
    days, most = reading.counted_days_in_stage, reading.safety.review_after_days
    if days > most and not gate.reached:
        found = Finding(Code.LONG_IN_STAGE, False, most, days), gate_fact(reading, gate)
        return Recommendation(Outcome.REVIEW, Because.LONG_IN_STAGE, found)
    return None


def gap(reading: Reading, gate: Gate) -> Recommendation | None:
    """8. After a break earlier days no longer count."""
    if reading.gap >= (needed := reading.safety.gap_hold_days):
        return hold(Because.GAP, *facts.gap(reading, needed))
    return None


def morning_checks(reading: Reading, gate: Gate) -> Recommendation | None:
    """9. Too few mornings to say anything."""
    if gate.misses(Code.MORNING_CHECKS):
        return Recommendation(Outcome.CANNOT_EVALUATE, Because.MORNING_CHECKS)
    return None


def level_up(reading: Reading, gate: Gate) -> Recommendation | None:
    """10. The easier variation goes well, before the gate is reached."""
    easy = easier_days(reading)
    if gate.reached or not easy or gate.misses(Code.EVERY_SET):
        return None
    return harder_variation(reading) if len(easy.evidence) >= reading.safety.level_up_days else None


def harder_variation(reading: Reading) -> Recommendation:
    """The clinician's assignment covers the harder variation, unless it was switched off for this patient."""
    outcome = Outcome.SUGGEST_LEVEL_UP if reading.history.self_paced else Outcome.HOLD
    return Recommendation(outcome, Because.VARIATION)


def morning_pending(reading: Reading, gate: Gate) -> Recommendation | None:
    """11. The latest morning may still come. It withdraws no gate that earlier days have reached."""
    if reading.latest_pending and not gate.reached:
        calm = reading.with_calm_mornings()
        return hold(Because.MORNING_PENDING, *facts.morning_pending(reading), gate_fact(calm, gate_of(calm)))
    return None


def run_length(reading: Reading, gate: Gate) -> Recommendation | None:
    """12. Not enough good days yet; a day above the edge among the last ones is named."""
    because = missed_because(reading, gate)
    if because is None or not gate.misses(Code.SESSIONS):
        return None
    bad = latest_bad_date(reading)
    return hold(because, *(facts.bad_date(bad, reading) if bad else ()))


def latest_bad_date(reading: Reading) -> date | None:
    """The latest amber or red day of the last ones the gate looks at, or red rest-day morning from the first on."""
    recent = last(reading.days, reading.stage.run_length)
    rests = [on for on in reading.rest_reds if recent and on >= recent[0].on]
    return max([*rests, *(day.on for day in recent if day in reading.bad_days)], default=None)


def remaining_checks(reading: Reading, gate: Gate) -> Recommendation | None:
    """13. Minimum days, every set, symmetry, technique: the first that is missed."""
    for code in (Code.DAYS_IN_STAGE, Code.EVERY_SET, Code.SYMMETRY, Code.TECHNIQUE):
        if gate.misses(code):
            return hold(REASONS[code])
    return None


def variation(reading: Reading, gate: Gate) -> Recommendation | None:
    """14. The last days ought to be on the harder variation. A day of unknown variation is not built upon."""
    if not gate.misses(Code.VARIATION):
        return None
    days = level_days(reading)
    known = all(None not in day.variations for day in days)
    if known and any(on_easier(day, reading) for day in days):
        return harder_variation(reading)
    return hold(Because.VARIATION)


def criteria_met(reading: Reading, gate: Gate) -> Recommendation:
    """15. What the stage asks beside its gate is met too, and with it everything: a named clinician decides.

    The next stage is not suggested again to somebody who has come back from it often: what they log here cannot say
    why they did.
    """
    if gate.misses(Code.CRITERION):
        return hold(Because.CRITERION)
    above = reading.rules.after(reading.stage.position)
    if above is None:
        return Recommendation(Outcome.REVIEW, Because.PROGRAMME_COMPLETE)
    if len(reading.history.steps_back) >= reading.safety.steps_back_count:
        return Recommendation(Outcome.REVIEW, Because.TRIED_BEFORE, facts.steps_back(reading), target=above)
    return Recommendation(Outcome.SUGGEST_NEXT, Because.CRITERIA_MET, target=above)


def hold(because: Because, *findings: Finding) -> Recommendation:
    return Recommendation(Outcome.HOLD, because, findings)


def missed_because(reading: Reading, gate: Gate) -> Because | None:
    """What the gate waits for first, or None if it is reached."""
    missed = gate.first_missed
    if missed is Code.SESSIONS and latest_bad_date(reading):
        return Because.AMBER
    return REASONS[missed] if missed else None


def gate_fact(reading: Reading, gate: Gate) -> Finding:
    return Finding(Code.GATE, gate.reached, None, missed_because(reading, gate))


RULES: tuple[Rule, ...] = (
    open_flag,
    long_gap,
    step_back,
    second_flare,
    open_flare,
    clinician_hold,
    long_in_stage,
    gap,
    morning_checks,
    level_up,
    morning_pending,
    run_length,
    remaining_checks,
    variation,
    criteria_met,
)
