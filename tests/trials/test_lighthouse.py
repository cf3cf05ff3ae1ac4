"""The patient's pages are quick and light on a phone, served as a clinic serves them."""

import os

import pytest

from tests import make
from tests.browser.conftest import PHONE
from tests.chromium import launch_options
from tests.trials import lighthouse, served
from tests.trials.wire import Wire

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
    with served.production(tmp_path) as url, Wire(int(url.rpartition(":")[2])) as wire:
        context = playwright.chromium.launch_persistent_context(tmp_path / "phone", **launch, **PHONE)
        by_tls = wire.url.replace(
            "http:", "https:"
        )  # Chromium takes a __Host- cookie for that alone, and sends it here
        context.add_cookies([{"name": name, "value": value, "url": by_tls}])
        painted, first = visit(context, wire)
        _painted, second = visit(context, wire)
        context.close()
    figure("first visit to today: headers and bodies until the page is complete", f"{painted / 1024:.1f} KB")
    figure("first visit to today: with what is kept for offline use", f"{first / 1024:.1f} KB")
    figure("second visit to today: all in all", f"{second / 1024:.1f} KB")
    assert 0 < second < painted <= first


def visit(context, wire):
    """Bytes that come down for today's page until it is complete, and until the service worker has all it keeps."""
    before = wire.down
    page = context.new_page()
    page.goto(f"{wire.url}/today/")
    painted = wire.down - before
    page.wait_for_timeout(5_000)
    page.close()
    return painted, wire.down - before
