"""From opening the list to an accepted suggestion, at the pace of a person: counted in clicks and in seconds."""

import time

from playwright.sync_api import expect

from tests import make
from tests.browser.axe import assert_no_violations
from tests.browser.conftest import DESKTOP
from tests.browser.doors import let_in

PACE = 0.8  # seconds until the next click: to look, to find, to move the hand
MOST_CLICKS = 3
MOST_SECONDS = 15


class Hand:
    """Clicks as a person does, and counts."""

    def __init__(self, page):
        self.page, self.clicks, self.began = page, 0, time.monotonic()

    def clicks_on(self, target):
        time.sleep(PACE)
        target.click()
        self.clicks += 1

    @property
    def seconds(self):
        return time.monotonic() - self.began


def crowded(others=12):
    """A suggestion among other patients of the same physio."""
    theirs = make.assignment(days=9)
    make.good_days(theirs, 5)
    for number in range(others):
        make.assignment(make.patient(by=theirs.patient.physio, name=f"Patient {number}"), days=number)
    return theirs


def test_accepts_a_suggestion_in_three_clicks_and_fifteen_seconds(open_page, live_server):
    theirs = crowded()
    desk = open_page(**DESKTOP)
    let_in(desk, theirs.patient.physio, live_server.url)
    hand = Hand(desk)
    desk.goto("/caseload/")
    hand.clicks_on(desk.get_by_role("link", name=theirs.patient.name))
    for _press in ("shows what it changes", "does it"):
        hand.clicks_on(desk.get_by_role("button", name="Accept, move up to stage 2").first)
    expect(desk.get_by_role("status").first).to_contain_text("is now at stage 2.")
    print(f"\n{hand.clicks} clicks, {hand.seconds:.1f} s from the list to an accepted suggestion")
    assert hand.clicks <= MOST_CLICKS
    assert hand.seconds < MOST_SECONDS


def test_declines_with_a_ready_reason_in_three_clicks(open_page, live_server):
    theirs = crowded(0)
    desk = open_page(**DESKTOP)
    let_in(desk, theirs.patient.physio, live_server.url)
    hand = Hand(desk)
    desk.goto("/caseload/")
    hand.clicks_on(desk.get_by_role("link", name=theirs.patient.name))
    hand.clicks_on(desk.get_by_role("button", name="Let us wait one more week."))
    hand.clicks_on(desk.get_by_role("button", name="Decline, stay here").first)
    expect(desk.get_by_role("status").first).to_contain_text("Declined.")
    assert hand.clicks <= MOST_CLICKS
    assert theirs.reviews.get(decision="declined").reason == "Let us wait one more week."


def test_goes_through_the_list_with_j_k_and_enter(open_page, live_server):
    theirs = crowded(3)
    desk = open_page(**DESKTOP)
    let_in(desk, theirs.patient.physio, live_server.url)
    desk.goto("/caseload/")
    names = desk.locator(".triage-row__name")
    names.first.focus()
    for key, place in (("j", 1), ("ArrowDown", 2), ("k", 1), ("ArrowUp", 0), ("k", 0)):
        desk.keyboard.press(key)
        expect(names.nth(place)).to_be_focused()
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("heading", level=1)).to_have_text(theirs.patient.name)
    desk.goto("/caseload/")
    desk.get_by_label("Search by name").focus()
    desk.keyboard.type("jk")
    expect(desk.get_by_label("Search by name")).to_have_value("jk")


def test_sets_a_reason_aside_and_opens_every_panel(open_page, live_server):
    silent = make.assignment(days=20)
    make.session(silent, days_ago=12)
    make.morning(silent, days_ago=11)
    desk = open_page(**DESKTOP)
    let_in(desk, silent.patient.physio, live_server.url)
    desk.goto("/caseload/")
    desk.locator("summary", has_text="Set aside").click()
    assert_no_violations(desk)
    desk.get_by_placeholder("Note for colleagues, if any").fill("Called.")
    desk.get_by_role("button", name="Done", exact=True).click()
    expect(desk.get_by_text("Done by Jonas, today: “Called.”")).to_be_visible()
    desk.get_by_role("link", name=silent.patient.name).click()
    expect(desk.get_by_role("heading", level=1)).to_have_text(silent.patient.name)
    closed = desk.locator("details:not([open]) > summary")
    while closed.count():
        closed.first.click()
    assert_no_violations(desk)
    assert silent.patient.name in desk.get_by_label("Summary as text").input_value()


def test_undoes_a_decision_in_one_click(open_page, live_server):
    theirs = crowded(3)
    desk = open_page(**DESKTOP)
    let_in(desk, theirs.patient.physio, live_server.url)
    desk.goto("/caseload/")
    desk.get_by_role("link", name=theirs.patient.name).click()
    for _press in ("shows what it changes", "does it"):
        desk.get_by_role("button", name="Accept, move up to stage 2").first.click()
    hand = Hand(desk)
    hand.clicks_on(desk.get_by_role("button", name="Undo"))
    expect(desk.get_by_role("status").first).to_contain_text("Undone: what held before holds again.")
    print(f"\n{hand.clicks} click, {hand.seconds:.1f} s from a decision to what held before")
    assert hand.clicks == 1


def test_narrows_the_list_as_soon_as_it_is_asked_and_keeps_the_focus(open_page, live_server):
    theirs = crowded(3)
    theirs.patient.physio.refresh_from_db()
    desk = open_page(**DESKTOP)
    let_in(desk, theirs.patient.physio, live_server.url)
    desk.goto("/caseload/")
    expect(desk.get_by_role("button", name="Show", exact=True)).to_have_count(0)
    desk.get_by_label("Order").focus()
    desk.get_by_label("Order").select_option("name")
    expect(desk.get_by_role("heading", name="Everybody")).to_be_visible()
    expect(desk.get_by_label("Order")).to_be_focused()
    desk.get_by_label("Search by name").press_sequentially("patient 1")
    expect(desk.locator(".triage-row__name")).to_have_text(["Patient 1"])
    expect(desk.get_by_label("Search by name")).to_be_focused()
    expect(desk.locator("[data-part=filtered]")).to_contain_text("Filtered: name with “patient 1”. 1 of 4 shown.")
    assert desk.url.endswith("?q=patient+1&sort=name")
    desk.get_by_label("Search by name").fill("")
    expect(desk.locator(".triage-row__name")).to_have_count(4)
    desk.get_by_role("link", name="Patient 0").focus()
    desk.keyboard.press("j")
    expect(desk.get_by_role("link", name="Patient 1")).to_be_focused()
    assert_no_violations(desk)


def test_goes_on_to_the_next_patient_of_the_same_list(open_page, live_server):
    theirs = crowded(3)
    desk = open_page(**DESKTOP)
    let_in(desk, theirs.patient.physio, live_server.url)
    heading = desk.get_by_role("heading", level=1)
    desk.goto("/caseload/?sort=name")
    desk.get_by_role("link", name=theirs.patient.name).click()
    for _press in ("shows what it changes", "does it"):
        desk.get_by_role("button", name="Accept, move up to stage 2").first.click()
    expect(desk.get_by_role("status").first).to_contain_text("is now at stage 2.")
    desk.get_by_role("button", name="Next patient").click()
    expect(heading).to_have_text("Patient 0")
    desk.keyboard.press("n")
    expect(heading).to_have_text("Patient 1")
    desk.get_by_label("A note for colleagues").fill("nobody")
    desk.get_by_label("A note for colleagues").blur()
    desk.keyboard.press("n")
    desk.get_by_label("A note for colleagues").fill("")
    expect(heading).to_have_text("Patient 1")
    desk.goto("/caseload/?sort=name")
    desk.get_by_role("button", name="The n key is off").click()
    desk.get_by_role("link", name="Patient 1").click()
    desk.keyboard.press("n")
    expect(heading).to_have_text("Patient 1")
    desk.get_by_role("button", name="Next patient").click()
    expect(heading).to_have_text("Patient 2")
    desk.get_by_role("button", name="Next patient").click()
    expect(desk.get_by_text("Nobody comes after Patient 2 in this list.")).to_be_visible()
    assert desk.url.endswith("/caseload/?sort=name")
