"""From an empty database to the first patient's first log, by people who know no manual: presses counted."""

import re
import time
from io import StringIO

from allauth.mfa.totp.internal import auth as totp
from django.core import mail
from django.core.management import call_command
from playwright.sync_api import expect

from patients.models import Clinic, Patient, Role
from tests.browser.conftest import DESKTOP, PHONE

MOST_PRESSES = 40
LINK = re.compile(r"https?://\S+")


class Hand:
    """Presses and types, and counts both; the numbers go over every page of the journey."""

    def __init__(self):
        self.presses, self.typed, self.began = 0, 0, time.monotonic()

    def press(self, target):
        target.click()
        self.presses += 1

    def type(self, target, text):
        target.fill(text)
        self.typed += 1

    @property
    def seconds(self):
        return time.monotonic() - self.began


def test_starts_a_clinic_and_saves_its_first_patients_first_log(open_page, live_server, settings):
    settings.STAFF_SECOND_FACTOR, settings.SITE_URL = True, live_server.url
    hand = Hand()
    agnes = open_page(**DESKTOP)
    agnes.goto(printed())
    fills_the_first_page(agnes, hand)
    comes_in(agnes, "agnes@example.org", hand)
    expect(agnes.get_by_role("heading", name="Willow Clinic: before the first patient")).to_be_visible()
    proves_the_mail(agnes, hand)

    mara = open_page(**DESKTOP)
    comes_in(mara, "mara@example.org", hand)
    confirms_the_numbers(mara, hand)
    agnes.goto("/clinic/start/")
    expect(agnes.locator("#main")).to_contain_text("All is done")

    saves_the_first_log(open_page(**PHONE), takes_on(mara, hand), hand)
    print(f"\nempty database to first log: {hand.presses} presses, {hand.typed} lines typed, {hand.seconds:.0f} s")
    assert Patient.objects.get().assignments.get().sessions.count() == 1
    assert set(Clinic.objects.get().memberships.values_list("role", flat=True)) == {Role.ADMINISTRATOR, Role.PHYSIO}
    assert hand.presses <= MOST_PRESSES


def printed():
    """The address that the server prints."""
    said = StringIO()
    call_command("start_clinic", stdout=said, stderr=StringIO())
    return LINK.search(said.getvalue())[0]


def link_to(address):
    """The link of the newest letter to an address, which the loop has sent."""
    call_command("run_due", stdout=StringIO())
    letters = [letter for letter in mail.outbox if letter.to == [address]]
    return LINK.search(letters[-1].body)[0]


def fills_the_first_page(page, hand):
    page.get_by_label("Country").select_option("GB")
    hand.press(page.get_by_role("button", name="Continue"))
    hand.type(page.get_by_label("Name", exact=True).first, "Willow Clinic")
    page.keyboard.press("Enter")  # whoever is still writing starts nothing
    hand.type(page.get_by_label("Address"), "1 Mill Lane, Oxford")
    hand.type(page.get_by_label("Phone", exact=True), "01632 960142")
    hand.type(page.get_by_label("Your name"), "Agnes Office")
    hand.type(page.get_by_label("Your e-mail"), "agnes@example.org")
    first = page.get_by_role("group", name="Physio 1")
    hand.type(first.get_by_label("Name"), "Mara Vale")
    hand.type(first.get_by_label("E-mail"), "mara@example.org")
    hand.press(page.get_by_role("button", name="Start the clinic"))
    expect(page.get_by_role("alert")).to_contain_text("accept it")
    expect(first.get_by_label("E-mail")).to_have_value("mara@example.org")
    hand.press(page.get_by_text("I have read this, and I accept it for the clinic").last)
    hand.press(page.get_by_role("button", name="Start the clinic"))
    expect(page.get_by_role("heading", name="Willow Clinic is started")).to_be_visible()


def comes_in(page, address, hand):
    """By the link in the letter, to a second factor and past its recovery codes."""
    page.goto(link_to(address))
    hand.press(page.get_by_role("button", name="Come in"))
    hand.press(page.get_by_role("link", name="Use an app"))
    secret = page.get_by_label("Key to type into the app").input_value()
    code = totp.format_hotp_value(totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time())))
    hand.type(page.locator("input[name=code]"), code)
    hand.press(page.get_by_role("button", name="Connect the app"))
    expect(page.get_by_role("heading", name="Save these codes")).to_be_visible()
    hand.press(page.get_by_role("link", name="I have saved them: go on"))


def proves_the_mail(page, hand):
    hand.press(page.get_by_role("button", name="Send a test letter"))
    expect(page.get_by_role("status").first).to_contain_text("on its way to agnes@example.org")
    page.goto(link_to("agnes@example.org"))
    hand.press(page.get_by_role("button", name="The letter has arrived"))
    expect(page.locator("#main")).to_contain_text("The link of a test letter was pressed.")


def confirms_the_numbers(page, hand):
    expect(page.get_by_role("heading", name="Caseload")).to_be_visible()
    hand.press(page.get_by_role("link", name="New patient").first)
    hand.press(page.get_by_role("link", name="Check the numbers"))
    hand.press(page.get_by_role("button", name="I have checked them: they are right"))
    expect(page.locator("#main")).to_contain_text("Confirmed by Mara Vale")


def takes_on(page, hand):
    """The link that the patient scans."""
    hand.press(page.get_by_role("link", name="Caseload"))
    hand.press(page.get_by_role("link", name="New patient").first)
    hand.type(page.get_by_label("Name", exact=True), "Hanna Whitcombe")
    hand.type(page.get_by_label("E-mail"), "hanna@example.org")
    hand.press(page.get_by_text("Left", exact=True))
    hand.press(page.locator("label[for=morning-2]"))
    hand.press(page.get_by_role("button", name="Assign and make the link"))
    return page.get_by_label("The link, to copy").input_value()


def saves_the_first_log(phone, link, hand):
    phone.goto(link)
    hand.press(phone.get_by_role("button", name="Open my programme"))
    hand.press(phone.get_by_role("link", name="To my exercises"))
    hand.press(phone.get_by_role("link", name=re.compile("Done as prescribed")).first)
    expect(phone.get_by_role("button", name="Save session")).to_be_visible()
    way = phone.get_by_text("Heels close", exact=True)
    if way.count():
        hand.press(way)
    hand.press(phone.get_by_role("radiogroup", name="Left").locator("label").nth(2))
    hand.press(phone.get_by_role("button", name="Save session"))
    expect(phone.get_by_role("heading", name="Saved", exact=True)).to_be_visible()
