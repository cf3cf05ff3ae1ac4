"""docs/progression.md says what the code says: every code, every threshold, every gate, and a case that runs."""

import json
import re
from dataclasses import asdict
from pathlib import Path

from patients.domain.plan_reading import ActKind
from patients.domain.todays_plan import Amount
from programs import library
from programs.progression import FLAG_KINDS, Because, Code, Outcome, Safety
from programs.progression.cases import read_case, replay
from programs.progression.history import CODED_KINDS, PLAIN_KINDS
from programs.progression.metrics import METRICS
from programs.progression.metrics.metric import CODE
from programs.progression.rules import RULES as NUMBERED
from programs.progression.thresholds import AT_LEAST, AT_MOST, OPERATORS, STATISTICS

from .make import RULES

PAGE = (Path(__file__).parents[3] / "docs" / "progression.md").read_text()


def section(title):
    """The text under a heading, up to the next heading of the same or a higher level."""
    level, start = (
        re.search(rf"^(#+) {title}.*\n()", PAGE, re.M).groups()[0],
        re.search(rf"^#+ {title}.*\n", PAGE, re.M),
    )
    rest = PAGE[start.end() :]
    following = re.search(rf"^#{{1,{len(level)}}} ", rest, re.M)
    return rest[: following.start()] if following else rest


def rows(title):
    """The cells of each row of the tables in a section, headings and rules left out."""
    found = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in section(title).splitlines() if line[:1] == "|"
    ]
    return [row for row in found if row[0].startswith("`")]


def first_cells(title):
    return [row[0].strip("`") for row in rows(title)]


def test_explains_every_outcome_and_no_other():
    assert first_cells("Outcomes") == [outcome.value for outcome in Outcome]


def test_explains_every_reason_with_a_way_out_and_no_other():
    assert first_cells("Reasons") == [because.value for because in Because]
    assert all(meaning and way_out for _, meaning, way_out in rows("Reasons"))


def test_explains_every_finding_and_no_other():
    assert first_cells("Findings") == [code.value for code in Code]


def test_explains_every_metric_with_what_it_reads_and_no_other():
    assert first_cells("Criteria beside the gate") == list(METRICS)
    for slug, operators, last_n, contexts, meaning in rows("Criteria beside the gate"):
        metric = METRICS[slug.strip("`")]
        asked = {"both": {AT_MOST, AT_LEAST}, "at most": {AT_MOST}, "at least": {AT_LEAST}}[operators]
        assert set(metric.operators) == asked, slug
        assert bool(last_n) == bool(metric.counts), slug
        named = CODE if contexts == CODE else tuple(re.findall(r"`(\w+)`", contexts))
        assert named == (CODE if metric.contexts == CODE else tuple(filter(None, metric.contexts))), slug
        assert meaning


def test_numbers_the_rules():
    numbered = re.findall(r"^(\d+)\. ", section("The rules"), re.M)
    assert [int(number) for number in numbered] == list(range(1, len(NUMBERED) + 1))
    assert [int(rule.__doc__.split(".")[0]) for rule in NUMBERED] == list(range(1, len(NUMBERED) + 1))


def test_says_in_the_rules_what_can_be_answered():
    words = set(re.findall(r"`(\w+)`", section("The rules").split("### Outcomes")[0]))
    assert words == {*Outcome, *Because}


def thresholds():
    """The rows of the thresholds, and those of the gates after them."""
    return rows("Consensus defaults")[: len(asdict(Safety()))], rows("Consensus defaults")[len(asdict(Safety())) :]


def test_gives_every_threshold_with_its_default_and_a_source():
    printed, _ = thresholds()
    assert {name.strip("`"): float(default) for name, default, _ in printed} == asdict(Safety())
    assert all(source for *_, source in printed)


def test_prints_the_gate_of_every_stage():
    _, printed = thresholds()
    words = {"": 0.0, "yes": 1.0}
    gates = {
        name.strip("`"): [words[cell] if cell in words else float(cell) for cell in cells] for name, *cells in printed
    }
    columns = [name for name in asdict(RULES.stages[0]) if name not in ("position", "variations", "criteria")]
    assert gates == {name: [float(getattr(stage, name) or 0) for stage in RULES.stages] for name in columns}


def test_names_no_code_that_does_not_exist():
    known = {*Outcome, *Because, *Code, *FLAG_KINDS, *asdict(Safety()), *asdict(RULES.stages[0])}
    known |= {"code", "met", "required", "observed", "evidence", "target", "valid_until", "expect", "at", "N"}
    known |= {"metric", "operator", "value", "context", "statistic", "group", "kind", "cause", "pain"}
    known |= {"pain_during", "other_side", "next_morning", "rest_day_morning", "stopped", "rising", "falling", "flat"}
    known |= {
        *METRICS,
        *PLAIN_KINDS,
        *CODED_KINDS,
        "measures",
        "effort",
        "side",
        "last_n",
        "late",
        "pain_ceiling_from",
        *OPERATORS,
        *STATISTICS,
    }
    known |= {context for metric in METRICS.values() if metric.contexts != CODE for context in metric.contexts}
    known |= {"acts", "expect_plan", "replay_case", *ActKind, *Amount}
    assert set(re.findall(r"`([A-Za-z_]+)`", PAGE)) - known == set()


def test_lists_the_kinds_of_flags():
    listed = re.search(r"Flags are of the kinds (.*?);", PAGE).group(1)
    assert tuple(re.findall(r"`(\w+)`", listed)) == FLAG_KINDS


def test_shows_a_case_that_runs_and_agrees():
    (example,) = re.findall(r"```json\n(.*?)```", PAGE, re.S)
    assert replay(read_case(json.loads(example), library.rules))["agrees"]
