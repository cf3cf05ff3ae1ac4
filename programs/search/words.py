"""Words of a text as a search compares them: small letters, no accents, no endings. What English needs beyond that is
content, in `words.toml`."""

import re
import tomllib
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache
from pathlib import Path

import snowballstemmer

FILE = Path(__file__).with_name("words.toml")
FEET = r"\b[4-7] ?(?:ft|foot|feet|['’′]) ?\d{0,2}\b"
METRES = r"\b(?:1[.,]?[4-9]\d|2[.,]?0\d) ?(?:cm|m)\b"
ONLY_FEET = r"^\s*[4-7][ .]\d{1,2}\s*$"
HEIGHT = re.compile(f"{FEET}|{METRES}|{ONLY_FEET}", re.IGNORECASE)
CONTENT = tomllib.loads(FILE.read_text(encoding="utf-8"))
NOTHING = frozenset(CONTENT["nothing"].split())


def words_of(text: str) -> list[str]:
    """The words of a text in their order. A person's height is the word "height", however it is written."""
    text = HEIGHT.sub(" height ", text)
    plain = "".join(one for one in unicodedata.normalize("NFKD", text) if not unicodedata.combining(one))
    return re.findall(r"[^\W_]+", re.sub(r"['’‘]", "", plain.casefold()))


def stems_of(words: Iterable[str]) -> tuple[str, ...]:
    """The words without their endings."""
    return tuple(_stemmer().stemWords(list(words)))


@lru_cache(maxsize=4096)
def known_of(text: str) -> dict[str, str]:
    """{word: its stem} of a text of ours. Kept, for stemming costs far more than the search; never what people type."""
    words = words_of(text)
    return dict(zip(words, stems_of(words), strict=True))


@cache
def means() -> dict[tuple[str, ...], tuple[str, ...]]:
    """The stems of what is typed, and the stems of what our texts say for it."""
    return {stems_of(words_of(said)): stems_of(words_of(ours)) for said, ours in CONTENT["means"].items()}


@cache
def table_words() -> dict[str, str]:
    """{word: its stem} of what the table knows people to type."""
    return known_of(" ".join([*NOTHING, *CONTENT["means"]]))


@cache
def _stemmer() -> snowballstemmer.stemmer:
    return snowballstemmer.stemmer("english")
