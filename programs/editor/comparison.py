"""What differs between two versions of a programme, for whoever publishes one or moves a patient to it.

Every column counts that is not named in `NO_CONTENT`: a new one is told without a line here.
"""

from collections import Counter
from dataclasses import dataclass
from itertools import zip_longest

from django.utils.translation import gettext as _

from programs.models import Citation, Criterion, Guidance, Prescription, ProgramVersion, Stage
from programs.selectors import stages_of
from programs.wording import criterion_words

# Which row it is and how it came about; the note is printed by itself. The order of criteria means nothing.
NO_CONTENT = {
    ProgramVersion: (
        *("id", "program", "number", "status", "changes", "rules", "citations"),
        *("created_at", "published_at", "published_by"),
    ),
    Stage: ("id", "version"),
    Prescription: ("id", "stage"),
    Criterion: ("id", "stage", "position"),
    Citation: ("id", "version", "position"),
}
# What a sentence of its own tells, or the sentence of another column.
TOLD_APART = {
    ProgramVersion: ("reasons",),
    Stage: ("key", "position", "reasons"),
    Prescription: (
        *("exercise", "position", "offered", "reasons", "each_leg", "affected_leg", "with_load"),
        *("sets", "sets_most", "repetitions", "repetitions_most", "seconds", "seconds_most"),
        *("load_kg", "load_kg_most", "load_rm", "load_rm_most"),
    ),
}

SAYS_ITSELF = {"reference", "supports", "standing"}


@dataclass(frozen=True)
class Difference:
    """One thing that is not the same: where, what, and what it is in either; an empty text is "not there"."""

    where: str
    what: str
    before: str
    after: str


def content(model):
    """The columns of a model that a reader of two versions has to know of."""
    return [field for field in model._meta.concrete_fields if field.name not in NO_CONTENT[model]]


def differences(before, after):
    """Every `Difference` between two versions: the stages of the new one in order, those that went, then what holds in
    all of them. A stage is compared with the one of its key, whatever number either has."""
    old = {stage.key: stage for stage in stages_of(before)}
    new = {stage.key: stage for stage in stages_of(after)}
    found = _order(_("Everywhere"), _("the order of the stages"), _names_of(old), _names_of(new))
    for key in [*new, *(key for key in old if key not in new)]:
        found += _of_stage(old.get(key), new.get(key))
    found += _columns(_("Everywhere"), before, after)
    return found + _sources(before, after) + _cards(before.program_id, old, new)


def _names_of(stages):
    return {key: stage.name for key, stage in stages.items()}


def _order(where, what, old, new):
    """One line where what both have, named by key, follows otherwise."""
    was, now = [key for key in old if key in new], [key for key in new if key in old]
    if was == now:
        return []
    return [Difference(where, what, " → ".join(old[key] for key in was), " → ".join(new[key] for key in now))]


def _of_stage(old, new):
    where = _where(old, new)
    if old is None or new is None:
        return [Difference(where, _("the stage"), old.name if old else "", new.name if new else "")]
    return _columns(where, old, new) + _prescriptions(where, old, new) + _criteria(where, old, new)


def _where(old, new):
    if old and new and old.position != new.position:
        return _("Stage %(n)s, until now %(was)s") % {"n": new.position, "was": old.position}
    return _("Stage %(n)s") % {"n": (new or old).position}


def _columns(where, old, new, of=""):
    fields = [field for field in content(type(new)) if field.name not in TOLD_APART[type(new)]]
    pairs = [(field, _words(old, field), _words(new, field)) for field in fields]
    return [Difference(where, f"{of}{field.verbose_name}", was, now) for field, was, now in pairs if was != now]


def _words(row, field):
    value, reason = getattr(row, field.attname), getattr(row, "reasons", {}).get(field.name)
    if isinstance(value, bool):
        words = _("yes") if value else _("no")
    elif field.choices:
        words = str(dict(field.flatchoices)[value])
    else:
        words = "" if value is None else str(value)
    return _("%(value)s (%(reason)s)") % {"value": words, "reason": reason} if reason else words


def _prescriptions(where, old, new):
    was, now = ({one.exercise_id: one for one in stage.prescriptions.all()} for stage in (old, new))
    gone, come = ([str(one) for pk, one in each.items() if pk not in other] for each, other in ((was, now), (now, was)))
    found = _side_by_side(where, _("exercise"), gone, come)
    for before, after in [(was[pk], now[pk]) for pk in was if pk in now]:
        name = after.exercise.name
        found += _unlike(where, name, _dose(before), _dose(after))
        found += _columns(where, before, after, of=f"{name}, ")
        what = _("%(exercise)s, variations from easy to hard") % {"exercise": name}
        found += _unlike(where, what, _ways(before), _ways(after))
    names = ({pk: one.exercise.name for pk, one in each.items()} for each in (was, now))
    return found + _order(where, _("the order of the exercises"), *names)


def _dose(one):
    """In words, with the reasons for what is unusual in it."""
    reasons = [reason for name, reason in one.reasons.items() if name in TOLD_APART[Prescription]]
    return _("%(value)s (%(reason)s)") % {"value": one.dose, "reason": "; ".join(reasons)} if reasons else one.dose


def _ways(one):
    return ", ".join(variation.name for variation in one.variations)


def _unlike(where, what, before, after):
    return [Difference(where, what, before, after)] if before != after else []


def _side_by_side(where, what, gone, come):
    return [Difference(where, what, *pair) for pair in zip_longest(gone, come, fillvalue="")]


def _criteria(where, old, new):
    """Those that are not in both, however they are numbered."""
    was, now = (Counter(map(_criterion, stage.criteria.all())) for stage in (old, new))
    gone, come = ([words for words, _values in (each - other).elements()] for each, other in ((was, now), (now, was)))
    return _side_by_side(where, _("further criterion"), gone, come)


def _criterion(row):
    """Its words, and beside them every column that counts, so that none is passed over that the words do not say."""
    words = criterion_words(row.as_rule)
    if row.statistic != "worst":
        words = _("%(what)s, %(statistic)s") % {"what": words, "statistic": row.get_statistic_display()}
    if row.group:
        words = _("%(what)s (either-or %(group)s)") % {"what": words, "group": row.group}
    return words, tuple(getattr(row, field.attname) for field in content(Criterion))


def _sources(before, after):
    was, now = ([_source(one) for one in version.sources.all()] for version in (before, after))
    gone, come = ([one for one in each if one not in other] for each, other in ((was, now), (now, was)))
    where = _("Everywhere")
    if was != now and not gone and not come:
        return [Difference(where, _("the order of the sources"), "; ".join(was), "; ".join(now))]
    return _side_by_side(where, _("source"), gone, come)


def _source(one):
    """Every column that counts, with its name where the value alone does not say what it is."""
    said = [(field, _words(one, field)) for field in content(Citation)]
    named = [words if field.name in SAYS_ITSELF else f"{field.verbose_name}: {words}" for field, words in said if words]
    return ". ".join(named)


def _cards(program_id, old, new):
    """Guidance that is shown in other stages than before, of those that both versions have: a line a card."""
    found = []
    for card in Guidance.objects.live().for_program(program_id):
        was, now = (
            [key for key in each if key in other and _shows(card, each, key)]
            for each, other in ((old, new), (new, old))
        )
        if set(was) != set(now):
            names = ("; ".join(each[key].name for key in keys) for each, keys in ((old, was), (new, now)))
            found.append(Difference(_("Guidance"), card.title, *names))
    return found


def _shows(card, stages, key):
    """Whether a card holds in a stage, as `GuidanceQuerySet.for_stage` asks the database."""
    at = stages[key].position
    first = stages[card.from_key].position if card.from_key in stages else card.from_stage or 0
    last = stages[card.to_key].position if card.to_key in stages else card.to_stage or at
    lost = {card.from_key, card.to_key} - {""} - stages.keys()
    exercises = {None, *(one.exercise_id for one in stages[key].prescriptions.all())}
    return not lost and first <= at <= last and card.exercise_id in exercises
