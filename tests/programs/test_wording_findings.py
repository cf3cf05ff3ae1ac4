"""The gate as rows, for both readers."""

import pytest

from programs.progression import evaluate, stored
from programs.wording import finding_rows

from .progression.make import RULES, check, day, days, history, in_stage
from .progression.test_stored_reviews import REVIEWS

CALM = days(1, 2, 4, 6, 8)
ALL_DAYS = "2, 3 March, Thursday, Saturday, Monday"


def rows(found, audience):
    findings = stored.recommendation_to_json(evaluate(RULES, found))["findings"]
    return {row.code: row for row in finding_rows(findings, audience, found.today)}


def said(found, audience, code):
    row = rows(found, audience)[code]
    return row.met, row.required, row.observed, row.days


def test_shows_both_readers_the_same_criteria_sessions_first():
    found = history(in_stage(3, 1, 3, 5), stage=3)
    assert [*rows(found, "patient")] == [*rows(found, "clinician")]
    assert [*rows(found, "patient")] == [
        "sessions",
        "morning_checks",
        "days_in_stage",
        "every_set",
        "technique",
        "variation",
        "pain_during",
        "next_morning",
        "completion",
    ]


def test_leaves_out_what_the_stage_does_not_ask():
    assert {"technique", "variation"}.isdisjoint(rows(history(CALM), "patient"))
    assert "symmetry" in rows(history(CALM), "patient")


def test_shows_no_fact_beside_the_gate_as_a_row():
    assert {"window", "baseline", "flare", "red_day"}.isdisjoint(rows(history(day(8, pain_during=7)), "clinician"))


@pytest.mark.parametrize(
    ("code", "row"),
    [
        (
            "sessions",
            (
                False,
                "5 good days in 14 days",
                "4 of 5",
                "Good: pain 3 or less, and a calm next morning. A bad day ends the row.",
            ),
        ),
        ("morning_checks", (True, "A morning answer after 60 % of your sessions", "5 of 5", ALL_DAYS)),
        ("days_in_stage", (True, "At least 7 days here", "10 days", "")),
        ("every_set", (False, "Every set, last 2 sessions", "1 of 2", "Not every set: Monday")),
        ("symmetry", (False, "Both legs do the same", "89 %", "Needs 90 %. The weaker leg decides")),
        ("pain_during", (True, "Pain during exercise 3 or less", "worst 2", ALL_DAYS)),
        ("next_morning", (True, "Next morning 2 or less", "worst 1", "Your usual is 1")),
        ("completion", (True, "At least 80 % of the sets on a good day", "100 %", "2, 3 March, Thursday, Saturday")),
    ],
)
def test_tells_a_patient(code, row):
    found = history(days(1, 2, 4), day(6, symmetry=0.89), day(8, completion=0.75, all_sets=False))
    assert said(found, "patient", code) == row


@pytest.mark.parametrize(
    ("code", "row"),
    [
        ("sessions", (False, "5 green days in 14 days", "4", "2, 3, 5, 7 March")),
        (
            "morning_checks",
            (True, "Mornings after at least 60 % of logged days", "5 of 5, 100 %", "2, 3, 5, 7, 9 March"),
        ),
        ("days_in_stage", (True, "At least 7 days in stage", "10 days", "since 1 March")),
        ("every_set", (False, "Every set on last 2 days", "1 of 2 (100 %, 75 %)", "7, 9 March")),
        ("symmetry", (False, "Lower side at least 90 % of other", "89 %", "below or not recorded: 7 March")),
        ("pain_during", (True, "Pain during at most 3", "worst 2", "2, 3, 5, 7, 9 March")),
        ("next_morning", (True, "Next morning at most 2", "worst 1, usual 1", "after 2, 3, 5, 7, 9 March")),
        ("completion", (True, "At least 80 % volume on each green day", "100 %", "2, 3, 5, 7 March")),
    ],
)
def test_tells_a_clinician(code, row):
    found = history(days(1, 2, 4), day(6, symmetry=0.89), day(8, completion=0.75, all_sets=False))
    assert said(found, "clinician", code) == row


@pytest.mark.parametrize(
    ("audience", "code", "words"),
    [
        ("patient", "morning_checks", "nothing logged yet"),
        ("clinician", "morning_checks", "nothing logged yet"),
        ("patient", "technique", "nothing logged yet"),
        ("patient", "pain_during", "not recorded"),
        ("clinician", "next_morning", "not recorded, usual 1"),
        ("patient", "completion", "no good day yet"),
        ("clinician", "completion", "no green day yet"),
        ("clinician", "every_set", "0 of 2"),
        ("clinician", "days_in_stage", "1 day"),
    ],
)
def test_says_that_nothing_was_logged_instead_of_a_number(audience, code, words):
    assert rows(history(stage=4, today=1), audience)[code].observed == words


@pytest.mark.parametrize("audience", ["patient", "clinician"])
def test_ticks_no_mornings_before_the_first_logged_day(audience):
    assert rows(history(stage=4, today=1), audience)["morning_checks"].met is None
    assert rows(history(days(1, 2)), audience)["morning_checks"].met is True


def test_says_that_a_side_was_not_recorded():
    assert rows(history(days(1, 2, symmetry=None)), "patient")["symmetry"].observed == "not recorded"


def test_never_counts_more_good_days_than_are_needed():
    found = history(CALM, day(9))
    assert rows(found, "patient")["sessions"].observed == "5 of 5"
    assert rows(found, "clinician")["sessions"].observed == "6"


def test_names_the_days_that_stand_in_the_way():
    found = history(day(1, pain_during=4), day(2, morning=None), day(8, pain_during=5), today=9)
    assert rows(found, "patient")["pain_during"].days == "More on: 2 March, yesterday"
    assert rows(found, "clinician")["pain_during"].days == "above on 2, 9 March"
    assert rows(found, "clinician")["morning_checks"].days == "missing after 3 March"


def test_names_the_days_a_met_check_rests_on():
    found = rows(history(in_stage(3, 1, 2, 3, 4, 5, 6), stage=3), "patient")
    assert found["technique"].days == "2, 3, 4 March, Thursday, Friday, Saturday"
    assert found["variation"].days == "Thursday, Friday, Saturday"
    assert found["every_set"].days == "Friday, Saturday"
    seen = rows(history(CALM), "clinician")
    assert (seen["symmetry"].met, seen["symmetry"].days) == (True, "2, 3, 5, 7, 9 March")


def test_leaves_no_met_check_of_a_clinician_without_its_days():
    met = [row for row in rows(history(CALM), "clinician").values() if row.met]
    assert [row.code for row in met if not row.days] == []


def test_names_the_days_on_another_variation():
    found = history(in_stage(1, 1, 2, 4, harder=0), stage=1, today=6)
    assert said(found, "patient", "variation") == (False, "The harder version, last 2 sessions", "0 of 2", MISSED)
    assert rows(found, "clinician")["variation"].days == "not on 3, 5 March"


MISSED = "Not on: Tuesday, Thursday"


def test_asks_for_the_ceiling_that_the_clinician_set():
    required = rows(history(CALM, check(9, 1), pain_ceiling=5), "patient")["sessions"].days
    assert required == "Good: pain 5 or less, and a calm next morning. A bad day ends the row."


@pytest.mark.parametrize("review", REVIEWS)
def test_has_rows_for_every_review_that_was_ever_stored(review):
    today = stored.history_from_json(review["inputs"]).today
    assert all(finding_rows(review["findings"], audience, today) for audience in ("patient", "clinician"))
