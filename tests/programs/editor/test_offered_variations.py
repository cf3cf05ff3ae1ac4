"""Which variations there are, and which are harder, is a version's own; what they are called is live."""

from importlib import import_module

import pytest
from django.apps import apps
from django.urls import reverse

from programs import clock
from programs.editor import publishing
from programs.editor.comparison import differences
from programs.gate import rules_of
from programs.models import Exercise, Prescription, Variation
from programs.progression import stored
from tests import make
from tests.html import form_to, parse, values_of, words_of

pytestmark = pytest.mark.django_db
OLD, NEW = ["heels-close", "heels-far"], ["on-a-chair", "heels-far", "heels-close"]


@pytest.fixture
def published():
    return make.version()


@pytest.fixture
def bridge(published):
    """The exercise after an editor's afternoon: one variation more, and all of them the other way round."""
    exercise = Exercise.objects.get(slug="double-leg-bridge")
    for level, slug in enumerate(NEW, start=11):
        names = {"name": "Feet on a chair", "level": level}
        Variation.objects.update_or_create(
            exercise=exercise, slug=slug, defaults={"level": level}, create_defaults=names
        )
    return exercise


def of_bridge(version):
    return Prescription.objects.get(stage__version=version, stage__position=1, exercise__slug="double-leg-bridge")


def ways(version):
    return [one.slug for one in of_bridge(version).variations]


def test_are_those_of_the_day_it_was_published(published, bridge):
    assert ways(published) == list(published.stages.get(position=1).variations) == OLD
    assert stored.rules_from_json(published.rules).stage(1).variations == tuple(OLD)
    assert rules_of(published) == stored.rules_from_json(published.rules)


def test_have_the_wording_of_today(published, bridge):
    bridge.variations.filter(slug="heels-far").update(name="Heels far away")
    assert [one.name for one in of_bridge(published).variations] == ["Heels close", "Heels far away"]


def test_go_along_with_a_draft_which_takes_those_of_today_when_it_is_told_to(published, bridge, client):
    draft = publishing.duplicate(published)
    assert ways(draft) == OLD
    client.force_login(make.editor())
    stage = draft.stages.get(position=1)
    address = reverse("admin:programs_stage_change", args=[stage.pk])
    page = client.get(address)
    assert "Take them as the exercise has them today: Feet on a chair, Heels far, Heels close" in words_of(page)
    document, _faults = parse(page)
    values = values_of(form_to(document, address), document)
    client.post(address, values)
    assert ways(draft) == OLD
    client.post(address, {**values, "prescriptions-0-as_today": "on"})
    assert ways(draft) == NEW
    assert [(one.what, one.before, one.after) for one in differences(published, draft)] == [
        (
            "Double-leg bridge, variations from easy to hard",
            "Heels close, Heels far",
            "Feet on a chair, Heels far, Heels close",
        )
    ] * sum(one.exercise_id == bridge.pk for one in Prescription.objects.filter(stage=stage))
    publishing.publish(draft, by=make.editor(), now=clock.now())
    bridge.variations.filter(slug="heels-far").update(level=99)
    assert ways(draft) == NEW
    assert "Take them as" not in words_of(client.get(address))


def test_are_kept_for_what_was_published_before_as_its_rules_have_them(published, bridge):
    Prescription.objects.update(offered=None)
    assert ways(published) == NEW
    import_module("programs.migrations.0007_variations_of_published").keep_variations(apps, None)
    assert ways(published) == OLD
    assert not Prescription.objects.filter(stage__version=published, offered__isnull=True).exists()
