"""Makes the pictures of the README from the demo clinic: start `make run` on an empty `var/`, then

.venv/bin/python -m tests.browser.pictures http://localhost:8000
"""

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.conftest import PHONE
from tests.browser.doors import sign_in
from tests.chromium import launch_options

FOLDER = Path(__file__).parents[2] / "docs" / "pictures"
PASSWORD = "steady-tendon-demo"  # the demo clinic prints it when it starts
DESK = {"viewport": {"width": 1280, "height": 800}}
LONG = {"width": 1280, "height": 1340}  # as far as the chart
ZONE = {"locale": "en-GB", "timezone_id": "Europe/London"}


def main(site):
    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        chromium = playwright.chromium
        browser = chromium.launch(**launch_options(chromium.executable_path))
        patient = visitor(browser, site, "aoife@example.org", PHONE)
        patient.goto("/today/")
        patient.screenshot(path=FOLDER / "today.png")
        physio = visitor(browser, site, "jonas@example.org", DESK)
        physio.goto("/caseload/")
        physio.screenshot(path=FOLDER / "caseload.png")
        physio.get_by_role("link", name="Hanna Whitcombe").click()
        physio.get_by_role("heading", name="Hanna Whitcombe").wait_for()
        physio.set_viewport_size(LONG)
        physio.screenshot(path=FOLDER / "patient.png")
        browser.close()


def visitor(browser, site, email, size):
    """A page of a person who is signed in."""
    page = browser.new_context(base_url=site, **size, **ZONE).new_page()
    sign_in(page, email, PASSWORD)
    return page


if __name__ == "__main__":
    main(*sys.argv[1:])
