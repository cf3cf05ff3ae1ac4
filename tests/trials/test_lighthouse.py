"""The patient's pages are quick and light on a phone, served as a clinic serves them."""

import os

import pytest

from tests import make
from tests.browser.conftest import PHONE
from tests.chromium import launch_options
from tests.trials import lighthouse, served

pytestmark = [pytest.mark.trial, pytest.mark.django_db(transaction=True)]
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # the browser's event loop runs in the thread of the tests
PAGES = ("/today/", "/log/", "/progress/")


@pytest.fixture
def mine():
    of = make.assignment(days=20)
    for ago in range(18, 0, -2):
        make.session(of, days_ago=ago, pain=2)
        make.morning(of, days_ago=ago - 1, pain=1)
    return of


def test_scores_full_marks_on_a_phone(mine, tmp_path, figure):
    lighthouse.install()
    cookie = served.session_cookie(mine.patient.user)
    with served.production(tmp_path) as url:
        found = {page: lighthouse.looks_at(f"{url}{page}", cookie, tmp_path) for page in PAGES}
    for page, one in found.items():
        figure(f"Lighthouse {page}", one)
    for one in found.values():
        assert min(one.scores.values()) >= 95
        assert one.shift == 0


def test_moves_little_on_the_first_visit_and_less_on_the_second(mine, tmp_path, figure, playwright):
    launch = launch_options(playwright.chromium.executable_path)
    name, value = served.session_cookie(mine.patient.user)
    with served.production(tmp_path) as url:
        context = playwright.chromium.launch_persistent_context(tmp_path / "phone", **launch, **PHONE)
        context.add_cookies([{"name": name, "value": value, "url": url}])
        first, second = visit(context, f"{url}/today/"), visit(context, f"{url}/today/")
        context.close()
    figure("first visit to today", f"{first / 1024:.1f} KB")
    figure("second visit to today", f"{second / 1024:.1f} KB")
    assert first <= 80 * 1024
    assert second <= 15 * 1024


def visit(context, url):
    """Bytes that come over the wire for a page of its own, what its script fetches for later included."""
    page = context.new_page()
    wire = context.new_cdp_session(page)
    wire.send("Network.enable")
    moved = []
    wire.on("Network.loadingFinished", lambda event: moved.append(event["encodedDataLength"]))
    page.goto(url)
    page.wait_for_timeout(3_000)  # the service worker keeps its pages after the first paint
    page.close()
    return sum(moved)
