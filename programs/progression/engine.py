"""The engine: a history and the rules in, one recommendation out. No clock, no database, no network."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from . import facts
from .answers import Because, Finding, Outcome, Recommendation
from .criteria import SHOWN, gate_of
from .history import History
from .reading import Reading, read
from .rules import RULES
from .thresholds import Rules
from .validity import valid_until

# Raised with every change that can alter an answer; stored beside each review so that it can be run again.
# 2: the evidence of a check that is met names the days that were looked at.
# 3: who came back from the next stage twice gets a review instead of one more suggestion.
# 4: days begin at four, ceilings have a date, late calm mornings vouch for nothing (docs/adr/0017-rules-four.md).
ENGINE_VERSION = "4"


def evaluate(rules: Rules, history: History) -> Recommendation:
    """The first rule that applies at `history.as_of`, with all findings of the stage and how long it holds.

    ValueError if the programme has no such stage.
    """
    return answer_of(read(rules, history))


def answer_of(reading: Reading) -> Recommendation:
    """The same of a history that was read already."""
    answer = first_answer(reading)
    return replace(
        answer,
        findings=answer.findings + findings_of(reading),
        valid_until=valid_until(reading, lambda later: first_answer(later).says),
    )


def first_answer(reading: Reading) -> Recommendation:
    gate = gate_of(reading)
    return next(answer for rule in RULES if (answer := rule(reading, gate)))


def answers_until(reading: Reading, end: datetime) -> Iterator[tuple[datetime, datetime, Recommendation]]:
    """(since, until, answer) from the instant of the reading to `end`, while nothing new is recorded: what the passing
    of time alone changes. An answer carries the findings of the rule that gave it and no others."""
    answered: dict[datetime, Recommendation] = {}

    def answer_to(later: Reading) -> Recommendation:
        if later.now not in answered:
            answered[later.now] = first_answer(later)
        return answered[later.now]

    def says(later: Reading) -> tuple[Outcome, Because, int | None] | None:
        """What holds from `end` on is not asked for: it only differs."""
        return None if later.now >= end else answer_to(later).says

    while reading.now < end:
        until = min(valid_until(reading, says) or end, end)
        yield reading.now, until, answer_to(reading)
        reading = reading.at(until)


def findings_of(reading: Reading) -> tuple[Finding, ...]:
    """What every answer carries: the gate, the patient's numbers against it, and the facts beside it."""
    more = (check(reading) for check in SHOWN + facts.ALWAYS)
    return gate_of(reading).findings + tuple(finding for finding in more if finding)
