"""From opening the app to a saved session, at the pace of a person: counted in taps and in seconds."""

import time

import pytest
from playwright.sync_api import expect

from tests import make
from tests.browser.conftest import PHONE
from tests.browser.doors import let_in

PACE = 0.8  # seconds until the next tap: to look, to find, to move the thumb
MOST_TAPS = 5
MOST_SECONDS = 20


class Thumb:
    """Taps as a person does, and counts."""

    def __init__(self, page):
        self.page, self.taps, self.began = page, 0, time.monotonic()

    def taps_on(self, target):
        time.sleep(PACE)
        target.tap()
        self.taps += 1

    @property
    def seconds(self):
        return time.monotonic() - self.began


def logs_as_prescribed(page):
    """The thumb after a saved session; the clock runs from the moment the app is asked for."""
    thumb = Thumb(page)
    page.goto("/")
    thumb.taps_on(page.get_by_role("link", name="Done as prescribed"))
    thumb.taps_on(page.get_by_role("radiogroup", name="Left").locator("label").nth(2))
    thumb.taps_on(page.get_by_role("button", name="Save session"))
    expect(page.get_by_role("heading", name="Saved", exact=True)).to_be_visible()
    return thumb


def test_saves_a_session_as_prescribed_in_five_taps_and_twenty_seconds(open_page, live_server):
    mine = make.assignment(days=3)
    phone = open_page(**PHONE)
    let_in(phone, mine.patient.user, live_server.url)
    thumb = logs_as_prescribed(phone)
    assert (mine.sessions.get().all_sets, mine.sessions.get().pain_left) == (True, 2)
    print(f"\n{thumb.taps} taps, {thumb.seconds:.1f} s from opening the app to saved")
    assert thumb.taps <= MOST_TAPS
    assert thumb.seconds < MOST_SECONDS


@pytest.mark.by_day
def test_saves_the_morning_and_a_session_in_five_taps_and_twenty_seconds(open_page, live_server):
    mine = make.assignment(days=3)
    make.session(mine, days_ago=1)
    phone = open_page(**PHONE)
    let_in(phone, mine.patient.user, live_server.url)
    thumb = Thumb(phone)
    phone.goto("/")
    thumb.taps_on(phone.get_by_role("button", name="1", exact=True))
    expect(phone.get_by_role("status")).to_contain_text("Saved. Thank you.")
    rest = logs_as_prescribed(phone)
    taps = thumb.taps + rest.taps
    print(f"\n{taps} taps, {thumb.seconds:.1f} s with the morning question")
    assert mine.morning_checks.count() == 1
    assert taps <= MOST_TAPS
    assert thumb.seconds < MOST_SECONDS


NEVER_COMPLETE = """addEventListener("DOMContentLoaded", () => {
    document.body.append(Object.assign(new Image(), { src: "/static/never" }));
})"""


@pytest.mark.by_day
def test_keeps_a_tap_that_comes_before_the_page_is_complete(open_page, live_server):
    mine = make.assignment(days=3)
    make.session(mine, days_ago=1)
    phone = open_page(**PHONE)
    let_in(phone, mine.patient.user, live_server.url)
    phone.add_init_script(NEVER_COMPLETE)
    phone.route("**/static/never", lambda request: None)
    phone.goto("/", wait_until="domcontentloaded")
    with phone.expect_request(lambda request: request.method == "POST") as posted:
        phone.get_by_role("button", name="1", exact=True).tap()
    assert "captured_at" in posted.value.post_data, "posted by the page alone: without signal it would be gone"
    expect(phone.get_by_role("status")).to_contain_text("Saved. Thank you.")
    assert mine.morning_checks.count() == 1
