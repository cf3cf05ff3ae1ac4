"""The first clinic and its first patient's first log, in a browser: python -m tests.trials.first_patient LINK SERVER
MAILBOX, with the link that it printed, its address and the folder that its letters come to."""

import mailbox
import os
import re
import sys
import time
from urllib.parse import urlsplit

import django
from playwright.sync_api import expect, sync_playwright

from tests.chromium import launch_options

LINK = re.compile(r"https://[^\s/]+/\S+")
HOME = {"ignore_https_errors": True, "locale": "en-GB", "timezone_id": "Europe/London"}
PATIENCE = 30_000


def main(link, server, letters):
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hhtclinic.settings")
    django.setup()
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        options = launch_options(playwright.chromium.executable_path)
        options["args"].append(f"--host-resolver-rules=MAP {urlsplit(link).hostname} {server}")
        browser = playwright.chromium.launch(**options)
        walks(lambda size: browser.new_context(**HOME, **size).new_page(), link, letters)
        browser.close()


def walks(opens, link, letters):
    """As the journey of the suite does, against a site that somebody set up."""
    from tests.browser import test_start_clinic as steps
    from tests.browser.conftest import DESKTOP, PHONE

    steps.link_to = lambda address: newest_link(letters, address)
    hand, agnes = steps.Hand(), opens(DESKTOP)
    agnes.goto(link)
    steps.fills_the_first_page(agnes, hand)
    steps.comes_in(agnes, "agnes@example.org", hand)
    steps.proves_the_mail(agnes, hand)
    mara = opens(DESKTOP)
    steps.comes_in(mara, "mara@example.org", hand)
    steps.confirms_the_numbers(mara, hand)
    steps.saves_the_first_log(opens(PHONE), steps.takes_on(mara, hand), hand)
    print(f"{hand.presses} presses, {hand.typed} lines typed")


def newest_link(letters, address, known=set()):  # noqa: B006  what was used before, over all that are asked for
    """Of a letter that was not there when one was last asked for; the loop sends it within seconds."""
    for _ in range(150):
        texts = [one.get_payload(decode=True).decode() for one in mailbox.Maildir(letters) if address in one["To"]]
        if new := {link[0] for link in map(LINK.search, texts) if link} - known:
            known.update(new)
            return new.pop()
        time.sleep(0.2)
    raise TimeoutError(f"no letter to {address}")


if __name__ == "__main__":
    main(*sys.argv[1:])
