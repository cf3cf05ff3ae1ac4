"""Every gate column and safety threshold is said once, and the rules' own record agrees with it."""

import dataclasses

import pytest
from django.core.exceptions import ValidationError

from programs import gate
from programs.columns import Unit
from programs.models import ProgramVersion, Stage
from programs.progression.thresholds import Safety, StageRules
from tests import make

NOT_A_COLUMN = {"position", "variations", "criteria"}
LINES = [*gate.GATE_LINES, *(line for _title, lines in gate.SAFETY_LINES for line in lines)]
COLUMNS = [*gate.GATE.values(), *gate.SAFETY.values()]
NUMBERS = [column for column in COLUMNS if column.unit is not Unit.YES_OR_NO]


def by_name(column):
    return column.name


def test_has_every_safety_threshold_of_the_rules_with_its_default():
    defaults = dataclasses.asdict(Safety())
    assert {name: column.to_rule(column.default) for name, column in gate.SAFETY.items()} == defaults


def test_has_every_part_of_a_gate_that_is_no_row_of_its_own():
    fields = {field.name: field.default for field in dataclasses.fields(StageRules) if field.name not in NOT_A_COLUMN}
    assert gate.GATE.keys() == fields.keys()
    told = {name: default for name, default in fields.items() if default is not dataclasses.MISSING}
    assert {name: gate.GATE[name].to_rule(gate.GATE[name].default) for name in told} == told


@pytest.mark.parametrize("line", LINES, ids=lambda line: line.names[0])
def test_has_a_gap_in_its_sentence_for_each_column(line):
    assert str(line.words).count("{}") == len(line.columns)


def test_stands_in_one_sentence():
    names = [name for line in LINES for name in line.names]
    assert len(names) == len(set(names))


def test_has_hard_limits_around_a_usual_range_around_the_default_of_every_number():
    for column in NUMBERS:
        (hardest, farthest), (low, high) = column.hard, column.usual
        assert hardest <= low <= high <= farthest, column.name
        assert column.kept[1] is None or farthest <= column.kept[1], column.name
        assert column.default is None or low <= column.default <= high, column.name


def test_calls_no_pain_green_that_may_be_red():
    assert gate.GATE["pain_max"].refusal(9) == "“Pain during, at most” is 0 to 5, and never 9."
    assert gate.SAFETY["red_during"].hard[0] > gate.GATE["pain_max"].usual[1]
    assert gate.SAFETY["ceiling_max"].hard[1] == gate.GATE["pain_max"].hard[1] == 5


@pytest.mark.django_db
@pytest.mark.parametrize("column", NUMBERS, ids=by_name)
def test_holds_the_row_itself_to_its_hard_limits(column):
    version = make.version()
    row = version if column.name in gate.SAFETY else version.stages.first()
    for value in (column.hard[0] - 1, column.hard[1] + 1):
        setattr(row, column.name, value)
        with pytest.raises(ValidationError) as refused:
            row.clean()
        assert list(refused.value.message_dict) == [column.name]


@pytest.mark.parametrize(("model", "columns"), [(Stage, gate.GATE), (ProgramVersion, gate.SAFETY)])
def test_is_a_column_of_the_table_under_its_label(model, columns):
    for name, column in columns.items():
        assert model._meta.get_field(name).verbose_name == column.label


@pytest.mark.parametrize("column", COLUMNS, ids=by_name)
def test_comes_back_from_the_rules_as_it_was_typed(column):
    typed = column.default
    assert column.from_rule(column.to_rule(typed)) == typed


def test_refuses_a_name_that_is_no_column():
    with pytest.raises(KeyError, match="run_lenght"):
        gate.columns_of({"run_lenght": 5}, gate.GATE)
