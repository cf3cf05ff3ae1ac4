"""What Lighthouse finds on a page, and what a visit moves over the wire."""

import json
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tests.chromium import FLAGS, find

PINNED = "lighthouse@13.5.0"
ROOT = Path(__file__).resolve().parents[2]
HOME = ROOT / ".venv" / "lighthouse"
CATEGORIES = ("performance", "accessibility", "best-practices")


@dataclass(frozen=True)
class Found:
    """Scores from 0 to 100, the largest paint and the blocking time in ms, the layout shift, bytes and requests.

    Paint and blocking are those of the simulated phone (a mid-range one on slow 4G), as Lighthouse reports them.
    """

    scores: dict
    largest_paint: float
    blocking: float
    shift: float
    bytes_moved: int
    requests_before_paint: int

    def __str__(self):
        return (
            f"{'/'.join(str(score) for score in self.scores.values())}, largest paint {self.largest_paint:.0f} ms, "
            f"blocking {self.blocking:.0f} ms, shift {self.shift:.3f}, {self.bytes_moved / 1024:.1f} KB, "
            f"{self.requests_before_paint} requests before the largest paint"
        )


def install():
    """Installs the pinned Lighthouse beside the Python packages; npm says what is wrong where it cannot."""
    if not (HOME / "node_modules" / "lighthouse").is_dir():
        HOME.mkdir(parents=True, exist_ok=True)
        npm = shutil.which("npm") or "npm"
        subprocess.run([npm, "install", "--no-audit", "--no-fund", "--prefix", HOME, PINNED], check=True)


def looks_at(url, cookie, folder):
    """`Found` for a page at the preset of a phone, signed in by `cookie`, a (name, value) pair."""
    report = folder / "lighthouse.json"
    words = [
        "node",
        HOME / "node_modules/lighthouse/cli/index.js",
        url,
        "--quiet",
        "--output=json",
        f"--output-path={report}",
        f"--only-categories={','.join(CATEGORIES)}",
        f"--chrome-path={find('')}",
        f"--chrome-flags=--headless=new --no-sandbox {' '.join(FLAGS)}",
        f"--extra-headers={json.dumps({'Cookie': '='.join(cookie)})}",
    ]
    subprocess.run(words, check=True, cwd=folder)
    return read(json.loads(report.read_text()))


def read(report):
    assert not report.get("runtimeError"), report["runtimeError"]
    assert "/login/" not in report["finalDisplayedUrl"], "nobody was signed in"
    audits = report["audits"]
    network = audits["network-requests"]["details"]["items"]
    paint = audits["metrics"]["details"]["items"][0]["observedLargestContentfulPaint"]
    return Found(
        scores={name: round(report["categories"][name]["score"] * 100) for name in CATEGORIES},
        largest_paint=audits["largest-contentful-paint"]["numericValue"],
        blocking=audits["total-blocking-time"]["numericValue"],
        shift=audits["cumulative-layout-shift"]["numericValue"],
        bytes_moved=sum(one["transferSize"] for one in network),
        requests_before_paint=sum(one["networkRequestTime"] < paint for one in network),
    )


def failing(report):
    """Names of the audits that cost points, for whoever reads a trial that fell short."""
    return [name for name, audit in report["audits"].items() if audit["score"] is not None and audit["score"] < 0.9]
