"""The rules of all pages: each must be able to fail."""

import pytest

from tests.browser.page_rules import AT_THE_DESK, ON_THE_PHONE

PAGE = '<!doctype html><html lang="en"><meta name="viewport" content="width=device-width"><title>A page</title>'
STYLE = "<style>body { margin: 0; font: 16px sans-serif } button { min-height: 44px; min-width: 44px }</style>"


def shows(page, content, heading="<h1>A page</h1>"):
    page.set_content(f"{PAGE}{STYLE}<main>{heading}{content}</main>")


def test_finds_nothing_on_a_sound_page(page):
    shows(page, "<button>Save</button><p>Read <a href='#'>the rule</a> first.</p>")
    assert ON_THE_PHONE.faults(page) == []


def test_misses_the_heading(page):
    shows(page, "<button>Save</button>", heading="")
    assert "0 h1, not 1" in ON_THE_PHONE.faults(page)


def test_finds_a_second_heading(page):
    shows(page, "<h1>Another page</h1>")
    assert "2 h1, not 1" in ON_THE_PHONE.faults(page)


def test_finds_what_is_wider_than_the_narrowest_phone(page):
    shows(page, "<style>.wide { width: 350px }</style><p class='wide'>A long line</p>")
    assert any("wider than 320 px" in line and "wide" in line for line in ON_THE_PHONE.faults(page))
    assert AT_THE_DESK.faults(page) == []


def test_finds_a_button_below_44_px(page):
    shows(page, "<style>.low { min-height: 30px }</style><button class='low'>Save</button>")
    assert any("30, not 44" in line for line in ON_THE_PHONE.faults(page))
    assert AT_THE_DESK.faults(page) == []


def test_finds_a_button_under_something_else(page):
    over = "<style>.over { margin-top: -44px; height: 44px; position: relative }</style>"
    shows(page, f"{over}<button>Save</button><p class='over'></p>")
    assert any("0 × 0" in line for line in AT_THE_DESK.faults(page))


def test_counts_the_label_as_the_target_of_its_box(page):
    shows(page, "<style>label { padding: 15px 24px }</style><label>Tired <input type='checkbox'></label>")
    assert ON_THE_PHONE.faults(page) == []


WITHOUT_ROOM = {
    "leaves its box": "<style>.low { width: 60px; white-space: nowrap }</style>"
    "<button class='low'>Tell the clinic of it</button>",
    "is cut in two": "<style>.w { overflow-wrap: anywhere; width: 90px; font-size: 1rem }</style>"
    "<p class='w'>As prescribed</p>",
    "lies on another": "<style>.on { margin-top: -30px }</style><p>On exercise days</p><p class='on'>On rest days</p>",
    "bars take": "<style>.app-bar { position: sticky; height: 300px }</style><header class='app-bar'>Today</header>",
    "focus may lie under a bar": "<style>.app-bar { position: sticky; top: 0; height: 50px }</style>"
    "<header class='app-bar'>Today</header>",
    "under the bar at the end of the page": "<style>.tab-bar { position: fixed; bottom: 0; height: 60px }"
    " .long { height: 1200px } p { margin: 0 }</style><div class='long'></div><p>The end</p>"
    "<nav class='tab-bar'>Today</nav>",
    "leaves the screen": "<style>body { overflow: clip } .off { margin-left: 300px; min-width: 200px }</style>"
    "<button class='off'>Save</button>",
}


@pytest.mark.parametrize("fault", WITHOUT_ROOM)
def test_finds_what_has_no_room(page, fault):
    shows(page, WITHOUT_ROOM[fault])
    assert any(fault in line for line in ON_THE_PHONE.without_room(page))


def test_finds_what_has_no_room_in_what_is_closed(page):
    shows(page, f"<details><summary>More</summary>{WITHOUT_ROOM['is cut in two']}</details>")
    assert any("is cut in two" in line for line in ON_THE_PHONE.without_room(page))
    assert not page.locator("details").evaluate("one => one.open")


def test_leaves_the_text_as_large_as_it_was(page):
    shows(page, "<p>Today</p>")
    assert ON_THE_PHONE.without_room(page) == []
    assert page.evaluate("document.documentElement.style.fontSize") == ""
