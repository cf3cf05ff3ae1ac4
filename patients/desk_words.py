"""What a clinician reads about the first questions: answers that ask for a look come first."""

from dataclasses import dataclass

from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Look:
    """One answer of the start; `asks` whether a clinician should look at it before the programme goes on."""

    what: str
    answer: str
    asks: bool = False


def look_words(intake):
    """The `Look`s of an intake, those that ask for a look first; what was not answered is named as such."""
    found = [
        _asked(_("Ever had cancer"), intake.cancer),
        _asked(_("Quinolone antibiotics in the last 6 months"), intake.quinolones),
        _asked(_("Began with a kick, a sprint or a slip"), intake.sudden),
    ]
    found += [Look(_("Where it hurts"), ", ".join(str(place) for place in intake.where))] if intake.where else []
    found += [Look(_("Age"), str(intake.age))] if intake.age is not None else []
    found += [Look(_("Other tendons or injuries"), intake.other)] if intake.other else []
    found += [Look(_("Sport or work that matters"), intake.sport)] if intake.sport else []
    return sorted(found, key=lambda look: not look.asks)


def _asked(what, answer):
    if answer is None:
        return Look(what, _("not answered"))
    return Look(what, _("yes") if answer else _("no"), asks=answer)
