"""What a new clinic's physios find written already: read from `canned_texts.toml`."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_suffix(".toml")
OURS = "ours"


@dataclass(frozen=True)
class Shipped:
    """`source` is the short name of the card of the library that it rests on, or `OURS`."""

    title: str
    text: str
    source: str


@cache
def shipped() -> tuple[Shipped, ...]:
    """In the order in which they are offered; each paragraph on one line."""
    found = tomllib.loads(FILE.read_text(encoding="utf-8"))["texts"]
    return tuple(Shipped(one["title"], " ".join(one["text"].split()), one["source"]) for one in found)
