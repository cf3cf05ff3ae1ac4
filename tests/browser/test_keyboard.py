"""With the keyboard alone. At every stop of the focus it can be seen where it is."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests import make
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.doors import let_in

FOCUS = (Path(__file__).parent / "focus.js").read_text(encoding="utf-8")
MOST_STOPS = 120


@pytest.fixture
def page(open_page):
    """Of the size of a phone, with the keyboard of a desk."""
    return open_page(viewport=PHONE["viewport"])


def tabs_to(page, target, key="Tab"):
    """Goes on with Tab until the focus is on `target`."""
    for _stop in range(MOST_STOPS):
        page.keyboard.press(key)
        assert not page.evaluate(FOCUS)
        if page.locator(":focus").and_(target).count():
            return
    raise AssertionError(f"the focus never came to {target}")


def test_logs_a_session(page, live_server):
    mine = make.assignment(days=3)
    let_in(page, mine.patient.user, live_server.url)
    page.goto("/today/")
    tabs_to(page, page.get_by_role("link", name="Done as prescribed"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Log a session")).to_be_visible()
    tabs_to(page, page.get_by_label("Heels close"))
    page.keyboard.press("ArrowRight")
    tabs_to(page, page.get_by_role("radiogroup", name="Left").get_by_role("radio").first)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    tabs_to(page, page.get_by_label("Cramp"))
    page.keyboard.press("Space")
    tabs_to(page, page.get_by_label("Note for your physio"))
    page.keyboard.type("Without the mouse.")
    tabs_to(page, page.get_by_role("button", name="Save session"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Saved", exact=True)).to_be_visible()
    session = mine.sessions.get()
    said = (session.pain_left, session.variation, session.felt, session.note)
    assert said == (2, "heels-far", ["cramp"], "Without the mouse.")


@pytest.mark.by_day
def test_answers_the_morning(page, live_server):
    mine = make.assignment(days=3)
    let_in(page, mine.patient.user, live_server.url)
    page.goto("/today/")
    tabs_to(page, page.get_by_role("button", name="3", exact=True))
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Saved. Thank you.")
    assert mine.morning_checks.get().pain_left == 3


def test_logs_an_activity_and_says_what_was_behind_a_bad_day(page, live_server):
    mine = make.assignment(days=3)
    make.session(mine, pain=6)
    let_in(page, mine.patient.user, live_server.url)
    page.goto("/activity/")
    tabs_to(page, page.get_by_label("Running", exact=True))
    page.keyboard.press("ArrowRight")
    tabs_to(page, page.get_by_label("How many minutes?"))
    page.keyboard.type("25")
    tabs_to(page, page.get_by_role("button", name="Save activity"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Saved.")
    tabs_to(page, page.get_by_role("button", name="Bad sleep"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Noted.")
    assert (mine.activities.get().kind, mine.activities.get().minutes) == ("sprint", 25)
    assert mine.day_reasons.get().kind == "sleep"


def test_answers_the_first_questions(page, live_server):
    mine = make.assignment(days=3)
    let_in(page, mine.patient.user, live_server.url)
    page.goto("/today/")
    tabs_to(page, page.get_by_role("link", name="A few questions at the start"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="First questions")).to_be_visible()
    tabs_to(page, page.get_by_label("Lower back"))
    page.keyboard.press("Space")
    tabs_to(page, page.get_by_label("How old are you?"))
    page.keyboard.type("38")
    tabs_to(page, page.get_by_role("button", name="Save answers"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Please call us before you go on")).to_be_visible()
    assert (mine.intakes.get().where, mine.intakes.get().age) == (["back"], 38)


def test_accepts_a_suggestion(open_page, live_server):
    page = open_page(**DESKTOP)
    theirs = make.assignment(days=9)
    make.good_days(theirs, 5)
    page.goto("/account/login/")
    tabs_to(page, page.get_by_label("E-mail"))
    page.keyboard.type(theirs.patient.physio.email)
    tabs_to(page, page.get_by_label("Password"))
    page.keyboard.type(make.PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Caseload")).to_be_visible()
    tabs_to(page, page.get_by_role("link", name=theirs.patient.name))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=theirs.patient.name)).to_be_visible()
    tabs_to(page, page.get_by_label("Reason, the patient reads it"))
    page.keyboard.type("Five calm days.")
    tabs_to(page, page.get_by_role("button", name="Accept, move up to stage 2"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Nothing is written yet")
    tabs_to(page, page.get_by_role("button", name="Accept, move up to stage 2").first)
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("is now at stage 2.")
    assert theirs.stage_changes.latest("at").reason == "Five calm days."


@pytest.mark.parametrize("key", ["Tab", "Shift+Tab"])
def test_never_loses_the_focus(page, live_server, key):
    """Through whole pages in either direction, at the height of a small phone, where the bars take most room."""
    mine = make.assignment(days=9)
    make.good_days(mine, 3)
    let_in(page, mine.patient.user, live_server.url)
    page.set_viewport_size({"width": 360, "height": 560})
    for path in ("/today/", "/log/?mode=sets", "/progress/", "/programme/", "/alarm/", "/activity/", "/start/"):
        page.goto(path)
        assert stops_of(page, key) > 5, path


def stops_of(page, key):
    """How often the focus stops until it has gone round the page."""
    for stop in range(MOST_STOPS):
        page.keyboard.press(key)
        assert not page.evaluate(FOCUS), page.url
        if stop and page.evaluate("document.activeElement === document.body"):
            return stop
    raise AssertionError(f"{page.url}: the focus does not come round")


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_decides_nothing_by_the_return_key(open_page, live_server, script):
    page, sent = open_page(**DESKTOP, java_script_enabled=script), []
    page.on("request", lambda request: request.method == "POST" and sent.append(request.url))
    theirs = make.assignment(days=9)
    make.good_days(theirs, 5)
    let_in(page, theirs.patient.physio, live_server.url)
    for address, reason in (("/caseload/", "Note"), (f"/caseload/{theirs.patient.public_id}/", "Reason, the patient")):
        page.goto(address)
        for summary in page.locator("main summary").all():
            summary.click()
        fields = page.locator("form:has(button[disabled]) input:not([type=hidden], [type=date])").filter(visible=True)
        assert fields.count()
        for field in fields.all():
            field.press("Enter")
        page.get_by_label(reason).press_sequentially("No. Please stay at stage 1.")
        page.keyboard.press("Enter")
        expect(page.get_by_label(reason)).to_have_value("No. Please stay at stage 1.")
    for _press in ("shows what it changes", "does it"):
        page.get_by_role("button", name="Decline, stay here").first.click()
    expect(page.get_by_role("status").first).to_contain_text("Declined.")
    assert [url.rpartition("/reviews/")[0] for url in sent] == [
        f"{live_server.url}/caseload/{theirs.patient.public_id}"
    ] * 2
    assert theirs.reviews.get(decision="declined").reason == "No. Please stay at stage 1."
