"""One number a word: caseload, patient's page, copied text, CSV, letter, history and phone say the same."""

import csv
import datetime as dt
import io
import re
from uuid import uuid4

import pytest
from django.urls import reverse

from patients import paper, services
from patients.access import running_assignment
from patients.models import Patient
from patients.selectors.phone import progress_page
from programs import clock
from programs.progression import Code
from programs.wording.facts import Facts
from tests import html, make

pytestmark = pytest.mark.django_db
RELATIVE = ("yesterday", "today", "tomorrow", "Today", "Yesterday")
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
NAMES = ("Ready", "Eased", "Fresh", "Silent", "Both", "Painless", "Paused", "Away", "Held")


@pytest.fixture
def clinic():
    """Somebody in every state that a page speaks of, all with one physio."""
    physio, now = make.physio(), clock.now()
    of = {name: make.assignment(make.patient(by=physio, name=f"{name} Person"), **OPTIONS[name]) for name in NAMES}
    for name in ("Ready", "Both", "Held"):
        make.good_days(of[name], 7, pain=2)
    make.session(of["Eased"], days_ago=1, pain=8)
    make.activity(of["Eased"], days_ago=1, pain=3)
    make.session(of["Silent"], days_ago=12)
    make.good_days(of["Painless"], 3, pain=0)
    services.give_directive(of["Paused"], "pause", 1, reason="Ill.", by=physio, now=now)
    services.give_directive(of["Held"], "hold", 1, reason="Wait.", by=physio, now=now)
    week = {"from_on": now.date() - dt.timedelta(days=1), "to_on": now.date() + dt.timedelta(days=2)}
    services.say_away(of["Away"], **week, by=of["Away"].patient.user, now=now)
    services.raise_flags(of["Both"].patient, ["calf"], client_id=uuid4(), by=of["Both"].patient.user, now=now)
    return physio


OPTIONS = {
    "Ready": {"days": 12, "stage": 2},
    "Eased": {"days": 9},
    "Fresh": {"stage": 3},
    "Silent": {"days": 30},
    "Both": {"days": 16, "side": "both"},
    "Painless": {"days": 8, "intake": 0},
    "Paused": {"days": 8},
    "Away": {"days": 8},
    "Held": {"days": 14, "stage": 2},
}


@pytest.fixture
def said(clinic, client):
    """{name: (assignment, page, text, letter, row of the CSV)}, as somebody at the desk has them."""
    client.force_login(clinic)
    answer = client.get(reverse("caseload-csv"))
    rows = csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig")))
    found = {}
    for row in rows:
        patient = Patient.objects.get(name=row["Patient"])
        opened = client.get(reverse("patient-page", args=[patient.public_id])).context
        assignment = running_assignment(patient)
        letter = paper.letter_text(assignment, clock.now())
        found[patient.name.split()[0]] = (assignment, opened["page"], opened["summary"], letter, row)
    assert set(found) == set(NAMES)
    return found


def number(pattern, text):
    found = re.search(pattern, text)
    assert found, (pattern, text)
    return found.group(1)


def test_counts_the_due_days_once(said):
    for assignment, page, text, letter, _row in said.values():
        words = f"{page.adherence.logged} of {page.adherence.due}"
        assert number(r"Due days logged, last \d+ weeks?: (\d+ of \d+)", text) == words
        assert number(r"Logged, last \d+ weeks?: (\d+ of \d+) due days", letter) == words
        assert progress_page(assignment, clock.now()).adherence == page.adherence
        assert paper.history_paper(assignment, clock.now())[0]["adherence"] == page.adherence
        assert page.adherence.logged == sum(week.logged for week in page.adherence.counted)


def test_has_one_usual_morning(said):
    for assignment, page, text, letter, _row in said.values():
        frozen = str(page.usual.frozen)
        assert number(r"Usual morning pain when the stage began: ([\d.]+) of 10", text) == frozen
        assert number(r"Usual next-morning pain when this stage began: ([\d.]+) of 10", letter) == frozen
        assert str(progress_page(assignment, clock.now()).baseline) == frozen
        assert str(paper.history_paper(assignment, clock.now())[0]["baseline"]) == frozen
        if page.review and page.facts:
            assert Facts(page.review.findings).usual == str(page.usual.counts_as)


def test_counts_the_days_in_the_stage_once(said):
    for assignment, page, text, letter, _row in said.values():
        days = number(r"(\d+ days?)$", page.track.label)
        assert progress_page(assignment, clock.now()).track.spent == days
        assert f", {days}, since " in text.splitlines()[2] or f", {page.track.label}, since " in text
        assert number(r"\((\d+ days?)\)", letter) == days
        stay = [row.observed for row in page.rows if row.code == Code.DAYS_IN_STAGE]
        assert stay in ([], [days])


def test_counts_the_green_days_once(said):
    for _assignment, page, text, _letter, row in said.values():
        counted = re.search(r"\d+ (of \d+ green days?|green days, \d+ needed)", row["Why"])
        if counted and page.facts and "settling" not in row["Why"]:
            assert page.facts[0].words == counted.group()
        for fact in page.rows:
            assert f"- {fact.required}: {fact.observed}" in text


def test_names_every_day_of_a_copied_text_by_its_date(said):
    for _assignment, _page, text, _letter, _row in said.values():
        text = text.replace("Shown: doctor today.", "")  # what the patient read
        assert not [word for word in RELATIVE if re.search(rf"\b{word}\b", text)], text
        for weekday in WEEKDAYS:  # a weekday alone says nothing a week later
            assert not re.search(rf"\b{weekday}\b(?! \d)", text), text


def test_gives_the_same_reason_in_the_list_and_in_the_file(said, clinic, client):
    client.force_login(clinic)
    listed = client.get(reverse("caseload")).content.decode()
    for *_rest, row in said.values():
        assert row["Why"].partition("“")[0].strip() in listed.replace("&#x27;", "'")


@pytest.mark.parametrize(("days", "words"), [(0, "since today"), (1, "1 day"), (11, "11 days")])
def test_says_on_the_phone_how_long_the_stage_lasts(client, days, words):
    mine = make.assignment(days=days, stage=2)
    client.force_login(mine.patient.user)
    for page in ("today", "progress"):
        assert f"Stage 2 of 5, {words}" in html.words_of(client.get(reverse(page)))
