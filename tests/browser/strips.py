"""Film strips of the motions, for somebody to look at: six frames of each, light and dark, as PNG into a folder:

.venv/bin/python -m tests.browser.strips FOLDER
"""

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from programs.workshop.drawing.anatomy import hip_flexion
from programs.workshop.drawing.motion import MOTIONS
from programs.workshop.drawing.puppet import animation
from tests.chromium import launch_options

FRAMES = ((0, "start"), (0.35, "way"), (0.7, "way"), (1, "hold"), (0.6, "back"), (0.2, "back"))
STATIC = Path(__file__).parents[2] / "static"
STYLE = (STATIC / "css" / "app.css", STATIC / "css" / "phone.css")


def strip(slugs):
    """One page: each frame with its share of the way and what the working hip and knee are at."""
    motion = MOTIONS[slugs]
    figures = []
    for share, phase in FRAMES:
        pose = motion.at(share)
        words = f"{phase}, hip {hip_flexion(pose, pose.near):.0f}°, knee {pose.near.knee_angle:.0f}°"
        picture = f'<div class="moves__stage" data-phase="{phase}">{animation(slugs, share)}</div>'
        figures.append(f"<figure>{picture}<figcaption>{words}</figcaption></figure>")
    style = "".join(path.read_text() for path in STYLE)
    grid = "body{padding:8px}main{display:grid;grid-template-columns:repeat(3,1fr);gap:8px}figure{margin:0}"
    return f"<style>{style}{grid}</style><h1>{' '.join(slugs)}</h1><main>{''.join(figures)}</main>"


def main(folder):
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        kind = playwright.chromium
        browser = kind.launch(**launch_options(kind.executable_path))
        for slugs in MOTIONS:
            html = strip(slugs)
            for scheme in ("light", "dark"):
                page = browser.new_page(viewport={"width": 1260, "height": 560}, color_scheme=scheme)
                page.set_content(html)
                page.screenshot(path=folder / f"{'--'.join(slugs)}--{scheme}.png", full_page=True)
                page.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
