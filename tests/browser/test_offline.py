"""The phone without signal: what is shown, what is kept, what arrives, and who never sees it."""

import datetime as dt
import re

import pytest
from django.templatetags.static import static
from playwright.sync_api import expect

from patients import services
from patients.models import SetLog
from programs import clock
from programs.models import Prescription
from tests import make
from tests.browser import offline_trial
from tests.browser.axe import assert_no_violations
from tests.browser.bad_line import BadLine
from tests.browser.own_phone import OwnPhone

SESSIONS = 20
YEAR = dt.timedelta(days=365)
ENTRIES = """async () => {
    const result = asked => new Promise(done => { asked.onsuccess = () => done(asked.result); });
    const database = await result(indexedDB.open("outbox"));
    return JSON.stringify(await result(database.transaction("entries").objectStore("entries").getAll()));
}"""


@pytest.fixture
def line(live_server):
    with BadLine(live_server.thread.host, live_server.thread.port) as line:
        yield line


@pytest.fixture
def own_phone(playwright, tmp_path, line):
    phone = OwnPhone(playwright, tmp_path / "phone", line)
    yield phone
    phone.close()


@pytest.fixture
def running():
    return make.assignment(days=3)


def log_path(of):
    return f"/log/?exercise={make.main_prescription(of).pk}"


def starts_with_pages_kept(phone, of, *paths):
    page = phone.start()
    phone.enter(of.patient.user)
    phone.keeps(log_path(of), "/outbox/", "/alarm/", "/morning/", "/away/", *paths)
    return page


def test_loses_and_doubles_nothing_of_20_sessions(own_phone, line, running):
    line.refused, line.lost = 0.2, 0.3
    tally = offline_trial.run(own_phone, running, SESSIONS)
    print(f"\n{tally}; 503 {line.counts['refused']}, answers lost {line.counts['lost']}")
    assert (tally.stored, tally.lost, tally.duplicated) == (SESSIONS, 0, 0)
    assert tally.refused_with_reason == 1
    assert line.counts["refused"] and line.counts["lost"]


FORGETS_TOO_EARLY = (
    "const answer = await fetch(entry.url",
    "await remove(entry);\n  const answer = await fetch(entry.url",
)
NEW_ID_EACH_TIME = (
    "body: new URLSearchParams(fields)",
    "body: new URLSearchParams({ ...Object.fromEntries(fields), client_id: crypto.randomUUID() })",
)


@pytest.mark.parametrize(
    ("plant", "fault"), [(FORGETS_TOO_EARLY, "lost"), (NEW_ID_EACH_TIME, "duplicated")], ids=["early", "new-id"]
)
def test_finds_what_is_planted(plant, fault, own_phone, line, running):
    line.plant(static("js/phone/drain.js"), *plant)
    line.refused, line.lost = 0.5, 0.7
    tally = offline_trial.run(own_phone, running, 6, kill_every=100, rounds=12)
    print(f"\n{tally}")
    assert getattr(tally, fault) > 0


def test_shows_today_after_a_cold_start_without_signal(own_phone, running):
    starts_with_pages_kept(own_phone, running)
    own_phone.loses_signal()
    own_phone.kill()
    page = own_phone.start()
    page.goto("/today/")
    expect(page.get_by_role("heading", name="Double-leg bridge")).to_be_visible()
    expect(page.get_by_text("No signal", exact=True)).to_be_visible()
    drawing = page.locator(".exercise-card__figure").first
    assert drawing.evaluate("image => image.complete && image.naturalWidth > 0")
    page.get_by_role("button", name="Show it moving").first.click()
    expect(page.get_by_role("img", name="Double-leg bridge, in motion")).to_be_visible()
    page.goto("/progress/")
    expect(page.get_by_role("heading", name="Today", exact=True).or_(page.locator("h1"))).to_be_visible()
    assert_no_violations(page)


def test_says_how_many_wait_and_sends_them_by_itself(own_phone, running):
    page = starts_with_pages_kept(own_phone, running)
    own_phone.loses_signal()
    offline_trial.logs(page, log_path(running), note="one")
    offline_trial.logs(page, log_path(running), note="two")
    expect(page.get_by_role("listitem").filter(has_text="Double-leg bridge")).to_have_count(2)
    expect(page.get_by_role("listitem").first).to_contain_text("left 2")
    assert_no_violations(page)
    page.get_by_role("link", name="Back to Today").click()
    expect(page.get_by_role("link", name="2 waiting to be sent")).to_be_visible()
    expect(page.locator(".exercise-card").first.get_by_text("Logged, waits to be sent")).to_be_visible()
    own_phone.finds_signal()
    expect(page.locator("[data-queue-count]")).to_be_hidden()
    assert running.sessions.count() == 2


def test_keeps_the_weight_that_a_thumb_chose(own_phone, running):
    Prescription.objects.filter(pk=make.main_prescription(running).pk).update(load_rm=15)
    make.session(running, days_ago=1)
    SetLog.objects.filter(session__assignment=running).update(load_kg=10)
    page = starts_with_pages_kept(own_phone, running)
    own_phone.loses_signal()
    page.goto(log_path(running))
    expect(page.get_by_label("Weight asked for: 15RM")).to_have_value("10")
    for _press in range(2):
        page.get_by_role("button", name="More weight").click()
    assert_no_violations(page)
    offline_trial.saves(page)
    own_phone.finds_signal()
    own_phone.sends()
    latest = SetLog.objects.filter(session=running.sessions.first())
    assert {str(one.load_kg) for one in latest} == {"12.00"}


def test_keeps_no_free_text_that_can_be_read(own_phone, running):
    page = starts_with_pages_kept(own_phone, running)
    own_phone.loses_signal()
    offline_trial.logs(page, log_path(running), note="a very private note")
    kept = page.evaluate(ENTRIES)
    assert "pain_left" in kept and "private" not in kept
    assert running.patient.name not in kept and "csrf" not in kept
    own_phone.finds_signal()
    own_phone.sends()
    assert running.sessions.get().note == "a very private note"


def test_keeps_everything_while_nobody_is_signed_in(own_phone, running):
    page = starts_with_pages_kept(own_phone, running)
    own_phone.loses_signal()
    offline_trial.logs(page, log_path(running), note="kept")
    own_phone.context.clear_cookies()
    own_phone.finds_signal()
    page.wait_for_url(re.compile("/account/login/"))  # what was kept closes
    expect(page.get_by_role("status")).to_contain_text("Something you logged waits on this phone.")
    own_phone.enter(running.patient.user)
    page.goto("/outbox/")
    own_phone.sends()
    assert offline_trial.waiting(page) == 0
    assert running.sessions.count() == 1


def test_shows_and_sends_nothing_of_another_account(own_phone, running):
    other = make.assignment(days=3)
    page = starts_with_pages_kept(own_phone, running)
    own_phone.loses_signal()
    offline_trial.logs(page, log_path(running), note="mine")
    own_phone.enter(other.patient.user)
    own_phone.finds_signal()
    page.wait_for_url(re.compile("/today/"))  # what was kept closes
    own_phone.keeps("/outbox/")
    page.goto("/outbox/")
    expect(page.get_by_text("Nothing is waiting")).to_be_visible()
    assert running.sessions.count() == other.sessions.count() == 0
    assert own_phone.accounts_kept() == [f"pages-{other.patient.public_id}"]
    own_phone.enter(running.patient.user)
    page.goto("/outbox/")
    own_phone.sends()
    assert running.sessions.get().note == "mine"
    assert other.sessions.count() == 0


def test_signing_out_sends_first_and_takes_the_pages_along(own_phone, running):
    page = starts_with_pages_kept(own_phone, running)
    own_phone.loses_signal()
    offline_trial.logs(page, log_path(running), note="last one")
    page.goto("/today/")
    own_phone.finds_signal()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(re.compile("/account/login/"))
    assert running.sessions.get().note == "last one"
    assert own_phone.accounts_kept() == []


def test_signs_out_without_signal_as_soon_as_there_is_some(own_phone, running):
    page = starts_with_pages_kept(own_phone, running)
    own_phone.loses_signal()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="No signal: not signed out yet")).to_be_visible()
    own_phone.finds_signal()
    page.wait_for_url(re.compile("/account/login/"))


def test_opens_without_signal_after_signing_out_and_signs_out_on_the_next_try(own_phone, running):
    page = starts_with_pages_kept(own_phone, running)
    own_phone.loses_signal()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="No signal: not signed out yet")).to_be_visible()
    page.goto("/today/")
    expect(page.get_by_role("heading", name="No connection")).to_be_visible()
    own_phone.finds_signal()
    page.get_by_role("link", name="Try again").click()
    page.wait_for_url(re.compile("/account/login/"))


def test_says_at_once_that_an_alarm_was_not_told(own_phone, running):
    page = starts_with_pages_kept(own_phone, running)
    own_phone.loses_signal()
    page.goto("/alarm/")
    alert = page.get_by_role("alert").filter(has_text="We have not been told yet")
    expect(alert).to_contain_text("There is no signal, or no answer. Please call.")
    expect(alert.get_by_role("link")).to_have_count(1)
    page.get_by_text("A hot, swollen or very painful calf").click()
    page.get_by_text("Numb between the legs").click()
    calls = alert.get_by_role("link", name="Call")
    expect(calls).to_have_text(["Call 999", "Call 111"])
    expect(calls.first).to_have_attribute("href", "tel:999")
    page.get_by_role("button", name="Tell the clinic").click()
    expect(alert).to_be_focused()
    expect(alert).to_contain_text("What you ticked is kept on this phone")
    assert_no_violations(page)
    page.goto("/today/")
    page.get_by_role("link", name="What to do now, and whom to call").click()
    expect(page.get_by_role("alert").get_by_role("link", name="Call")).to_have_text(["Call 999", "Call 111"])
    expect(page.locator("[data-queue-waits]")).to_be_hidden()
    own_phone.finds_signal()
    page.goto("/outbox/")
    own_phone.sends()
    assert {flag.kind for flag in running.patient.flags.all()} == {"calf", "saddle"}


def test_changes_the_page_that_is_open_when_an_alarm_is_sent_late(own_phone, running):
    page = starts_with_pages_kept(own_phone, running)
    own_phone.loses_signal()
    page.goto("/alarm/")
    page.get_by_text("A hot, swollen or very painful calf").click()
    page.get_by_role("button", name="Tell the clinic").click()
    expect(page.get_by_role("alert").filter(has_text="We have not been told yet")).to_be_focused()  # and kept
    page.goto("/today/")
    expect(page.get_by_role("heading", name="Double-leg bridge")).to_be_visible()
    own_phone.finds_signal()
    expect(page.get_by_role("heading", name="Your exercises are paused")).to_be_visible()


def test_raises_an_alarm_without_signal_after_the_programme_has_ended(own_phone, running):
    services.end_assignment(running, by=running.patient.physio, now=clock.now())
    page = own_phone.start()
    own_phone.enter(running.patient.user)
    own_phone.keeps("/alarm/", "/messages/")
    own_phone.loses_signal()
    page.goto("/messages/")
    page.get_by_role("banner").get_by_role("link", name="Something new or alarming").click()
    page.get_by_text("A hot, swollen or very painful calf").click()
    page.get_by_role("button", name="Tell the clinic").click()
    expect(page.get_by_role("alert").filter(has_text="We have not been told yet")).to_be_focused()
    page.goto("/today/")
    own_phone.finds_signal()
    expect(page.get_by_role("heading", name="Please leave your exercises for now")).to_be_visible()
    assert running.patient.flags.get().kind == "calf"


def test_asks_of_a_tear_where_severe_pain_waits_to_be_sent(own_phone, running):
    page = starts_with_pages_kept(own_phone, running)
    own_phone.loses_signal()
    offline_trial.logs(page, log_path(running), note="", pain=2)
    listed = page.locator("[data-queue]")
    question = listed.get_by_text("Was there a pop, a bruise or new weakness?")
    expect(page.get_by_role("listitem").filter(has_text="left 2")).to_be_visible()
    expect(question).to_be_hidden()
    offline_trial.logs(page, log_path(running), note="", pain=9)
    expect(question.first).to_be_visible()
    assert_no_violations(page)
    listed.get_by_role("link", name="Yes, or I am not sure").click()
    expect(page.get_by_role("heading", name="Something new or alarming")).to_be_visible()


def test_says_what_a_number_means_where_its_entry_waits_to_be_sent(own_phone, running):
    page = starts_with_pages_kept(own_phone, running)
    own_phone.loses_signal()
    offline_trial.logs(page, log_path(running), note="", pain=2)
    expect(page.get_by_role("listitem").filter(has_text="left 2")).to_be_visible()
    means = page.get_by_text("This number means “Stay”").filter(visible=True)
    expect(means).to_have_count(0)
    offline_trial.logs(page, log_path(running), note="", pain=4)
    expect(means).to_have_count(1)
    expect(page.get_by_role("listitem").filter(has=means)).to_contain_text("left 4")
    assert_no_violations(page)


def test_says_on_a_line_without_an_answer_that_an_alarm_was_not_told(own_phone, running):
    page = starts_with_pages_kept(own_phone, running)
    page.goto("/alarm/")
    own_phone.line.up = False  # the phone believes that it has signal
    page.get_by_text("A hot, swollen or very painful calf").click()
    page.get_by_role("button", name="Tell the clinic").click()
    expect(page.get_by_role("alert").filter(has_text="We have not been told yet")).to_be_focused()


def test_says_what_is_wrong_where_it_was_typed_and_posts_it_once(own_phone, running):
    page, posts = starts_with_pages_kept(own_phone, running), []
    page.on("request", lambda request: request.method == "POST" and posts.append(request.url))
    page.goto(log_path(running))
    page.get_by_text("Set by set", exact=True).click()
    page.get_by_text("Type the numbers").click()
    page.get_by_label("Set 2, both legs, seconds", exact=True).and_(page.locator("input")).fill("ten")
    page.get_by_text("Type the numbers").click()
    page.get_by_role("button", name="Save session").click()
    said = page.get_by_role("alert").filter(has_text="Not saved yet")
    expect(said).to_be_focused()
    expect(said).to_contain_text("Left: Please choose a number. 0 means no pain.")
    expect(said.get_by_text("Set 2: please enter a whole number.")).to_be_visible()
    expect(page.locator("[name=set-2-both]")).to_have_accessible_description("Set 2: please enter a whole number.")
    expect(page.get_by_role("radiogroup", name="Left")).to_have_accessible_description(
        "Please choose a number. 0 means no pain."
    )
    assert_no_violations(page)
    page.get_by_text("As prescribed", exact=True).click()
    page.locator("[name=set-2-both]").evaluate("box => box.value = ''")
    page.get_by_text("Heels close", exact=True).click()
    page.get_by_role("radiogroup", name="Left").locator("label").nth(1).click()
    page.get_by_role("button", name="Save session").click()
    expect(page.get_by_role("heading", name="Saved", exact=True)).to_be_visible()
    assert len(posts) == 2, posts
    page.goto("/outbox/")
    expect(page.get_by_text("Nothing is waiting")).to_be_visible()
    assert running.sessions.count() == 1


def test_can_be_installed(own_phone, running):
    page = starts_with_pages_kept(own_phone, running)
    manifest = page.request.get("/manifest.webmanifest").json()
    assert (manifest["start_url"], manifest["display"]) == ("/today/", "standalone")
    for icon in manifest["icons"]:
        assert page.request.get(icon["src"]).headers["content-type"] == "image/png"
    assert page.evaluate("document.querySelector('link[rel=manifest]').href").endswith("/manifest.webmanifest")


def test_believes_a_phone_whose_clock_is_a_year_ahead(own_phone, running):
    """What is logged without signal stands on the day it was, flagged; a morning answered then is not late."""
    page = starts_with_pages_kept(own_phone, running)
    page.clock.install()
    page.clock.set_system_time(clock.now() + YEAR)
    own_phone.loses_signal()
    offline_trial.logs(page, log_path(running), note="in another year")
    own_phone.finds_signal()
    own_phone.sends()
    session = running.sessions.get()
    assert session.local_date == running.patient.today(clock.now())
    assert (session.clock_is_no_evidence, round(session.clock_off / YEAR.total_seconds(), 2)) == (True, 1)


def test_keeps_the_reason_behind_a_bad_day_and_an_activity(own_phone):
    running = make.assignment(days=3, intake=1)
    make.morning(running, pain=3)
    page = starts_with_pages_kept(own_phone, running, "/activity/")
    own_phone.loses_signal()
    page.goto("/today/")
    page.get_by_role("button", name="Bad sleep").click()
    expect(page.get_by_role("listitem").filter(has_text="Reason behind a day")).to_have_count(1)
    page.goto("/activity/")
    page.get_by_text("Running", exact=True).click()
    page.get_by_label("How many minutes?").fill("20")
    page.get_by_role("button", name="Save activity").click()
    expect(page.get_by_role("listitem").filter(has_text="Activity")).to_have_count(1)
    own_phone.finds_signal()
    own_phone.sends()
    assert (running.day_reasons.get().kind, running.activities.get().minutes) == ("sleep", 20)


def answers_a_morning(page, number):
    """The page's clock stands from here on: what can be undone for ten seconds can be for as long as a test takes."""
    page.clock.pause_at(clock.now() + dt.timedelta(minutes=2))
    page.goto("/today/")
    page.locator(".morning-card").get_by_role("button", name=number).click()


@pytest.mark.by_day
def test_takes_back_a_morning_that_has_not_gone(own_phone, running):
    page = starts_with_pages_kept(own_phone, running)
    own_phone.loses_signal()
    answers_a_morning(page, "9")
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Nothing is waiting")).to_be_visible()
    own_phone.finds_signal()
    own_phone.sends()
    assert not running.morning_checks.exists()


@pytest.mark.by_day
def test_takes_back_at_the_clinic_a_morning_whose_answer_was_lost(own_phone, line, running):
    page = starts_with_pages_kept(own_phone, running)
    line.lost = 1
    answers_a_morning(page, "9")
    page.wait_for_url("/outbox/")
    assert running.morning_checks.valid().get().pain_left == 9
    own_phone.loses_signal()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("listitem").filter(has_text="Morning answer taken out")).to_have_count(1)
    line.lost = 0
    own_phone.finds_signal()
    own_phone.sends()
    assert (running.morning_checks.count(), running.morning_checks.valid().count()) == (1, 0)


@pytest.mark.by_day
def test_offers_undo_for_ten_seconds_and_to_change_it_after_them(own_phone, running):
    page = starts_with_pages_kept(own_phone, running)
    answers_a_morning(page, "9")
    undo = page.get_by_role("button", name="Undo")
    expect(undo).to_be_visible()
    page.wait_for_load_state("networkidle")  # its scripts have run: what they ask for later is on this clock
    page.clock.fast_forward(11_000)
    expect(undo).to_be_hidden()
    expect(page.get_by_role("link", name="Change")).to_be_visible()
