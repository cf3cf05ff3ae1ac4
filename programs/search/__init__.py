"""Which texts answer what somebody typed, the best first. It knows no rows: a text has title and words."""

import difflib
import functools
import math
from collections import Counter
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from operator import or_
from typing import Generic, TypeVar

from programs.search.words import NOTHING, known_of, means, stems_of, table_words, words_of

Row = TypeVar("Row")
TITLE, WORDS, TEXT = 4.0, 3.0, 1.0
SYNONYM = 0.8  # of what the word itself weighs
MOST, NEAR_THE_BEST = 8, 0.4
SHORTEST_SLIP, ALIKE = 4, 0.84

Alternatives = dict[str, float]


@dataclass(frozen=True)
class Searched(Generic[Row]):
    """A row and what of it is searched."""

    row: Row
    title: str
    words: str
    text: str

    def weights(self) -> dict[str, float]:
        """{stem: the weight of the best place that it stands in}."""
        found: dict[str, float] = {}
        for text, weight in ((self.text, TEXT), (self.words, WORDS), (self.title, TITLE)):
            found |= dict.fromkeys(known_of(text).values(), weight)
        return found

    def known(self) -> dict[str, str]:
        return known_of(self.title) | known_of(self.words) | known_of(self.text)


@dataclass(frozen=True)
class Found(Generic[Row]):
    """The rows that answer, the best first; and what a slip of the thumb was read as, empty where none was."""

    rows: list[Row]
    read_as: str = ""


def find(wanted: str, texts: Sequence[Searched[Row]], also_known: str = "") -> Found[Row]:
    """What answers `wanted`. A word that no text, no table and no `also_known` has is read as the one most like it."""
    weights = [one.weights() for one in texts]
    typed = words_of(wanted)
    read = _read(typed, functools.reduce(or_, (one.known() for one in texts), known_of(also_known) | table_words()))
    rarity = _rarity(weights)
    terms = [term for term in _terms(read) if not rarity.keys().isdisjoint(term)]
    scores = [_score(terms, of_text, rarity) for of_text in weights]
    enough = max(scores, default=0.0) * NEAR_THE_BEST
    order = sorted(range(len(texts)), key=lambda at: -scores[at])
    rows = [texts[at].row for at in order if scores[at] and scores[at] >= enough][:MOST]
    return Found(rows, "" if read == typed else " ".join(read))


def _read(typed: list[str], known: dict[str, str]) -> list[str]:
    """The words, and for each that is strange the known one that is most like it."""
    stems = set(known.values())
    read: list[str] = []
    for word, stem in zip(typed, stems_of(typed), strict=True):
        read += [word] if word in known or stem in stems else _apart(word, known) or [_most_like(word, known)]
    return read


def _apart(word: str, known: Container[str]) -> list[str]:
    """The two known words that were written as one; none where they were not."""
    at = next((at for at in range(3, len(word) - 1) if word[:at] in known and word[at:] in known), 0)
    return [word[:at], word[at:]] if at else []


def _most_like(word: str, known: Iterable[str]) -> str:
    if len(word) < SHORTEST_SLIP:
        return word
    of_letter = sorted(one for one in known if one[0] == word[0] and len(one) >= SHORTEST_SLIP)
    return next(iter(difflib.get_close_matches(word, of_letter, n=1, cutoff=ALIKE)), word)


def _terms(words: list[str]) -> list[Alternatives]:
    """For each thing that is asked for the stems that say it. The longest that the table has counts; of other words
    those that say something."""
    stems, table, terms, at = stems_of(words), means(), [], 0
    while at < len(words):
        size = next((n for n in (3, 2, 1) if stems[at : at + n] in table), 0)
        end = at + max(size, 1)
        itself = {stem: 1.0 for stem, word in zip(stems[at:end], words[at:end], strict=True) if word not in NOTHING}
        terms.append(dict.fromkeys(table.get(stems[at:end], ()), SYNONYM) | itself)
        at = end
    return [term for term in terms if term]


def _rarity(weights: list[dict[str, float]]) -> dict[str, float]:
    """{stem: the more, the fewer texts have it}."""
    counts = Counter(stem for of_text in weights for stem in of_text)
    return {stem: math.log(1 + len(weights) / count) for stem, count in counts.items()}


def _score(terms: list[Alternatives], weights: dict[str, float], rarity: dict[str, float]) -> float:
    """How well a text answers: the best place of each term, by its rarity; less where it leaves terms out."""
    best = [
        max((share * weights[stem] * rarity[stem] for stem, share in term.items() if stem in weights), default=0.0)
        for term in terms
    ]
    return sum(best) * sum(1 for one in best if one) / len(terms) if terms else 0.0
