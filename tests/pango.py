"""Sees to Pango, the system library that draws PDFs: `python tests/pango.py` installs it where it is missing."""

import subprocess
import sys
from pathlib import Path

PACKAGES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"  # what the site asks for, see patients.paper.sheet
CAN_DRAW = "import weasyprint; weasyprint.HTML(string='<p>a</p>').write_pdf()"
FONTS = "fonts-liberation"  # without a font a page has no text
BREW = "brew install pango"


def is_there():
    """Whether a PDF can be drawn; asked in a process of its own, for a library that is missing stays missing in one."""
    return subprocess.run([sys.executable, "-W", "ignore", "-c", CAN_DRAW], capture_output=True).returncode == 0


def install():
    print("Pango is missing; installing it.", file=sys.stderr)
    script = Path(__file__).with_name("apt.sh")
    subprocess.run(["sh", script, *PACKAGES.split(), FONTS], stdout=sys.stderr)


def main():
    if not is_there():
        install()
    if not is_there():
        line = BREW if sys.platform == "darwin" else f"sudo apt-get install -y {PACKAGES} {FONTS}"
        sys.exit(f"Pango is missing. Type: {line}")


if __name__ == "__main__":
    main()
