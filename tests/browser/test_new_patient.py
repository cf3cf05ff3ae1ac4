"""From the caseload to a patient who has logged, at the pace of people: counted in clicks, taps and seconds."""

import re
import time

from playwright.sync_api import expect

from patients.models import Patient
from tests import make
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.doors import let_in

PACE = 0.8  # seconds until the next click or tap: to look, to find, to move
LETTERS_A_SECOND = 5
MOST_CLICKS, MOST_SECONDS_AT_THE_DESK = 6, 60
MOST_SECONDS_ON_THE_PHONE = 120
WORDS_A_SECOND = 4  # reading the first minute


class Hand:
    """Clicks and types as a person does, and counts. `began` is when the clock started."""

    def __init__(self, page, *, touch=False):
        self.page, self.touch, self.clicks, self.began = page, touch, 0, time.monotonic()

    def presses(self, target):
        time.sleep(PACE)
        target.tap() if self.touch else target.click()
        self.clicks += 1

    def types(self, text):
        """Where the cursor is."""
        self.page.keyboard.type(text, delay=1000 / LETTERS_A_SECOND)

    def goes_to_the_next_field(self):
        time.sleep(PACE / 2)
        self.page.keyboard.press("Tab")

    def reads(self, target):
        """Counted, not waited for."""
        self.began -= len(target.inner_text().split()) / WORDS_A_SECOND

    @property
    def seconds(self):
        return time.monotonic() - self.began


def test_takes_on_and_invites_in_six_clicks_and_logs_within_two_minutes(open_page, live_server):
    physio = make.physio(name="Jonas Adeyemi")
    desk = open_page(**DESKTOP)
    let_in(desk, physio, live_server.url)
    desk.goto("/caseload/")
    hand = takes_on(desk, "Hanna Whitcombe", "hanna.whitcombe@example.org")
    hand.presses(desk.get_by_role("button", name="Send e-mail"))
    expect(desk.get_by_role("status").first).to_contain_text("On its way to hanna.whitcombe@example.org.")
    print(f"\nassign, invite, e-mail: {hand.clicks} clicks, {hand.seconds:.1f} s")
    assert hand.clicks <= MOST_CLICKS
    assert hand.seconds <= MOST_SECONDS_AT_THE_DESK

    thumb = scans_and_logs(open_page(**PHONE), desk.get_by_label("The link, to copy").input_value())
    print(f"scan to first log: {thumb.clicks} taps, {thumb.seconds:.1f} s")
    session = Patient.objects.get().assignments.get().sessions.get()
    assert (session.all_sets, session.pain_left) == (True, 2)
    assert thumb.seconds <= MOST_SECONDS_ON_THE_PHONE


def takes_on(desk, name, email):
    """From the caseload until the code to scan is on the screen."""
    hand = Hand(desk)
    hand.presses(desk.get_by_role("link", name="New patient"))
    expect(desk.get_by_label("Name", exact=True)).to_be_focused()
    hand.types(name)
    hand.goes_to_the_next_field()
    hand.types(email)
    hand.presses(desk.get_by_text("Left", exact=True))
    hand.presses(desk.locator("label[for=morning-2]"))
    hand.presses(desk.get_by_role("button", name="Assign and make the link"))
    expect(desk.get_by_role("img", name="QR code of the link")).to_be_visible()
    return hand


def scans_and_logs(phone, link):
    """From the camera's "open this link" until the session is saved; the first minute is read word for word."""
    thumb = Hand(phone, touch=True)
    phone.goto(link)
    thumb.presses(phone.get_by_role("button", name="Open my programme"))
    expect(phone.get_by_role("heading", name="Two short questions")).to_be_visible()
    thumb.reads(phone.locator("#main"))
    thumb.presses(phone.get_by_role("link", name="To my exercises"))
    thumb.presses(phone.get_by_role("link", name=re.compile("Done as prescribed")).first)
    expect(phone.get_by_role("button", name="Save session")).to_be_visible()
    way = phone.get_by_text("Heels close", exact=True)
    if way.count():
        thumb.presses(way)
    thumb.presses(phone.get_by_role("radiogroup", name="Left").locator("label").nth(2))
    thumb.presses(phone.get_by_role("button", name="Save session"))
    expect(phone.get_by_role("heading", name="Saved", exact=True)).to_be_visible()
    return thumb


def test_takes_on_a_patient_without_script(new_context, live_server):
    physio = make.physio(name="Jonas Adeyemi")
    desk = new_context(**DESKTOP, java_script_enabled=False).new_page()
    let_in(desk, physio, live_server.url)
    desk.goto("/caseload/new/")
    desk.get_by_label("Name", exact=True).fill("Hanna Whitcombe")
    desk.get_by_label("E-mail").fill("hanna@example.org")
    desk.get_by_text("Both", exact=True).click()
    desk.locator("label[for=morning-5]").click()
    expect(desk.get_by_label("Pain that counts as calm, up to")).to_be_visible()
    desk.get_by_role("button", name="Assign and make the link").click()
    expect(desk.get_by_role("alert")).to_contain_text("With mornings above 3")
    expect(desk.get_by_label("Name", exact=True)).to_have_value("Hanna Whitcombe")
    desk.get_by_label("Pain that counts as calm, up to").select_option("4")
    desk.get_by_label("Why this number").fill("As agreed.")
    desk.get_by_role("button", name="Assign and make the link").click()
    expect(desk.get_by_role("img", name="QR code of the link")).to_be_visible()
