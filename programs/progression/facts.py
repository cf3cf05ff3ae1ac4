"""The facts beside the answer: what the window holds, and the days and spells an answering rule names.

Nothing here decides. Each fact is a finding with the numbers a sentence for a patient or a clinician needs.
"""

from dataclasses import replace
from datetime import date
from math import floor
from statistics import fmean

from .answers import Code, Finding
from .criteria import dates, easier_days, last, share_of
from .history import Day, exact, local_date
from .reading import Reading
from .zones import Event, Flare, Zone, pending_until

# said with every answer


def window(reading: Reading) -> Finding:
    """How many days were logged in the window."""
    logged = _in_window(reading)
    return Finding(Code.WINDOW, None, reading.stage.window_days, len(logged), dates(logged))


def volume_short(reading: Reading) -> Finding:
    needed = reading.stage.completion_min
    short = [day for day in _in_window(reading) if day.completion < exact(needed)]
    return Finding(Code.VOLUME_SHORT, None, needed, len(short), dates(short))


def pain_missing(reading: Reading) -> Finding:
    unknown = [day for day in _in_window(reading) if not day.pain_recorded]
    return Finding(Code.PAIN_MISSING, None, None, len(unknown), dates(unknown))


def mornings_missing(reading: Reading) -> Finding:
    missing = [day for day in _in_window(reading) if day.morning is None and not reading.pending(day)]
    return Finding(Code.MORNINGS_MISSING, None, None, len(missing), dates(missing))


def mornings_given(reading: Reading) -> Finding:
    """How many of the last days have a morning; evidence names those that have none."""
    asked = last(reading.answered, reading.stage.run_length)
    given = sum(day.morning is not None for day in asked)
    return Finding(Code.MORNINGS_GIVEN, None, len(asked), given, dates(day for day in asked if day.morning is None))


def mornings_to_go(reading: Reading) -> Finding:
    """How many more days with a morning, in a row, would be enough."""
    length, needed = reading.stage.run_length, reading.safety.morning_share
    given = [day.morning is not None for day in reading.answered][-length:]
    more = 0
    while given and share_of((given + more * [True])[-length:]) < needed:
        more += 1
    return Finding(Code.MORNINGS_TO_GO, observed=more)


def last_completions(reading: Reading) -> Finding:
    asked = last(reading.answered, reading.stage.full_days)
    return Finding(Code.LAST_COMPLETIONS, observed=[float(day.completion) for day in asked], evidence=dates(asked))


def next_variation(reading: Reading) -> Finding | None:
    """From which variation (observed) to which (required). The latest day tells where the patient is."""
    if not reading.stage.harder_days:
        return None
    ladder = reading.stage.variations
    latest = reading.days[-1].variations if reading.days else frozenset()
    step = max((ladder.index(slug) for slug in latest if slug in ladder[:-1]), default=0)
    return Finding(Code.NEXT_VARIATION, None, ladder[step + 1], ladder[step])


def baseline(reading: Reading) -> Finding:
    """The usual morning the rules reckon with, at least 1."""
    return Finding(Code.BASELINE, observed=reading.limits.baseline)


def pain_ceiling(reading: Reading) -> Finding | None:
    """The ceiling that holds today, and since when if that was said."""
    history = reading.history
    if history.ceiling_on(reading.today) is None:
        return None
    since = (history.pain_ceiling_from,) if history.pain_ceiling_from else ()
    return Finding(Code.PAIN_CEILING, observed=reading.limits.pain, evidence=since)


def rest_mornings(reading: Reading) -> Finding | None:
    """Rest-day mornings of the window above the edge that are not red: they stop nothing. Observed is the worst."""
    started, sores = reading.history.stage_started, reading.rest_sores
    seen = tuple(sorted(on for on in sores if on >= started and reading.in_window(on)))
    worst = max((sores[on] for on in seen), default=None)
    return Finding(Code.REST_MORNINGS, None, reading.limits.highest_morning, worst, seen) if seen else None


def _in_window(reading: Reading) -> list[Day]:
    return [day for day in reading.days if reading.in_window(day.on)]


ALWAYS = (
    *(window, volume_short, pain_missing, mornings_missing, mornings_given, mornings_to_go, last_completions),
    *(easier_days, next_variation, baseline, pain_ceiling, rest_mornings),
)

# one day


def red_day(on: date, reading: Reading) -> Finding:
    """Why a date is red: observed is the cause and the pain, required the edge it reached."""
    day = next((day for day in reading.days if day.on == on and reading.zones[on] is Zone.RED), None)
    cause, pain = _red_cause(day, reading) if day else ("rest_day_morning", reading.rest_reds[on])
    from_pain = cause in ("pain_during", "other_side")
    edge = reading.safety.red_during if from_pain else _red_morning_edge(reading)
    return Finding(Code.RED_DAY, False, edge, {"cause": cause, "pain": pain}, (on,))


def _red_cause(day: Day, reading: Reading) -> tuple[str, int | None]:
    if reading.limits.red_pain(day.pain):
        return "pain_during", day.pain
    if reading.limits.red_pain(day.other_side):
        return "other_side", day.other_side
    return "next_morning", day.morning


def amber_day(day: Day, reading: Reading) -> Finding:
    """Why a day is amber: observed is the cause and the pain, required the edge it passed."""
    limits = reading.edges.on(day.on)
    if day.pain is not None and day.pain > limits.pain:
        return Finding(Code.AMBER_DAY, False, limits.pain, {"cause": "pain_during", "pain": day.pain}, (day.on,))
    if day.morning is not None and day.morning > limits.highest_morning:
        return Finding(
            Code.AMBER_DAY, False, limits.highest_morning, {"cause": "next_morning", "pain": day.morning}, (day.on,)
        )
    return Finding(Code.AMBER_DAY, False, None, {"cause": "stopped", "pain": None}, (day.on,))


def bad_date(on: date, reading: Reading) -> tuple[Finding, ...]:
    """An amber or red logged day or red rest-day morning: its cause, and what else was recorded of a day."""
    if on in reading.rest_reds:
        return (red_day(on, reading),)
    day = next(day for day in reading.days if day.on == on)
    cause = red_day(on, reading) if reading.zones[on] is Zone.RED else amber_day(day, reading)
    limits = reading.edges.on(on)
    return (
        cause,
        Finding(Code.DAY_PAIN, None, limits.pain, day.pain, (day.on,)),
        Finding(Code.DAY_MORNING, None, limits.highest_morning, day.morning, (day.on,)),
    )


def _red_morning_edge(reading: Reading) -> float:
    """The lowest morning that is red, as far as it can be said in one number."""
    safety, limits = reading.safety, reading.limits
    risen = max(safety.red_morning_above + 1, limits.baseline + safety.red_rise)
    return min(risen, max(safety.red_morning_over, floor(limits.baseline)) + 1)


# beside the answer, for a page that counts good days


def row_ended(reading: Reading) -> Finding | None:
    """The latest amber or red date of the window: good days are counted from there. Observed is the cause and the pain,
    required the edge it passed. Said beside stored answers, which stay as they are."""
    bad = [on for on in (*dates(reading.bad_days), *reading.red_dates) if reading.in_window(on)]
    return replace(bad_date(max(bad), reading)[0], code=Code.ROW_ENDED, met=None) if bad else None


# what a rule answered with


def open_flags(reading: Reading) -> tuple[Finding, ...]:
    """One for each flag, distress first, then the oldest: observed is its kind and when it was ticked."""
    flags = sorted(reading.history.flags, key=lambda flag: (flag.kind != "distress", flag.at))
    zone = reading.history.time_zone
    return tuple(
        Finding(
            Code.OPEN_FLAG, False, None, {"kind": flag.kind, "at": flag.at.isoformat()}, (local_date(flag.at, zone),)
        )
        for flag in flags
    )


def gap(reading: Reading, needed: int) -> tuple[Finding, ...]:
    return (Finding(Code.GAP, False, needed, reading.gap, (reading.gap_since,)),)


def two_reds(reading: Reading, reds: tuple[date, ...]) -> tuple[Finding, ...]:
    span = Finding(Code.TWO_REDS, False, reading.safety.two_reds_days, len(reds), reds)
    return (span, *(red_day(on, reading) for on in reds))


def strained_run(recent: tuple[Day, ...], reading: Reading) -> tuple[Finding, ...]:
    """The strained days of those, their pain (None: not recorded) and where it is going."""
    strained = dates(day for day in recent if reading.strained(day))
    return (
        Finding(Code.STRAINED_RUN, False, reading.safety.strained_count, len(strained), strained),
        Finding(Code.RECENT_PAINS, observed=[day.pain for day in recent], evidence=dates(recent)),
        Finding(Code.TREND, observed=trend([day.pain for day in recent if day.pain is not None])),
    )


def strained_first_days(reading: Reading) -> tuple[Finding, ...]:
    """All days of a stage, and how young it still is."""
    young = Finding(Code.FIRST_DAYS, False, reading.safety.step_back_min_days, reading.days_in_stage)
    return (*strained_run(reading.days, reading), young)


def trend(pains: list[int]) -> str:
    """Rising or falling where the last two differ from the first two by 1 or more on average. Our choice."""
    moved = fmean(pains[-2:]) - fmean(pains[:2]) if len(pains) > 1 else 0
    return "rising" if moved >= 1 else "falling" if moved <= -1 else "flat"


def flare(spell: Flare, reading: Reading) -> tuple[Finding, ...]:
    """The row of calm days against what settles it, and the day or pair that opened it."""
    row = Finding(Code.FLARE, False, reading.safety.flare_settled_days, spell.greens, (spell.trigger,))
    return (row, *(_opening(event, reading) for event in spell.opened_by))


def _opening(event: Event, reading: Reading) -> Finding:
    if event.day is None or event.zone is Zone.RED:
        return red_day(event.on, reading)
    return amber_day(event.day, reading)


def unsettled(spell: Flare, reading: Reading) -> tuple[Finding, ...]:
    since, safety = reading.sessions_since(spell), reading.safety
    return (
        *flare(spell, reading),
        Finding(Code.FLARE_SESSIONS, None, safety.unsettled_sessions, len(since), dates(since)),
        Finding(Code.FLARE_DAYS, None, safety.unsettled_days, reading.counted_days_since(spell), (spell.trigger,)),
    )


def second_flare(spell: Flare, earlier: Flare, reading: Reading) -> tuple[Finding, ...]:
    between = (spell.trigger - earlier.trigger).days
    before = Finding(Code.EARLIER_FLARE, False, reading.safety.second_flare_days, between, (earlier.trigger,))
    return (*flare(spell, reading), before)


def steps_back(reading: Reading) -> tuple[Finding, ...]:
    """How often a higher stage was left for this one or a lower one, and when. Nothing is missed by it."""
    backs = reading.history.steps_back
    return (Finding(Code.STEPS_BACK, None, reading.safety.steps_back_count, len(backs), backs),)


def morning_pending(reading: Reading) -> tuple[Finding, ...]:
    """Which day waits, and until when its morning counts."""
    day = reading.days[-1]
    pending = pending_until(day, reading.safety)
    until = pending.isoformat() if pending else None
    return (Finding(Code.MORNING_PENDING, False, until, None, (day.on,)),)
