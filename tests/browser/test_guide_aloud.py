"""The guided session with eyes closed: what is heard of it, from Start to Saved."""

import time

import pytest
from playwright.sync_api import expect

from hhtclinic.settings import BASE_DIR
from tests import make
from tests.browser.aloud import WITH_VOICE, WITHOUT, heard, transcript
from tests.browser.bad_line import BadLine
from tests.browser.conftest import PHONE
from tests.browser.doors import let_in
from tests.browser.own_phone import PATIENCE, OwnPhone
from tests.browser.test_guide import begins, dial, says_the_pain_and_saves, stops_the_clock

WRITTEN = BASE_DIR / "docs" / "guided-session.md"
CURLS = 6 * 80 + 5 * 60  # seconds: three sets of twenty on each leg, one in four seconds, with their rests


@pytest.fixture
def mine():
    return make.assignment(days=3, stage=3)


@pytest.fixture
def phone(open_page, mine, live_server):
    page = open_page(**PHONE)
    stops_the_clock(page, behind=40)
    let_in(page, mine.patient.user, live_server.url)
    return page


def until_all_is_done(page):
    for _minute in range(40):
        if page.locator("#guide-finish").is_visible():
            return
        page.clock.run_for(60_000)
    raise AssertionError("it does not end")


def sets_of(mine):
    return {
        session.sets.first().prescription.exercise.name: [one.done for one in session.sets.order_by("number", "side")]
        for session in mine.sessions.all()
    }


def test_leads_through_a_whole_session_with_eyes_closed(phone, mine):
    phone.add_init_script(WITH_VOICE)
    begins(phone, "Voice", "Tones")
    until_all_is_done(phone)
    notes = phone.evaluate("heard")
    lines = transcript([(round((at - notes[0][0]) / 1000), kind, what) for at, kind, what in notes])
    phone.get_by_role("link", name="Log this session").click()
    expect(phone.locator("#log-also li")).to_have_count(1)
    says_the_pain_and_saves(phone)
    assert sets_of(mine) == {"Prone hamstring curl": [20] * 6, "Single-leg bridge": [10] * 6}
    assert {session.pain_left for session in mine.sessions.all()} == {1}
    assert "\n".join(lines) in WRITTEN.read_text(encoding="utf-8"), "\n".join(lines)


def test_speaks_in_our_own_short_words_where_the_phone_has_no_voice(phone):
    phone.add_init_script(WITHOUT)
    begins(phone, "Voice", "Tones")
    phone.clock.run_for(10_000)
    assert [place for _at, place in heard(phone, "clip")][-4:] == [2, 1, 0, 32]  # three, two, one, begin


DECODED = """async () => {
    const bytes = await (await fetch(document.getElementById("guide-cues").dataset.words)).arrayBuffer();
    return (await new OfflineAudioContext(1, 1, 16000).decodeAudioData(bytes)).duration;
}"""


def test_has_short_words_that_the_browser_can_play(phone):
    phone.goto("/guide/")
    words = (BASE_DIR / "static" / "audio" / "words-en.txt").read_text(encoding="utf-8").splitlines()
    assert len(words) <= phone.evaluate(DECODED) < len(words) + 0.2


def test_counts_slower_and_puts_right_what_it_counted(phone, mine):
    phone.add_init_script(WITH_VOICE)
    phone.goto("/guide/")
    phone.get_by_text("Count for me").click()
    phone.get_by_role("button", name="Slower").click()
    phone.get_by_role("button", name="Slower").click()
    expect(phone.get_by_text("1 every 6 s")).to_be_visible()
    phone.get_by_role("button", name="Start", exact=True).click()
    phone.clock.run_for(10_000 + 3 * 6_000 + 500)
    expect(dial(phone)).to_have_attribute("aria-label", "3 of 20 repetitions")
    phone.get_by_role("button", name="Tap to count").click()
    phone.get_by_role("button", name="Finish with 4").click()
    phone.get_by_role("button", name="One fewer").click()
    expect(phone.get_by_text("Counted: 3")).to_be_visible()
    phone.get_by_role("link", name="It hurts, stop").click()
    expect(phone.get_by_label("Set 1, left, repetitions")).to_have_value("3")


def test_stops_in_the_second_exercise_and_says_so_of_that_alone(phone, mine):
    phone.add_init_script(WITH_VOICE)
    begins(phone, "Voice", "Tones")
    phone.clock.run_for((10 + CURLS + 60 + 1) * 1000)
    until_a_set_is_done(phone)
    phone.get_by_role("link", name="It hurts, stop").click()
    expect(phone.get_by_label("I stopped because of pain")).to_be_checked()
    expect(phone.locator("#log-also li")).to_contain_text("6 of 6 sets")
    says_the_pain_and_saves(phone, pain=4)
    stopped = mine.sessions.get(stopped_for_pain=True)
    assert stopped.sets.count() == 1
    assert {session.pain_left for session in mine.sessions.all()} == {4}


def until_a_set_is_done(page):
    for _step in range(60):
        if page.locator(".guide__legs .is-done:visible").count():
            return
        page.clock.run_for(5_000)
    raise AssertionError("no set was done")


def test_asks_once_more_for_the_pain_and_saves_nothing_before(phone, mine):
    phone.add_init_script(WITH_VOICE)
    begins(phone, "Voice", "Tones")
    until_all_is_done(phone)
    phone.get_by_role("link", name="Log this session").click()
    phone.get_by_role("button", name="Save session").click()
    expect(phone.get_by_role("alert")).to_contain_text("Please choose a number.")
    assert not mine.sessions.exists()
    expect(phone.locator("#log-also li")).to_have_count(1)
    says_the_pain_and_saves(phone)
    assert mine.sessions.count() == 2


@pytest.fixture
def own_phone(playwright, tmp_path, live_server):
    with BadLine(live_server.thread.host, live_server.thread.port) as line:
        phone = OwnPhone(playwright, tmp_path / "phone", line)
        yield phone
        phone.close()


KEPT = """async () => {
    const result = asked => new Promise(done => { asked.onsuccess = () => done(asked.result); });
    const database = await result(indexedDB.open("guide"));
    const kept = await result(database.transaction("sessions").objectStore("sessions").getAll());
    database.close();
    return kept.filter(one => one.phase).length > 1 && kept.some(one => one.slower === 1);
}"""


def test_goes_on_in_the_second_exercise_after_kill_9_with_its_choices(own_phone, mine):
    page = own_phone.start()
    page.add_init_script(WITH_VOICE)
    stops_the_clock(page, behind=40)
    own_phone.enter(mine.patient.user)
    page.goto("/guide/")
    page.get_by_text("Voice", exact=True).click()
    page.get_by_role("button", name="Slower").click()
    page.get_by_role("button", name="Start", exact=True).click()
    page.clock.run_for((10 + 6 * 100 + 5 * 60 + 60 + 2) * 1000)
    until = time.monotonic() + PATIENCE
    while not page.evaluate(KEPT):
        assert time.monotonic() < until, "the second exercise is not kept"
    own_phone.kill()

    again = own_phone.start()
    again.add_init_script(WITH_VOICE)
    stops_the_clock(again, behind=20)
    again.goto("/guide/")
    expect(again.get_by_role("heading", level=1, name="Single-leg bridge")).to_be_visible()
    expect(again.get_by_role("checkbox", name="Voice")).to_be_checked()
    expect(again.get_by_role("checkbox", name="Tones")).not_to_be_checked()
    again.get_by_role("button", name="Go on with set 1").click()
    until_all_is_done(again)
    assert heard(again, "voice") and not heard(again, "tone")
    again.get_by_role("link", name="Log this session").click()
    says_the_pain_and_saves(again)
    assert sets_of(mine) == {"Prone hamstring curl": [20] * 6, "Single-leg bridge": [10] * 6}
