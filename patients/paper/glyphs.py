"""Which characters this machine has no font for. A PDF shows them as boxes; whoever makes it is told before, and in
it."""

import logging
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

BOX = ".notdef glyph rendered"  # how WeasyPrint begins to say that it drew one
PLAIN = 0x530  # Latin, Greek and Cyrillic lie before it: every font that draws the site's own text has them
SIGNS = range(0x1E00, 0x2190)  # more Latin and Greek, dashes, quotation marks


@dataclass(frozen=True)
class Script:
    """`begins` is how Unicode's names of its characters do; `sample` some of them, and where Debian has its font."""

    begins: str
    name: str
    sample: str
    package: str = "fonts-noto-core"


CJK, EMOJI = "fonts-noto-cjk", "fonts-noto-color-emoji"
SCRIPTS = (
    Script("ARABIC", gettext_lazy("Arabic"), "سارة"),
    Script("ARMENIAN", gettext_lazy("Armenian"), "Անի"),
    Script("BENGALI", gettext_lazy("Bengali"), "অনিতা"),
    Script("CJK", gettext_lazy("Chinese"), "山田王", CJK),
    Script("DEVANAGARI", gettext_lazy("Devanagari"), "अनीता"),
    Script("ETHIOPIC", gettext_lazy("Ethiopic"), "ሰላም"),
    Script("GEORGIAN", gettext_lazy("Georgian"), "ანა"),
    Script("GUJARATI", gettext_lazy("Gujarati"), "ગીતા"),
    Script("GURMUKHI", gettext_lazy("Gurmukhi"), "ਗੁਰ"),
    Script("HANGUL", gettext_lazy("Korean"), "김민수", CJK),
    Script("HEBREW", gettext_lazy("Hebrew"), "שרה"),
    Script("HIRAGANA", gettext_lazy("Japanese"), "さくら", CJK),
    Script("KANNADA", gettext_lazy("Kannada"), "ಕವಿತಾ"),
    Script("KATAKANA", gettext_lazy("Japanese"), "アンナ", CJK),
    Script("KHMER", gettext_lazy("Khmer"), "សុខា"),
    Script("LAO", gettext_lazy("Lao"), "ລາວ"),
    Script("MALAYALAM", gettext_lazy("Malayalam"), "അനിത"),
    Script("MYANMAR", gettext_lazy("Burmese"), "အောင်"),
    Script("SINHALA", gettext_lazy("Sinhala"), "අනිතා"),
    Script("TAMIL", gettext_lazy("Tamil"), "அனிதா"),
    Script("TELUGU", gettext_lazy("Telugu"), "అనిత"),
    Script("THAI", gettext_lazy("Thai"), "สมชาย"),
)
_pictures = Script("", gettext_lazy("emoji"), "🙂🏃❤", EMOJI)
SAMPLES = (*SCRIPTS, _pictures)

_boxes: ContextVar[set[str] | None] = ContextVar("boxes", default=None)
_known: dict[str, bool] = {}  # whether a character is drawn; the fonts of a process do not change


class _Boxes(logging.Filter):
    """Takes what was drawn as a box out of the log, where it would be a piece of somebody's text."""

    def filter(self, record: logging.LogRecord) -> bool:
        if not str(record.msg).startswith(BOX):
            return True
        found = _boxes.get()
        if found is not None and isinstance(record.args, tuple):
            found.add(str(record.args[0]))
        return False


def hear(name: str) -> None:
    """Once a process: what the library `name` logs of boxes is heard here."""
    logger = logging.getLogger(name)
    if not any(isinstance(one, _Boxes) for one in logger.filters):
        logger.addFilter(_Boxes())


@contextmanager
def boxes() -> Iterator[set[str]]:
    """The characters that are drawn as boxes meanwhile."""
    found: set[str] = set()
    token = _boxes.set(found)
    try:
        yield found
    finally:
        _boxes.reset(token)


def unusual(text: str) -> set[str]:
    """The characters that not every machine has a font for."""
    rare = {one for one in set(text) if ord(one) >= PLAIN and ord(one) not in SIGNS}
    return {one for one in rare if unicodedata.category(one) != "Cf"}


def learned(characters: Iterable[str], without: set[str]) -> None:
    for one in characters:
        _known[one] = one not in without


def unknown(characters: Iterable[str]) -> set[str]:
    """Those that nobody has tried to draw yet."""
    return set(characters) - _known.keys()


def boxed(characters: Iterable[str]) -> set[str]:
    """Those that are known to be boxes."""
    return {one for one in characters if not _known.get(one, True)}


def script_of(character: str) -> Script | None:
    name = unicodedata.name(character, "")
    found = next((one for one in SCRIPTS if name.startswith(one.begins)), None)
    return found or (_pictures if unicodedata.category(character) in ("So", "Sk") else None)


def names_of(characters: Iterable[str]) -> str:
    """ "Chinese, Thai and some other characters", "" of none."""
    scripts = {script_of(one) for one in characters}
    names = sorted({str(one.name) for one in scripts if one})
    return ", ".join([*names, *([_("some other characters")] if None in scripts else [])])


def packages_for(characters: Iterable[str]) -> list[str]:
    """What Debian calls the fonts for them."""
    return sorted({one.package for one in map(script_of, characters) if one})
