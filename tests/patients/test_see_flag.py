"""Who saw an alarm first, and when: said by the page that a person looks at, shown at the desk."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse

from patients import services
from patients.models import AuditEntry
from programs import clock
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def flag():
    patient = make.assignment(days=5).patient
    return services.raise_flags(patient, ["calf"], client_id=uuid.uuid4(), by=patient.user, now=clock.now())[0][0]


def page_of(client, flag):
    return client.get(reverse("patient-page", args=[flag.patient.public_id])).content.decode()


def test_is_seen_when_the_page_says_so_and_not_when_it_was_fetched(client, flag):
    client.force_login(flag.patient.physio)
    see = reverse("see-flag", args=[flag.patient.public_id, flag.public_id])
    assert see in page_of(client, flag)
    flag.refresh_from_db()
    assert flag.seen_at is None
    client.post(see)
    flag.refresh_from_db()
    assert (flag.seen_by, flag.seen_at) == (flag.patient.physio, clock.now())
    page = page_of(client, flag)
    assert f"Opened by {flag.patient.physio}, " in page and "data-seen>" not in page
    assert AuditEntry.objects.filter(verb="flag.seen", patient=flag.patient).count() == 1


def test_keeps_who_was_first(flag):
    colleague = make.physio(of=flag.patient.clinic, name="Ruth Colleague")
    first, later = clock.now(), clock.now() + dt.timedelta(hours=1)
    assert services.see_flag(flag, by=colleague, now=first)
    assert not services.see_flag(flag, by=flag.patient.physio, now=later)
    flag.refresh_from_db()
    assert (flag.seen_by, flag.seen_at) == (colleague, first)


def test_is_handed_on_by_who_cannot_see_to_it(client, flag):
    physio, address = flag.patient.physio, reverse("see-flag", args=[flag.patient.public_id, flag.public_id])
    client.force_login(physio)
    assert "hand it on" in client.get(reverse("patient-page", args=[flag.patient.public_id])).content.decode()
    client.post(address)
    page = client.post(address, {"hand_on": "1"}, follow=True)
    assert page.redirect_chain == [(reverse("caseload"), 302)] and "Handed on" in page.content.decode()
    flag.refresh_from_db()
    assert (flag.seen_at, flag.seen_by, flag.closed_at) == (None, None, None)
    assert AuditEntry.objects.filter(verb="flag.handed-on", by=physio).count() == 1
    services.close_flag(flag, words="Spoke to her.", by=physio, now=clock.now())
    assert not services.hand_on_flag(flag, by=physio, now=clock.now())
