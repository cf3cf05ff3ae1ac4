"""What can never open is not published: a perfect patient is walked through the draft, and the reason is said."""

import time

import pytest
from django.urls import reverse

from programs.editor import openings, publishing
from programs.models import Criterion, ProgramVersion, Stage
from tests import make
from tests.html import words_of
from tests.programs.editor.drafts import gets_through, publishable
from tests.programs.editor.test_admin import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft():
    return publishing.duplicate(make.version())


def change(draft, **values):
    Stage.objects.filter(version=draft, position=3).update(**values)


NEVER = {
    "more green days than sessions": (
        {"run_length": 15, "window_days": 21, "reasons": {"run_length": "Tried."}},
        "3 a week, a review is due after 42 days, and not met is still: 15 green days in 21 days (at best 9).",
    ),
    "a minimum after the review": (
        {"min_days": 60, "reasons": {"min_days": "Tried."}},
        "not met is still: At least 60 days in stage (at best 42 days).",
    ),
    "more sessions than the words leave room for": (
        {"frequency": "Alternate days", "sessions_per_week": 14},
        "“Alternate days” is at most 4 sessions a week, and 14 are asked for.",
    ),
    "every set on more days than there are": (
        {"full_days": 40, "reasons": {"full_days": "Tried."}},
        "not met is still: Every set on last 40 days (at best 18 of 40",
    ),
}


@pytest.mark.parametrize(("values", "reason"), NEVER.values(), ids=NEVER)
def test_refuses_what_never_opens_with_the_reason(draft, values, reason):
    change(draft, **values)
    [problem] = publishing.problems_of(draft)
    assert problem.startswith("Stage 3, Prone hamstring curl: ")
    assert reason in problem
    with pytest.raises(publishing.NotPublishable):
        publishing.publish(draft, by=None, now=make.version().published_at)


def test_refuses_two_that_are_never_met_on_one_day(draft):
    change(draft, min_days=30)
    stage = draft.stages.get(position=3)
    Criterion.objects.create(stage=stage, position=1, metric="schedule", operator="at_most", value=5)
    assert publishing.problems_of(draft) == []
    Criterion.objects.filter(stage=stage).update(value=3)
    [problem] = publishing.problems_of(draft)
    assert "“Week of this stage at most 3” ends before the least number of days of the stage." in problem
    change(draft, min_days=14)
    Criterion.objects.create(stage=stage, position=2, metric="days_in_stage", operator="at_least", value=30)
    [problem] = publishing.problems_of(draft)
    assert "never met on the same day" in problem
    assert "At least 30 days in this stage; Week of this stage at most 3" in problem


def test_says_when_a_stage_opens_at_the_earliest(draft):
    shown = signed_in(make.editor()).get(reverse("admin:programs_programversion_change", args=[draft.pk]))
    assert "6 green days within 21 days · opens on its day 15 at the earliest" in words_of(shown)


@pytest.mark.parametrize(
    ("words", "per_week", "fits"),
    [
        ("every day", 7, True),
        ("twice a day", 14, True),
        ("two or three times a day", 14, True),
        ("every day, or alternate days", 5, True),
        ("3 a week", 3, True),
        ("Three times a week", 4, False),
        ("alternate days", 5, False),
        ("every third day", 4, False),
        ("daily", 14, False),
        ("as your body allows", 14, True),
    ],
)
def test_reads_how_many_sessions_the_words_of_a_rhythm_leave_room_for(words, per_week, fits):
    assert openings.rhythm_fault(Stage(frequency=words, sessions_per_week=per_week)) is not fits


def test_takes_less_than_a_second_for_a_draft_that_never_opens(draft):
    Stage.objects.filter(version=draft).update(
        run_length=60, window_days=60, reasons=dict.fromkeys(("run_length", "window_days"), "Tried.")
    )
    ProgramVersion.objects.filter(pk=draft.pk).update(review_after_days=84)
    draft.refresh_from_db()
    began = time.process_time()
    assert len(publishing.problems_of(draft)) >= 3
    assert time.process_time() - began < 1


@pytest.mark.uncounted
def test_lets_the_perfect_patient_through_whatever_is_published(draft):
    found = publishable(draft, seed="suite", wanted=4)
    assert [gets_through(version) for version in found] == [True] * 4
