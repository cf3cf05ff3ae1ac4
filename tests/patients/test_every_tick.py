"""One alarm hides no other, and what is said of the exercises is true in every combination of ticks."""

import uuid
from itertools import chain, combinations

import pytest
from django.urls import reverse

from patients import services
from patients.models import Flag, FlagKind
from programs import clock, wording
from tests import make

pytestmark = pytest.mark.django_db
SIZES = (1, 2, 3, len(FlagKind))
SUBSETS = list(chain.from_iterable(combinations(FlagKind.values, size) for size in SIZES))
PAIRS = [kinds for kinds in SUBSETS if len(kinds) in (1, 2, len(FlagKind))]  # for pages that take their time
PAUSED = ("exercises are paused", "open them again", "open your exercises again", "Stop the exercises")


def tick(patient, kinds):
    client_id = uuid.uuid4()
    services.raise_flags(patient, kinds, client_id=client_id, by=patient.user, now=clock.now())
    return client_id


def close_all(patient):
    for flag in Flag.objects.open().filter(patient=patient):
        services.close_flag(flag, words="Seen.", by=patient.physio, now=clock.now())


@pytest.mark.once
def test_shows_every_tick_and_says_paused_under_distress_alone_never(client):
    of = make.assignment(days=5)
    client.force_login(of.patient.user)
    for kinds in SUBSETS:
        page = client.get(reverse("flag-raised", args=[tick(of.patient, kinds)])).content.decode()
        shown = [kind for kind in FlagKind.values if f"You ticked: “{wording.flag_tick(kind)}.”" in page]
        assert shown == list(kinds)
        assert any(word in page for word in PAUSED) == (kinds != ("distress",)), kinds
        close_all(of.patient)


SAYS_IT = ("today", "log-session", "guide-session")


@pytest.mark.parametrize("name", [*SAYS_IT, "progress", "programme", "reminders"])
def test_says_paused_on_no_page_under_distress_alone(client, name):
    of = make.assignment(days=5)
    client.force_login(of.patient.user)
    for kinds in [("distress",), ("calf",), ("distress", "calf"), ("saddle", "pop")]:
        tick(of.patient, kinds)
        page = client.get(reverse(name)).content.decode()
        says = any(word in page for word in PAUSED)
        assert not (says and kinds == ("distress",))
        assert says or name not in SAYS_IT or kinds == ("distress",)
        close_all(of.patient)


@pytest.mark.once
def test_says_paused_on_the_saved_page_only_where_it_is_true(client):
    of = make.assignment(days=5)
    client.force_login(of.patient.user)
    session = make.session(of)
    for kinds in PAIRS:
        tick(of.patient, kinds)
        page = client.get(reverse("session-saved", args=[session.client_id])).content.decode()
        assert any(word in page for word in PAUSED) == (kinds != ("distress",)), kinds
        close_all(of.patient)


def test_shows_what_was_ticked_before_and_is_still_open(client):
    of = make.assignment(days=5)
    client.force_login(of.patient.user)
    tick(of.patient, ["saddle"])
    page = client.get(reverse("flag-raised", args=[tick(of.patient, ["distress"])])).content.decode()
    first, second = (page.index(wording.flag_tick(kind)) for kind in ("saddle", "distress"))
    assert first < second and "Your exercises are paused." in page


def test_asks_to_leave_the_exercises_where_no_programme_can_be_paused(client):
    patient = make.patient()
    client.force_login(patient.user)
    page = client.get(reverse("flag-raised", args=[tick(patient, ["calf"])])).content.decode()
    assert "Please leave your exercises until you have spoken with" in page and "are paused" not in page


@pytest.mark.once
def test_names_every_tick_to_the_clinic(client):
    of = make.assignment(days=5)
    client.force_login(of.patient.physio)
    for kinds in PAIRS:
        tick(of.patient, kinds)
        rows = client.get(reverse("caseload")).content.decode()
        page = client.get(reverse("patient-page", args=[of.patient.public_id])).content.decode()
        head = page[: page.index("Everything that happened")]
        for kind in FlagKind.values:
            assert (f"Ticked “{wording.flag_short(kind)}”." in rows) == (kind in kinds), (kinds, kind)
            assert (f"“{wording.flag_tick(kind)}”" in head) == (kind in kinds), (kinds, kind)
        close_all(of.patient)
