"""Every gate column and safety threshold is said once, and the rules' own record agrees with it."""

import dataclasses

import pytest

from programs import gate
from programs.models import ProgramVersion, Stage
from programs.progression.thresholds import Safety, StageRules

NOT_A_COLUMN = {"position", "variations", "criteria"}
LINES = [*gate.GATE_LINES, *(line for _title, lines in gate.SAFETY_LINES for line in lines)]
COLUMNS = [*gate.GATE.values(), *gate.SAFETY.values()]


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


@pytest.mark.parametrize("column", COLUMNS, ids=by_name)
def test_lets_an_editor_type_nothing_that_the_row_refuses(column):
    _least, most = column.kept
    assert most is None or column.unit is gate.Unit.YES_OR_NO or column.most <= most
    assert column.default is None or column.least <= column.default


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
