"""Finds the browser of the journeys: Playwright's own, else the system's; `python tests/chromium.py` installs one."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PACKAGES = ("chromium", "fonts-liberation")  # without a font a page has no text
MAC_APPS = ("Google Chrome", "Chromium")
FLAGS = (
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
)


def launch_options(playwrights_own):
    """What Playwright needs to start the browser; `playwrights_own` is where its own would be."""
    sandbox = ["--no-sandbox"] if os.getuid() == 0 else []  # Chromium refuses to start as root otherwise
    return {"executable_path": find(playwrights_own), "args": [*FLAGS, *sandbox]}


def find(playwrights_own):
    """The path of a browser that is there, or None."""
    if os.path.exists(playwrights_own):
        return playwrights_own
    apps = (f"/Applications/{name}.app/Contents/MacOS/{name}" for name in MAC_APPS)
    return next(filter(None, map(shutil.which, (*NAMES, *apps))), None)


def install():
    """Install Chromium where that needs no password."""
    print("Chromium is missing; installing it.", file=sys.stderr)
    script = Path(__file__).with_name("apt.sh")
    subprocess.run(["sh", script, *PACKAGES], stdout=sys.stderr)


def main():
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    if not find(own):
        install()
    path = find(own)
    if not path:
        sys.exit(f"Chromium is missing. Type: {sys.executable} -m playwright install --with-deps chromium")
    print(f"Browser: {path}")


if __name__ == "__main__":
    main()
