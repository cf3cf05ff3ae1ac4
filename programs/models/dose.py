"""What a prescription asks for: sets, repetitions or seconds, rest, load, tempo and sides, and how it is said."""

from decimal import Decimal
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from programs.columns import limits
from programs.gate import DOSE
from programs.models.explained import Explained

LEAST_LOAD = Decimal("0.25")  # kg: the smallest disc there is
SECONDS_A_REPETITION = 3


def count(label: Any, least: int, most: int) -> "models.PositiveSmallIntegerField[int, int]":
    return models.PositiveSmallIntegerField(label, validators=limits(least, most))


def maybe(label: Any, least: int, most: int) -> "models.PositiveSmallIntegerField[int | None, int | None]":
    return models.PositiveSmallIntegerField(label, null=True, blank=True, validators=limits(least, most))


def kilograms(label: Any, most: int) -> "models.DecimalField[Decimal | None, Decimal | None]":
    """A load that may be left out: kilograms with two places, as discs come."""
    return models.DecimalField(
        label,
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(LEAST_LOAD), MaxValueValidator(most)],
    )


def up_to(least: str, most: str) -> Q:
    """A condition: `most` is empty, or `least` is said and below it."""
    return Q(**{most: None}) | Q(**{f"{least}__isnull": False, f"{most}__gt": F(least)})


class Dosed(Explained):
    """A dose: sets of repetitions or of seconds held, rest in seconds.

    A dose may be a range ("8 to 15 repetitions"). What is done is measured against the least of it, and half is half of
    the least: who does as much as was asked has done the dose, and the most says only where to stop.
    It is done with both legs together, with `each_leg`, or with the `affected_leg` of these alone, which is both for
    somebody whose both sides are affected.
    The load is kilograms, a repetition maximum (RM: as much as can be lifted that often and not once more), or a weight
    that is agreed on with the clinician (`with_load`). It is told and logged, and no rule reads it.
    The tempo is seconds to lower, to hold and to raise; all three or none.
    """

    thresholds = DOSE

    sets = count(_("sets"), 1, 30)
    sets_most = maybe(_("sets, at most"), 2, 30)
    repetitions = maybe(_("repetitions"), 1, 200)
    repetitions_most = maybe(_("repetitions, at most"), 2, 200)
    seconds = maybe(_("seconds held"), 1, 600)
    seconds_most = maybe(_("seconds held, at most"), 2, 600)
    load_kg = kilograms(_("load, kg"), 400)
    load_kg_most = kilograms(_("load, kg, at most"), 400)
    load_rm = maybe(_("load, RM"), 1, 40)
    load_rm_most = maybe(_("load, RM, at most"), 2, 40)
    with_load = models.BooleanField(
        _("with a weight that is agreed on with the clinician"), default=False, db_default=False
    )
    tempo_lower = maybe(_("lowering, seconds"), 0, 30)
    tempo_hold = maybe(_("holding between, seconds"), 0, 30)
    tempo_raise = maybe(_("raising, seconds"), 0, 30)
    each_leg = models.BooleanField(_("each leg"), default=False)
    affected_leg = models.BooleanField(_("only the affected leg"), default=False, db_default=False)
    rest_seconds = models.PositiveSmallIntegerField(
        _("rest, seconds"), default=30, validators=[MaxValueValidator(1_800)]
    )

    class Meta:
        abstract = True

    @property
    def target(self) -> int:
        """Repetitions or seconds asked for in each set, the least of a range."""
        return self.repetitions or self.seconds  # type: ignore[return-value]  # a constraint: one of them is said

    @property
    def is_hold(self) -> bool:
        return self.seconds is not None

    @property
    def sides(self) -> tuple[str, ...]:
        """Every side that it can be done on."""
        return ("left", "right") if self.each_leg else ("both",)

    def sides_of(self, affected: tuple[str, ...]) -> tuple[str, ...]:
        """The sides that are asked of a patient with these `affected` sides, "left" or "right" or both."""
        return affected if self.affected_leg else self.sides

    @property
    def dose(self) -> str:
        """The dose in words: "10 × 10 s, each leg"."""
        return self.dose_in_words(self.sets, self.target)

    def dose_in_words(self, sets: int, target: int, load_kg: Decimal | None = None) -> str:
        """Another amount, or another load, of the same exercise in the same words. A range belongs to the whole dose
        alone: what is more or less than it is exact."""
        words = _("%(amount)s s") if self.is_hold else "%(amount)s"
        said = [words % {"amount": self.amount_in_words(sets, target)}]
        said += [self.legs_in_words] if self.legs_in_words else []
        return ", ".join(filter(None, (*said, self.load_in_words(load_kg))))

    @property
    def legs_in_words(self) -> str:
        """ "each leg"; empty of both together."""
        if self.affected_leg:
            return str(_("affected leg"))
        return str(_("each leg")) if self.each_leg else ""

    def amount_in_words(self, sets: int, target: int) -> str:
        """ "3 × 8–15"."""
        most = (self.sets_most, self.target_most) if (sets, target) == (self.sets, self.target) else (None, None)
        return f"{_span(sets, most[0])} × {_span(target, most[1])}"

    @property
    def target_most(self) -> int | None:
        return self.repetitions_most or self.seconds_most

    def load_in_words(self, load_kg: Decimal | None = None) -> str:
        """ "12.5 kg", "8–15RM"; `load_kg` is a clinician's for one patient. Empty of an exercise without a load."""
        if load_kg is not None:
            return _("%(load)s kg") % {"load": _span(load_kg)}
        if self.load_kg is not None:
            return _("%(load)s kg") % {"load": _span(self.load_kg, self.load_kg_most)}
        if self.load_rm is not None:
            return _("%(load)sRM") % {"load": _span(self.load_rm, self.load_rm_most)}
        return str(_("with weight")) if self.with_load else ""

    @property
    def load_help(self) -> str:
        """What a load that is not in kilograms means, for the patient; empty of any other."""
        if self.load_rm is not None:
            return str(_("RM is the weight that you can lift so many times with good form, and not once more."))
        return str(_("Take the weight that you agreed on.")) if self.with_load else ""

    @property
    def tempo(self) -> tuple[int, int, int] | None:
        """Seconds to lower, to hold and to raise; None where it is not said."""
        if self.tempo_lower is None or self.tempo_hold is None or self.tempo_raise is None:
            return None
        return self.tempo_lower, self.tempo_hold, self.tempo_raise

    @property
    def tempo_in_words(self) -> str:
        """ "3 s up, 2 s hold, 3 s down"; empty where it is not said. The hold is left out where there is none."""
        if self.tempo is None:
            return ""
        lower, hold, up = self.tempo
        said = [_("%(n)s s up") % {"n": up}, _("%(n)s s hold") % {"n": hold}, _("%(n)s s down") % {"n": lower}]
        return ", ".join(words for seconds, words in zip((up, hold, lower), said, strict=True) if seconds)

    @property
    def seconds_a_repetition(self) -> int:
        return sum(self.tempo or ()) or SECONDS_A_REPETITION

    @property
    def minutes(self) -> int:
        return self.minutes_for(self.sets, self.target)

    def minutes_for(self, sets: int, target: int) -> int:
        """A rough length in minutes: the tempo or three seconds a repetition, the rests between sets included."""
        work = target if self.is_hold else target * self.seconds_a_repetition
        legs = 1 if self.affected_leg else len(self.sides)
        return max(1, round(sets * legs * (work + self.rest_seconds) / 60))

    def minutes_in_words(self, minutes: int | None = None) -> str:
        minutes = minutes or self.minutes
        return ngettext("about %(n)s minute", "about %(n)s minutes", minutes) % {"n": minutes}


def _span(least: Decimal | int, most: Decimal | int | None = None) -> str:
    return "–".join(f"{Decimal(one).normalize():f}" for one in (least, most) if one is not None)
