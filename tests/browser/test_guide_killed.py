"""The guided session in a browser that is killed for good, not closed."""

import time

import pytest
from playwright.sync_api import expect

from tests import make
from tests.browser.bad_line import BadLine
from tests.browser.own_phone import PATIENCE, OwnPhone
from tests.browser.test_guide import FIRST, HOLD, REST, begins, stops_the_clock


@pytest.fixture
def own_phone(playwright, tmp_path, live_server):
    with BadLine(live_server.thread.host, live_server.thread.port) as line:
        phone = OwnPhone(playwright, tmp_path / "phone", line)
        yield phone
        phone.close()


IS_KEPT = """async set => {
    const result = asked => new Promise(done => { asked.onsuccess = () => done(asked.result); });
    const database = await result(indexedDB.open("guide"));
    const kept = await result(database.transaction("sessions").objectStore("sessions").getAll());
    database.close();
    return kept.some(one => one.set === set);
}"""  # the page shows a set some milliseconds before the disk has it, where sets are counted from 0


def test_goes_on_with_the_next_set_after_kill_9(own_phone):
    mine = make.assignment(days=3)
    page = own_phone.start()
    stops_the_clock(page)
    own_phone.enter(mine.patient.user)
    begins(page)
    page.clock.run_for(FIRST + 3 * (HOLD + REST) + 4_000)
    expect(page.get_by_text("Set 4 of 10", exact=True)).to_be_visible()
    until = time.monotonic() + PATIENCE
    while not page.evaluate(IS_KEPT, 3):
        assert time.monotonic() < until, "the set is not kept"
    own_phone.kill()

    again = own_phone.start()
    stops_the_clock(again)
    again.goto("/guide/")
    again.get_by_role("button", name="Go on with set 4").click()
    expect(again.get_by_text("3 of 10", exact=True)).to_be_visible()
