import csv
import datetime as dt
import io
from uuid import uuid4

import pytest
from django.urls import reverse

from patients import services
from patients.models import AuditEntry
from patients.selectors.desk.export import safe_cell
from programs import clock
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


# For which spreadsheet ------------------------------------------------------------------------------------------------


def heavy(client):
    """Somebody whose last set bore a weight with decimals, at the desk."""
    running = make.assignment(days=3, stage=3)
    session = make.session(running, days_ago=1, pain=2)
    session.sets.update(load_kg="12.50")
    client.force_login(running.patient.physio)
    return reverse("sets-csv", args=[running.patient.public_id])


def cells(answer, between):
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=between))


@pytest.mark.parametrize(
    ("ask", "language", "between", "weight"),
    [
        ("", "en-GB,en;q=0.9", ",", "12.5"),
        ("", "de-DE,de;q=0.9,en;q=0.8", ";", "12,5"),
        ("", "fr", ";", "12,5"),
        ("", "", ",", "12.5"),
        ("", "no such; language", ",", "12.5"),
        ("?separator=comma", "de", ",", "12.5"),
        ("?separator=semicolon", "en-GB", ";", "12,5"),
        ("?separator=tab", "en-GB", ",", "12.5"),
    ],
)
def test_separates_cells_and_decimals_as_the_spreadsheet_expects(ask, language, between, weight, client):
    rows = cells(client.get(heavy(client) + ask, headers={"accept-language": language}), between)
    assert {row["Weight, kg"] for row in rows} == {weight}
    assert rows[0]["Day"].count("-") == 2


def test_offers_both_on_the_page_of_the_patient(client):
    url = heavy(client)
    page = client.get(url.removesuffix("sets/")).content.decode()
    assert f"{url}?separator=comma" in page and f"{url}?separator=semicolon" in page


def test_offers_both_under_the_caseload_as_it_is_asked_for(client):
    client.force_login(make.assignment().patient.physio)
    page = client.get(reverse("caseload") + "?whose=clinic&stage=1").content.decode()
    asked = f"{reverse('caseload-csv')}?whose=clinic&amp;stage=1&amp;separator="
    assert f"{asked}comma" in page and f"{asked}semicolon" in page


def test_keeps_a_formula_as_text_behind_a_semicolon_too(client):
    running = make.assignment(make.patient(name='=HYPERLINK("x";"y")'))
    client.force_login(running.patient.physio)
    rows = cells(client.get(reverse("caseload-csv") + "?separator=semicolon"), ";")
    assert [row["Patient"] for row in rows] == ['\'=HYPERLINK("x";"y")']


WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def test_says_since_when_as_a_date_and_what_else_beside_it(client):
    """A file is read later: no weekday, no "yesterday"."""
    physio, now = make.physio(), clock.now()
    silent = make.assignment(make.patient(by=physio, name="Silent Person"), days=20)
    make.session(silent, days_ago=9)
    called = make.assignment(make.patient(by=physio, name="Alarmed Person"), days=5)
    services.raise_flags(called.patient, ["calf"], client_id=uuid4(), by=called.patient.user, now=now)
    away = make.assignment(make.patient(by=physio, name="Away Person"), days=5)
    today = away.patient.today(now)
    services.say_away(away, from_on=today, to_on=today + dt.timedelta(days=1), by=away.patient.user, now=now)
    client.force_login(physio)
    rows = {row["Patient"]: row for row in cells(client.get(reverse("caseload-csv")), ",")}
    assert rows["Silent Person"]["Since"] == (today - dt.timedelta(days=9)).isoformat()
    assert rows["Alarmed Person"]["Since"] == today.isoformat()
    assert {row["As of"] for row in rows.values()} == {today.isoformat()}
    said = " ".join(cell for row in rows.values() for cell in row.values())
    assert not [word for word in (*WEEKDAYS, "today", "yesterday", "tomorrow") if word in said]
