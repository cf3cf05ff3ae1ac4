"""Draws the app's icons from its mark with the browser of the journeys: `python -m tests.icons`.

An icon of any purpose is the mark as it is, with round corners; a maskable one is filled to the edge and keeps the line
inside the inner four fifths, which every phone leaves visible.
"""

from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.chromium import launch_options

IMAGES = Path(__file__).resolve().parent.parent / "static" / "img"
SIZES = (192, 512)
MARK = 26  # units a side


def svg(purpose):
    """The mark; for a maskable icon with the room around it that a phone may cut off."""
    mark = (IMAGES / "favicon.svg").read_text(encoding="utf-8")
    if purpose == "any":
        return mark
    room = MARK * 0.1
    box = f"{-room} {-room} {MARK + 2 * room} {MARK + 2 * room}"
    full = f'<rect x="{-room}" y="{-room}" width="{MARK + 2 * room}" height="{MARK + 2 * room}" fill="#0b5577"/>'
    return mark.replace(f'viewBox="0 0 {MARK} {MARK}">', f'viewBox="{box}">{full}')


def main():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**launch_options(playwright.chromium.executable_path))
        for purpose in ("any", "maskable"):
            for size in SIZES:
                page = browser.new_page(viewport={"width": size, "height": size})
                page.set_content(f"<style>body {{ margin: 0 }} svg {{ display: block }}</style>{svg(purpose)}")
                page.screenshot(path=IMAGES / f"app-{purpose}-{size}.png", omit_background=True)
        browser.close()


if __name__ == "__main__":
    main()
