"""Severe pain asks once a session: was there a pop, a bruise, new weakness?"""

import pytest
from django.urls import reverse

from patients import services
from patients.models import AuditEntry
from programs import clock
from tests import make

pytestmark = pytest.mark.django_db
QUESTION = "Was there a pop, a bruise or new weakness?</h2>"


@pytest.fixture
def running(client):
    made = make.assignment(days=5)
    client.force_login(made.patient.user)
    return made


def asked(client, session):
    """Where it is asked: on the saved page, on Today."""
    pages = reverse("session-saved", args=[session.client_id]), reverse("today")
    return tuple(QUESTION in client.get(page).content.decode() for page in pages)


@pytest.mark.parametrize("said", [{"pain": 8}, {"pain": 6, "stopped_for_pain": True}, {"pain": 1, "pain_right": 9}])
def test_is_asked_on_the_saved_page_and_on_today_until_it_is_answered(client, running, said):
    session = make.session(running, **said)
    assert asked(client, session) == (True, True)
    page = client.get(reverse("session-saved", args=[session.client_id])).content.decode()
    before = page[page.index("<h1>Saved</h1>") : page.index(QUESTION)]
    assert before.count("<h2") == 1  # its own: nothing stands above it
    client.post(reverse("note-no-injury", args=[session.client_id]))
    assert asked(client, session) == (False, False)
    session.refresh_from_db()
    assert session.no_injury_at == clock.now()


@pytest.mark.parametrize("said", [{"pain": 7}, {"pain": 5, "stopped_for_pain": True}])
def test_is_not_asked_of_less(client, running, said):
    assert asked(client, make.session(running, **said)) == (False, False)


def test_leads_to_the_list_with_the_tick_set_and_is_answered_by_it(client, running):
    session = make.session(running, pain=9)
    page = client.get(reverse("session-saved", args=[session.client_id])).content.decode()
    assert f"{reverse('raise-flag')}?tick=pop" in page
    listed = client.get(reverse("raise-flag"), {"tick": "pop"})
    assert listed.context["form"]["kinds"].value() == ["pop"]
    services.raise_flags(
        running.patient, ["pop"], client_id=session.client_id, by=running.patient.user, now=clock.now()
    )
    assert asked(client, session) == (False, False)


@pytest.mark.parametrize("tick", ["", "x", "<b>"])
def test_sets_no_tick_that_is_not_on_the_list(client, running, tick):
    assert client.get(reverse("raise-flag"), {"tick": tick}).context["form"]["kinds"].value() == []


def test_is_asked_of_each_session_of_its_own(client, running):
    first, second = make.session(running, pain=8), make.session(running, pain=9)
    client.post(reverse("note-no-injury", args=[first.client_id]))
    assert asked(client, second) == (True, True)


def test_is_not_asked_of_what_was_taken_out_or_logged_in_the_clinic(client, running):
    taken_out = make.session(running, pain=9)
    services.take_out(taken_out, by=running.patient.user, now=clock.now())
    assert asked(client, taken_out) == (False, False)
    entry = make.entry(running, at=clock.now(), pain=9)
    in_clinic, _created = services.log_session(running, entry, by=running.patient.physio, now=clock.now())
    assert asked(client, in_clinic) == (False, False)


def test_shows_the_answer_to_the_clinician_and_notes_it_once(client, running):
    session = make.session(running, pain=8)
    for _time in range(2):
        client.post(reverse("note-no-injury", args=[session.client_id]))
    assert AuditEntry.objects.filter(verb="session.no-injury").count() == 1
    client.force_login(running.patient.physio)
    page = client.get(reverse("patient-page", args=[running.patient.public_id])).content.decode()
    assert "no pop, bruise or new weakness" in page
