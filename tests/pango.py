"""Sees to Pango, the system library that draws PDFs: `python tests/pango.py` installs it where it is missing."""

import subprocess
import sys
from pathlib import Path

PACKAGES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"  # what the site asks for, see patients.paper.sheet
FONTS = "fonts-liberation fonts-dejavu-core fonts-noto-core fonts-noto-cjk fonts-noto-color-emoji"
SOME_OF_EACH = "a 山 김 अ ஹ ส 🙂"  # a font that is missing is a line in the log
CAN_DRAW = f"""
import logging, sys, weasyprint
said = []
logging.getLogger("weasyprint").addFilter(lambda record: said.append(record))
weasyprint.HTML(string="<p>{SOME_OF_EACH}</p>").write_pdf()
sys.exit(bool(said))
"""
BREW = "brew install pango"


def is_there():
    """Whether a PDF can be drawn, in every script; asked in a process of its own, for a library that is missing stays
    missing in one."""
    return subprocess.run([sys.executable, "-W", "ignore", "-c", CAN_DRAW], capture_output=True).returncode == 0


def install():
    print("Pango or a font is missing; installing them.", file=sys.stderr)
    script = Path(__file__).with_name("apt.sh")
    subprocess.run(["sh", script, *PACKAGES.split(), *FONTS.split()], stdout=sys.stderr)


def main():
    if not is_there():
        install()
    if not is_there():
        line = BREW if sys.platform == "darwin" else f"sudo apt-get install -y {PACKAGES} {FONTS}"
        sys.exit(f"Pango or a font is missing. Type: {line}")


if __name__ == "__main__":
    main()
