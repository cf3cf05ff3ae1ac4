"""Words that lead to the alarm list, and the tick that each belongs to: read from `danger_words.toml`. Plain words, no
meaning: "no numbness" is found too, for it only asks."""

import re
import tomllib
import unicodedata
from functools import cache
from pathlib import Path

from patients.domain.alarm import by_urgency

FILE = Path(__file__).with_name("danger_words.toml")


@cache
def danger_words() -> dict[str, list[str]]:
    """The lines of each tick."""
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def ticks_of(text: str) -> list[str]:
    """The ticks whose words stand in the text, the most urgent first."""
    said = f" {plain_words(text)} "
    return by_urgency(tick for tick, lines in danger_words().items() if any(f" {line} " in said for line in lines))


def plain_words(text: str) -> str:
    """The words in small letters, a space between them, without accents and apostrophes."""
    plain = "".join(one for one in unicodedata.normalize("NFKD", text) if not unicodedata.combining(one))
    return " ".join(re.findall(r"[^\W_]+", re.sub(r"['’‘]", "", plain.casefold())))
