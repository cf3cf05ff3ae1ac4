"""What a standing keeps as JSON comes back as the record it was written from."""

import datetime as dt
import json
from types import SimpleNamespace

import pytest

from patients.domain import standing_records
from patients.domain.standing_records import Declined, Mark, RecentDay, to_json
from programs.progression.history import Away
from programs.progression.zones import Zone

ON, AT = dt.date(2026, 3, 4), dt.datetime(2026, 3, 4, 7, 30, tzinfo=dt.UTC)
GREEN = RecentDay(ON, 2, None, Zone.GREEN, True)
UNKNOWN = RecentDay(ON, None, 3, Zone.UNKNOWN, False)
WAITED = Declined("suggest_next", "criteria_met", 3, AT, None, ON)
DONE, LATER = Mark(AT, None, AT, "Dana", ""), Mark(AT, ON, AT, "Dana", "on leave")


def kept(**columns):
    """A standing as the database gives it back."""
    empty = {"recent": [], "aways": [], "marks": {}, "declined": None}
    return SimpleNamespace(**json.loads(json.dumps(empty | columns)))


def test_reads_the_days_it_was_given():
    read = standing_records.recent(kept(recent=[to_json(GREEN), to_json(UNKNOWN)]))
    assert read == (GREEN, UNKNOWN)
    assert read[0].zone is Zone.GREEN


def test_reads_absences():
    assert standing_records.aways(kept(aways=[to_json(Away(ON, ON))])) == (Away(ON, ON),)


def test_reads_marks_by_what_they_are_about():
    read = standing_records.marks(kept(marks={"silent": to_json(DONE), "stuck": to_json(LATER)}))
    assert read == {"silent": DONE, "stuck": LATER}


def test_reads_what_was_declined():
    assert standing_records.declined(kept(declined=to_json(WAITED))) == WAITED


def test_reads_nothing_of_an_empty_standing():
    empty = kept()
    assert standing_records.declined(empty) is None
    assert (standing_records.recent(empty), standing_records.aways(empty), standing_records.marks(empty)) == (
        (),
        (),
        {},
    )
    assert standing_records.findings(None) == ()


@pytest.mark.parametrize("record", [GREEN, WAITED, LATER, Away(ON, ON)], ids=lambda each: type(each).__name__)
def test_keeps_a_name_for_each_value(record):
    assert to_json(record).keys() == {name for name in type(record).__dataclass_fields__}
