"""Where patients come out of what an editor did to a draft: each act, on each stage, for the patient of each stage."""

import pytest
from django.db import transaction

from patients.domain.landing import landing
from programs.editor import drafting, publishing
from programs.models import Prescription, Stage
from programs.selectors import stages_of
from tests import make

pytestmark = [pytest.mark.django_db, pytest.mark.uncounted]


def insert(draft, stage):
    new = drafting.add_stage(draft)
    while new.position > stage.position:
        drafting.move_stage(new, earlier=True)
        new.refresh_from_db()
    return new


def remove(draft, stage):
    drafting.remove_stage(stage)


def swap(draft, stage):
    drafting.move_stage(stage, earlier=False)


def rename(draft, stage):
    Stage.objects.filter(pk=stage.pk).update(name="Another name", summary="Other words.")


def split(draft, stage):
    """The same exercise first, with less of it."""
    main = stage.prescriptions.filter(role="main").first()
    half = {"exercise": main.exercise, "sets": 1, "repetitions": main.repetitions, "seconds": main.seconds}
    Prescription.objects.create(stage=insert(draft, stage), **half)


def exchange(draft, stage):
    other = draft.stages.exclude(pk=stage.pk).first().prescriptions.filter(role="main").first().exercise
    stage.prescriptions.filter(exercise=other).delete()
    stage.prescriptions.filter(role="main").update(exercise=other)


@pytest.mark.parametrize("act", [insert, remove, swap, rename, split, exchange])
def test_keeps_each_patient_at_the_same_exercise_or_asks_for_a_choice(act):
    before = stages_of(make.version())
    draft = publishing.duplicate(make.version())
    for touched in before:
        with transaction.atomic():
            act(draft, draft.stages.get(key=touched.key))
            after = stages_of(draft)
            landed = {stage.key: landing(stage, after) for stage in before}
            transaction.set_rollback(True)
        asked = {key for key, stage in landed.items() if stage is None}
        assert asked == ({touched.key} if act in (remove, exchange) else set()), touched
        assert all(stage is None or stage.key == key for key, stage in landed.items())
        exercises = {stage.key: stage.main_exercises for stage in before}
        assert all(stage is None or stage.main_exercises == exercises[key] for key, stage in landed.items())
