import csv
import io

import pytest
from django.urls import reverse

from patients.models import AuditEntry
from patients.selectors.desk.export import safe_cell
from tests import make

pytestmark = pytest.mark.django_db


def rows_of(answer):
    assert answer.streaming and answer["Content-Type"].startswith("text/csv")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_gives_every_set_of_one_patient(client):
    running = make.assignment(days=3)
    make.session(running, days_ago=1, pain=2)
    make.session(make.assignment(make.patient(by=running.patient.physio, name="Nora Next")), pain=9)
    client.force_login(running.patient.physio)
    rows = rows_of(client.get(reverse("sets-csv", args=[running.patient.public_id])))
    assert len(rows) == 10
    assert {row["Pain left"] for row in rows} == {"2"}
    assert (rows[0]["Exercise"], rows[0]["Stage"], rows[0]["Set"]) == ("Double-leg bridge", "1", "1")
    assert AuditEntry.objects.filter(verb="sets.exported", patient=running.patient).count() == 1


def test_gives_the_list_as_it_is_asked_for(client):
    physio = make.physio()
    silent = make.assignment(make.patient(by=physio, name='=HYPERLINK("x")'), days=20)
    make.assignment(make.patient(by=physio, name="Calm Person"))
    client.force_login(physio)
    rows = rows_of(client.get(reverse("caseload-csv") + "?group=chase"))
    assert [row["Patient"] for row in rows] == ["'" + silent.patient.name]
    assert rows[0]["Why"].startswith("No log for 20 days")
    assert AuditEntry.objects.filter(verb="caseload.exported", by=physio).count() == 1


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1", "＝1"])
def test_keeps_a_formula_as_text(cell):
    assert safe_cell(cell) == f"'{cell}"


@pytest.mark.parametrize(("cell", "kept"), [(-1, -1), (0, 0), (None, ""), ("Ada", "Ada"), ("1-2", "1-2")])
def test_leaves_everything_else_as_it_is(cell, kept):
    assert safe_cell(cell) == kept
