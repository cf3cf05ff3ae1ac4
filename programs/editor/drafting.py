"""Verbs on drafts. What is published is frozen, so each of them takes the lock of its version first."""

from django.db import transaction
from django.db.models import F
from django.utils.text import slugify
from django.utils.translation import gettext as _

from programs.gate import GATE
from programs.models import Criterion, Exercise, Prescription, Program, ProgramVersion, Stage

RHYTHM = {"frequency": "Every day", "sessions_per_week": 7}
FIRST_STAGE = RHYTHM | {column.name: column.default for column in GATE.values() if column.must_say}
LIKE_BEFORE = (*RHYTHM, *(column.name for column in GATE.values() if column.may_be_left_out is None))
ASIDE = 1000  # out of the way while rows change places: the order is unique at every moment


class Frozen(Exception):
    """The version is published; the message says what to do instead."""


def locked_draft(version_id):
    """The draft, locked until the transaction ends so that nobody publishes it meanwhile. Raises `Frozen`."""
    draft = ProgramVersion.objects.drafts().select_for_update().filter(pk=version_id).first()
    if draft is None:
        raise Frozen(_("This version is published and stays as it is. Duplicate it to a draft to change it."))
    return draft


@transaction.atomic
def add_program(program):
    """Saves a new programme with an empty draft, which is returned."""
    program.slug = free_slug(Program.objects.all(), program.name)
    program.save()
    return ProgramVersion.objects.create(program=program, number=1)


@transaction.atomic
def add_stage(draft):
    """A new last stage to be filled in; it takes its rhythm and its gate from the one before."""
    locked_draft(draft.pk)
    before = Stage.objects.filter(version=draft).order_by("position").last()
    like = {name: getattr(before, name) for name in LIKE_BEFORE} if before else FIRST_STAGE
    position = before.position + 1 if before else 1
    return Stage.objects.create(version=draft, position=position, name=_("New stage"), **like)


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
def remove_stage(stage):
    """Takes a stage out of a draft; the later ones move up."""
    locked_draft(stage.version_id)
    Prescription.objects.filter(stage=stage).delete()
    Criterion.objects.filter(stage=stage).delete()
    Stage.objects.filter(pk=stage.pk).delete()
    later = Stage.objects.filter(version=stage.version_id, position__gt=stage.position).order_by("position")
    for row in later:
        Stage.objects.filter(pk=row.pk).update(position=F("position") - 1)


def free_slug(rows, name):
    """A short name that none of `rows` has: "bridge", else "bridge-2", "bridge-3" …"""
    longest = 40
    wanted = slugify(name)[:longest].strip("-") or "unnamed"
    taken = set(rows.filter(slug__startswith=wanted).values_list("slug", flat=True))
    candidates = (wanted if number == 1 else f"{wanted}-{number}" for number in range(1, len(taken) + 2))
    return next(slug for slug in candidates if slug not in taken)


def name_exercise(exercise):
    """Gives a new exercise its short name, which it keeps whatever the wording becomes."""
    exercise.slug = exercise.slug or free_slug(Exercise.objects.all(), exercise.name)


def name_variation(variation):
    variation.slug = variation.slug or free_slug(variation.exercise.variations.all(), variation.name)
