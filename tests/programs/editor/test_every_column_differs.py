"""Whatever column of a version is changed, the difference tells of it, in one sentence."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import models

from programs.editor import comparison, publishing
from programs.editor.comparison import NO_CONTENT, content, differences
from programs.guidance import Guidance
from programs.models import Citation, Criterion, Exercise, Prescription, ProgramVersion, Stage
from tests import make

pytestmark = pytest.mark.django_db
# A dose that says all it can, so that any one of its numbers may be another.
EVERYTHING = {
    **{"sets_most": 5, "repetitions_most": 25, "load_rm": 20, "load_rm_most": 24},
    **{"tempo_lower": 3, "tempo_hold": 0, "tempo_raise": 3},
}
BESIDE = {  # what has to be otherwise with a column
    "seconds": {"repetitions": None, "repetitions_most": None},
    "seconds_most": {"repetitions": None, "repetitions_most": None, "seconds": 1},
    "load_kg": {"load_rm": None, "load_rm_most": None},
    "load_kg_most": {"load_rm": None, "load_rm_most": None, "load_kg": Decimal("0.25")},
    "with_load": {"load_rm": None, "load_rm_most": None},
}
NOT_ONE_ROW = {"key", "exercise", "position"}  # which row it is, and where it stands: below


@pytest.fixture
def versions():
    published = make.version()
    stage = published.stages.get(position=3)
    Criterion.objects.create(
        stage=stage, position=1, metric="pain", operator="at_most", value=2, last_n=3, context="rest"
    )
    Prescription.objects.filter(pk=row_of(Prescription, published).pk).update(**EVERYTHING)
    return published, publishing.duplicate(published)


def row_of(model, draft):
    stage = draft.stages.get(position=3)
    rows = {
        ProgramVersion: draft,
        Stage: stage,
        Prescription: stage.prescriptions.first(),
        Criterion: stage.criteria.first(),
        Citation: draft.sources.first(),
    }
    return rows[model]


def another(field, row):
    """Another value that the column can have."""
    value = getattr(row, field.attname)
    if field.name in ("reasons", "offered"):
        return {
            "reasons": dict.fromkeys(("pain_max", "red_during", "sets"), "Why."),
            "offered": ["unloaded"],
        }.get(field.name)
    if field.choices:
        return next(choice for choice, _label in field.flatchoices if choice != value)
    if isinstance(field, models.DateField):
        return (value or dt.date(2026, 5, 4)) + dt.timedelta(days=1)
    if isinstance(field, models.BooleanField):
        return not value
    if isinstance(field, models.DecimalField):
        return (value or 0) + Decimal("0.5")
    if isinstance(field, models.CharField | models.TextField):
        return "night" if field.name == "context" else "outcome" if field.name == "metric" else f"{value} more"
    return (value or 1) + 1


COLUMNS = [(model, field) for model in NO_CONTENT for field in content(model) if field.name not in NOT_ONE_ROW]


@pytest.mark.parametrize(
    ("model", "field"), COLUMNS, ids=[f"{model.__name__}-{field.name}" for model, field in COLUMNS]
)
def test_is_one_sentence_whatever_column_changes(versions, model, field):
    published, draft = versions
    row = row_of(model, draft)
    changes = {field.name: another(field, row)} | BESIDE.get(field.name, {})
    model.objects.filter(pk=row.pk).update(**changes)
    draft.refresh_from_db()
    assert len(differences(published, draft)) == 1


def test_leaves_out_no_column_but_those_that_somebody_named(versions):
    for model, names in NO_CONTENT.items():
        there = {field.name for field in model._meta.concrete_fields}
        assert set(names) <= there, model
        assert {field.name for field in content(model)} == there - set(names)
    assert differences(*versions) == []


def test_says_of_sources_in_another_order_one_sentence(versions):
    published, draft = versions
    draft.sources.filter(position=1).update(position=90)
    assert [told.what for told in differences(published, draft)] == ["the order of the sources"]


def test_says_of_another_exercise_one_sentence(versions):
    published, draft = versions
    other = Exercise.objects.exclude(prescriptions__stage__version=draft, prescriptions__stage__position=3).first()
    Prescription.objects.filter(pk=row_of(Prescription, draft).pk).update(exercise=other, offered=None)
    [told] = differences(published, draft)
    assert (told.what, told.after.startswith(other.name)) == ("exercise", True)


def test_says_of_exercises_in_another_order_one_sentence(versions):
    published, draft = versions
    rows = list(draft.stages.get(position=2).prescriptions.all())
    for row, position in ((rows[0], 90), (rows[1], 1), (rows[0], 2)):
        Prescription.objects.filter(pk=row.pk).update(position=position)
    assert [told.what for told in differences(published, draft)] == ["the order of the exercises"]


@pytest.mark.parametrize("end", ["from_key", "to_key"])
def test_says_of_a_card_that_is_shown_in_other_stages_one_sentence(versions, end):
    published, draft = versions
    stage = published.stages.get(position=3)
    Guidance.objects.create(
        slug="run", program=published.program, topic="sport", title="May I run?", body="Not yet.", **{end: stage.key}
    )
    draft.stages.filter(position=3).update(key="another-step")
    told = [one for one in differences(published, draft) if one.where == "Guidance"]
    assert [(one.what, one.after) for one in told] == [("May I run?", "")]


@pytest.mark.parametrize(
    "ends", [{"from_stage": 2}, {"to_stage": 3}, {"from_key": 2}, {"from_key": 2, "to_key": 4}, {}]
)
def test_shows_a_card_where_the_database_finds_it(versions, ends):
    published, _draft = versions
    stages = {stage.key: stage for stage in published.stages.all()}
    keys = list(stages)
    said = {name: keys[at - 1] if name.endswith("key") else at for name, at in ends.items()}
    card = Guidance.objects.create(slug="run", program=published.program, topic="sport", title="?", body="!", **said)
    for key, stage in stages.items():
        assert comparison._shows(card, stages, key) is Guidance.objects.for_stage(stage).filter(pk=card.pk).exists()


def test_takes_no_note_along_to_the_next_draft(versions):
    _published, draft = versions
    ProgramVersion.objects.filter(pk=draft.pk).update(
        changes="Longer.", status="published", rules={}, published_at=make.version().published_at
    )
    draft.refresh_from_db()
    assert publishing.duplicate(draft).changes == ""
