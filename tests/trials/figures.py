"""docs/figures.md: a section for each file of trials, written anew by a run in which all of its trials passed."""

import os
import platform
import re
from collections.abc import Iterable

HEAD = """# Figures

What the trials found: `make trials`, or one file of them with `FIGURES_FILE=docs/figures.md`. A section is written
only when every trial of its file has passed in one run, and says when and on what machine that was.
"""
SECTION = re.compile(r"^## (.+)\n", re.MULTILINE)

Figure = tuple[str, str, object]


def machine() -> str:
    """What it was measured on, but for the database."""
    return f"{platform.system()}, {os.cpu_count()} cores, Python {platform.python_version()}"


def section(figures: Iterable[Figure], when: str, where: str) -> str:
    """The figures of one file as (trial, figure, value), in the order they were reported."""
    rows = "\n".join(f"| {trial} | {name} | {value} |" for trial, name, value in figures)
    return f"{when}: {where}.\n\n| trial | figure | value |\n|---|---|---|\n{rows}\n"


def merged(document: str, sections: dict[str, str]) -> str:
    """The document with these sections in place of its own of the same name; the others stay as they are."""
    parts = SECTION.split(document)
    known = {name: text.strip() + "\n" for name, text in zip(parts[1::2], parts[2::2], strict=True)}
    return "\n".join([HEAD, *(f"## {name}\n\n{text}" for name, text in sorted((known | sections).items()))])
