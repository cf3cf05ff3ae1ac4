"""The figures of one run, for people and for programs."""

from collections import Counter
from dataclasses import asdict
from typing import Any

from programs.workshop.virtual.course import Said
from programs.workshop.virtual.tally import Tally, WayTally, percentile
from programs.workshop.virtual.verdict import Fault

DAYS_A_MONTH = 365.25 / 12
SHARES = (0.05, 0.5, 0.95)


def figures(tally: Tally, faults: list[Fault]) -> dict[str, Any]:
    """Plain JSON values. Times are days, flares a patient-month, messages and decisions a week for 100 patients."""
    return {
        "simulated": tally.people,
        "finished": {"share": _share(len(tally.finished), tally.people), "days": _spread(tally.finished)},
        "left": _share(tally.discharged, tally.people),
        "stages": [_stage(tally, position) for position in sorted(tally.entered)],
        "flares_a_month": round(tally.flares / max(1, tally.days.total()) * DAYS_A_MONTH, 3),
        "steps_back": _by_times(tally.steps_back),
        "messages_a_week": _a_week(tally, tally.messages),
        "decisions_a_week": _a_week(tally, tally.decisions),
        "answers": [_answer(tally, said) for said, _ in tally.days.most_common()],
        "ways_out": [_way(said, does, way) for (said, does), way in sorted(tally.ways.items())],
        "dead_ends": sum(way.failures for way in tally.onward.values()),
        "asked": tally.asked,
        "compared": tally.compared,
        "faults": [asdict(fault) for fault in faults],
    }


def _share(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 0.0


def _by_times(counted: Counter[int]) -> dict[str, int]:
    """How many patients, by how often at most between the same two stages."""
    return {str(times): count for times, count in sorted(counted.items())}


def _spread(values: list[int]) -> dict[str, Any]:
    low, middle, high = (percentile(values, share) for share in SHARES)
    return {"low": low, "median": middle, "high": high}


def _stage(tally: Tally, position: int) -> dict[str, Any]:
    least = list(tally.least[position].elements())
    return {
        "stage": position,
        "entered": tally.entered[position],
        "reached": len(tally.reached[position]),
        "least": percentile(least, 0.5),
        "days": _spread(tally.reached[position]),
    }


def _a_week(tally: Tally, counted: Counter[str]) -> dict[str, Any]:
    weeks = max(1.0, tally.patient_weeks)
    each = {name: round(100 * count / weeks, 2) for name, count in counted.most_common()}
    return {"all": round(100 * counted.total() / weeks, 2), **each}


def _answer(tally: Tally, said: Said) -> dict[str, Any]:
    spells = list(tally.spells[said].elements())
    return {"answer": "/".join(said), "share": _share(tally.days[said], tally.days.total()), "spell": _spread(spells)}


def _way(said: Said, does: str, way: WayTally) -> dict[str, Any]:
    counted = {name: getattr(way, name) for name in ("followed", "longest", "within", "failures")}
    return {"answer": "/".join(said), "does": does, **counted}


def page(found: dict[str, Any]) -> str:
    """The figures as a page of plain text."""
    return "\n".join([*_heading(found), "", *_stages(found), "", *_answers(found), "", *_ways(found)])


def _heading(found: dict[str, Any]) -> list[str]:
    days = found["finished"]["days"]
    return [
        f"{found['simulated']} simulated patients. A sanity check with assumptions of ours, no evidence.",
        f"Finished {found['finished']['share']:.1%}, median on day {days['median']}"
        f" ({days['low']} to {days['high']}); {found['left']:.1%} left.",
        f"Flares: {found['flares_a_month']} a patient-month. Dead ends: {found['dead_ends']}.",
        f"Steps back between the same two stages, at most: {_times(found['steps_back'])}.",
        f"A clinician of 100 patients gets {found['messages_a_week']['all']} messages a week"
        f" and takes {found['decisions_a_week']['all']} decisions.",
        f"{found['asked']} answers asked for, {found['compared']} compared with evaluate.",
    ]


def _times(counted: dict[str, int]) -> str:
    return ", ".join(f"{times} in {count} patients" for times, count in counted.items())


def _stages(found: dict[str, Any]) -> list[str]:
    head = f"{'stage':>5} {'least':>6} {'5 %':>6} {'median':>7} {'95 %':>6} {'entered':>8} {'reached':>8}   (days)"
    return [head] + [
        f"{row['stage']:>5} {_or_dash(row['least']):>6} {_or_dash(row['days']['low']):>6}"
        f" {_or_dash(row['days']['median']):>7} {_or_dash(row['days']['high']):>6}"
        f" {row['entered']:>8} {row['reached']:>8}"
        for row in found["stages"]
    ]


def _answers(found: dict[str, Any]) -> list[str]:
    head = f"{'answer':<32} {'of all days':>11} {'spell, median':>14} {'95 %':>6}"
    return [head] + [
        f"{row['answer']:<32} {row['share']:>11.1%} {row['spell']['median']:>14} {row['spell']['high']:>6}"
        for row in found["answers"]
    ]


def _ways(found: dict[str, Any]) -> list[str]:
    head = f"{'answer':<32} {'way out':<38} {'followed':>8} {'longest':>8} {'within':>7}   (days)"
    return [head] + [
        f"{row['answer']:<32} {row['does']:<38} {row['followed']:>8} {row['longest']:>8} {row['within']:>7}"
        + (f"   {row['failures']} do not end" if row["failures"] else "")
        for row in found["ways_out"]
    ]


def _or_dash(value: int | None) -> str:
    return "–" if value is None else str(value)
