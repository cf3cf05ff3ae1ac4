import datetime as dt

import pytest
from django.urls import reverse

from patients import services
from patients.models import Review, StageChange
from programs import clock
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def ready():
    """A patient whose stage 1 is met: five green days, heels far on the last."""
    running = make.assignment(days=9)
    make.good_days(running, 5)
    assert running.standing.outcome == "suggest_next"
    return running


def decide(client, of, by=None, **data):
    client.force_login(by or of.patient.physio)
    url = reverse("decide", args=[of.patient.public_id, of.standing.review.public_id])
    return client.post(url, data)


def test_moves_the_patient_when_accepted(client, ready):
    decide(client, ready, decision="accepted", reason="Five calm days.")
    change = StageChange.objects.filter(assignment=ready).first()
    assert (change.stage.position, change.by, change.reason) == (2, ready.patient.physio, "Five calm days.")
    client.force_login(ready.patient.user)
    page = client.get(reverse("today")).content.decode()
    assert "Jonas Adeyemi moved you to stage 2 today. Reason: Five calm days." in page


@pytest.fixture
def came_back():
    """The same patient, who has been at stage 2 and stepped back, twice."""
    running = make.assignment(days=9)
    first, second = running.version.stages.order_by("position")[:2]
    for ago, stage in ((40, second), (30, first), (20, second), (9, first)):
        StageChange.objects.create(
            assignment=running,
            stage=stage,
            started_on=running.started_on - dt.timedelta(days=ago - 9),
            baseline=1,
            by=running.patient.physio,
            at=clock.now() - dt.timedelta(days=ago),
        )
    make.good_days(running, 5)
    running.standing.refresh_from_db()
    return running


def test_is_asked_for_a_third_try_and_not_told_to_make_it(client, came_back):
    standing = came_back.standing
    assert (standing.outcome, standing.because) == ("review", "tried_before")
    client.force_login(came_back.patient.physio)
    page = client.get(reverse("patient-page", args=[came_back.patient.public_id])).content.decode()
    assert "Review: stage 2 again, after 2 steps back" in page
    assert "The rules do not suggest it once more; you may." in page
    assert "Accept, move up to stage 2" in page
    assert "btn-primary" not in page[: page.index("Accept, move up to stage 2")].rpartition("<button")[2]


def test_moves_the_patient_once_more_when_a_clinician_accepts_a_third_try(client, came_back):
    decide(client, came_back, decision="accepted", reason="Sitting at work is sorted out.")
    assert StageChange.objects.filter(assignment=came_back).first().stage.position == 2


def test_shows_the_patient_no_promise_before(client, ready):
    client.force_login(ready.patient.user)
    for name in ("today", "progress"):
        page = client.get(reverse(name)).content.decode()
        assert "Stage 1 of 5" in page
        assert "you may" not in page.lower()


def test_stores_who_decided_what_and_when(client, ready):
    review = ready.standing.review
    decide(client, ready, decision="accepted")
    review.refresh_from_db()
    assert (review.decision, review.decided_by) == ("accepted", ready.patient.physio)
    assert review.inputs["sessions"] and review.engine_version


def test_needs_a_reason_to_decline(client, ready):
    response = decide(client, ready, decision="declined", reason=" ")
    assert response.status_code == 422
    assert "Please give a reason." in response.content.decode()
    assert Review.objects.open().filter(assignment=ready).exists()


def test_keeps_a_declined_suggestion_quiet(client, ready):
    decide(client, ready, decision="declined", reason="Let us wait a week.")
    ready.standing.refresh_from_db()
    assert (ready.standing.outcome, ready.standing.quiet) == ("suggest_next", True)
    assert "Hanna" not in decide_group(client, ready)


def decide_group(client, of):
    client.force_login(of.patient.physio)
    groups = client.get(reverse("caseload")).context["page"].groups
    return " ".join(row.patient.name for row in groups[1].rows)


def test_speaks_again_after_a_week_and_a_new_good_day(ready):
    now = clock.now()
    review = ready.standing.review
    services.decide(ready, review, "declined", by=ready.patient.physio, now=now, reason="Wait.")
    later = now + dt.timedelta(days=8)
    services.review_assignment(ready, later)
    assert ready.standing.quiet
    make.session(ready, days_ago=1, now=later)
    make.morning(ready, now=later)
    assert (ready.standing.outcome, ready.standing.quiet) == ("suggest_next", False)


def test_moves_to_another_stage_with_a_reason(client, ready):
    stage = ready.version.stages.get(position=3)
    assert decide(client, ready, decision="other_stage", stage=stage.pk).status_code == 422
    decide(client, ready, decision="other_stage", stage=stage.pk, reason="Seen in clinic, strong enough.")
    assert StageChange.objects.filter(assignment=ready).first().stage == stage


def test_refuses_a_stage_of_another_version(client, ready):
    other = make.transfer.load("high-hamstring-tendinopathy", now=clock.now())[0]
    from programs.editor.publishing import duplicate

    foreign = duplicate(other).stages.get(position=2)
    response = decide(client, ready, decision="other_stage", stage=foreign.pk, reason="x")
    assert response.status_code == 422
    assert StageChange.objects.filter(assignment=ready).count() == 1


def test_tells_the_second_of_two_clinicians(client, ready):
    other = make.physio(of=ready.patient.clinic, name="Mina Second")
    decide(client, ready, decision="accepted")
    response = decide(client, ready, by=other, decision="accepted")
    assert response.status_code == 422
    assert "Jonas Adeyemi decided first" in response.content.decode()
    assert StageChange.objects.filter(assignment=ready).count() == 2


def test_evaluates_once_more_and_refuses_what_no_longer_holds(ready):
    stale = ready.standing.review
    TrainingSession = ready.sessions.model
    TrainingSession.objects.filter(assignment=ready).update(pain_left=7)
    with pytest.raises(services.Refused, match="no longer holds"):
        services.decide(ready, stale, "accepted", by=ready.patient.physio, now=clock.now())
    assert StageChange.objects.filter(assignment=ready).count() == 1


def test_freezes_the_baseline_of_the_new_stage():
    running = make.assignment(days=9, intake=3)
    make.good_days(running, 5, pain=1)
    services.decide(running, running.standing.review, "accepted", by=running.patient.physio, now=clock.now())
    assert running.standing.baseline == 1


def test_never_raises_the_baseline_above_intake():
    running = make.assignment(days=9, intake=1)
    for days_ago in range(5, 0, -1):
        make.morning(running, days_ago=days_ago, pain=3)
    second = running.version.stages.get(position=2)
    services.change_stage(running, second, by=running.patient.physio, reason="As agreed.", now=clock.now())
    assert running.standing.baseline == 1
