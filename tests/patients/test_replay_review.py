import json
import uuid

import pytest
from django.core.management import CommandError, call_command

from patients.models import Review
from programs import clock
from programs.progression import ENGINE_VERSION
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def reviews():
    """Every answer of a patient's first weeks: holds, a suggestion, a flag."""
    running = make.assignment(days=12)
    make.good_days(running, 6)
    make.session(running, pain=7)
    make.services.raise_flags(
        running.patient, ["pop"], client_id=uuid.uuid4(), by=running.patient.user, now=clock.now()
    )
    return Review.objects.filter(assignment=running)


def replay(review, capsys):
    call_command("replay_review", str(review.public_id))
    return json.loads(capsys.readouterr().out)


def test_gives_the_same_answer_from_the_stored_snapshot(reviews, capsys):
    outcomes = set()
    for review in reviews:
        report = replay(review, capsys)
        assert report["agrees"]
        outcomes.add(report["now"]["outcome"])
    assert {"hold", "suggest_next", "reduce", "stop_and_contact"} <= outcomes


def test_says_so_when_the_stored_answer_was_tampered_with(reviews, capsys):
    review = reviews.filter(outcome="hold").first()
    Review.objects.filter(pk=review.pk).update(outcome="suggest_next")
    with pytest.raises(CommandError, match="disagree"):
        replay(review, capsys)


def test_shows_what_an_older_engine_said_beside_this_ones_answer_and_calls_neither_wrong(reviews, capsys):
    review = reviews.filter(outcome="hold").first()
    Review.objects.filter(pk=review.pk).update(outcome="suggest_next", engine_version="3")
    report = replay(review, capsys)
    assert (report["stored"]["outcome"], report["now"]["outcome"]) == ("suggest_next", "hold")
    assert (report["engine"], report["agrees"]) == (["3", ENGINE_VERSION], None)


@pytest.mark.parametrize("unknown", ["00000000-0000-4000-8000-000000000000", "7", "x"])
def test_refuses_an_id_that_is_none(unknown):
    with pytest.raises(CommandError, match="no such review"):
        call_command("replay_review", unknown)


def test_says_so_of_an_answer_whose_inputs_are_kept_no_longer(reviews):
    review = reviews.first()
    reviews.filter(pk=review.pk).update(inputs={})
    with pytest.raises(CommandError, match="kept no longer"):
        call_command("replay_review", str(review.public_id))
