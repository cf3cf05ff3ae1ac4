"""Exercises in motion on the phone: they play once, stop within five seconds, and are shown again when asked."""

import pytest
from playwright.sync_api import expect

from tests import make
from tests.browser.axe import assert_no_violations
from tests.browser.conftest import PHONE
from tests.browser.doors import let_in
from tests.browser.test_guide import stops_the_clock

AGAIN, SHOW = "Show again", "Show it moving"
FIVE_SECONDS = 5_000


@pytest.fixture
def mine():
    return make.assignment(days=3)


def opened(open_page, mine, live_server, path, **options):
    page = open_page(**PHONE, **options)
    if options.get("java_script_enabled", True):
        stops_the_clock(page)
    let_in(page, mine.patient.user, live_server.url)
    page.goto(path)
    return page


def guide(mine):
    return f"/guide/?exercise={make.main_prescription(mine).pk}"


def thigh(page):
    return page.locator("[data-part=thigh]").first.get_attribute("transform")


def test_plays_once_beside_the_steps_and_again_when_asked(open_page, mine, live_server):
    page = opened(open_page, mine, live_server, guide(mine))
    stage = page.get_by_role("img", name="Double-leg bridge, in motion")
    expect(stage).to_be_visible()
    start = thigh(page)
    page.clock.run_for(2_000)
    assert thigh(page) != start
    expect(page.get_by_text("Hold 10 s, shown shorter")).to_be_visible()
    page.clock.run_for(FIVE_SECONDS - 2_000)
    expect(stage).to_be_hidden()
    expect(page.get_by_role("img", name="Double-leg bridge, start position").first).to_be_visible()
    page.clock.run_for(FIVE_SECONDS)
    expect(stage).to_be_hidden()
    page.get_by_role("button", name=AGAIN).press("Enter")
    expect(stage).to_be_visible()
    page.clock.run_for(FIVE_SECONDS + 100)
    expect(stage).to_be_hidden()
    page.clock.resume()
    assert_no_violations(page)


def test_moves_on_today_only_when_its_picture_is_pressed(open_page, mine, live_server):
    page = opened(open_page, mine, live_server, "/today/")
    asked = []
    page.on("request", lambda request: "--moves" in request.url and asked.append(request.url))
    picture = page.get_by_role("button", name=SHOW)
    expect(picture).to_be_visible()
    page.clock.run_for(FIVE_SECONDS)
    assert not asked
    picture.click()
    stage = page.get_by_role("img", name="Double-leg bridge, in motion")
    expect(stage).to_be_visible()
    again = page.get_by_role("button", name=AGAIN)
    expect(again).to_be_focused()
    assert again.bounding_box()["height"] >= 44
    page.clock.run_for(FIVE_SECONDS + 100)
    start = thigh(page)
    page.clock.run_for(FIVE_SECONDS)
    assert thigh(page) == start
    assert len(asked) == 1
    page.clock.resume()
    assert_no_violations(page)


def test_stands_still_for_whoever_asked_for_less_motion_and_goes_in_steps(open_page, mine, live_server):
    page = opened(open_page, mine, live_server, guide(mine), reduced_motion="reduce")
    button = page.get_by_role("button", name="Show it in steps")
    expect(button).to_be_visible()
    page.clock.run_for(FIVE_SECONDS)
    expect(page.locator(".moves__stage")).to_have_count(0)
    button.click()
    expect(page.locator(".moves__stage")).to_be_visible()
    places = []
    for _press in range(3):
        places.append(thigh(page))
        page.clock.run_for(FIVE_SECONDS)
        assert thigh(page) == places[-1]
        page.get_by_role("button", name="Next step").click()
    assert len(set(places)) == 3


def test_leaves_the_stills_and_no_button_without_script(open_page, mine, live_server):
    page = opened(open_page, mine, live_server, guide(mine), java_script_enabled=False)
    expect(page.get_by_role("img", name="Double-leg bridge, start position").first).to_be_visible()
    expect(page.get_by_role("button", name=SHOW)).to_have_count(0)
    page.goto("/today/")
    expect(page.get_by_role("img", name="Double-leg bridge, end position")).to_be_visible()
    expect(page.get_by_role("button", name=SHOW)).to_have_count(0)
