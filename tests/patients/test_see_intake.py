"""Answers of the start that ask for a look: the patient is among those to call until a clinician marked them seen."""

import datetime as dt
import uuid
from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.urls import reverse

from patients import services
from patients.domain.entries import IntakeEntry
from patients.models import AuditEntry, Letter, LetterKind, Notice, NoticeKind, Standing
from patients.notices import planning, sending
from programs import clock
from tests import make, stopped

pytestmark = pytest.mark.django_db
RED = [{"age": 15}, {"sudden": True}, {"cancer": True}, {"quinolones": True}, {"where": ("groin",)}]
CALM = {"age": 40, "sudden": False, "cancer": False, "quinolones": False, "where": ("sitting_bone",)}
CALL_FIRST = "Please call us before you go on"


@pytest.fixture
def running():
    return make.assignment(days=1)


def answers(of, *, now=None, **given):
    entry = IntakeEntry(uuid.uuid4(), **given)
    row, _created = services.answer_intake(of, entry, by=of.patient.user, now=now or clock.now())
    return row


def opened(client, user, name, *ids):
    client.force_login(user)
    return client.get(reverse(name, args=ids)).content.decode()


def marks_seen(client, of, row):
    client.force_login(of.patient.physio)
    return client.post(reverse("see-intake", args=[of.patient.public_id]), {"newest": row.client_id})


@pytest.mark.parametrize("given", RED, ids=lambda given: next(iter(given)))
def test_puts_the_patient_among_those_to_call_until_marked_seen(client, running, given):
    row = answers(running, **given)
    physio, patient = running.patient.physio, running.patient
    assert "1 to call" in opened(client, physio, "caseload")
    assert "Answers at the start ask for a call." in opened(client, physio, "caseload")
    assert CALL_FIRST in opened(client, patient.user, "today")
    assert reverse("see-intake", args=[patient.public_id]) in opened(client, physio, "patient-page", patient.public_id)
    assert "1 to call" in opened(client, physio, "caseload")  # a look at the page alone is no act
    marks_seen(client, running, row)
    row.refresh_from_db()
    assert (row.seen_by, row.seen_at) == (physio, clock.now())
    assert "0 to call" in opened(client, physio, "caseload")
    page = opened(client, physio, "patient-page", patient.public_id)
    assert f"Seen by {physio}, " in page and "Saw the answers of the start." in page
    assert CALL_FIRST not in opened(client, patient.user, "today")
    assert "looked at your answers on" in opened(client, patient.user, "start-questions")
    assert AuditEntry.objects.filter(verb="intake.seen", patient=patient).count() == 1


@pytest.mark.parametrize("given", [CALM, {}])
def test_asks_nobody_to_call_where_no_answer_asks_for_a_look(client, running, given):
    answers(running, **given)
    assert "0 to call" in opened(client, running.patient.physio, "caseload")
    assert CALL_FIRST not in opened(client, running.patient.user, "today")


def test_goes_on_waiting_when_the_patient_changes_the_answer(client, running):
    first = answers(running, now=clock.now() - dt.timedelta(hours=2), cancer=True)
    answers(running, **CALM)
    assert Standing.objects.get().intake_at == first.received_at
    page = opened(client, running.patient.physio, "patient-page", running.patient.public_id)
    assert "Ever had cancer: Yes." in page
    assert CALL_FIRST in opened(client, running.patient.user, "start-questions")
    marks_seen(client, running, first)
    assert Standing.objects.get().intake_at is None


def test_speaks_again_when_a_new_answer_asks_for_a_look(client, running):
    marks_seen(client, running, answers(running, now=clock.now() - dt.timedelta(hours=2), age=15))
    again = answers(running, age=15, cancer=True)
    assert Standing.objects.get().intake_at == again.received_at


def test_is_not_set_aside_by_a_mark(running):
    answers(running, age=15)
    with pytest.raises(services.Refused):
        services.mark_triage(running, "intake", by=running.patient.physio, now=clock.now())


def test_is_derived_again_with_the_line(running):
    row = answers(running, age=15)
    Standing.objects.update(intake_at=None)
    assert services.rebuild_standing(running, clock.now()).intake_at == row.received_at


def test_waits_also_where_it_was_answered_before_anybody_could_mark_it(running):
    row = answers(running, where=("groin",))
    Standing.objects.update(intake_at=None)
    import_module("patients.migrations.0016_red_answers_wait").wait(apps, None)
    assert Standing.objects.get().intake_at == row.received_at


def test_tells_the_physio_as_an_alarm_does_until_it_is_seen(client, running, stop_clock):
    stop_clock(stopped.OPEN)
    row = answers(running, cancer=True)
    planning.plan(clock.now(), rules=[planning.red_answers])
    notice = Notice.objects.get()
    assert (notice.user, notice.kind, notice.key) == (running.patient.physio, NoticeKind.ALARM, f"intake:{row.pk}")
    marks_seen(client, running, row)
    sending.send(clock.now())
    notice.refresh_from_db()
    assert notice.outcome == "seen"


def test_goes_to_the_post_as_an_alarm(running, stop_clock):
    stop_clock(stopped.OPEN)
    answers(running, cancer=True)
    planning.plan(clock.now(), rules=[planning.red_answers])
    sending.send(clock.now())
    letter = Letter.objects.get()
    assert (letter.kind, letter.user) == (LetterKind.ALARM, running.patient.physio)


def test_drops_the_note_to_somebody_who_left(running, stop_clock):
    stop_clock(stopped.OPEN)
    answers(running, cancer=True)
    planning.plan(clock.now(), rules=[planning.red_answers])
    running.patient.physio.memberships.update(left_at=clock.now())
    sending.send(clock.now())
    assert Notice.objects.get().outcome == "left"


@pytest.mark.parametrize("gone", ["has left", "may not sign in"])
def test_asks_to_wait_only_where_somebody_is_told(client, running, gone):
    answers(running, cancer=True)
    wait = "Wait with the exercises until somebody there has looked at them."
    for name in ("today", "start-questions"):
        assert wait in opened(client, running.patient.user, name)
    if gone == "has left":
        running.patient.clinic.memberships.update(left_at=clock.now())
    else:
        get_user_model().objects.filter(memberships__clinic=running.patient.clinic).update(is_active=False)
    for name in ("today", "start-questions"):
        page = opened(client, running.patient.user, name)
        assert CALL_FIRST in page and wait not in page
