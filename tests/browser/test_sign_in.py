"""The door: what it takes before it is painted, and what script adds to it afterwards."""

import re

import pytest
from playwright.sync_api import expect

from tests import make
from tests.browser.doors import sign_in

pytestmark = pytest.mark.django_db(transaction=True)
BEFORE_PAINT = """() => new Promise(done => new PerformanceObserver(list => {
    const painted = list.getEntries().at(-1).startTime;
    const asked = performance.getEntriesByType("resource").filter(one => one.startTime < painted);
    done(["the page", ...asked.map(one => one.name)]);
}).observe({type: "largest-contentful-paint", buffered: true}))"""


def test_asks_for_at_most_six_files_before_it_is_painted(page):
    page.goto("/account/login/")
    asked = page.evaluate(BEFORE_PAINT)
    assert len(asked) <= 6, asked


def test_shows_the_passkey_once_script_hears_it(page):
    page.goto("/account/login/")
    expect(page.get_by_role("button", name="Use a passkey")).to_be_visible()


def test_signs_in_by_a_passkey_that_was_made_here(page, base_url):
    """The device is Chromium's own stand-in for one; everything else is as it is for a person."""
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    kind = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    device.send("WebAuthn.addVirtualAuthenticator", {"options": kind | {"isUserVerified": True}})
    user = make.assignment().patient.user
    user.set_password("steady-tendon-demo")
    user.save()
    sign_in(page, user.email, "steady-tendon-demo")
    page.goto("/account/2fa/webauthn/add/")
    page.get_by_label("Name").fill("My phone")
    page.get_by_role("button", name="Make it on this device").click()
    expect(page).to_have_url(re.compile("/2fa/(recovery-codes|webauthn)/"))
    page.context.clear_cookies()
    page.goto("/account/login/")
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("heading", name="Today", exact=True)).to_be_visible()
