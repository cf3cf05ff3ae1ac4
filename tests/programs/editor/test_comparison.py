"""What differs between two versions: a stage is the same by its key, whatever number it has."""

import pytest

from programs.editor import drafting, publishing
from programs.editor.comparison import differences
from programs.models import Stage
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def published():
    return make.version()


@pytest.fixture
def draft(published):
    return publishing.duplicate(published)


def told(before, after):
    return [(one.where, one.what, one.before, one.after) for one in differences(before, after)]


def test_is_nothing_after_duplicating(published, draft):
    assert told(published, draft) == []
    assert [one.key for one in draft.stages.all()] == [one.key for one in published.stages.all()]


def test_says_of_a_removed_stage_one_sentence(published, draft):
    drafting.remove_stage(draft.stages.get(position=2))
    assert told(published, draft) == [("Stage 2", "the stage", "Single-leg bridge", "")]


def test_says_of_an_inserted_stage_one_sentence(published, draft):
    new = drafting.add_stage(draft)
    while new.position > 2:
        drafting.move_stage(new, earlier=True)
        new.refresh_from_db()
    assert told(published, draft) == [("Stage 2", "the stage", "", "New stage")]


def test_says_of_two_stages_that_changed_places_one_sentence(published, draft):
    drafting.move_stage(draft.stages.get(position=1), earlier=False)
    [(where, what, before, after)] = told(published, draft)
    assert (where, what) == ("Everywhere", "the order of the stages")
    assert (before.split(" → ")[:2], after.split(" → ")[:2]) == (
        ["Double-leg bridge", "Single-leg bridge"],
        ["Single-leg bridge", "Double-leg bridge"],
    )


def test_compares_a_stage_that_moved_up_with_itself(published, draft):
    drafting.remove_stage(draft.stages.get(position=2))
    Stage.objects.filter(version=draft, position=2).update(run_length=9, name="Prone curl, slowly")
    rows = told(published, draft)
    assert {where for where, *_rest in rows} == {"Stage 2, until now 3", "Stage 2"}
    assert ("Stage 2, until now 3", "name", "Prone hamstring curl", "Prone curl, slowly") in rows
    assert len(rows) == 3
