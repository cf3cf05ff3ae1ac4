"""A phone with a browser of its own. What the browser kept on the disk outlives it, however it ends."""

import contextlib
import os
import signal
import subprocess
import time

from django.conf import settings
from django.test import Client
from playwright.sync_api import Error, expect

from programs import clock
from tests.browser.conftest import PHONE
from tests.chromium import launch_options

KEPT = "async () => (await caches.keys()).filter(name => name.startsWith('pages-'))"
PATIENCE = 30  # seconds
LONGEST_SENDING = 180_000  # ms; everything that waits goes one by one
ARE_KEPT = """async paths => (await navigator.serviceWorker.ready) &&
    (await Promise.all(paths.map(path => caches.match(path, {ignoreVary: true})))).every(Boolean)"""


class OwnPhone:
    """`start` opens the browser on the same folder each time, `kill` ends it with SIGKILL."""

    def __init__(self, playwright, folder, line):
        self.chromium, self.folder, self.line, self.cookies = playwright.chromium, str(folder), line, []
        self.context = self.page = None

    def start(self):
        options = {**launch_options(self.chromium.executable_path), **PHONE, "base_url": self.line.url}
        self.context = self.chromium.launch_persistent_context(
            self.folder, locale="en-GB", timezone_id="Europe/London", **options
        )
        self.context.clock.install(time=clock.now())
        self.page = self.context.pages[0]
        self.page.on("dialog", lambda dialog: dialog.accept())
        self.context.add_cookies(self.cookies)  # the browser writes cookies half a minute late
        self.tells_the_page()
        return self.page

    def kill(self):
        for pid in self.processes():
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        while self.processes():
            time.sleep(0.05)
        with contextlib.suppress(Error):
            self.context.close()

    def processes(self):
        listed = subprocess.run(["ps", "-axww", "-o", "pid=,stat=,args="], capture_output=True, text=True).stdout
        rows = [line.split(maxsplit=2) for line in listed.splitlines() if self.folder in line]
        return [int(pid) for pid, state, *_args in rows if not state.startswith("Z")]

    def close(self):
        with contextlib.suppress(Error):
            self.context.close()

    def enter(self, user):
        """A session of `user`, with new tokens, in place of whoever was signed in."""
        client = Client()
        client.force_login(user)
        key = client.cookies[settings.SESSION_COOKIE_NAME].value
        self.cookies = [
            {
                "name": settings.SESSION_COOKIE_NAME,
                "value": key,
                "url": self.line.url,
                "expires": time.time() + 10**6,
            }
        ]
        self.context.clear_cookies()
        self.context.add_cookies(self.cookies)

    def loses_signal(self):
        self.line.up = False
        self.tells_the_page()

    def finds_signal(self):
        self.line.up = True
        self.tells_the_page()

    def tells_the_page(self):
        """What the phone believes of its signal. The line is cut for real: `set_offline` would refuse a navigation
        before the service worker is asked."""
        self.devtools = self.context.new_cdp_session(self.page)
        state = {"offline": not self.line.up, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
        self.devtools.send("Network.enable")
        self.devtools.send("Network.overrideNetworkState", state)

    def keeps(self, *paths):
        """Opens Today and waits until the pages at `paths` are kept."""
        self.page.goto("/today/")
        until = time.monotonic() + PATIENCE
        while not self.page.evaluate(ARE_KEPT, ["/today/", *paths]):
            assert time.monotonic() < until, "the pages are not kept"
            time.sleep(0.1)

    def accounts_kept(self):
        """The names of the caches of kept pages."""
        return self.page.evaluate(KEPT)

    def sends(self):
        """Presses "Try to send now" on the page of the outbox and waits until the page shows what became of it."""
        self.page.locator("[data-send-now]").evaluate("button => button.click()")  # it goes when the queue is empty
        expect(self.page.locator("[data-send-now][aria-busy]")).to_have_count(0, timeout=LONGEST_SENDING)
