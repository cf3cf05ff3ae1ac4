"""Journeys: a real browser against a live server, at the size of a phone and of a desk."""

import os
import threading
import time

import pytest
from playwright.sync_api import expect

from programs import clock
from tests import stopped
from tests.chromium import launch_options

# Playwright's event loop runs in the thread of the tests, and Django refuses database calls beside one. The calls are
# ours alone and wait for each other. Set here, so that only the process that runs journeys is told.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

PATIENCE = 15  # seconds; a busy machine is no fault of a page
expect.set_options(timeout=PATIENCE * 1000)

PHONE = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2, "is_mobile": True, "has_touch": True}
DESKTOP = {"viewport": {"width": 1280, "height": 900}}


def pytest_itemcollected(item):
    item.add_marker("browser")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args, browser_type):
    return {**browser_type_launch_args, **launch_options(browser_type.executable_path)}


@pytest.fixture(scope="session")
def base_url(live_server):
    return live_server.url


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    return {**browser_context_args, "locale": "en-GB", "timezone_id": "Europe/London"}


@pytest.fixture(autouse=True)
def links_lead_here(live_server, settings):
    """Letters and slips name the site by its own address, whatever a request says."""
    settings.SITE_URL = live_server.url


@pytest.fixture(autouse=True)
def time_passes(request):
    """A journey takes as long as it takes; it begins where the clock of the other tests stands, but after four where
    it is marked `by_day`: no morning is asked for before. Over it is when the last request is: the database is emptied
    next, and neither may wait for the other."""
    stopped.go_on(stopped.BY_DAY if request.node.get_closest_marker("by_day") else stopped.AT)
    yield
    until = time.monotonic() + PATIENCE
    while any("process_request_thread" in one.name for one in threading.enumerate()) and time.monotonic() < until:
        time.sleep(0.02)
    stopped.stop()


@pytest.fixture
def new_context(new_context, time_passes):
    """Pages whose clock shows what the server's shows. A service worker keeps the time of the machine, and so does a
    page with `own_clock`: that clock is a script, and in some frames none may run."""

    def opened(*, own_clock=False, **options):
        context = new_context(**options)
        if options.get("java_script_enabled", True) and not own_clock:
            context.clock.install(time=clock.now())
        return context

    return opened


@pytest.fixture
def open_page(new_context):
    """Opens a page of its own person: `open_page(**PHONE)`. An error in a script or on the console, such as a breach of
    the CSP, and a file that does not come fail the test."""
    faults = []

    def opened(**options):
        page = new_context(**options).new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda line: is_fault(line) and faults.append(line.text))
        page.on("response", lambda answer: is_broken(answer) and faults.append(f"{answer.status} {answer.url}"))
        return page

    yield opened
    assert not faults, "\n".join(faults)


def is_fault(line):
    """Whether a line of the console is an error. That something did not load is the business of `is_broken`, and a
    draft's preview is closed to the scripts of the patient's page."""
    expected = ("Failed to load resource", "Blocked script execution in ")
    return line.type == "error" and not line.text.startswith(expected)


def is_broken(answer):
    """Whether something that a page asked for did not come. A page itself may answer 404 or 422, and so may an entry
    that the phone sends: tests look at it."""
    looked_at = answer.request.resource_type == "document" or answer.request.method == "POST"
    return answer.status >= 500 or (answer.status >= 400 and not looked_at)


@pytest.fixture
def phone(open_page):
    return open_page(**PHONE)


@pytest.fixture
def desktop(open_page):
    return open_page(**DESKTOP)
