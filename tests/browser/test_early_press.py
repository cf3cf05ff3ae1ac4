"""A press on a page whose scripts come late: it waits for them, and does what it would have done."""

import uuid

import pytest
from playwright.sync_api import expect

from tests import make
from tests.browser.conftest import PHONE
from tests.browser.doors import let_in
from tests.browser.offline_trial import logs


@pytest.fixture
def mine():
    return make.assignment(days=3)


@pytest.fixture
def phone(open_page, mine, live_server):
    """A first visit: no service worker has the scripts yet."""
    page = open_page(**PHONE, service_workers="block")
    let_in(page, mine.patient.user, live_server.url)
    return page


class Late:
    """`with Late(page, name):` the script of this name comes when the block is over."""

    def __init__(self, page, name):
        self.page, self.files, self.held = page, f"**/{name}.*js", []

    def __enter__(self):
        self.page.route(self.files, lambda request: self.held.append(request))

    def __exit__(self, *error):
        for request in self.held:
            request.continue_()
        self.page.unroute(self.files)


def keeps_a_session(page, of):
    """The page of the outbox with one session that could not be sent, however often it was tried."""
    meets(page, lambda post: post.abort())
    logs(page, path(of), note="")


def meets(page, then):
    """From here on each post of a session meets `then` alone."""
    page.unroute("**/log/*")
    page.route("**/log/*", lambda sent: then(sent) if sent.request.method == "POST" else sent.continue_())


def path(of):
    return f"/log/?exercise={make.main_prescription(of).pk}"


def is_refused(post):
    post.fulfill(status=400, json={"errors": {"note": ["Not this one."]}})


def test_sends_what_was_refused_at_a_press_that_comes_before_the_list(phone, mine):
    keeps_a_session(phone, mine)
    meets(phone, is_refused)
    phone.reload()
    expect(phone.get_by_text("Not this one.")).to_be_visible()
    phone.unroute("**/log/*")
    with Late(phone, "queue"):
        phone.reload(wait_until="domcontentloaded")
        phone.get_by_role("button", name="Try to send now").tap()
    expect(phone.get_by_text("Nothing is waiting")).to_be_visible()
    assert mine.sessions.count() == 1


def test_signs_out_after_sending_what_waits(phone, mine):
    keeps_a_session(phone, mine)
    with Late(phone, "drain"):
        phone.goto("/today/", wait_until="domcontentloaded")
        phone.unroute("**/log/*")
        phone.get_by_role("button", name="Sign out").tap()
    phone.wait_for_url("**/account/login/**")
    assert mine.sessions.count() == 1


def test_logs_what_the_guide_counted(phone, mine):
    with Late(phone, "log-from-guide"):
        counted = f"client_id={uuid.uuid4()}&mode=sets&set-1-both=9"
        phone.goto(f"{path(mine)}#{counted}", wait_until="commit")
        phone.get_by_role("radiogroup", name="Left").locator("label").nth(1).tap()
        with phone.expect_response("**/idb/index.*js"):  # the last of what keeps an entry
            phone.get_by_role("button", name="Save session").tap()
    expect(phone.get_by_role("heading", name="Saved", exact=True)).to_be_visible()
    assert [one.done for one in mine.sessions.get().sets.all()] == [9]
