"""Makes the pictures of docs/questions.md from the demo clinic: start `make run` on an empty `var/`, then

    .venv/bin/python -m tests.browser.questions http://localhost:8000

The two of paper need pdftoppm (Debian: poppler-utils).
"""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.doors import sign_in
from tests.browser.pictures import PASSWORD
from tests.chromium import launch_options

FOLDER = Path(__file__).parents[2] / "docs" / "pictures" / "questions"
PHONE = {"viewport": {"width": 390, "height": 844}, "locale": "en-GB", "timezone_id": "Europe/London"}
QUALITY = 42
TALLEST = 1200  # pixels of a page that a picture shows


@dataclass(frozen=True)
class Shot:
    """A part of a page (a CSS selector; the first that fits) with the answers opened whose questions are named."""

    name: str
    who: str
    url: str
    part: str
    opens: tuple = ()


OFTEN = ("Do I drop", "How long", "My pain is lower")
SHOTS = (
    Shot("today", "aoife", "/today/", "main"),
    Shot("today-first", "yusuf", "/today/", ".answers", ("Should I rest it", "I do not run", "Can I run")),
    Shot("week", "lucia", "/today/", "[aria-label='Your plan']"),
    Shot("rest", "lucia", "/today/", ".answers", ("Is stretching bad", "Foam roller", "Walking", "Bike")),
    Shot("progress", "hanna", "/progress/", ".answers", ("When do I move on", "Weeks or months", "Shockwave")),
    Shot("rule", "hanna", "/progress/", "section[aria-labelledby=points]"),
    Shot("sides", "tobias", "/progress/", "main"),
    Shot(
        "programme",
        "hanna",
        "/programme/",
        "main > .answers:last-of-type",
        OFTEN,
    ),
    Shot("exercise", "hanna", "/programme/", "main > .answers", ("One buttock", "cramp", "warm-up", "timer")),
    Shot("ball", "bartholomew", "/programme/", "section[aria-labelledby=stage-4]"),
    Shot("guide", "hanna", "/guide/", "main"),
    Shot("log", "hanna", "/log/", ".answers", ("A pop", "I feel it somewhere", "My sport", "Painkillers")),
    Shot("morning", "hanna", "/morning/", ".answers", ("It hurt more", "Is sitting", "Heat or ice", "Anti-")),
    Shot("activity", "hanna", "/activity/", "main"),
    Shot("alarm", "hanna", "/alarm/", "main"),
    Shot("messages", "hanna", "/messages/", "main"),
    Shot("start", "hanna", "/start/", "main"),
    Shot("answers", "hanna", "/guidance/", "main"),
)
PAPERS = (("paper-programme", "hanna", "/programme/paper/"), ("paper-history", "tobias", "/progress/paper/"))


def main(site):
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        chromium = playwright.chromium
        browser = chromium.launch(**launch_options(chromium.executable_path))
        for shot in SHOTS:
            take(shot, visitor(browser, site, shot.who))
        for name, who, url in PAPERS:
            print_out(name, visitor(browser, site, who).context.request.get(url).body())


def visitor(browser, site, who):
    context = browser.new_context(base_url=site, service_workers="block", **PHONE)
    page = context.new_page()
    sign_in(page, f"{who}@example.org", PASSWORD)
    page.wait_for_load_state()
    return page


def take(shot, page):
    page.goto(shot.url)
    for question in shot.opens:
        page.locator("summary", has_text=question).first.click()
    page.evaluate("document.querySelectorAll('.tab-bar, .action-bar, .app-bar').forEach((bar) => bar.remove())")
    part = page.locator(shot.part).first
    part.scroll_into_view_if_needed()  # drawings further down come when they are near
    page.wait_for_load_state("networkidle")
    page.evaluate("scrollTo(0, 0)")
    box = part.bounding_box()
    page.screenshot(
        path=FOLDER / f"{shot.name}.jpg",
        type="jpeg",
        quality=QUALITY,
        full_page=True,
        clip={**box, "height": min(box["height"], TALLEST)},
    )


def print_out(name, pdf):
    """The first page, small."""
    command = ["pdftoppm", "-jpeg", "-jpegopt", f"quality={QUALITY}", "-r", "60", "-singlefile", "-", FOLDER / name]
    subprocess.run(command, input=pdf, check=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
