"""What a statement rests on: where its source is found, who read it, and when somebody looks at it again."""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

FIRST_YEAR = 1900
SOON_DAYS = 60
HOLDS_YEARS = 2  # what was read is looked at again after so long, where nobody says another day
DOI = RegexValidator(r"\A10\.\d{4,9}/\S+\Z", gettext_lazy("A DOI begins with 10. and has a slash: 10.1000/xyz123."))
PMID = RegexValidator(r"\A[1-9]\d{0,8}\Z", gettext_lazy("A PMID is a number of up to nine digits."))


class Grounds(models.TextChoices):
    READ = "read", gettext_lazy("read at its source")
    TO_VERIFY = "to verify", gettext_lazy("reported; not yet checked at its source")
    OURS = "ours", gettext_lazy("our choice; to be checked by a clinician")


def later(day: dt.date, years: int = HOLDS_YEARS) -> dt.date:
    """The same day some years on; the last of February where it is not there."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


@dataclass(frozen=True)
class Due:
    """What somebody is to look at again by a day: a "programme", the "sources" of a version, `count` of them, or a
    "card"; `pk` is that of the programme, the version or the card."""

    kind: str
    pk: int
    name: str
    on: dt.date
    count: int = 1


@dataclass(frozen=True)
class Reviews:
    """What is due on a day or was before it, and what comes within `SOON_DAYS` after it; each the oldest first."""

    overdue: list[Due]
    soon: list[Due]


def reviews(dues: Iterable[Due], today: dt.date) -> Reviews:
    in_order = sorted(dues, key=lambda due: (due.on, due.name, due.kind))
    last = today + dt.timedelta(days=SOON_DAYS)
    return Reviews(
        [due for due in in_order if due.on <= today],
        [due for due in in_order if today < due.on <= last],
    )


class Sourced(models.Model):
    """A row that names its source. "Read" is said of what can be found, by somebody who read it on a day."""

    authors = models.CharField(gettext_lazy("authors"), max_length=200, blank=True, default="", db_default="")
    year = models.PositiveSmallIntegerField(gettext_lazy("year"), null=True, blank=True)
    doi = models.CharField("DOI", max_length=120, blank=True, default="", db_default="", validators=[DOI])
    pmid = models.CharField("PMID", max_length=9, blank=True, default="", db_default="", validators=[PMID])
    read_by = models.CharField(gettext_lazy("read by"), max_length=120, blank=True, default="", db_default="")
    read_on = models.DateField(gettext_lazy("read on"), null=True, blank=True)
    review_by = models.DateField(
        gettext_lazy("review by"),
        null=True,
        blank=True,
        help_text=gettext_lazy("Empty: two years after it was read, or else after it was published."),
    )
    standing_field: str

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        faults = self.wrong() | self.unproven()
        if faults:
            raise ValidationError(faults)

    def to_come(self, today: dt.date) -> dict[str, str]:
        """What cannot be said yet, by column."""
        found = {}
        if self.year is not None and self.year > today.year + 1:
            found["year"] = _("A year is %(last)s at the latest.") % {"last": today.year + 1}
        if self.read_on and self.read_on > today + dt.timedelta(days=1):  # somebody east of UTC
            found["read_on"] = _("That day is still to come.")
        return found

    def wrong(self) -> dict[str, str]:
        """What can be of no source, by column."""
        found = {}
        if self.year is not None and self.year < FIRST_YEAR:
            found["year"] = _("A year is %(first)s at the earliest.") % {"first": FIRST_YEAR}
        if self.read_on and self.year and self.read_on.year < self.year - 1:  # read before it was in print
            found["read_on"] = _("It was not there to be read so long before its year.")
        return found

    def unproven(self) -> dict[str, str]:
        """What "read at its source" lacks, by column; nothing where that is not said."""
        if getattr(self, self.standing_field) != Grounds.READ:
            return {}
        found = {}
        if not (self.doi or self.pmid or (self.year and re.search(r"[^\W\d_]{2}", self.authors))):
            found[self.standing_field] = _("Read where? Please give its DOI, its PMID, or its year and authors.")
        if not re.search(r"[^\W\d_]{2}", self.read_by):
            found["read_by"] = _("Please say who read it, or choose another standing.")
        if not self.read_on:
            found["read_on"] = _("Please say when it was read.")
        return found

    def due(self, since: dt.date | None, looked_on: dt.date | None = None) -> dt.date | None:
        """When it is looked at again, where it was written on the day `since`, and last looked at on `looked_on`: that
        reads nothing anew, and a day for it that is past is spent."""
        if self.review_by and not (looked_on and looked_on >= self.review_by):
            return self.review_by
        start = max(filter(None, (self.read_on or since, looked_on)), default=None)
        return later(start) if start else None
