"""What stands beside the log is read in one query, and says what each table says."""

import datetime as dt

import pytest

from patients import services
from patients.beside import BesideTheLog
from programs import clock
from tests import make

pytestmark = pytest.mark.django_db
COLUMNS = {
    "directives": ("pk", "kind", "value", "reason", "at", "by"),
    "stage_changes": ("pk", "started_on", "reason", "at", "by", "stage"),
    "lines": ("pk", "kind", "text", "on", "at", "by"),
    "doses": ("pk", "prescription_id", "sets", "target", "load_kg", "is_measure", "reason", "on", "set_by"),
}


def decided():
    """Somebody of whom every kind of thing was decided, some of it twice."""
    of, now = make.assignment(days=30), clock.now()
    physio, main = of.patient.physio, make.main_prescription(of)
    second = of.version.stages.get(position=2)
    services.change_stage(of, second, by=physio, reason="Calm.", now=now - dt.timedelta(days=9))
    for value in (2, 3):
        services.give_directive(of, kind="ceiling", value=value, reason="Careful.", by=physio, now=now)
    services.give_directive(of, kind="pause", value=1, reason="Travel.", by=physio, now=now)
    services.give_directive(of, kind="pause", value=0, reason="Back.", by=physio, now=now)
    services.set_line(of, kind="running", text="Easy and flat", by=physio, now=now)
    services.change_dose(of, main, sets=8, target=8, reason="Shift work.", by=physio, now=now)
    services.ease_dose(of, until_on=of.patient.today(now), reason="Cold.", by=physio, now=now)
    return of, now


def test_has_the_rows_of_each_table_with_their_names_in_one_query(django_assert_num_queries):
    of, now = decided()
    tables = {
        "directives": list(of.directives.select_related("by").order_by("at", "pk")),
        "stage_changes": list(of.stage_changes.select_related("stage", "by").order_by("at", "pk")),
        "lines": list(of.lines_set().values()),
        "doses": list(of.doses_set().values()),
    }
    assert {name: len(rows) for name, rows in tables.items()} == {
        "directives": 4,
        "stage_changes": 2,
        "lines": 1,
        "doses": 1,
    }
    expected = {name: _said(name, rows) for name, rows in tables.items()}
    with django_assert_num_queries(1):
        beside = BesideTheLog(of, now)
        lists = {name: getattr(beside, name) for name in tables}
        lists |= {name: list(lists[name].values()) for name in ("lines", "doses")}
        assert {name: _said(name, rows) for name, rows in lists.items()} == expected
        assert [(one.until, one.sessions) for one in beside.easings] == [(of.patient.today(now), None)]
        assert [act.kind for act in beside.acts] == ["pause", "resume"]
        assert beside.circumstances.directives == {"ceiling": 3, "pause": 0}


def _said(name, rows):
    return [[str(getattr(row, column)) for column in COLUMNS[name]] for row in rows]
