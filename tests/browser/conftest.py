"""Journeys: a real browser against a live server, at the size of a phone and of a desk."""

import os

import pytest

from tests.chromium import launch_options

# Playwright's event loop runs in the thread of the tests, and Django refuses database calls beside one. The calls are
# ours alone and wait for each other. Set here, so that only the process that runs journeys is told.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

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


@pytest.fixture
def open_page(new_context):
    """Opens a page of its own person: `open_page(**PHONE)`. A script error or a breach of the CSP fails the test."""
    faults = []

    def opened(**options):
        page = new_context(**options).new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda message: faults.append(message.text) if is_fault(message) else None)
        return page

    yield opened
    assert not faults, "\n".join(faults)


def is_fault(message):
    return message.type == "error" and "Content Security Policy" in message.text


@pytest.fixture
def phone(open_page):
    return open_page(**PHONE)


@pytest.fixture
def desktop(open_page):
    return open_page(**DESKTOP)
