"""Rows whose texts may be said in another language: which texts, and what a reader of that language is given.

A translation is of one English text, word for word. Where the English is another one by now, or was never translated,
the reader is given the English: what a text allows is never said in words that were meant for another text.
"""

from collections.abc import Mapping
from typing import ClassVar

from django.db import models
from django.utils.html import conditional_escape, format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _

ENGLISH = "en"


class Said(str):
    """A text of a row as one reader is given it. In a page it names its language, where the page has more than one;
    `marked`: it is English only because there is nothing else, and somebody's safety may hang on it."""

    language: str
    marked: bool

    def __new__(cls, text: str, language: str = "", *, marked: bool = False) -> "Said":
        made = super().__new__(cls, text)
        made.language, made.marked = language, marked
        return made

    def __html__(self) -> str:
        text = conditional_escape(str(self))
        if not self or not self.language:
            return text
        said = format_html('<span lang="{}" dir="auto">{}</span>', self.language, text)
        return format_html('{} <span class="tag">{}</span>', said, _("in English")) if self.marked else said

    @property
    def capped(self) -> "Said":
        return Said(capfirst(str(self)), self.language, marked=self.marked)

    @property
    def lines(self) -> list["Said"]:
        """Those that are not empty; the mark stands at the first."""
        lines = [line for line in self.splitlines() if line.strip()]
        return [Said(line, self.language, marked=self.marked and not nth) for nth, line in enumerate(lines)]


class Sayings:
    """The texts of a row by their names, as `Said`."""

    def __init__(self, row: "Translated") -> None:
        self._row = row

    def __getattr__(self, name: str) -> Said:
        row = self._row
        if name not in row.translated:
            raise AttributeError(name)
        if not row.spoken:
            return Said(getattr(row, name))
        if text := row.texts.get(name):
            return Said(text, row.spoken)
        return Said(getattr(row, name), ENGLISH, marked=row.translated[name])


class Translated(models.Model):
    """A row with texts for patients. `translated` names them and says of each whether it is marked where it stays
    English: every one that is written in sentences is, for any of them may say when to stop. `spoken` and `texts` are
    what `Translation.say_in` gave this one object; a column of its own each text keeps, and it is English."""

    translated: ClassVar[Mapping[str, bool]]
    spoken: str = ""
    texts: dict[str, str]

    class Meta:
        abstract = True

    @property
    def subject(self) -> str:
        """Which thing it is, whatever version it stands in and whatever its number."""
        raise NotImplementedError

    @property
    def said(self) -> Sayings:
        return Sayings(self)
