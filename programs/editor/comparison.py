"""What differs between two versions of a programme, stage by stage, for whoever moves a patient to the other."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from programs.gate import GATE
from programs.models import SafetyThresholds, Stage
from programs.selectors import stages_of
from programs.wording import criterion_words

SHOWN_STAGE = ("name", "frequency", "sessions_per_week", *GATE)


@dataclass(frozen=True)
class Difference:
    """One thing that is not the same: where, what, and what it is in either; an empty text is "not there"."""

    where: str
    what: str
    before: str
    after: str


def differences(before, after):
    """Every `Difference` between two versions: the stages of the new one in order, those that went, then what holds in
    all of them. A stage is compared with the one of its key, whatever number either has."""
    old = {stage.key: stage for stage in stages_of(before)}
    new = {stage.key: stage for stage in stages_of(after)}
    found = _order(old, new)
    for key in [*new, *(key for key in old if key not in new)]:
        found += _of_stage(old.get(key), new.get(key))
    return found + _columns(_("Everywhere"), before, after, SafetyThresholds._meta.local_fields)


def _order(old, new):
    """One line where the stages that both have follow each other otherwise."""
    was, now = ([stage.name for stage in one.values() if stage.key in other] for one, other in ((old, new), (new, old)))
    if [key for key in old if key in new] == [key for key in new if key in old]:
        return []
    return [Difference(_("Everywhere"), _("the order of the stages"), " → ".join(was), " → ".join(now))]


def _of_stage(old, new):
    where = _where(old, new)
    if old is None or new is None:
        return [Difference(where, _("the stage"), *_names(old, new))]
    columns = _columns(where, old, new, [Stage._meta.get_field(name) for name in SHOWN_STAGE])
    return columns + _doses(where, old, new) + _criteria(where, old, new)


def _where(old, new):
    if old and new and old.position != new.position:
        return _("Stage %(n)s, until now %(was)s") % {"n": new.position, "was": old.position}
    return _("Stage %(n)s") % {"n": (new or old).position}


def _names(old, new):
    return (old.name if old else "", new.name if new else "")


def _columns(where, old, new, columns):
    pairs = [(field, getattr(old, field.name), getattr(new, field.name)) for field in columns]
    return [
        Difference(where, str(field.verbose_name), _words(was), _words(now)) for field, was, now in pairs if was != now
    ]


def _words(value):
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return "" if value is None else str(value)


def _doses(where, old, new):
    was = {one.exercise_id: one for one in old.prescriptions.all()}
    now = {one.exercise_id: one for one in new.prescriptions.all()}
    found = []
    for pk in was | now:
        before, after = was.get(pk), now.get(pk)
        name = (after or before).exercise.name
        found += _unlike(where, name, before.dose if before else "", after.dose if after else "")
        if before and after:
            what = _("%(exercise)s, variations from easy to hard") % {"exercise": name}
            found += _unlike(where, what, _ways(before), _ways(after))
    return found


def _ways(one):
    return ", ".join(variation.name for variation in one.variations)


def _unlike(where, what, before, after):
    return [Difference(where, what, before, after)] if before != after else []


def _criteria(where, old, new):
    was, now = ([criterion_words(one.as_rule) for one in stage.criteria.all()] for stage in (old, new))
    if was == now:
        return []
    return [Difference(where, _("further criteria"), "; ".join(was), "; ".join(now))]
