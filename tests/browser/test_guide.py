"""The guided session, with the clock of the page sped up."""

import datetime as dt
import json

import pytest
from playwright.sync_api import expect

from programs import clock
from tests import make
from tests.browser.conftest import PHONE
from tests.browser.doors import let_in
from tests.browser.page_rules import ON_THE_PHONE
from tests.browser.test_keyboard import tabs_to
from tests.browser.tour import Tour

FIRST, READY, HOLD, REST = 10_000, 5_000, 10_000, 20_000
LOCKS = """
    window.locks = { now: 0, most: 0 };
    Object.defineProperty(navigator, "wakeLock", { value: { request: async () => {
        locks.now += 1; locks.most = Math.max(locks.most, locks.now);
        return { released: false, release() { locks.now -= 1; this.released = true; } };
    } } });"""
SOUNDS = """
    window.sounds = [];
    navigator.vibrate = (length) => sounds.push(length);"""
KEPT = """async ([mode, verb, ...words]) => {
    const result = asked => new Promise(done => { asked.onsuccess = () => done(asked.result); });
    const database = await result(indexedDB.open("guide"));
    return await result(database.transaction("sessions", mode).objectStore("sessions")[verb](...words));
}"""

FULL = """
    const open = IDBFactory.prototype.open;
    IDBFactory.prototype.open = function (name, ...more) {
        if (name === "guide") throw new DOMException("", "QuotaExceededError");
        return open.call(this, name, ...more);
    };"""


def key_of(running):
    """What the phone files the guided session of a programme under."""
    one = make.main_prescription(running)
    return f"{running.patient.public_id}:{one.pk}:{one.sets}x{one.target}"


@pytest.fixture
def mine(request):
    """The programme of the patient who holds the phone, in the stage the test asks for."""
    return make.assignment(days=3, stage=getattr(request, "param", 1))


@pytest.fixture
def phone(open_page, mine, live_server):
    page = open_page(**PHONE)
    stops_the_clock(page)
    let_in(page, mine.patient.user, live_server.url)
    return page


def stops_the_clock(page, behind=5):
    """From here on the page's clock moves only when a test moves it. It is 5 minutes behind, so that what a test plays
    through lies in the past when it is logged."""
    now = clock.now()
    page.clock.install(time=now - dt.timedelta(minutes=behind + 1))
    page.clock.pause_at(now - dt.timedelta(minutes=behind))


def begins(page, *choices):
    page.goto("/today/")
    page.get_by_role("link", name="Guide me").first.click()
    for choice in choices:
        page.get_by_text(choice, exact=True).click()
    page.get_by_role("button", name="Start", exact=True).click()


def dial(page):
    return page.get_by_role("timer")


def says_the_pain_and_saves(page, pain=1):
    page.get_by_role("radiogroup", name="Left").locator("label").nth(pain).click()
    page.get_by_role("button", name="Save session").click()
    expect(page.get_by_role("heading", name="Saved", exact=True)).to_be_visible()


def reaches_the_disk(page):
    """Waits for what the page is writing: whoever reads comes after it."""
    page.evaluate(KEPT, ["readonly", "getAllKeys"])


def saved_sets(of):
    return [(one.number, one.side, one.done) for one in of.sessions.get().sets.order_by("number", "side")]


# The whole way --------------------------------------------------------------------------------------------------------


def test_leads_through_an_exercise_that_nobody_drew(phone, mine):
    make.main_prescription(mine).exercise.variations.all().delete()
    begins(phone)
    expect(phone.get_by_role("img", name="position")).to_have_count(0)
    phone.clock.run_for(FIRST + 4_000)
    expect(dial(phone)).to_have_attribute("aria-label", "Hold, 6 of 10 seconds left")


def test_leads_through_ten_holds_and_a_killed_browser_loses_none(phone, mine, new_context, live_server):
    begins(phone)
    expect(dial(phone)).to_have_attribute("aria-label", "Get ready, 10 of 10 seconds left")
    phone.clock.run_for(FIRST + 3 * (HOLD + REST) + 4_000)
    expect(phone.get_by_text("Set 4 of 10", exact=True)).to_be_visible()
    expect(dial(phone)).to_have_attribute("aria-label", "Hold, 6 of 10 seconds left")
    reaches_the_disk(phone)
    what_the_phone_keeps = phone.context.storage_state(indexed_db=True)
    phone.context.close()

    again = new_context(**PHONE, storage_state=what_the_phone_keeps).new_page()
    stops_the_clock(again)
    again.goto("/guide/")
    again.get_by_role("button", name="Go on with set 4").click()
    expect(again.get_by_text("3 of 10", exact=True)).to_be_visible()
    expect(dial(again)).to_have_attribute("aria-label", "Get ready, 5 of 5 seconds left")
    again.clock.run_for(READY + 7 * HOLD + 6 * REST)
    expect(again.locator("#guide-progress")).to_have_text("All sets are done.")
    again.get_by_role("link", name="Log this session").click()
    expect(again.locator(".pain-scale input:checked")).to_have_count(0)
    says_the_pain_and_saves(again)
    assert saved_sets(mine) == [(number, "both", 10) for number in range(1, 11)]
    assert (mine.sessions.get().all_sets, mine.sessions.get().pain_left) == (True, 1)

    again.goto("/guide/")
    expect(again.get_by_role("button", name="Start", exact=True)).to_be_visible()


@pytest.mark.parametrize("mine", [2], indirect=True)
def test_changes_legs_and_counts_each(phone, mine):
    begins(phone)
    phone.clock.run_for(FIRST + 1_000)
    expect(phone.get_by_text("Left leg, set 1 of 10", exact=True)).to_be_visible()
    expect(phone.get_by_text("Next: right leg, set 1 of 10")).to_be_visible()
    phone.clock.run_for(HOLD + REST)
    expect(phone.get_by_text("Right leg, set 1 of 10", exact=True)).to_be_visible()
    expect(phone.locator("[data-leg=left]")).to_have_text("1 of 10")
    expect(phone.locator("[data-leg=right]")).to_have_text("0 of 10")


@pytest.mark.parametrize("mine", [3], indirect=True)
def test_counts_repetitions_and_waits_for_the_patient(phone, mine):
    begins(phone)
    count = phone.get_by_role("button", name="Tap to count")
    for _tap in range(20):
        count.click()
    expect(dial(phone)).to_have_attribute("aria-label", "Rest, 60 of 60 seconds left")
    phone.clock.run_for(60_000)
    for _tap in range(12):
        count.click()
    phone.clock.run_for(100_000)
    expect(dial(phone)).to_have_attribute("aria-label", "12 of 20 repetitions")
    phone.get_by_role("button", name="Finish with 12").click()
    for _set in range(4):
        phone.get_by_role("button", name="Start now").click()
        phone.get_by_role("button", name="All 20 done").click()
    expect(dial(phone)).to_have_attribute("aria-label", "Next exercise, 60 of 60 seconds left")
    phone.get_by_role("button", name="Pause").click()
    phone.get_by_role("link", name="Log what I did").click()
    expect(phone.get_by_label("Set 1, right, repetitions")).to_have_value("12")
    says_the_pain_and_saves(phone)
    assert [done for _number, _side, done in saved_sets(mine)] == [20, 12, 20, 20, 20, 20]


def test_stops_when_it_hurts_and_logs_what_was_done(phone, mine):
    begins(phone)
    phone.clock.run_for(FIRST + 2 * (HOLD + REST) + 6_500)
    phone.get_by_role("link", name="It hurts, stop").click()
    expect(phone.get_by_label("I stopped because of pain")).to_be_checked()
    expect(phone.get_by_label("Set 4, both legs, seconds")).to_have_value("")
    says_the_pain_and_saves(phone, pain=5)
    assert saved_sets(mine) == [(1, "both", 10), (2, "both", 10), (3, "both", 6)]
    assert mine.sessions.get().stopped_for_pain


def test_keeps_what_was_corrected_when_the_log_form_comes_back(phone, mine):
    begins(phone)
    phone.clock.run_for(FIRST + HOLD)
    phone.get_by_role("link", name="It hurts, stop").click()
    phone.get_by_text("Type the numbers").click()
    phone.get_by_label("Set 1, both legs, seconds").fill("8")
    phone.get_by_role("button", name="Save session").click()
    expect(phone.get_by_role("alert")).to_contain_text("Please choose a number.")
    expect(phone.get_by_label("Set 1, both legs, seconds")).to_have_value("8")
    says_the_pain_and_saves(phone)
    assert saved_sets(mine) == [(1, "both", 8)]


def test_goes_on_where_a_session_of_today_ended(phone, mine):
    make.session(mine, sets=7)
    phone.goto("/today/")
    phone.get_by_role("link", name="Guide me through the rest").click()
    phone.get_by_role("button", name="Start", exact=True).click()
    phone.clock.run_for(FIRST + 3 * HOLD + 2 * REST)
    phone.get_by_role("link", name="Log this session").click()
    says_the_pain_and_saves(phone)
    phone.goto("/today/")
    expect(phone.get_by_text("Done today")).to_be_visible()


def test_logs_apart_what_comes_after_sets_that_wait_to_be_sent(open_page, mine, live_server):
    phone = open_page(**PHONE, service_workers="block")  # it would ask on its own
    stops_the_clock(phone)
    let_in(phone, mine.patient.user, live_server.url)
    phone.route("**/outbox/token/", lambda request: request.abort())
    begins(phone)
    phone.clock.run_for(FIRST + 3 * HOLD + 2 * REST + 1_000)
    phone.get_by_role("button", name="Pause").click()
    for sets_left in (True, False):
        reaches_the_disk(phone)
        phone.get_by_role("link", name="Log what I did" if sets_left else "Log this session").click()
        phone.get_by_role("radiogroup", name="Left").locator("label").nth(1).click()
        phone.get_by_role("button", name="Save session").click()
        phone.clock.run_for(5_000)
        expect(phone.get_by_role("heading", name="Saved on this phone")).to_be_visible()
        phone.goto("/guide/")
        if sets_left:
            phone.get_by_role("button", name="Go on with set 4").click()
            expect(phone.get_by_text("3 of 10", exact=True)).to_be_visible()
            phone.clock.run_for(READY + 7 * HOLD + 7 * REST)
    expect(phone.get_by_role("button", name="Start", exact=True)).to_be_visible()
    phone.unroute("**/outbox/token/")
    phone.goto("/outbox/")
    expect(phone.get_by_text("Nothing is waiting.")).to_be_visible()
    assert sorted(one.sets.count() for one in mine.sessions.all()) == [3, 7]


# The clock ------------------------------------------------------------------------------------------------------------


def test_is_right_after_a_locked_screen(phone):
    """A phone asleep runs no timer at all: the clock jumps."""
    begins(phone)
    phone.clock.run_for(FIRST + 1_000)
    phone.clock.fast_forward(7_000)
    expect(dial(phone)).to_have_attribute("aria-label", "Hold, 2 of 10 seconds left")
    expect(phone.get_by_text("went by while the screen was off")).to_be_hidden()


def test_takes_sets_back_that_went_by_unseen(phone, mine):
    begins(phone)
    phone.clock.run_for(FIRST + HOLD + 1_000)
    phone.clock.fast_forward(2 * (HOLD + REST))
    expect(phone.get_by_text("2 sets went by while the screen was off.")).to_be_visible()
    expect(dial(phone)).to_have_attribute("aria-label", "Rest, 19 of 20 seconds left")
    phone.get_by_role("button", name="Take them back").click()
    expect(phone.get_by_text("Set 2 of 10", exact=True)).to_be_visible()
    expect(phone.get_by_text("1 of 10", exact=True)).to_be_visible()
    expect(phone.get_by_text("went by while the screen was off")).to_be_hidden()


def test_begins_a_hold_anew_after_a_pause_and_finishes_a_rest(phone):
    begins(phone)
    phone.clock.run_for(FIRST + 4_000)
    phone.get_by_role("button", name="Pause").click()
    phone.clock.run_for(600_000)
    phone.get_by_role("button", name="Go on").click()
    expect(dial(phone)).to_have_attribute("aria-label", "Get ready, 5 of 5 seconds left")
    phone.clock.run_for(READY + HOLD + 8_000)
    phone.get_by_role("button", name="Pause").click()
    phone.clock.run_for(600_000)
    phone.get_by_role("button", name="Go on").click()
    expect(dial(phone)).to_have_attribute("aria-label", "Rest, 12 of 20 seconds left")


def test_forgets_a_session_of_yesterday(phone):
    begins(phone)
    phone.clock.run_for(FIRST + HOLD)
    phone.clock.fast_forward(1_000)
    phone.goto("/today/")
    phone.clock.fast_forward("12:00:00")
    phone.goto("/guide/")
    expect(phone.get_by_role("button", name="Start", exact=True)).to_be_visible()


def test_starts_over_when_asked_to(phone):
    begins(phone)
    phone.clock.run_for(FIRST + HOLD)
    reaches_the_disk(phone)
    phone.reload()
    phone.get_by_role("button", name="Start over").click()
    expect(phone.get_by_text("0 of 10", exact=True)).to_be_visible()


@pytest.mark.parametrize("kept", ["", None, [], {"set": 99}, "x"], ids=repr)
def test_begins_anew_when_what_was_kept_cannot_be_read(phone, mine, kept):
    begins(phone)
    phone.goto("/today/")  # on leaving, the page keeps its state once more
    phone.evaluate(KEPT, ["readwrite", "put", kept, key_of(mine)])
    phone.goto("/guide/")
    expect(phone.get_by_role("button", name="Start", exact=True)).to_be_visible()


def test_guides_where_nothing_may_be_kept(phone):
    phone.add_init_script(FULL)
    begins(phone)
    phone.clock.run_for(FIRST + HOLD)
    expect(phone.get_by_text("1 of 10", exact=True)).to_be_visible()


# What reaches the patient ---------------------------------------------------------------------------------------------


def test_keeps_the_screen_awake_while_it_runs(phone):
    phone.add_init_script(LOCKS)
    begins(phone)
    assert phone.evaluate("locks") == {"now": 1, "most": 1}
    phone.get_by_role("button", name="Pause").click()
    assert phone.evaluate("locks.now") == 0
    phone.get_by_role("button", name="Go on").click()
    assert phone.evaluate("locks.now") == 1
    phone.clock.run_for(FIRST + 10 * HOLD + 9 * REST)
    assert phone.evaluate("locks") == {"now": 0, "most": 1}


def test_makes_no_sound_and_no_buzz_until_asked_and_remembers_what_was_asked(phone):
    phone.add_init_script(SOUNDS)
    begins(phone)
    expect(phone.get_by_label("Silent")).to_be_checked()
    phone.clock.run_for(FIRST + HOLD)
    assert phone.evaluate("sounds") == []
    phone.get_by_text("Vibration", exact=True).click()
    expect(phone.get_by_label("Silent")).not_to_be_checked()
    phone.clock.run_for(REST)
    assert phone.evaluate("sounds") == [60, 60, 60, 200]
    reaches_the_disk(phone)
    phone.goto("/guide/")
    expect(phone.get_by_label("Vibration")).to_be_checked()
    phone.get_by_text("Silent", exact=True).click()
    expect(phone.get_by_label("Vibration")).not_to_be_checked()


def test_keeps_ids_and_numbers_alone(phone, mine):
    begins(phone)
    phone.clock.run_for(FIRST + HOLD)
    phone.goto("/today/")
    assert phone.evaluate(KEPT, ["readonly", "getAllKeys"]) == [key_of(mine)]
    kept = phone.evaluate(KEPT, ["readonly", "get", key_of(mine)])
    fields = {"id", "shape", "set", "phase", "began", "pausedAt", "count", "unseen", "done", "seen", "pace", "lead"}
    assert set(kept) == fields
    assert not [word for word in mine.patient.name.split() if word in json.dumps(kept)]


@pytest.mark.parametrize(("motion", "moves"), [("reduce", False), ("no-preference", True)])
def test_moves_the_ring_by_the_second_where_motion_is_reduced(phone, motion, moves):
    phone.emulate_media(reduced_motion=motion)
    begins(phone)
    phone.clock.run_for(FIRST + 250)
    ring = phone.locator("#guide-ring")
    before = ring.get_attribute("stroke-dasharray")
    phone.clock.run_for(500)
    assert (ring.get_attribute("stroke-dasharray") != before) is moves


def test_needs_no_more_than_the_keyboard(open_page, mine, live_server):
    page = open_page(viewport=PHONE["viewport"])
    stops_the_clock(page)
    let_in(page, mine.patient.user, live_server.url)
    page.goto("/today/")
    tabs_to(page, page.get_by_role("link", name="Guide me"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Double-leg bridge")).to_be_visible()
    tabs_to(page, page.get_by_role("button", name="Start", exact=True))
    page.keyboard.press("Enter")
    tabs_to(page, page.get_by_role("button", name="Pause"))
    page.keyboard.press("Space")
    expect(page.get_by_text("Paused", exact=True)).to_be_visible()
    page.keyboard.press("Space")
    page.clock.run_for(FIRST + 10 * HOLD + 9 * REST)
    expect(page.get_by_role("link", name="Log this session")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Log a session")).to_be_visible()


def test_reads_out_each_change_once(phone):
    begins(phone)
    said = phone.locator("#guide-said")
    expect(said).to_have_text("Get ready. Set 1 of 10")
    phone.clock.run_for(FIRST)
    expect(said).to_have_text("Hold. Set 1 of 10")
    phone.clock.run_for(HOLD)
    expect(said).to_have_text("Rest. Next: set 2 of 10")


@pytest.mark.parametrize("mine", [2, 3], indirect=True)
def test_keeps_the_rules_of_every_page(open_page, mine, live_server):
    """The clock goes on here, for what looks at a page waits by it: a hold may end while it is looked at."""
    phone = open_page(**PHONE)
    phone.clock.install(time=clock.now() - dt.timedelta(minutes=5))
    let_in(phone, mine.patient.user, live_server.url)
    with Tour(phone, ON_THE_PHONE) as tour:
        tour.opens("/guide/")
        phone.get_by_role("button", name="Start", exact=True).click()
        phone.clock.fast_forward(FIRST)
        tour.sees("at work")
        if mine.standing.stage.position == 3:
            phone.get_by_role("button", name="All 20 done").click()
        phone.clock.fast_forward(HOLD)
        tour.sees("at rest")
        phone.get_by_role("button", name="Pause").click()
        tour.sees("paused")
        phone.reload()
        tour.sees("to be resumed")
        phone.get_by_role("button", name="Go on with set 1").click()
        phone.clock.fast_forward("02:00:00")
        tour.sees("slept through")


BEHIND_THE_BAR = """names => {
    const bar = document.querySelector(".action-bar").getBoundingClientRect();
    const isBeside = place => place.left < 0 || place.right > innerWidth + 1;
    const hidden = place => place.bottom > bar.top + 1 || place.top < 0 || isBeside(place);
    return names.filter(name => hidden(document.querySelector(name).getBoundingClientRect()));
}"""
SIZES = [(360, 640), (390, 844), (430, 932), (844, 390)]
TIMER = ["#guide-where", "#guide-dial", "#guide-number"]
ALL = [*TIMER, "#guide-cues .pick", "#guide-live .hold__cue", ".guide__slot", ".guide__legs", "#guide-progress"]


@pytest.mark.parametrize("mine", [2, 3], indirect=True)
@pytest.mark.parametrize(("text", "seen"), [("100%", ALL), ("200%", TIMER)])
@pytest.mark.parametrize("size", SIZES, ids=str)
def test_shows_the_timer_above_the_bar_and_all_of_it_at_the_usual_size_of_text(phone, size, text, seen):
    phone.set_viewport_size({"width": size[0], "height": size[1]})
    phone.goto("/guide/")
    if text == "100%":
        assert phone.evaluate(BEHIND_THE_BAR, ["#guide-cues .pick"]) == []
    phone.evaluate("text => document.documentElement.style.fontSize = text", text)
    phone.get_by_role("button", name="Start", exact=True).click()
    phone.clock.run_for(FIRST + 1_000)
    assert phone.evaluate(BEHIND_THE_BAR, seen) == []
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
    phone.locator("#guide-main").click()
    boxes = [button.bounding_box() for button in phone.locator(".guide__bar > :visible").all()]
    assert all(box["x"] >= 0 and box["x"] + box["width"] <= size[0] for box in boxes)


def test_reads_as_plain_text_without_script(open_page, mine, live_server):
    page = open_page(**PHONE, java_script_enabled=False)
    let_in(page, mine.patient.user, live_server.url)
    page.goto("/guide/")
    expect(page.get_by_text("Press both heels into the floor and lift your hips.")).to_be_visible()
    expect(page.get_by_role("button", name="Start")).to_be_hidden()
    expect(dial(page)).to_be_hidden()
    page.get_by_role("link", name="Log it").click()
    expect(page.get_by_role("heading", name="Log a session")).to_be_visible()
