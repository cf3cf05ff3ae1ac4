"""A session noted set by set: a tap a set, counted in taps and in seconds at the pace of a person."""

import pytest
from playwright.sync_api import expect

from tests import make
from tests.browser.conftest import PHONE
from tests.browser.doors import let_in
from tests.browser.test_twenty_seconds import Thumb

MOST_TAPS = 23
MOST_SECONDS = 25


@pytest.fixture
def mine():
    return make.assignment(days=9, stage=2)


@pytest.fixture
def phone(open_page, mine, live_server):
    page = open_page(**PHONE)
    let_in(page, mine.patient.user, live_server.url)
    return page


def tap_of(page, number, side):
    return page.locator(f"[data-set=set-{number}-{side}]")


def saves(page, thumb):
    thumb.taps_on(page.get_by_role("radiogroup", name="Left").locator("label").nth(2))
    thumb.taps_on(page.get_by_role("button", name="Save session"))
    expect(page.get_by_role("heading", name="Saved", exact=True)).to_be_visible()


def test_notes_twenty_sets_in_23_taps_and_25_seconds(phone, mine):
    thumb = Thumb(phone)
    phone.goto("/")
    thumb.taps_on(phone.get_by_role("link", name="Set by set").first)
    for side in ("left", "right"):
        for number in range(1, 11):
            thumb.taps_on(tap_of(phone, number, side))
    expect(phone.locator("[data-total]")).to_have_text("20 of 20 holds: 10 left, 10 right")
    saves(phone, thumb)
    print(f"\n{thumb.taps} taps, {thumb.seconds:.1f} s from opening the app to 20 sets saved, each tapped")
    assert mine.sessions.get().all_sets
    assert thumb.taps <= MOST_TAPS
    assert thumb.seconds < MOST_SECONDS


def test_notes_all_sets_but_one_and_one_with_another_number(phone, mine):
    thumb = Thumb(phone)
    phone.goto("/")
    thumb.taps_on(phone.get_by_role("link", name="Set by set").first)
    for _side in ("left", "right"):
        thumb.taps_on(phone.get_by_role("button", name="Tick all 10").first)
    thumb.taps_on(tap_of(phone, 10, "right"))
    for _tap in ("takes it back", "does it again"):
        thumb.taps_on(tap_of(phone, 9, "right"))
    for _second in range(2):
        thumb.taps_on(phone.get_by_role("button", name="One less"))
    expect(tap_of(phone, 9, "right")).to_have_accessible_name("Set 9, right, seconds: 8")
    saves(phone, thumb)
    print(f"\n{thumb.taps} taps, {thumb.seconds:.1f} s for 19 sets, one of them with another number")
    done = dict(mine.sessions.get().sets.filter(side="right").values_list("number", "done"))
    assert done == {number: 8 if number == 9 else 10 for number in range(1, 10)}
    assert thumb.seconds < MOST_SECONDS


def test_shows_twenty_sets_on_one_screen_and_what_is_typed_in_any_script(phone):
    phone.goto("/log/?mode=sets")
    for number, side in ((1, "left"), (10, "right")):
        box = tap_of(phone, number, side).bounding_box()
        assert min(box["width"], box["height"]) >= 44 and box["y"] + box["height"] < PHONE["viewport"]["height"] - 86
    expect(phone.get_by_label("Set 3, left, seconds", exact=True).and_(phone.locator("input"))).to_be_hidden()
    phone.get_by_text("Type the numbers").tap()
    phone.locator("[name=set-3-left]").fill("١٢")
    expect(tap_of(phone, 3, "left")).to_have_accessible_name("Set 3, left, seconds: 12")
    expect(tap_of(phone, 3, "left")).to_have_attribute("aria-pressed", "true")
    expect(phone.locator("[data-total]")).to_have_text("1 of 20 holds: 1 left, 0 right")


def test_is_tapped_with_the_keyboard_alone(phone, mine):
    phone.goto("/log/?mode=sets")
    tap_of(phone, 1, "left").focus()
    phone.keyboard.press("Space")
    phone.keyboard.press("Tab")
    phone.keyboard.press("Enter")
    expect(phone.locator("[data-total]")).to_have_text("2 of 20 holds: 2 left, 0 right")
    phone.get_by_role("textbox", name="Set 2, left, seconds").fill("7")
    phone.keyboard.press("Enter")
    expect(phone.get_by_role("alert").filter(has_text="Not saved yet")).to_contain_text("Please choose a number.")
    assert not mine.sessions.exists()
