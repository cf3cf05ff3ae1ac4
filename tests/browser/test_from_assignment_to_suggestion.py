"""The main journey, as both people live it: a programme is assigned, logged, suggested, decided.

The patient holds a phone and the physio sits at a desk; everything goes through the pages that they would use, and each
page is checked for accessibility when it comes up.
"""

import datetime as dt
import re
from zoneinfo import ZoneInfo

from playwright.sync_api import expect

from tests import make, stopped
from tests.browser.axe import assert_no_violations
from tests.browser.doors import sign_in

LONDON = ZoneInfo("Europe/London")
NAME = "Maximiliane Featherstonehaugh-Okonkwo"
REASON = "Five calm days, the last two with the heels far. One leg now, and slowly."
PROMISES = re.compile(r"stage 2|you may|you can move|you are ready|congratulations|well done", re.IGNORECASE)


def test_from_assignment_to_suggestion(phone, desktop):
    physio = make.physio(name="Jonas Adeyemi")

    it_is(phone, days_ago(9), hour=10)
    sign_in(desktop, physio.email, make.PASSWORD)
    sees_an_empty_caseload(desktop)
    adds_a_patient(desktop, NAME, "maximiliane@example.org")
    assigns_the_programme(desktop, side="Left", began=days_ago(9), usual_morning=2)
    link = makes_a_sign_in_link(desktop)

    opens_the_link(phone, link)
    sees_todays_exercise(phone, stage=1, exercise="Double-leg bridge")
    for day in (7, 6, 5):
        it_is(phone, days_ago(day), hour=19)
        logs_a_session(phone, on=days_ago(day), way="Heels close", pain=2)
        it_is(phone, days_ago(day - 1), hour=8)
        answers_the_morning(phone, of=days_ago(day - 1), pain=1)
    reads_that_the_harder_way_is_allowed(phone)
    it_is(phone, days_ago(3), hour=19)
    logs_a_session(phone, on=days_ago(3), way="Heels far", pain=2)
    it_is(phone, days_ago(2), hour=8)
    answers_the_morning(phone, of=days_ago(2), pain=2)
    it_is(phone, days_ago(2), hour=19)
    logs_one_set_at_a_time(phone, on=days_ago(2), way="Heels far", pain=3)

    sign_in(desktop, physio.email, make.PASSWORD)
    sees_nothing_to_decide(desktop, NAME)
    it_is(phone, days_ago(1), hour=8)
    answers_the_morning(phone, of=days_ago(1), pain=2)
    it_is(phone, days_ago(0), hour=12)
    reads_that_the_physio_decides(phone)

    sign_in(desktop, physio.email, make.PASSWORD)
    finds_the_suggestion_on_the_caseload(desktop, NAME)
    reads_the_reasons(desktop)
    accepts(desktop, REASON)

    sees_todays_exercise(phone, stage=2, exercise="Single-leg bridge")
    reads_who_decided(phone, "Jonas Adeyemi", REASON)


def days_ago(days):
    """A local date of the patient, before the day that the journey ends on."""
    return stopped.AT.astimezone(LONDON).date() - dt.timedelta(days=days)


def it_is(page, on, *, hour):
    """The clocks of the product and of the phone go on from here."""
    at = dt.datetime.combine(on, dt.time(hour), LONDON)
    stopped.go_on(at)
    page.clock.set_system_time(at)


# The physio at the desk -----------------------------------------------------------------------------------------------


def sees_an_empty_caseload(page):
    expect(page.get_by_role("heading", name="Caseload")).to_be_visible()
    expect(page.get_by_role("heading", name="Nobody is assigned yet")).to_be_visible()
    assert_no_violations(page)


def adds_a_patient(page, name, email):
    page.get_by_role("link", name="Patients", exact=True).click()
    assert_no_violations(page)
    page.get_by_role("link", name="Add patient").click()
    assert_no_violations(page)
    page.get_by_label("Name").fill(name)
    page.get_by_label("E-mail").fill(email)
    page.get_by_role("button", name="Add this patient").click()
    expect(page.get_by_role("status")).to_contain_text(f"{name} is added. Now assign a programme.")
    assert_no_violations(page)


def assigns_the_programme(page, *, side, began, usual_morning):
    page.get_by_role("link", name="Assign programme").click()
    assert_no_violations(page)
    page.get_by_text(side, exact=True).click()
    page.get_by_label("Starts on").fill(began.isoformat())
    page.get_by_label("Usual morning pain").select_option(str(usual_morning))
    page.get_by_role("button", name="Assign this programme").click()
    expect(page.get_by_role("status")).to_contain_text("The programme is assigned.")
    assert_no_violations(page)


def makes_a_sign_in_link(page):
    page.get_by_role("button", name="Make sign-in link").click()
    expect(page.get_by_role("img", name="QR code of the link")).to_be_visible()
    assert_no_violations(page)
    return page.get_by_label("The link, to copy").input_value()


def sees_nothing_to_decide(page, name):
    page.get_by_role("link", name="Caseload").click()
    expect(group(page, "Decide")).to_contain_text("Nothing to decide.")
    expect(group(page, "On track")).to_contain_text(name)
    assert_no_violations(page)


def finds_the_suggestion_on_the_caseload(page, name):
    page.get_by_role("link", name="Caseload").click()
    expect(group(page, "Decide")).to_contain_text("Suggests stage 2: 5 of 5 green days.")
    assert_no_violations(page)
    group(page, "Decide").get_by_role("link", name=name).click()


def reads_the_reasons(page):
    suggestion = page.get_by_role("region", name="Suggests stage 2: Single-leg bridge")
    facts = suggestion.get_by_role("listitem")
    for words in ("5 of 5 green days", "Worst pain during 3, worst next morning 2, usual 2", "points are met"):
        expect(facts.filter(has_text=words)).to_be_visible()
    suggestion.get_by_text("Every point, with its days").click()
    reasons = suggestion.get_by_role("row").filter(has=page.get_by_role("cell"))
    expect(reasons.filter(has_text="5 green days in 14 days")).to_contain_text("5")
    expect(reasons.filter(has_text="At least 7 days in stage")).to_contain_text("8 days")
    expect(reasons.filter(has_text="Every set on last 2 days")).to_contain_text("2 of 2")
    expect(reasons.filter(has_text="Harder variation on last 2 days")).to_contain_text("2 of 2")
    expect(reasons.filter(has_text="Pain during at most 3")).to_contain_text("worst 3")
    expect(reasons.filter(has_text="Next morning at most 3")).to_contain_text("worst 2, usual 2")
    for reason in reasons.all():
        expect(reason.get_by_text("Met", exact=True)).to_have_count(1)
    expect(suggestion).not_to_contain_text("on a later day")
    assert_no_violations(page)


def accepts(page, reason):
    page.get_by_label("Reason, the patient reads it").fill(reason)
    page.get_by_role("button", name="Accept, move up to stage 2").click()
    assert_no_violations(page)
    page.get_by_role("button", name="Accept, move up to stage 2").first.click()
    expect(page.get_by_role("status")).to_contain_text(f"{NAME} is now at stage 2.")
    expect(page.get_by_text("Stage 2 of 5", exact=True)).to_be_visible()
    assert_no_violations(page)


def group(page, name):
    """A group of the caseload."""
    return page.get_by_role("region", name=name, exact=True)


# The patient with the phone -------------------------------------------------------------------------------------------


def opens_the_link(page, link):
    page.goto(link)
    assert_no_violations(page)
    page.get_by_role("button", name="Open my programme").click()


def sees_todays_exercise(page, *, stage, exercise):
    page.goto("/today/")
    expect(page.get_by_text(f"Stage {stage} of 5")).to_be_visible()
    expect(page.get_by_role("region", name=exercise, exact=True)).to_be_visible()
    assert_no_violations(page)


def logs_a_session(page, *, on, way, pain):
    page.goto("/today/")
    page.get_by_role("link", name="Done as prescribed").click()
    assert_no_violations(page)
    says_how_it_went(page, on=on, way=way, pain=pain)
    expect(page.locator("#main")).to_contain_text("Double-leg bridge, 10 of 10 holds")
    assert_no_violations(page)


def logs_one_set_at_a_time(page, *, on, way, pain):
    page.goto("/today/")
    page.get_by_role("link", name="Set by set").click()
    page.get_by_text("Type the numbers").click()
    for number in range(1, 11):
        page.get_by_label(f"Set {number}, both legs, seconds").fill("10")
    assert_no_violations(page)
    says_how_it_went(page, on=on, way=way, pain=pain)
    expect(page.locator("#main")).to_contain_text("Double-leg bridge, 10 of 10 holds")


def says_how_it_went(page, *, on, way, pain):
    page.get_by_text(way, exact=True).click()
    chooses_pain(page, "Left", pain)
    page.get_by_label("When did you do it?").fill(f"{on}T18:30")
    page.get_by_role("button", name="Save session").click()
    expect(page.get_by_role("heading", name="Saved", exact=True)).to_be_visible()


def answers_the_morning(page, *, of, pain):
    page.goto("/today/")
    page.get_by_role("link", name="Answer another morning").click()
    page.get_by_label("Which morning?").fill(of.isoformat())
    chooses_pain(page, "Left", pain)
    assert_no_violations(page)
    page.get_by_role("button", name="Save answer").click()
    expect(page.get_by_role("status")).to_contain_text("Saved. Thank you.")
    assert_no_violations(page)


def chooses_pain(page, side, number):
    page.get_by_role("radiogroup", name=side).locator("label").nth(number).click()


def reads_that_the_harder_way_is_allowed(page):
    page.goto("/today/")
    expect(page.locator("#main")).to_contain_text("Your plan allows the harder version now: heels far.")
    promises_nothing(page)


def reads_that_the_physio_decides(page):
    page.goto("/today/")
    expect(page.get_by_text("Stage 1 of 5")).to_be_visible()
    expect(page.locator("#main")).to_contain_text("Jonas now looks at it and decides.")
    promises_nothing(page)
    page.get_by_role("link", name="Progress").click()
    expect(page.get_by_role("heading", name="5 of 5 good days")).to_be_visible()
    promises_nothing(page)
    assert_no_violations(page)


def promises_nothing(page):
    """Until the physio decided, no page speaks of a next stage as if it were certain."""
    expect(page.locator("#main")).not_to_contain_text(PROMISES)


def reads_who_decided(page, physio, reason):
    expect(page.locator("#main")).to_contain_text(f"{physio} moved you to stage 2 today. Reason: {reason}")
    page.get_by_role("link", name="Progress").click()
    expect(page.get_by_role("region", name="Who decided")).to_contain_text(f"{physio} moved you to stage 2. “{reason}”")
    assert_no_violations(page)
