import pytest
from django.forms.models import model_to_dict

from patients import services
from patients.domain.triage import place_of
from patients.models import Standing
from programs import clock
from tests import make

pytestmark = pytest.mark.django_db


def declined(of):
    services.decide(of, of.standing.review, "declined", by=of.patient.physio, now=clock.now(), reason="Wait.")


def moved(of):
    services.decide(of, of.standing.review, "accepted", by=of.patient.physio, now=clock.now())


def flagged(of):
    services.raise_flags(of.patient, ["bone"], client_id=make.uuid.uuid4(), by=of.patient.user, now=clock.now())


def away(of):
    today = of.patient.today(clock.now())
    services.say_away(of, from_on=today, to_on=today, by=of.patient.user, now=clock.now())


def wrote(of):
    services.send_message(of.patient, "May I swim?", client_id=make.uuid.uuid4(), by=of.patient.user, now=clock.now())


def wrote_of_danger(of):
    now = clock.now()
    services.send_message(of.patient, "Numb saddle", client_id=make.uuid.uuid4(), by=of.patient.user, now=now)


def answered(of):
    wrote(of)
    services.mark_seen(of.patient, by=of.patient.physio, now=clock.now())
    now = clock.now()
    services.send_message(of.patient, "Yes.", client_id=make.uuid.uuid4(), by=of.patient.physio, now=now)


def marked(of):
    reason = place_of(of.standing, of.patient, clock.now()).reason
    services.mark_triage(of, reason.about, by=of.patient.physio, now=clock.now(), note="On Friday.")


def paused(of):
    services.give_directive(of, "pause", 1, reason="Ill.", by=of.patient.physio, now=clock.now())


def resumed(of):
    paused(of)
    services.give_directive(of, "pause", None, reason="Well.", by=of.patient.physio, now=clock.now())


def halved(of):
    services.decide(of, of.standing.review, "halved", by=of.patient.physio, now=clock.now(), reason="Less.")


def line(of):
    """Everything a list reads, as it stands in the database."""
    return model_to_dict(Standing.objects.get(assignment=of), exclude=["id", "review"])


@pytest.mark.parametrize(
    "event",
    [
        lambda of: None,
        declined,
        halved,
        moved,
        flagged,
        away,
        wrote,
        wrote_of_danger,
        answered,
        marked,
        paused,
        resumed,
    ],
)
def test_equals_what_the_writes_had_prepared(event):
    running = make.assignment(days=9)
    make.good_days(running, 5)
    event(running)
    prepared = line(running)
    Standing.objects.filter(assignment=running).update(
        outcome="", because="", recent=[], due_at=None, declined=None, flag_kind="", last_session_on=None
    )
    Standing.objects.filter(assignment=running).update(
        message_at=None,
        danger_kind="",
        danger_at=None,
        contact_at=None,
        contact_kind="",
        marks={},
        paused_at=None,
        resumed_at=None,
        aways=[],
    )
    running.standing.refresh_from_db()
    assert line(running) != prepared
    services.rebuild_standing(running, clock.now())
    assert line(running) == prepared


def test_makes_a_line_that_was_lost():
    running = make.assignment(days=9)
    make.good_days(running, 3)
    prepared = line(running)
    Standing.objects.filter(assignment=running).delete()
    running = running.__class__.objects.with_its_page().get(pk=running.pk)
    services.rebuild_standing(running, clock.now())
    assert line(running) == prepared
