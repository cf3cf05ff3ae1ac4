"""What a screen reader is told, from the browser's own accessibility tree; and what is left at twice the size."""

from itertools import pairwise

import pytest

from tests import make
from tests.browser.conftest import PHONE
from tests.browser.doors import let_in
from tests.browser.page_rules import WIDER_THAN_THE_PAGE

CONTROLS = {"button", "link", "radio", "checkbox", "textbox", "combobox", "spinbutton", "searchbox", "switch"}
PATHS = ("/today/", "/log/", "/log/?mode=sets", "/morning/", "/activity/", "/start/", "/measure/", "/alarm/")
TWICE = "() => { document.documentElement.style.fontSize = '200%'; }"


@pytest.fixture
def page(open_page):
    return open_page(viewport=PHONE["viewport"])


@pytest.fixture
def mine(page, live_server):
    """A patient with something of everything: a bad day, an open morning, questions, activities."""
    made = make.assignment(days=9, stage=2)
    make.session(made, days_ago=1, pain=2)
    make.session(made, pain=5, sets=4)
    make.activity(made, pain=3)
    let_in(page, made.patient.user, live_server.url)
    return made


def tree(page):
    """[(role, name, properties)] of everything a reader is told, in its order."""
    nodes = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    return [
        (
            node["role"]["value"],
            node.get("name", {}).get("value", "").strip(),
            {one["name"]: one["value"].get("value") for one in node.get("properties", ())},
        )
        for node in nodes
        if not node.get("ignored") and "role" in node
    ]


def faults_of(said):
    """A line for each control without a name, each choice without a state, each heading out of order."""
    found = [f"{role} without a name" for role, name, _about in said if role in CONTROLS | {"image"} and not name]
    found += [
        f"{role} {name!r} does not say whether it is chosen"
        for role, name, about in said
        if role in {"radio", "checkbox"} and "checked" not in about
    ]
    levels = [about["level"] for role, _name, about in said if role == "heading"]
    found += [f"h{after} after h{before}" for before, after in pairwise(levels) if after > before + 1]
    return found + ([] if levels and levels[0] == 1 and levels.count(1) == 1 else [f"headings begin {levels[:3]}"])


@pytest.mark.parametrize("path", PATHS)
def test_names_every_control_and_its_state(page, mine, path):
    page.goto(path)
    said = tree(page)
    assert len([role for role, _name, _about in said if role in CONTROLS]) > 3
    assert faults_of(said) == []


def test_says_of_a_number_what_it_means_and_whether_it_is_chosen(page, mine):
    page.goto("/morning/")
    page.get_by_role("radiogroup", name="Left").locator("label").nth(4).click()
    radios = {name: about["checked"] for role, name, about in tree(page) if role == "radio"}
    [(chosen, _state)] = [(name, state) for name, state in radios.items() if state == "true"]
    assert chosen.startswith("4") and chosen.endswith("It bothers me, but I can finish")
    assert list(radios.values()).count("false") == 10
    assert any(name.endswith("worst pain I can imagine") for name in radios)


def test_groups_the_numbers_under_their_side(page, mine):
    page.goto("/log/")
    groups = [name for role, name, _about in tree(page) if role == "radiogroup"]
    assert any(name.startswith("Left") for name in groups) and any(name.startswith("Right") for name in groups)


PLANTED = {
    "without a name": "document.querySelector('.btn-primary').textContent = ''",
    "h4 after h2": "document.querySelector('.exercise-card h2').insertAdjacentHTML('afterend', '<h4>Too deep</h4>')",
    "headings begin": "document.querySelector('h1').remove()",
}


@pytest.mark.parametrize("fault", PLANTED)
def test_finds_what_is_planted(page, mine, fault):
    page.goto("/morning/" if fault == "without a name" else "/today/")
    page.evaluate(PLANTED[fault])
    assert any(fault in line for line in faults_of(tree(page)))


@pytest.mark.parametrize("path", PATHS)
def test_fits_at_twice_the_size(page, mine, path):
    """Zoomed to 200 % on a desk (640 px are left of 1280), and with text alone at 200 % on a phone."""
    page.set_viewport_size({"width": 640, "height": 400})
    page.goto(path)
    assert page.evaluate(WIDER_THAN_THE_PAGE) == []
    page.set_viewport_size(PHONE["viewport"])
    page.evaluate(TWICE)
    assert page.evaluate(WIDER_THAN_THE_PAGE) == []
