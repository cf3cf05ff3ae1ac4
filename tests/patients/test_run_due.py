import datetime as dt

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from patients import services
from patients.models import Review
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting():
    """Today's session is logged and its morning is not in yet, so 36 hours change the answer."""
    running = make.assignment(days=9)
    make.good_days(running, 4)
    make.session(running)
    assert running.standing.because == "morning_pending"
    return running


def test_answers_anew_when_time_alone_has_changed_the_answer(waiting):
    due = waiting.standing.due_at
    assert services.run_due(due - dt.timedelta(seconds=1)) == 0
    assert services.run_due(due) == 1
    waiting.standing.refresh_from_db()
    assert waiting.standing.because != "morning_pending"


def test_does_nothing_the_second_time(waiting):
    due = waiting.standing.due_at
    services.run_due(due)
    reviews = Review.objects.count()
    assert services.run_due(due) == 0
    assert Review.objects.count() == reviews


def test_leaves_ended_programmes_alone(waiting):
    services.end_assignment(waiting, by=waiting.patient.physio, now=timezone.now())
    assert services.run_due(waiting.standing.due_at) == 0


def test_is_a_command(waiting, capsys):
    call_command("run_due")
    assert capsys.readouterr().out == "0 evaluated, 0 sent\n"


def test_is_not_needed_for_a_page_to_be_right(client, waiting, time_machine):
    client.force_login(waiting.patient.physio)
    time_machine.move_to(waiting.standing.due_at + dt.timedelta(minutes=1))
    client.force_login(waiting.patient.physio)
    page = client.get(reverse("patient-page", args=[waiting.patient.public_id])).context["page"]
    assert page.review.because != "morning_pending"
