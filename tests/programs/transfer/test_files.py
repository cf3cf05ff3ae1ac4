"""A programme's file: it keeps to the schema that is published, and comes back from rows as it went in."""

import json

import pytest
from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Concat
from hypothesis import given, settings, strategies
from jsonschema import Draft202012Validator

from programs import clock, library, transfer
from programs.editor import publishing
from programs.models import Exercise, Prescription, Program, ProgramVersion, Variation
from programs.transfer.schema import PUBLISHED, published
from tests.programs.editor.drafts import scramble

pytestmark = pytest.mark.django_db


class Undone(Exception):
    pass


def in_an_empty_catalogue(act):
    """What `act` answers; whatever it writes is taken back."""
    found = []
    try:
        with transaction.atomic():
            for model in (Program, Exercise):
                model.objects.update(slug=Concat(Value("x"), F("slug")), name=Concat(Value("x"), F("name")))
            found.append(act())
            raise Undone
    except Undone:
        return found[0]


def exported(slug):
    version, _created = transfer.load(slug, now=clock.now())
    return transfer.to_toml(version)


def imported_and_exported(data):
    document = transfer.read(data)
    transfer.check(document)
    return transfer.to_toml(transfer.bring(document, today=clock.now().date()))


def test_publishes_the_schema_that_files_are_held_to():
    assert PUBLISHED.read_text(encoding="utf-8") == published(), "write what published() answers into published.json"
    Draft202012Validator.check_schema(json.loads(published()))


@pytest.mark.parametrize("slug", library.available())
def test_has_library_files_that_keep_to_it_for_whoever_reads_json_schema(slug):
    faults = Draft202012Validator(json.loads(published())).iter_errors(library.read(slug))
    assert [fault.message for fault in faults] == []


@pytest.mark.parametrize("slug", library.available())
def test_gives_the_same_bytes_when_what_was_exported_is_imported_and_exported(slug):
    first = in_an_empty_catalogue(lambda: exported(slug))
    assert in_an_empty_catalogue(lambda: imported_and_exported(first)) == first


TRIES = settings(max_examples=max(5, settings.default.max_examples // 50))


@TRIES
@given(strategies.randoms(use_true_random=False), strategies.text(alphabet="\\\"'# \n\tä–\u2028x", max_size=30))
def test_gives_the_same_bytes_whatever_a_draft_says(chance, words):
    """Of columns at random, texts that TOML has to escape, and doses with fewer variations than their exercise."""
    first = in_an_empty_catalogue(lambda: exported_at_random(chance, words))
    assert in_an_empty_catalogue(lambda: imported_and_exported(first)) == first


def exported_at_random(chance, words):
    draft = publishing.duplicate(transfer.load("high-hamstring-tendinopathy", now=clock.now())[0])
    scramble(draft, chance)
    words = words.strip()
    for stage in draft.stages.all():
        reasons = dict.fromkeys(stage.reasons, words or "x")
        type(stage).objects.filter(pk=stage.pk).update(summary=words, reasons=reasons)
    for exercise in Exercise.objects.filter(prescriptions__stage__version=draft).distinct():
        Exercise.objects.filter(pk=exercise.pk).update(instructions=words, cue=words.split("\n")[0].strip())
    for one in Prescription.objects.filter(stage__version=draft):
        slugs = [way.slug for way in one.exercise.variations.all()]
        Prescription.objects.filter(pk=one.pk).update(offered=chance.choice((None, slugs, slugs[:1], slugs[::-1])))
    retired = (
        Variation.objects.filter(exercise__prescriptions__stage__version=draft, level__gt=1).order_by("pk").first()
    )
    if retired:
        Variation.objects.filter(pk=retired.pk).update(retired_at=clock.now())
    return transfer.to_toml(ProgramVersion.objects.get(pk=draft.pk))
