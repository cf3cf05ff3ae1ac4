"""Changing an exercise that people do: its wording is theirs at once, and another exercise becomes one."""

import pytest
from django.urls import reverse

from patients.models import Membership
from programs.models import Exercise
from tests import make
from tests.html import form_to, parse, values_of, words_of

pytestmark = pytest.mark.django_db
OLD = "Press through both heels and keep your ribs down."


@pytest.fixture
def bridge():
    make.version()
    return Exercise.objects.get(slug="double-leg-bridge")


@pytest.fixture
def editor(client):
    client.force_login(made := make.editor())
    return made


def address(exercise):
    return reverse("admin:programs_exercise_change", args=[exercise.pk])


def sent(client, exercise, **changes):
    page = address(exercise)
    document, faults = parse(client.get(page))
    assert faults == []
    return client.post(page, {**values_of(form_to(document, page), document), **changes})


def cue(exercise):
    return Exercise.objects.get(pk=exercise.pk).cue


def test_asks_what_the_change_means_and_says_who_reads_it(client, editor, bridge):
    of, _elsewhere = make.assignment(), make.assignment()
    Membership.objects.create(user=editor, clinic=of.patient.clinic)
    page = words_of(client.get(address(bridge)))
    assert "stays as published. The wording changes at once in: High hamstring tendinopathy, version 1." in page
    assert "version 1. 1 patient of your clinics." in page
    assert of.patient.name not in page
    refused = sent(client, bridge, cue="Another cue.")
    assert "Please say whether people are to do something else." in words_of(refused)
    assert "Another cue." in refused.content.decode()
    assert cue(bridge) == OLD


def test_saves_wording_for_everybody(client, editor, bridge):
    assert sent(client, bridge, cue="Another cue.", means="wording").status_code == 302
    assert cue(bridge) == "Another cue."


def test_makes_another_exercise_of_what_people_would_do_otherwise(client, editor, bridge):
    before = Exercise.objects.count()
    taken = sent(client, bridge, cue="One heel.", means="another")
    assert "is there already. Please choose another name." in words_of(taken)
    assert Exercise.objects.count() == before
    document, faults = parse(taken)
    assert faults == []
    values = values_of(form_to(document, address(bridge)), document)
    assert client.post(address(bridge), {**values, "name": "Bridge, one heel"}).status_code == 302
    new = Exercise.objects.get(slug="bridge-one-heel")
    assert (new.cue, cue(bridge), bridge.history.count()) == ("One heel.", OLD, 1)
    assert [one.name for one in new.variations.all()] == [one.name for one in bridge.variations.all()]
    assert not new.prescriptions.exists()


def test_asks_nothing_of_an_exercise_that_nobody_does_yet(client, editor, bridge):
    own = Exercise.objects.create(slug="own", name="My own", kind="hold")
    assert sent(client, own, cue="Mine.").status_code == 302
    assert cue(own) == "Mine."


def test_counts_repetitions_of_no_exercise_that_is_held(client, editor, bridge):
    refused = sent(client, bridge, kind="repetitions", means="wording")
    assert "Stages count it the other way." in words_of(refused)
    assert Exercise.objects.get(pk=bridge.pk).kind == "hold"


def test_brings_an_earlier_wording_back_as_wording_alone(client, editor, bridge):
    page = reverse("admin:programs_exercise_simple_history", args=[bridge.pk, bridge.history.first().pk])
    document, faults = parse(client.get(page))
    assert faults == []
    values = values_of(form_to(document, page), document)
    assert "comes back as wording only" in words_of(client.post(page, {**values, "means": "another"}))
    assert client.post(page, {**values, "means": "wording"}).status_code == 302
