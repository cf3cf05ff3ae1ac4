"""A history, rules and an answer as plain JSON, and back: a stored review can be run again years later."""

from collections.abc import Iterable
from dataclasses import asdict, fields
from datetime import date
from operator import attrgetter
from types import UnionType
from typing import Any, get_args

from .answers import Code, Finding, Recommendation
from .history import (
    CODED_KINDS,
    FLAG_KINDS,
    PAIN_KINDS,
    PLAIN_KINDS,
    Away,
    Ceiling,
    Flag,
    History,
    Measure,
    MorningCheck,
    Session,
    is_code,
)
from .metrics import METRICS, fault_of
from .schema import (
    NotValid,
    Reader,
    day,
    instant,
    many,
    maybe,
    number,
    one_of,
    record,
    text,
    time_zone,
    truth,
    whole,
    words,
)
from .thresholds import ADDED, OPERATORS, STATISTICS, CriterionRule, Rules, Safety, StageRules

Entry = Session | MorningCheck | Measure | Flag | Ceiling | CriterionRule
NAMES = {kind: tuple(field.name for field in fields(kind)) for kind in get_args(Entry)}
COLUMNS = {kind: (names, attrgetter(*names)) for kind, names in NAMES.items()}

pain = whole(0, 10)
CEILING = maybe(whole(0, 5))
KNOWN = frozenset(Code)

SESSION = {
    "at": instant,
    "pain_during": maybe(pain),
    "pain_other_side": maybe(pain),
    "completion": maybe(number(0, 1)),
    "all_sets": maybe(truth),
    "variation": maybe(text),
    "symmetry": maybe(number(0, 1)),
    "technique_ok": maybe(truth),
    "stopped_for_pain": maybe(truth),
    "effort": maybe(pain),
}

STORED_SESSION = SESSION | {"day": day, "id": maybe(text)}


def kind_of_measure(value: Any, field: str) -> str:
    """A plain kind, or a coded one with its code."""
    kind = text(value, field)
    family, _, code = kind.partition(":")
    known = kind in PLAIN_KINDS or (family in CODED_KINDS and is_code(code))
    if not known:
        raise NotValid(field, "is no kind of measure")
    return kind


def measure(value: Any, field: str) -> Measure:
    found = MEASURE(value, field)
    if found["kind"] in PAIN_KINDS:
        number(0, 10)(found["value"], f"{field}.value")
    return Measure(**found)


MEASURE = record(
    {"kind": kind_of_measure, "on": day, "value": number(-1_000, 10_000), "side": maybe(one_of(("left", "right")))},
    optional=("side",),
)

# What a case and a stored history have in common.
RECORDS = {
    "stage": whole(1, 1000),
    "stage_started": day,
    "as_of": instant,
    "time_zone": time_zone,
    "affected_side": one_of(("left", "right", "both")),
    "baseline_morning_pain": number(0, 10),
    "pain_ceiling": CEILING,
    "pain_ceiling_from": maybe(day),
    "clinician_hold": truth,
    "flags": many(record({"kind": one_of(FLAG_KINDS), "at": instant})),
    "away": many(record({"from": day, "to": day})),
    "morning_checks": many(record({"on": day, "pain": maybe(pain), "late": truth}, optional=("pain", "late"))),
    "measures": many(measure),
    "steps_back": many(day),
}
OPTIONAL = ("measures", "steps_back", "pain_ceiling_from")

STORED_HISTORY = RECORDS | {
    "self_paced": truth,
    "ceilings_before": many(record({"value": CEILING, "since": day})),
    "sessions": many(record(STORED_SESSION, optional=SESSION.keys() - {"at"} | {"id"})),
}

CRITERION = record(
    {
        "metric": one_of(METRICS),
        "operator": one_of(OPERATORS),
        "value": number(-10_000, 10_000),
        "last_n": maybe(whole(1, 1_000)),
        "context": words,
        "statistic": one_of(STATISTICS),
        "group": whole(0, 100),
    },
    optional=("last_n", "context", "statistic", "group"),
)


def criterion(value: Any, field: str) -> CriterionRule:
    found = CriterionRule(**CRITERION(value, field))
    if fault := fault_of(found):
        raise NotValid(f"{field}.{fault}", f"cannot be read by the metric {found.metric}")
    return found


VALUES = {
    int: whole(0, 10_000),
    float: number(0, 1),
    bool: truth,
    tuple[str, ...]: many(text),
    tuple[CriterionRule, ...]: many(criterion),
}


def history_to_json(history: History) -> dict[str, Any]:
    return {
        "stage": history.stage,
        "stage_started": history.stage_started.isoformat(),
        "as_of": history.as_of.isoformat(),
        "time_zone": history.time_zone,
        "affected_side": history.affected_side,
        "baseline_morning_pain": history.baseline_morning_pain,
        "pain_ceiling": history.pain_ceiling,
        "clinician_hold": history.clinician_hold,
        "self_paced": history.self_paced,
        "flags": [_plain(_values(flag)) for flag in history.flags],
        "away": [{"from": away.first.isoformat(), "to": away.last.isoformat()} for away in history.away],
        "sessions": [_session_to_json(session) for session in history.sessions],
        "morning_checks": [_check_to_json(check) for check in history.morning_checks],
        "measures": [_recorded(measure) for measure in history.measures],
        "steps_back": [on.isoformat() for on in history.steps_back],
    } | _dates_of_ceilings(history)


def _dates_of_ceilings(history: History) -> dict[str, Any]:
    """Nothing where no ceiling has a date, as it was written before ceilings had one."""
    since, before = history.pain_ceiling_from, history.ceilings_before
    found: dict[str, Any] = {"pain_ceiling_from": since.isoformat()} if since else {}
    return found | ({"ceilings_before": [_plain(_values(ceiling)) for ceiling in before]} if before else {})


def _check_to_json(check: MorningCheck) -> dict[str, Any]:
    """Lateness is written where there is some."""
    return {"on": check.on.isoformat(), "pain": check.pain} | ({"late": True} if check.late else {})


def history_from_json(document: Any) -> History:
    """Raises NotValid, naming the field."""
    found = record(STORED_HISTORY, (*OPTIONAL, "ceilings_before"))(document, "")
    return history_of(found, tuple(Session(**session) for session in found["sessions"]))


def history_of(found: dict[str, Any], sessions: tuple[Session, ...]) -> History:
    """A history from fields that were read already."""
    for index, away in enumerate(found["away"]):
        if away["to"] < away["from"]:
            raise NotValid(f"away[{index}].to", "must not lie before its beginning")
    typed = {
        "sessions": sessions,
        "morning_checks": tuple(MorningCheck(**check) for check in found["morning_checks"]),
        "away": tuple(Away(away["from"], away["to"]) for away in found["away"]),
        "flags": tuple(Flag(**flag) for flag in found["flags"]),
        "ceilings_before": tuple(Ceiling(**before) for before in found.get("ceilings_before", ())),
    }
    return History(**found | typed)


def rules_to_json(rules: Rules) -> dict[str, Any]:
    return {
        "program": rules.program,
        "version": rules.version,
        "safety": asdict(rules.safety),
        "stages": [_stage_to_json(stage) for stage in rules.stages],
    }


def _stage_to_json(stage: StageRules) -> dict[str, Any]:
    asked = [_values(criterion) for criterion in stage.criteria]
    return asdict(stage) | {"variations": list(stage.variations), "criteria": asked}


def rules_from_json(document: Any) -> Rules:
    """Raises NotValid, naming the field."""
    found = record(
        {
            "program": text,
            "version": whole(0, 10_000),
            "safety": record(_fields_of(Safety), optional=ADDED),
            "stages": many(record(_fields_of(StageRules), optional=ADDED)),
        }
    )(document, "")
    stages = tuple(StageRules(**stage) for stage in found["stages"])
    return Rules(found["program"], found["version"], Safety(**found["safety"]), stages)


def without_criteria(document: Any) -> dict[str, Any]:
    """Stored rules less what their stages ask beside the gate."""
    found: dict[str, Any] = document | {"stages": [stage | {"criteria": []} for stage in document["stages"]]}
    return found


def recommendation_to_json(answer: Recommendation) -> dict[str, Any]:
    return {
        "outcome": answer.outcome.value,
        "because": answer.because.value,
        "target": answer.target,
        "valid_until": answer.valid_until and answer.valid_until.isoformat(),
        "findings": [finding_to_json(finding) for finding in answer.findings],
    }


def finding_to_json(finding: Finding) -> dict[str, Any]:
    required = finding.required
    return {
        "code": finding.code.value,
        "met": finding.met,
        "required": _values(required) if isinstance(required, CriterionRule) else required,
        "observed": finding.observed,
        "evidence": [on.isoformat() for on in finding.evidence],
    }


def findings_from_json(rows: Iterable[dict[str, Any]]) -> tuple[Finding, ...]:
    """What a stored answer found. Codes that this version does not know are left out: it has no words for them."""
    return tuple(_finding(row) for row in rows if row["code"] in KNOWN)


def _finding(row: dict[str, Any]) -> Finding:
    required = row["required"]
    return Finding(
        code=Code(row["code"]),
        met=row["met"],
        required=CriterionRule(**required) if row["code"] == Code.CRITERION else required,
        observed=row["observed"],
        evidence=tuple(map(date.fromisoformat, row["evidence"])),
    )


def _fields_of(kind: type[Safety | StageRules]) -> dict[str, Reader]:
    return {field.name: _reader(field.type) for field in fields(kind)}


def _reader(kind: Any) -> Reader:
    return maybe(VALUES[get_args(kind)[0]]) if isinstance(kind, UnionType) else VALUES[kind]


def _session_to_json(session: Session) -> dict[str, Any]:
    """As `_recorded`, in half of its time: it is asked of every session at every log."""
    names, values_of = COLUMNS[Session]
    said = {name: value for name, value in zip(names, values_of(session), strict=True) if value is not None}
    return said | {"at": session.at.isoformat(), "day": session.day.isoformat()}


def _recorded(entry: Measure) -> dict[str, Any]:
    """What was recorded and nothing else: a stored history is read by people, too."""
    names, values_of = COLUMNS[type(entry)]
    said = zip(names, values_of(entry), strict=True)
    return {name: v.isoformat() if isinstance(v, date) else v for name, v in said if v is not None}


def _values(entry: Entry) -> dict[str, Any]:
    """As `asdict`, which copies every value, in a tenth of the time."""
    names, values_of = COLUMNS[type(entry)]
    return dict(zip(names, values_of(entry), strict=True))


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    return {name: v.isoformat() if isinstance(v, date) else v for name, v in values.items()}
