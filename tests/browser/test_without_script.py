"""The main journey in a browser that runs no script."""

import datetime as dt

import pytest
from playwright.sync_api import expect

from patients.models import Assignment
from programs import clock
from tests import make
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.doors import let_in, sign_in


@pytest.fixture
def phone(open_page):
    return open_page(**PHONE, java_script_enabled=False)


@pytest.fixture
def desktop(open_page):
    return open_page(**DESKTOP, java_script_enabled=False)


@pytest.fixture
def mine(phone, live_server):
    """The programme of the patient who holds the phone."""
    running = make.assignment(days=3)
    let_in(phone, running.patient.user, live_server.url)
    return running


def test_signs_in_adds_a_patient_and_assigns(desktop, phone):
    physio = make.physio()
    desktop.goto("/account/login/")
    expect(desktop.get_by_role("button", name="Use a passkey")).to_be_hidden()
    sign_in(desktop, physio.email, make.PASSWORD)
    desktop.get_by_role("link", name="New patient").click()
    desktop.get_by_label("Name", exact=True).fill("Odalys Brannigan")
    desktop.get_by_label("E-mail").fill("odalys@example.org")
    desktop.get_by_text("Both", exact=True).click()
    desktop.locator("label[for=morning-5]").click()
    desktop.get_by_label("Pain that counts as calm").select_option("4")
    desktop.get_by_label("Why this number").fill("Usual mornings are 4 to 5.")
    desktop.get_by_role("button", name="Assign and make the link").click()
    phone.goto(desktop.get_by_label("The link, to copy").input_value())
    phone.get_by_role("button", name="Open my programme").click()
    phone.get_by_role("link", name="To my exercises").click()
    expect(phone.get_by_text("Stage 1 of 5")).to_be_visible()
    assert Assignment.objects.get().side == "both"


@pytest.mark.by_day
def test_answers_the_morning_in_one_tap(phone, mine):
    phone.goto("/today/")
    phone.get_by_role("button", name="2", exact=True).click()
    expect(phone.get_by_role("status")).to_contain_text("Saved. Thank you.")
    assert mine.morning_checks.get().pain_left == 2


def test_logs_as_prescribed(phone, mine):
    phone.goto("/today/")
    phone.get_by_role("link", name="Done as prescribed").click()
    chooses_pain(phone, 1)
    phone.get_by_role("button", name="Save session").click()
    expect(phone.get_by_role("heading", name="Saved", exact=True)).to_be_visible()
    assert mine.sessions.get().completion == 1


def test_logs_set_by_set_after_a_change_of_mind(phone, mine):
    phone.goto("/log/")
    phone.get_by_text("Set by set", exact=True).click()
    phone.get_by_text("Type the numbers").click()
    for number in range(1, 5):
        phone.get_by_label(f"Set {number}, both legs, seconds").fill("10")
    phone.get_by_role("button", name="Save session").click()
    expect(phone.get_by_role("alert")).to_contain_text("Please choose a number. 0 means no pain.")
    expect(phone.get_by_label("Set 4, both legs, seconds")).to_have_value("10")
    chooses_pain(phone, 0)
    phone.get_by_role("button", name="Save session").click()
    expect(phone.get_by_role("heading", name="Saved", exact=True)).to_be_visible()
    phone.get_by_role("link", name="Back to Today").click()
    expect(phone.get_by_text("4 of 10 holds done today")).to_be_visible()
    assert [one.done for one in mine.sessions.get().sets.all()] == [10, 10, 10, 10]


def chooses_pain(page, number):
    page.get_by_role("radiogroup", name="Left").locator("label").nth(number).click()


def test_raises_the_alarm(phone, mine):
    phone.goto("/today/")
    phone.get_by_role("link", name="Something new or alarming").click()
    tick = phone.get_by_text("A hot, swollen or very painful calf")
    words = phone.locator("#flag").get_by_text("You need a doctor today")
    expect(words).to_be_hidden()
    tick.click()
    expect(words).to_be_visible()
    phone.get_by_role("button", name="Tell the clinic").click()
    expect(phone.get_by_role("link", name="Call 111").first).to_have_attribute("href", "tel:111")
    phone.goto("/today/")
    expect(phone.get_by_role("heading", name="Your exercises are paused")).to_be_visible()
    assert mine.patient.flags.get().kind == "calf"


def test_says_away(phone, mine):
    until = mine.patient.today(clock.now()) + dt.timedelta(days=5)
    phone.goto("/away/")
    phone.get_by_label("Until, this day included").fill(until.isoformat())
    phone.get_by_role("button", name="Save", exact=True).click()
    expect(phone.get_by_role("heading", name="You are ill or away")).to_be_visible()


def test_decides(desktop, phone, mine, live_server):
    make.good_days(mine, 3)
    theirs = make.assignment(make.patient(mine.patient.physio, "Yusuf Demirci"), days=9)
    make.good_days(theirs, 5)
    let_in(desktop, mine.patient.physio, live_server.url)
    desktop.goto("/caseload/")
    desktop.get_by_label("Search by name").fill("yusuf")
    desktop.keyboard.press("Enter")
    expect(desktop.get_by_role("link", name=mine.patient.name)).to_have_count(0)
    desktop.get_by_role("link", name="Yusuf Demirci").click()
    desktop.get_by_role("button", name="Decline, stay here").click()
    expect(desktop.get_by_role("alert")).to_contain_text("Please give a reason.")
    desktop.get_by_label("Reason, the patient reads it").fill("Five calm days.")
    desktop.get_by_role("button", name="Accept, move up to stage 2").click()
    expect(desktop.get_by_role("region", name="Accept, move up to stage 2: not done yet")).to_be_visible()
    desktop.get_by_role("button", name="Accept, move up to stage 2").first.click()
    expect(desktop.get_by_role("status")).to_contain_text("Yusuf Demirci is now at stage 2.")
    let_in(phone, theirs.patient.user, live_server.url)
    phone.goto("/today/")
    expect(phone.get_by_text("Stage 2 of 5")).to_be_visible()
