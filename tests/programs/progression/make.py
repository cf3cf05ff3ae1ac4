"""Histories for the tests, in days counted from the start of the stage."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from programs import library
from programs.progression import (
    Away,
    CriterionRule,
    Flag,
    History,
    Measure,
    MorningCheck,
    Recommendation,
    Session,
    evaluate,
)
from programs.progression.history import training_day

RULES = library.rules("high-hamstring-tendinopathy")
START = date(2026, 3, 1)
EASIER = {1: "heels-close", 3: "unloaded"}
HARDER = {1: "heels-far", 3: "resisted"}


def on(number: int) -> date:
    """The local date that many days after the stage began."""
    return START + timedelta(days=number)


def at(number: int, hour: float = 18) -> datetime:
    return datetime.combine(on(number), time(), UTC) + timedelta(hours=hour)


def session(number: int, hour: float = 18, **fields) -> Session:
    """A perfect visit, apart from what is said."""
    perfect = {
        "pain_during": 2,
        "completion": 1.0,
        "all_sets": True,
        "variation": "standard",
        "symmetry": 1.0,
        "technique_ok": True,
        "stopped_for_pain": False,
    }
    return Session(at=at(number, hour), day=training_day(at(number, hour), "Etc/UTC"), **perfect | fields)


def day(number: int, morning: int | None = 1, late: bool = False, **fields) -> list:
    """One visit and the morning after it; a morning of None did not come in."""
    return [session(number, **fields), *([] if morning is None else [check(number + 1, morning, late)])]


def days(*numbers: int, **fields) -> list:
    return [record for number in numbers for record in day(number, **fields)]


def check(number: int, pain: int | None, late: bool = False) -> MorningCheck:
    return MorningCheck(on(number), pain, late)


def away(first: int, last: int) -> Away:
    return Away(on(first), on(last))


def measure(number: int, kind: str, value: float, side: str | None = None) -> Measure:
    return Measure(kind, on(number), value, side)


def flag(number: int, kind: str = "pop") -> Flag:
    return Flag(kind, at(number, 9))


def history(*records, today: int = 10, hour: float = 20, stage: int = 2, **fields) -> History:
    """Records and lists of records, read on a day of the stage."""
    flat = [each for record in records for each in (record if isinstance(record, list) else [record])]

    def of(kind: type) -> tuple:
        return tuple(each for each in flat if isinstance(each, kind))

    plain = {"stage": stage, "stage_started": START, "as_of": at(today, hour), "time_zone": "Etc/UTC"}
    plain |= {"baseline_morning_pain": 1, "sessions": of(Session), "morning_checks": of(MorningCheck)}
    return History(**plain | {"away": of(Away), "flags": of(Flag), "measures": of(Measure)} | fields)


def in_stage(stage: int, *numbers: int, harder: int | None = None, **fields) -> list:
    """Perfect days of a stage, the last `harder` of them (all, if not said) on its harder variation."""
    easier = 0 if harder is None else len(numbers) - harder
    slugs = [(EASIER if index < easier else HARDER).get(stage, "standard") for index in range(len(numbers))]
    pairs = zip(numbers, slugs, strict=True)
    return [record for number, slug in pairs for record in day(number, **{"variation": slug} | fields)]


def said(found: History, rules=RULES) -> str:
    """The answer as one word: `hold/amber`."""
    answer = evaluate(rules, found)
    return f"{answer.outcome}/{answer.because}"


def answer(*records, **fields) -> Recommendation:
    return evaluate(RULES, history(*records, **fields))


def asking(*criteria: CriterionRule):
    """The built-in rules with these criteria in every stage."""
    return replace(RULES, stages=tuple(replace(stage, criteria=criteria) for stage in RULES.stages))


def with_safety(**changes):
    return replace(RULES, safety=replace(RULES.safety, **changes))
