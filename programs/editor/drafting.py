"""Verbs on drafts. What is published is frozen, so each of them takes the lock of its version first."""

import json
from hashlib import blake2s

from django.core import serializers
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy

from programs.gate import GATE
from programs.models import Exercise, Program, ProgramVersion, RemovedStage, Stage
from programs.models.named import free_slug

RHYTHM = {"frequency": "Every day", "sessions_per_week": 7}
FIRST_STAGE = RHYTHM | {column.name: column.default for column in GATE.values() if column.must_say}
LIKE_BEFORE = (*RHYTHM, *(column.name for column in GATE.values() if column.may_be_left_out is None))
FROZEN = gettext_lazy("This version is published and stays as it is. Make a draft from it to change something.")
NEW_STAGE = gettext_lazy("New stage")
ASIDE = 1000  # out of the way while rows change places: the order is unique at every moment


class Frozen(Exception):
    """The version is published; the message says what to do instead."""


def locked_draft(version_id):
    """The draft, locked until the transaction ends so that nobody publishes it meanwhile. Raises `Frozen`."""
    draft = ProgramVersion.objects.drafts().select_for_update().filter(pk=version_id).first()
    if draft is None:
        raise Frozen(FROZEN)
    return draft


@transaction.atomic
def add_program(program):
    """Saves a new programme with an empty draft, which is returned."""
    program.slug = free_slug(Program.objects.all(), program.name)
    program.save()
    return ProgramVersion.objects.create(program=program, number=1)


@transaction.atomic
def add_stage(draft):
    """A new last stage to be filled in; it takes its rhythm, its gate and what is asked beside it from the one before:
    what is not wanted is seen and taken out, while what was forgotten would open the stage after it too early."""
    locked_draft(draft.pk)
    before = Stage.objects.filter(version=draft).order_by("position").last()
    like = {name: getattr(before, name) for name in LIKE_BEFORE} if before else FIRST_STAGE
    position = before.position + 1 if before else 1
    stage = Stage.objects.create(version=draft, position=position, name=str(NEW_STAGE), **like)
    for row in before.criteria.all() if before else ():
        row.pk, row.stage = None, stage
        row.save()
    return stage


@transaction.atomic
def move_stage(stage, *, earlier):
    """Swaps a stage of a draft with the one before or after it; the first cannot go earlier, nor the last later."""
    locked_draft(stage.version_id)
    other = Stage.objects.filter(version=stage.version_id, position=stage.position + (-1 if earlier else 1)).first()
    if other is None:
        return
    for row, position in ((stage, ASIDE), (other, stage.position), (stage, other.position)):
        Stage.objects.filter(pk=row.pk).update(position=position)


@transaction.atomic
def remove_stage(stage, *, by=None):
    """Takes a stage out of a draft; the later ones move up. It is kept aside for as long as the draft is one."""
    locked_draft(stage.version_id)
    kept = Stage.objects.filter(pk=stage.pk).first()
    if kept is None:
        return
    parts = _parts(kept)
    RemovedStage.objects.create(
        version_id=kept.version_id, name=kept.name, removed_by=by, rows=json.loads(serializers.serialize("json", parts))
    )
    for row in reversed(parts):
        row.delete()
    later = Stage.objects.filter(version=kept.version_id, position__gt=kept.position)
    later.update(position=F("position") + ASIDE)
    Stage.objects.filter(version=kept.version_id, position__gt=ASIDE).update(position=F("position") - ASIDE - 1)


@transaction.atomic
def restore_stage(removed):
    """Puts a removed stage back where it was, under its ids and its key, and answers it; the later ones move down."""
    locked_draft(removed.version_id)
    stage, *rows = serializers.deserialize("python", removed.rows, ignorenonexistent=True)
    last = Stage.objects.filter(version=removed.version_id).count()
    stage.object.position = min(stage.object.position, last + 1)
    moved = Stage.objects.filter(version=removed.version_id, position__gte=stage.object.position)
    moved.update(position=F("position") + ASIDE)
    Stage.objects.filter(version=removed.version_id, position__gt=ASIDE).update(position=F("position") - ASIDE + 1)
    for row in (stage, *rows):
        row.save()
    removed.delete()
    return stage.object.name


def _parts(stage):
    return [stage, *stage.prescriptions.all(), *stage.criteria.all()]


def fingerprint(stage):
    """The same for as long as no value of a stage, its prescriptions and its criteria is another."""
    values = [[getattr(row, field.attname) for field in row._meta.concrete_fields] for row in _parts(stage)]
    return blake2s(repr(values).encode(), digest_size=6).hexdigest()


def name_exercise(exercise):
    """Gives a new exercise its short name, which it keeps whatever the wording becomes."""
    exercise.slug = exercise.slug or free_slug(Exercise.objects.all(), exercise.name)


def name_variation(variation):
    variation.slug = variation.slug or free_slug(variation.exercise.variations.all(), variation.name)
