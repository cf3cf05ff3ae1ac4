"""A content editor changes a programme that people have logged in, by filling in forms: is refused what cannot be,
writes criteria, and tries the draft on the logs. How one is written from nothing is in test_write_goom.py.
"""

import datetime as dt
import re

import pytest
from django.db.models import F
from playwright.sync_api import expect

from patients.models import Clinic, Patient
from patients.what_if import running
from patients.workshop import demo
from programs import clock, transfer
from tests import make
from tests.browser.axe import assert_no_violations
from tests.browser.conftest import DESKTOP
from tests.browser.doors import sign_in

STAGE = "Stage 1"
SEVEN = dt.time(7)
NOT_BUSY = 60_000  # ms for a page of a machine that has other work
SENTENCES = (
    "Either-or 1, one is enough: pain at rest at most 2 (last time)",
    "At least 10 days in this stage",
    "Either-or 1, one is enough: effort at most 6 of 10 (each of last 3)",
)


@pytest.fixture
def demo_clinic(live_server):
    now = clock.now()
    transfer.load("high-hamstring-tendinopathy", now=now)
    demo.seed(now)
    return Clinic.objects.get()


@pytest.fixture(autouse=True)
def _time_enough(monkeypatch):
    """A busy machine is no reason to leave something to the loop."""
    monkeypatch.setattr(running, "SECONDS_IN_A_REQUEST", 600)


@pytest.fixture
def desk_of(open_page):
    """A desk at which somebody of the demo clinic has signed in."""

    def seated(email):
        page = open_page(**DESKTOP)
        page.set_default_timeout(NOT_BUSY)
        sign_in(page, email, demo.PASSWORD)
        assert_no_violations(page)
        return page

    return seated


def test_is_refused_contradictions_and_reads_each_criterion_as_a_sentence(desk_of, demo_clinic):
    editor = desk_of(demo.EDITOR)
    duplicates_the_programme(editor)
    opens_the_stage(editor, STAGE)
    is_refused_a_contradiction(editor)
    puts_it_right(editor)
    adds_the_third_criterion(editor)
    reads_every_criterion_as_a_sentence(editor)


def test_tries_a_draft_on_the_logged_histories(desk_of, demo_clinic):
    more_people_log(demo_clinic)
    editor = desk_of(demo.EDITOR)
    duplicates_the_programme(editor)
    asks_for_fewer_green_days(editor)
    sees_what_it_would_have_done(editor)
    reads_nobodys_name(editor)


def presses(page, name):
    """The first button of that name: a long form has the same one at its head and at its foot."""
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).first.click()
    assert_no_violations(page)


def follows(page, name):
    with page.expect_navigation():
        page.get_by_role("link", name=name, exact=True).first.click()
    assert_no_violations(page)


# Gate and criteria ---------------------------------------------------------------------------------------------------


def opens_the_draft(page):
    page.get_by_label("Breadcrumb").get_by_role("link", name=re.compile("Draft of version")).click()
    expect(page.get_by_role("heading", name=re.compile("Draft of version"))).to_be_visible()
    assert_no_violations(page)


def opens_the_stage(page, name):
    page.get_by_role("link", name=re.compile(name)).click()
    expect(page.get_by_role("heading", name=re.compile(name))).to_be_visible()


def is_refused_a_contradiction(page):
    """Once in the gate and once among the criteria."""
    expect(page.get_by_label("Green days in a row")).to_have_value("5")
    page.get_by_label("Within days", exact=True).fill("3")
    asks(page, what="Green days", value=5, last=3)
    presses(page, "Save draft")
    expect(page.get_by_role("alert")).to_contain_text("Not saved yet")
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_role("alert").get_by_text("5 green days do not fit within 3 days.")).to_have_count(2)
    page.get_by_role("link", name="Criterion 1, Green days: how much").click()
    expect(page.get_by_label("How much")).to_be_focused()


def puts_it_right(page):
    page.get_by_label("Within days", exact=True).fill("14")
    row = chosen(page.get_by_role("group", name="One more criterion").first, "Pain")
    fill(page, row, value=2, which="at rest", last=1, group="either-or 1")
    asks(page, what="Days in this stage", value=10)
    presses(page, "Save draft")
    expect(page.get_by_role("alert")).to_have_count(0)
    is_told_that_one_is_no_choice(page)


def is_told_that_one_is_no_choice(page):
    """Only two rows are empty at a time, so an either-or may be saved with its first, and is not published so."""
    opens_the_draft(page)
    expect(page.get_by_text("Either-or 1 has one criterion only")).to_be_visible()
    opens_the_stage(page, STAGE)


def adds_the_third_criterion(page):
    asks(page, what="Effort", how="at most", value=6, last=3, group="either-or 1")
    presses(page, "Save draft")
    expect(page.get_by_role("alert")).to_have_count(0)


def asks(page, *, what, **asked):
    """Fills in a criterion in its two steps."""
    row = page.get_by_role("group", name="One more criterion").filter(has=page.get_by_role("button", name="Next"))
    fill(page, chosen(row.first, what), **asked)


def chosen(row, what):
    """The name of the field with which the second step of a row begins."""
    metric = row.get_by_label("What", exact=True)
    name = metric.get_attribute("name")
    metric.select_option(label=what)
    with row.page.expect_navigation():
        row.get_by_role("button", name=re.compile("Next|Show what fits")).click()
    assert_no_violations(row.page)
    return name.removesuffix("-metric")


def fill(page, prefix, *, value, how="", which="", last="", group="asked of everybody"):
    row = page.locator(f"#{prefix}")
    for label, words in (("Which", which), ("At least or at most", how)):
        if words:
            row.get_by_label(label).select_option(label=words)
    row.get_by_label("How much").fill(str(value))
    if last:
        row.get_by_label("Over the last").fill(str(last))
    choose(row, group)


def choose(row, wanted):
    """Whether a criterion is asked of everybody, by how the option begins."""
    field = row.get_by_label("Asked of everybody, or one of several")
    field.select_option(label=field.get_by_role("option", name=re.compile(wanted)).first.inner_text())


def reads_every_criterion_as_a_sentence(page):
    for sentence in SENTENCES:
        expect(page.get_by_role("group", name=sentence, exact=True)).to_be_visible()
    expect(page.get_by_role("group", name="One more criterion")).to_have_count(2)


# A draft of a programme that people have logged in --------------------------------------------------------------------


def more_people_log(clinic):
    """No figure of fewer than five is shown. Six log late, so that fewer days bring the suggestion forward, and
    five from the first day on, for whom the least time in the stage decides. Each record arrives on its day."""
    physio = clinic.memberships.get().user
    days = {"Aino": 9, "Birk": 9, "Ciara": 9, "Dov": 9, "Edda": 9, "Finn": 9}
    days |= {"Gwen": 12, "Hal": 12, "Ivo": 12, "Jana": 12, "Kirk": 12}
    for name, logged in days.items():
        running = make.assignment(make.patient(physio, f"{name} Quillon"), days=12)
        make.good_days(running, logged)
        running.sessions.update(received_at=F("performed_at"))
        for check in running.morning_checks.all():
            running.morning_checks.filter(pk=check.pk).update(received_at=dt.datetime.combine(check.on, SEVEN, dt.UTC))


def duplicates_the_programme(page):
    follows(page, "Programmes")
    follows(page, "High hamstring tendinopathy")
    follows(page, "Version 1")
    presses(page, "Make a draft from version 1")


def asks_for_fewer_green_days(page):
    opens_the_stage(page, STAGE)
    asked = page.get_by_label("Green days in a row").input_value()
    page.get_by_label("Green days in a row").fill("3")
    presses(page, "Save draft")
    expect(page.get_by_text(f"was {asked}", exact=True)).to_be_visible()
    opens_the_draft(page)


def sees_what_it_would_have_done(page):
    follows(page, "Try this draft on them")
    presses(page, "Try it on the logged histories")
    suggested = page.get_by_role("region", name="When the next stage would have been suggested")
    expect(suggested).to_contain_text(re.compile(r"Of \d+ histories of \d+ patients, beside version 1\."))
    expect(suggested).to_contain_text(re.compile(r"[1-9]\d*\s+suggested earlier, half of them by"))
    beside = page.get_by_role("region", name="What came with it").get_by_role("row")
    expect(beside.first).to_contain_text("Version 1")
    expect(beside.first).to_contain_text("Draft 2")
    expect(beside.filter(has_text="followed by a red day within 7 days")).to_be_visible()
    expect(page.get_by_role("img", name="Histories by how many days earlier or later")).to_be_visible()


def reads_nobodys_name(page):
    words = page.locator("#main").inner_text()
    names = Patient.objects.values_list("name", flat=True)
    assert names
    assert [name for name in names if name in words or name.split()[0] in words] == []
