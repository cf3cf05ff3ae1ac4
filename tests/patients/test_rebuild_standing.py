import pytest
from django.forms.models import model_to_dict
from django.utils import timezone

from patients import services
from patients.models import Standing
from tests import make

pytestmark = pytest.mark.django_db


def declined(of):
    services.decide(of, of.standing.review, "declined", by=of.patient.physio, now=timezone.now(), reason="Wait.")


def moved(of):
    services.decide(of, of.standing.review, "accepted", by=of.patient.physio, now=timezone.now())


def flagged(of):
    services.raise_flags(of, ["bone"], client_id=make.uuid.uuid4(), by=of.patient.user, now=timezone.now())


def away(of):
    today = of.patient.today(timezone.now())
    services.say_away(of, from_on=today, to_on=today, by=of.patient.user, now=timezone.now())


def line(of):
    """Everything a list reads, as it stands in the database."""
    return model_to_dict(Standing.objects.get(assignment=of), exclude=["id", "review"])


@pytest.mark.parametrize("event", [lambda of: None, declined, moved, flagged, away])
def test_equals_what_the_writes_had_prepared(event):
    running = make.assignment(days=9)
    make.good_days(running, 5)
    event(running)
    prepared = line(running)
    Standing.objects.filter(assignment=running).update(
        outcome="", because="", recent=[], due_at=None, declined=None, flag_kind="", last_session_on=None
    )
    assert line(running) != prepared
    services.rebuild_standing(running, timezone.now())
    assert line(running) == prepared


def test_makes_a_line_that_was_lost():
    running = make.assignment(days=9)
    make.good_days(running, 3)
    prepared = line(running)
    Standing.objects.filter(assignment=running).delete()
    running = running.__class__.objects.with_its_page().get(pk=running.pk)
    services.rebuild_standing(running, timezone.now())
    assert line(running) == prepared
