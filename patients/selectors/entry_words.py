"""What an entry says, in words: each kind once, for the pages that list it and the one that puts it right."""

from django.utils.translation import gettext as _

from patients.domain.instruments import GLOBAL_CHANGE, INSTRUMENTS, SITTING
from patients.models import (
    Activity,
    Away,
    DayReason,
    Intake,
    Measure,
    MorningCheck,
    Note,
    RepeatAnswer,
    TrainingSession,
)
from patients.wording import activity_words, doubles, plain
from patients.wording.instruments import GLOBAL_CHANGE_WORDS, NAMES
from patients.wording.sets import sets_of_all
from programs import wording


def entry_words(row, today):
    """Of a row of any kind of entry; what was typed freely stands in quotes."""
    return WORDS[type(row)](row, today)


def session_text(session, *, alone=False):
    """ "Single-leg bridge, 18 of 20 holds, pain left 2." With it what is said of one that seems to be saved twice,
    unless it stands `alone`."""
    sets = sets_of(session)
    name = sets[0].prescription.exercise.name if sets else _("Session without a set")
    parts = [name]
    if sets:
        parts += filter(None, (_sets_done(session, sets), load_words(sets)))
    if pain := ", ".join(pain_words(session)):
        parts.append(_("pain %(sides)s") % {"sides": pain})
    if session.stopped_for_pain:
        parts.append(_("stopped because of pain"))
    if session.no_injury_at:
        parts.append(_("no pop, bruise or new weakness"))
    if session.painkiller:
        parts.append(_("painkiller taken"))
    return ", ".join(filter(None, (*parts, "" if alone else double_words(session))))


def sets_of(session):
    """As a list read them, else the rows."""
    read = vars(session).get("read_sets")
    return list(session.sets.all()) if read is None else read


def double_words(session):
    """Of a session that seems or seemed to be saved already; empty of every other."""
    if session.asks_once_more:
        return doubles.beside(first_at(session))
    if session.repeat_answer == RepeatAnswer.TWICE:
        return _("done once more")
    stays = session.repeat_answer == RepeatAnswer.ONE and not session.voided_at
    return doubles.pain_alone(first_at(session)) if stays else ""


def first_at(session):
    """When the session that it seems to repeat was done, where the patient lives."""
    return session.repeats.performed_at.astimezone(session.assignment.patient.zone)


def _sets_done(session, sets):
    """Measured against what was asked that day; a smaller dose says that it was one."""
    one = sets[0].prescription
    full = one.sets * len(one.sides_of(session.assignment.affected_sides))
    asked = session.sets_asked or full
    words = sets_of_all(len(sets), asked, holds=one.is_hold)
    return _("%(sets)s of a smaller dose") % {"sets": words} if asked < full else words


def load_words(sets):
    """ "12.5 kg", or from the least to the most; empty where nobody said a weight."""
    loads = sorted({one.load_kg for one in sets if one.load_kg is not None})
    if not loads:
        return ""
    return _("%(load)s kg") % {"load": "–".join(str(plain(load)) for load in dict.fromkeys((loads[0], loads[-1])))}


def pain_words(row):
    """["left 2", "right 0"]; what was not recorded is not named."""
    left = [] if row.pain_left is None else [_("left %(pain)s") % {"pain": row.pain_left}]
    right = [] if row.pain_right is None else [_("right %(pain)s") % {"pain": row.pain_right}]
    return left + right


def _morning_words(row, _today):
    """ "Morning answer: left 2, painkiller taken, entered later"."""
    parts = pain_words(row)
    if row.painkiller:
        parts.append(_("painkiller taken"))
    if row.late:
        parts.append(_("entered later"))
    return _("Morning answer: %(pain)s") % {"pain": ", ".join(parts)}


def _activity_words(row, _today):
    what = activity_words(row.get_kind_display(), row.minutes, row.pain)
    return quoted(_("Beside the exercises: %(what)s.") % {"what": what}, row.note)


def quoted(words, reason):
    return f"{words} “{reason}”" if reason else words


def _reason_words(row, _today):
    return _("Reason given for a bad day: %(what)s.") % {"what": row.get_kind_display()}


def _away_words(row, today):
    first, last = (wording.date_words(day, today) for day in (row.from_on, row.to_on))
    return _("Away or ill: %(first)s to %(last)s.") % {"first": first, "last": last}


def _measure_words(row, _today):
    return _("%(name)s: %(value)s.") % {"name": name_of(row.kind, row.label), "value": value_words(row)}


def name_of(kind, label="", side=""):
    """What was measured, in words: the patient's own for an activity."""
    if label:
        return label
    name = str(NAMES[kind]) if kind in NAMES else wording.measure_words(kind)
    return _("%(name)s, %(side)s") % {"name": name, "side": side} if side else name


def value_words(row):
    """ "6 of 10", "much better", "72"."""
    instrument = INSTRUMENTS.get(row.kind)
    number = str(plain(row.value))
    if row.kind == GLOBAL_CHANGE:
        return str(GLOBAL_CHANGE_WORDS.get(int(row.value), number))
    if row.kind == SITTING:
        return _("%(n)s min") % {"n": number}
    return _("%(n)s of %(most)s") % {"n": number, "most": instrument.most} if instrument else number


WORDS = {
    TrainingSession: lambda row, _today: session_text(row),
    MorningCheck: _morning_words,
    Activity: _activity_words,
    DayReason: _reason_words,
    Intake: lambda _row, _today: _("Answers of the start"),
    Measure: _measure_words,
    Away: _away_words,
    Note: lambda row, _today: _("Note: “%(text)s”") % {"text": row.text},
}
