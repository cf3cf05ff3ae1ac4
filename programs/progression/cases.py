"""A case: rules by name, what was logged, and what the engine must say. JSON in, JSON out."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NoReturn

from .answers import Because, Outcome, Recommendation
from .engine import evaluate
from .history import History, Session, training_day
from .schema import NotValid, many, maybe, number, one_of, record, text
from .stored import OPTIONAL, RECORDS, SESSION, finding_to_json, history_of
from .thresholds import Rules

EXPECT = record({"outcome": one_of(tuple(Outcome)), "because": one_of(tuple(Because))})


@dataclass(frozen=True)
class Case:
    name: str
    rules: Rules
    history: History
    expect: dict[str, Any] | None


def parse(written: str) -> Any:
    """A JSON document in which no key comes twice; raises NotValid."""
    try:
        return json.loads(written, object_pairs_hook=_once, parse_constant=_no_constant)
    except NotValid:
        raise
    except (ValueError, RecursionError) as error:
        raise NotValid("the document", f"is not JSON ({error})") from error


def read_case(document: Any, rules_of: Callable[[str], Rules]) -> Case:
    """Checks every field. `rules_of` answers the rules of a programme or raises KeyError. Raises NotValid."""
    rules = _rules(document, rules_of)
    session = SESSION | {"variation": maybe(one_of(rules.variations))}
    fields = {"name": text, "program": text} | RECORDS
    fields |= {"sessions": many(record(session, optional=session.keys() - {"at"})), "expect": EXPECT}
    fields["baseline_morning_pain"] = maybe(number(0, 10))
    found = record(fields, optional=("expect", "baseline_morning_pain", *OPTIONAL))(document, "")
    if found["stage"] not in {stage.position for stage in rules.stages}:
        raise NotValid("stage", f"{rules.program} has no such stage")
    name, expect = found.pop("name"), found.pop("expect", None)
    found.pop("program")
    zone = found["time_zone"]
    sessions = tuple(  # numbered, because two visits that look alike are still two
        Session(day=training_day(each["at"], zone), id=str(index), **each)
        for index, each in enumerate(found["sessions"])
    )
    found["baseline_morning_pain"] = found.get("baseline_morning_pain") or 0  # what is not known counts as the lowest
    return Case(name, rules, history_of(found, sessions), expect)


def replay(case: Case) -> dict[str, Any]:
    """What the engine says to a case, and whether that is what the case expects (None if it expects nothing)."""
    answer = evaluate(case.rules, case.history)
    said = {"outcome": answer.outcome.value, "because": answer.because.value}
    return {
        "name": case.name,
        **said,
        "findings": _findings(answer),
        "expect": case.expect,
        "agrees": case.expect == said if case.expect else None,
    }


def _findings(answer: Recommendation) -> list[dict[str, Any]]:
    found = [finding_to_json(finding) for finding in answer.findings]
    if answer.target is not None:
        found.append({"code": "target", "observed": answer.target})
    until = answer.valid_until and answer.valid_until.isoformat()
    return [*found, {"code": "valid_until", "observed": until}]


def _rules(document: Any, rules_of: Callable[[str], Rules]) -> Rules:
    if not isinstance(document, dict):
        raise NotValid("the document", "must be an object")
    if "program" not in document:
        raise NotValid("program", "is missing")
    try:
        return rules_of(text(document["program"], "program"))
    except KeyError as error:
        raise NotValid("program", "is not in the library") from error


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise NotValid(key if key.isidentifier() else ascii(key), "appears twice")
        found[key] = value
    return found


def _no_constant(name: str) -> NoReturn:
    raise NotValid("the document", f"{name} is not a number")
