"""Sees to node, which runs the tests of our scripts: `python tests/node.py` installs it where it is missing."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

PACKAGE = "nodejs"
OLDEST = (18, 19)  # the first that lets a test put something in the place of a module
BREW = "brew install node"


def is_there():
    """Whether a node is there that is new enough."""
    if not shutil.which("node"):
        return False
    said = subprocess.run(["node", "--version"], capture_output=True, text=True).stdout
    return tuple(map(int, re.findall(r"\d+", said)[:2])) >= OLDEST


def install():
    print("Node is missing; installing it.", file=sys.stderr)
    script = Path(__file__).with_name("apt.sh")
    subprocess.run(["sh", script, PACKAGE], stdout=sys.stderr)


def main():
    if not is_there():
        install()
    if not is_there():
        line = BREW if sys.platform == "darwin" else f"sudo apt-get install -y {PACKAGE}"
        sys.exit(f"Node {'.'.join(map(str, OLDEST))} or newer is missing. Type: {line}")


if __name__ == "__main__":
    main()
