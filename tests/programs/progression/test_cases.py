"""Cases as files: those that come with the product agree, and what is not a case is refused by field."""

import copy
import json
from pathlib import Path

import pytest

from programs import library
from programs.progression.cases import parse, read_case, replay
from programs.progression.schema import NotValid

FOLDER = Path(__file__).parents[2] / "cases"
FILES = sorted(file for file in FOLDER.rglob("*.json") if file.parent.name != "plan")  # those ask for today's plan
FIVE_GREEN = FOLDER / "stage-1-five-green-days-heels-far-on-the-last-two.json"


def replayed(document):
    return replay(read_case(document, library.rules))


@pytest.fixture
def document():
    return json.loads(FIVE_GREEN.read_text())


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_agrees_with_the_case(file):
    answer = replayed(parse(file.read_text()))
    assert answer["agrees"], f"{answer['outcome']}/{answer['because']}, expected {answer['expect']}"


def test_finds_the_cases():
    assert len(FILES) >= 44


def test_answers_with_plain_json(document):
    answer = replayed(document)
    assert list(answer) == ["name", "outcome", "because", "findings", "expect", "agrees"]
    assert json.loads(json.dumps(answer)) == answer
    assert answer["findings"][-2:] == [
        {"code": "target", "observed": 2},
        {"code": "valid_until", "observed": "2026-03-16T00:00:00+00:00"},
    ]


def test_names_no_target_where_there_is_none(document):
    codes = [finding["code"] for finding in replayed(document | {"clinician_hold": True})["findings"]]
    assert "target" not in codes
    assert codes[-1] == "valid_until"


@pytest.mark.parametrize("written", ["1900-01-01", "9000-12-31"])
def test_reads_the_first_and_the_last_date_that_can_be(document, written):
    assert replayed(document | {"steps_back": [written]})["agrees"]


@pytest.mark.parametrize("ceiling", [0, 5])
def test_reads_a_ceiling_from_nought_to_five(document, ceiling):
    (found,) = [
        each for each in replayed(document | {"pain_ceiling": ceiling})["findings"] if each["code"] == "pain_ceiling"
    ]
    assert found["observed"] == ceiling


def test_disagrees_with_a_wrong_expectation(document):
    document["expect"]["outcome"] = "hold"
    assert replayed(document)["agrees"] is False


def test_says_neither_where_nothing_is_expected(document):
    del document["expect"]
    answer = replayed(document)
    assert (answer["expect"], answer["agrees"]) == (None, None)


@pytest.mark.parametrize(
    ("at", "zone", "because"),
    [
        ("2026-03-08T23:30:00+00:00", "Europe/London", "criteria_met"),
        ("2026-03-09T03:59:00+00:00", "Europe/London", "criteria_met"),
        ("2026-03-09T04:00:00+00:00", "Europe/London", "morning_pending"),
        ("2026-03-09T03:30:00+00:00", "Europe/Berlin", "morning_pending"),
    ],
)
def test_takes_the_training_day_from_the_wall_clock_of_the_patients_zone(document, at, zone, because):
    """Its morning is the one after: half past three in London is half past four in Berlin."""
    document["sessions"][-1]["at"] = at
    assert replayed(document | {"time_zone": zone})["because"] == because


def test_takes_a_baseline_that_is_missing_for_the_lowest(document):
    lowest = replayed(document | {"baseline_morning_pain": 1})
    assert replayed(document | {"baseline_morning_pain": None}) == lowest
    assert replayed(document | {"baseline_morning_pain": 0.5}) == lowest
    del document["baseline_morning_pain"]
    assert replayed(document) == lowest
    assert read_case(document, library.rules).history.baseline_morning_pain == 0


def test_reads_a_baseline_up_to_ten(document):
    assert read_case(document | {"baseline_morning_pain": 10}, library.rules).history.baseline_morning_pain == 10


@pytest.mark.parametrize("since", ["2026-03-10", "2026-03-01", None])
def test_reads_a_ceiling_from_its_date_on(document, since):
    for session in document["sessions"]:
        session["pain_during"] = 4
    agreed = replayed(document | {"pain_ceiling": 4, "pain_ceiling_from": since})
    assert agreed["because"] == ("strained_run" if since == "2026-03-10" else "criteria_met")


def test_reads_lateness_of_a_morning(document):
    for check in document["morning_checks"]:
        check["late"] = True
    assert replayed(document)["because"] == "morning_checks"


REMOVED = object()


@pytest.mark.parametrize(
    ("path", "value", "field"),
    [
        (("stage",), 6, "stage"),
        (("stage",), 0, "stage"),
        (("stage",), 1.0, "stage"),
        (("stage",), True, "stage"),
        (("stage",), REMOVED, "stage"),
        (("name",), " ", "name"),
        (("program",), "knee", "program"),
        (("program",), ["high-hamstring-tendinopathy"], "program"),
        (("program",), REMOVED, "program"),
        (("program",), "../library/high-hamstring-tendinopathy", "program"),
        (("stage_started",), "1 March 2026", "stage_started"),
        (("stage_started",), "20260301", "stage_started"),
        (("stage_started",), "2026-W53-7", "stage_started"),
        (("steps_back",), ["yesterday"], "steps_back[0]"),
        (("stage_started",), "2026-02-30", "stage_started"),
        (("stage_started",), "0001-01-01", "stage_started"),
        (("stage_started",), "1899-12-31", "stage_started"),
        (("stage_started",), "9001-01-01", "stage_started"),
        (("as_of",), "2026-03-09T20:00:00", "as_of"),
        (("as_of",), "2026-03-09", "as_of"),
        (("as_of",), "9999-12-31T23:59:59+00:00", "as_of"),
        (("as_of",), 1772395200, "as_of"),
        (("time_zone",), "Mars/Olympus", "time_zone"),
        (("time_zone",), "../../etc/passwd", "time_zone"),
        (("affected_side",), "middle", "affected_side"),
        (("baseline_morning_pain",), -0.5, "baseline_morning_pain"),
        (("baseline_morning_pain",), 11, "baseline_morning_pain"),
        (("baseline_morning_pain",), True, "baseline_morning_pain"),
        (("pain_ceiling_from",), "yesterday", "pain_ceiling_from"),
        (("ceilings_before",), [], "ceilings_before"),
        (("morning_checks", 1, "late"), None, "morning_checks[1].late"),
        (("morning_checks", 1, "late"), "yes", "morning_checks[1].late"),
        (("pain_ceiling",), 6, "pain_ceiling"),
        (("pain_ceiling",), -1, "pain_ceiling"),
        (("pain_ceiling",), 3.5, "pain_ceiling"),
        (("clinician_hold",), "no", "clinician_hold"),
        (("clinician_hold",), 0, "clinician_hold"),
        (("flags",), None, "flags"),
        (("flags",), [{"kind": "itch", "at": "2026-03-09T09:00:00+00:00"}], "flags[0].kind"),
        (("flags",), [{"kind": "pop"}], "flags[0].at"),
        (("away",), [{"from": "2026-03-05"}], "away[0].to"),
        (("away",), [{"from": "2026-03-05", "to": "2026-03-04"}], "away[0].to"),
        (("sessions",), {}, "sessions"),
        (("sessions", 2), [], "sessions[2]"),
        (("sessions", 2, "at"), REMOVED, "sessions[2].at"),
        (("sessions", 2, "pain_during"), 11, "sessions[2].pain_during"),
        (("sessions", 2, "pain_during"), -1, "sessions[2].pain_during"),
        (("sessions", 2, "pain_during"), 3.7, "sessions[2].pain_during"),
        (("sessions", 2, "pain_during"), 3.0, "sessions[2].pain_during"),
        (("sessions", 2, "pain_during"), True, "sessions[2].pain_during"),
        (("sessions", 2, "pain_during"), "3", "sessions[2].pain_during"),
        (("sessions", 2, "pain_other_side"), 3.7, "sessions[2].pain_other_side"),
        (("sessions", 2, "completion"), 1.1, "sessions[2].completion"),
        (("sessions", 2, "completion"), True, "sessions[2].completion"),
        (("sessions", 2, "completion"), float("nan"), "sessions[2].completion"),
        (("sessions", 2, "completion"), float("inf"), "sessions[2].completion"),
        (("sessions", 2, "symmetry"), -0.1, "sessions[2].symmetry"),
        (("sessions", 2, "all_sets"), 1, "sessions[2].all_sets"),
        (("sessions", 2, "technique_ok"), "yes", "sessions[2].technique_ok"),
        (("sessions", 2, "stopped_for_pain"), 0, "sessions[2].stopped_for_pain"),
        (("sessions", 2, "variation"), "heels-middle", "sessions[2].variation"),
        (("sessions", 2, "heart_rate"), 90, "sessions[2].heart_rate"),
        (("sessions", 2, "day"), "2026-03-04", "sessions[2].day"),
        (("morning_checks", 1, "pain"), 1.5, "morning_checks[1].pain"),
        (("morning_checks", 1, "on"), REMOVED, "morning_checks[1].on"),
        (("morning_checks", 1, "on"), "2026-03-04T07:00:00+00:00", "morning_checks[1].on"),
        (("expect", "outcome"), "maybe", "expect.outcome"),
        (("expect", "because"), REMOVED, "expect.because"),
        (("mood",), "good", "mood"),
        (("a key\nof its own",), 1, "'a key\\nof its own'"),
    ],
)
def test_refuses_what_is_no_case_and_names_the_field(document, path, value, field):
    *way, key = path
    place = document
    for step in way:
        place = place[step]
    if value is REMOVED:
        del place[key]
    else:
        place[key] = value
    with pytest.raises(NotValid) as refused:
        replayed(document)
    assert refused.value.field == field


@pytest.mark.parametrize(
    "field",
    ["name", "as_of", "time_zone", "affected_side", "pain_ceiling", "clinician_hold", "flags", "away", "sessions"],
)
def test_asks_for_every_field_of_a_case(document, field):
    del document[field]
    with pytest.raises(NotValid, match=f"{field}: is missing"):
        replayed(document)


@pytest.mark.parametrize("optional", ["pain_during", "completion", "all_sets", "variation", "symmetry", "technique_ok"])
def test_reads_what_is_left_out_of_a_session_as_null(document, optional):
    without, null = document, copy.deepcopy(document)
    for session, other in zip(without["sessions"], null["sessions"], strict=True):
        del session[optional]
        other[optional] = None
    assert replayed(without) == replayed(null)
    assert replayed(without)["outcome"] != "suggest_next" or optional in ("symmetry", "technique_ok", "all_sets")


def test_reads_a_check_without_an_answer_as_none(document):
    document["morning_checks"][-1] = {"on": "2026-03-09"}
    assert replayed(document)["because"] == "morning_pending"


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ("", "is not JSON"),
        ("{", "is not JSON"),
        ('{"stage": NaN}', "NaN is not a number"),
        ('{"stage": 1, "stage": 2}', "stage: appears twice"),
        ("[" * 100_000, "is not JSON"),
        ("1" * 5000, "is not JSON"),
    ],
)
def test_refuses_what_is_no_document(written, problem):
    with pytest.raises(NotValid, match=problem):
        parse(written)


@pytest.mark.parametrize("document", [None, [], 1, "text", {}])
def test_refuses_a_document_of_another_shape(document):
    with pytest.raises(NotValid):
        replayed(document)
