"""A case of today's plan: a progression case with a clinician's acts, and the amount that must be asked. JSON in, JSON
out."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from patients.domain.plan_reading import Act, ActKind
from patients.domain.todays_plan import Amount, Plan, Reason, todays_plan
from programs.progression import Rules
from programs.progression.cases import Case, read_case
from programs.progression.schema import NotValid, instant, many, one_of, record

ACTS = many(record({"kind": one_of(tuple(ActKind)), "at": instant}))
EXPECT_PLAN = record({"amount": one_of(tuple(Amount))})


@dataclass(frozen=True)
class PlanCase:
    case: Case
    acts: tuple[Act, ...]
    expect_plan: dict[str, Any] | None


def read_plan_case(document: Any, rules_of: Callable[[str], Rules]) -> PlanCase:
    """Checks every field, as `read_case` does. Raises NotValid."""
    if not isinstance(document, dict):
        raise NotValid("the document", "must be an object")
    if "acts" not in document:
        raise NotValid("acts", "is missing")
    if "expect" in document:
        raise NotValid("expect", "is not a known field")
    case = read_case({key: document[key] for key in document.keys() - {"acts", "expect_plan"}}, rules_of)
    acts = tuple(Act(**act) for act in ACTS(document["acts"], "acts"))
    expect = EXPECT_PLAN(document["expect_plan"], "expect_plan") if "expect_plan" in document else None
    return PlanCase(case, acts, expect)


def replay_plan(asked: PlanCase) -> dict[str, Any]:
    """What is asked in a case, and whether that is what the case expects (None if it expects nothing)."""
    plan = todays_plan(asked.case.rules, asked.case.history, asked.acts)
    said = {"amount": plan.amount.value}
    return {
        "name": asked.case.name,
        **said,
        "because": _reasons(plan),
        "expect_plan": asked.expect_plan,
        "agrees": asked.expect_plan == said if asked.expect_plan else None,
    }


def _reasons(plan: Plan) -> list[dict[str, Any]]:
    return [_reason(reason) for reason in plan.reasons]


def _reason(reason: Reason) -> dict[str, Any]:
    return {
        "why": reason.why.value,
        "since": reason.since.isoformat(),
        "until": reason.until and reason.until.isoformat(),
        "volume": reason.volume.name.lower(),
        "exercise": reason.exercise.name.lower(),
        "got": reason.got,
        "needed": reason.needed,
    }
