"""Everything that happened to one patient in one line of time: logs, decisions, flags, doses, lines, notes, marks."""

import datetime as dt
from dataclasses import replace
from math import ceil

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from patients.models import DischargeReason, Easing, Note, PlanLine, Review, Undo
from patients.selectors.corrections import corrections_of
from patients.selectors.desk.acts import acts_of
from patients.selectors.entry_words import entry_words, name_of, quoted
from patients.selectors.log_entries import LATEST, Entry, entries_of, other_than_patient
from patients.wording import directive_words, end_words
from programs import wording
from programs.prepared import as_read

MINUTE = dt.timedelta(minutes=1)
SHOWN = 60  # of all kinds, out of the latest of each


def timeline_of(assignment, reading, acts, *, whole=True):
    """The latest `Entry`s, newest first, in as many queries whatever has piled up; `acts` are `acts_of` it. `whole`
    with what belongs to the patient and to no programme: alarms, messages, discharges."""
    write = _Writer(assignment, reading.today, acts)
    makers = (_decisions, _adjusted, _beside, _marks)
    makers += (_flags, _contact, _discharges) if whole else ()
    entries = entries_of(assignment, reading, "clinician")
    entries += corrections_of(assignment, reading.today, "clinician")
    entries += [entry for make in makers for entry in make(assignment, write)]
    return sorted(entries, key=lambda entry: entry.at, reverse=True)[:SHOWN]


def undoable(entries, assigned_at, now):
    """[(`Entry`, minutes left)] of what was decided lately and can be undone, newest first: one a decision, whatever
    it wrote."""
    lately = [entry for entry in entries if entry.act and entry.at > now - Undo.WITHIN and entry.at != assigned_at]
    first = {}
    for entry in lately:
        first.setdefault(entry.at, entry)
    return [(entry, ceil((entry.at + Undo.WITHIN - now) / MINUTE)) for entry in first.values()]


def undoable_end(assignment, now):
    """As `undoable`, of a programme that has ended: its end alone."""
    write = _Writer(assignment, assignment.patient.today(now), acts_of(assignment))
    return undoable(_endings(write), assignment.assigned_at, now)


class _Writer:
    """Entries of one patient, as seen today."""

    def __init__(self, assignment, today, acts):
        self.assignment, self.today, self.acts = assignment, today, acts

    def of(self, source):
        return self.acts.get(source, [])

    def __call__(self, at, text, by, row=None):
        """Of the instant `at`; `by` is named where it was somebody else than the patient."""
        name = other_than_patient(self.assignment, by) if by else ""
        return Entry(at, wording.day_words(self.assignment.patient.today(at), self.today), text, name, row=row)

    def timed(self, at, text, by):
        """With the time of day: minutes count for whoever called and for whoever asks later."""
        entry = self(at, text, by)
        local = at.astimezone(self.assignment.patient.zone)
        return replace(entry, when=f"{entry.when} {date_format(local, 'H:i')}")

    def decided(self, row, kind, text):
        """Of a decision, which may have been undone."""
        if row.undone_at:
            return self(row.at, _("%(decision)s (undone)") % {"decision": text}, row.by)
        return replace(self(row.at, text, row.by), act=f"{kind}:{row.pk}")


def _decisions(assignment, write):
    for change in write.of("stage"):
        yield write.decided(change, "stage", quoted(_("Stage %(n)s.") % {"n": change.number}, change.text))
    words = {
        Review.Decision.DECLINED: _("Suggestion declined."),
        Review.Decision.HALVED: _("Same stage, half for now."),
    }
    for review in write.of("review"):
        yield write.decided(review, "review", quoted(words[review.kind], review.text))
    for change in write.of("version"):
        text = _("Moved from version %(before)s to version %(after)s.")
        text %= {"before": change.number, "after": change.more}
        yield write.decided(change, "version", quoted(text, change.text))
    yield from _endings(write)
    for undo in write.of("undo"):
        at = undo.then.astimezone(assignment.patient.zone)
        yield write(undo.at, _("Undid what was decided at %(time)s.") % {"time": date_format(at, "H:i")}, undo.by)
    for one in write.of("directive"):
        yield write.decided(one, "directive", quoted(_directive_words(one), one.text))


def _directive_words(one):
    words = directive_words(one.kind, one.number)
    return _("%(words)s Meant %(end)s.") % {"words": words, "end": end_words(one.on)} if one.on else words


def _endings(write):
    for ending in write.of("end"):
        yield write.decided(ending, "end", quoted(_("The programme has ended."), ending.text))


def _flags(assignment, write):
    flags = assignment.patient.flags.select_related("raised_by", "seen_by", "closed_by")
    for flag in flags[:LATEST] if write.of("flag") else ():
        tick = wording.flag_short(flag.kind)
        yield write.timed(flag.raised_at, _("Ticked “%(tick)s”.") % {"tick": tick}, flag.raised_by)
        if flag.seen_at:
            yield write.timed(flag.seen_at, _("Saw “%(tick)s”.") % {"tick": tick}, flag.seen_by)
        if flag.mistake_at:
            yield write.timed(
                flag.mistake_at, _("Says that “%(tick)s” was a mistake.") % {"tick": tick}, flag.raised_by
            )
        if flag.closed_at:
            text = _("Closed “%(tick)s”. “%(words)s”") % {"tick": tick, "words": flag.closing_words}
            yield write.timed(flag.closed_at, text, flag.closed_by)


def _adjusted(assignment, write):
    doses = assignment.dose_changes(manager="everything").select_related("prescription__exercise", "by")
    for one in doses[:LATEST] if write.of("dose") else ():
        yield write.decided(one, "dose", quoted(dose_words(one), one.reason))
    for one in write.of("easing"):
        easing = Easing(until_on=one.on, sessions=one.number)
        yield write.decided(one, "easing", quoted(easing_words(easing), one.text))
    for one in write.of("line"):
        yield write(one.at, line_words(PlanLine(kind=one.kind, text=one.text, on=one.on)), one.by)


def easing_words(easing):
    if easing.until_on:
        return _("Half for now, until %(day)s.") % {"day": date_format(easing.until_on, "j F Y")}
    if easing.sessions:
        count = {"n": easing.sessions}
        return (
            ngettext("Half for now, for %(n)s session.", "Half for now, for %(n)s sessions.", easing.sessions) % count
        )
    return _("Half for now has ended.")


def dose_words(change):
    """ "Single-leg bridge: 5 × 10 s, each leg.", or that the programme's own dose holds again."""
    one = change.prescription
    if not change.sets and not change.target and change.load_kg is None:
        return _("%(exercise)s: the programme’s own dose again.") % {"exercise": one.exercise}
    dose = one.dose_in_words(change.sets or one.sets, change.target or one.target, change.load_kg)
    if change.until_on:
        dose += ", " + end_words(change.until_on)
    return _("%(exercise)s: %(dose)s.") % {"exercise": one.exercise, "dose": dose}


def line_words(line):
    values = {"what": str(line.get_kind_display()).capitalize(), "text": line.text.rstrip(".")}
    if line.on:
        values["text"] = ", ".join(filter(None, (date_format(line.on, "j F Y"), line.text)))
    return _("%(what)s: “%(text)s”.") % values if values["text"] else _("%(what)s: taken away.") % values


def _beside(assignment, write):
    """Notes, questions for a number, and who saw the answers of the start."""
    for one in write.of("note"):
        note = as_read(Note, id=one.pk, at=one.at, text=one.text)
        yield write(one.at, entry_words(note, write.today), one.by, row=note)
    for one in write.of("asked"):
        yield write(one.at, _("Asked for “%(what)s”.") % {"what": name_of(one.kind, one.text)}, one.by)
    for one in write.of("started"):
        yield write(one.at, _("Saw the answers of the start."), one.by)


def _marks(assignment, write):
    for mark in write.of("mark"):
        if mark.on:
            text = _("Set aside in the list until %(day)s.") % {"day": wording.record_day(mark.on, write.today)}
        else:
            text = _("Marked done in the list.")
        yield write(mark.at, quoted(text, mark.text), mark.by)


def _discharges(assignment, write):
    for made in write.of("taken on"):
        yield write(made.at, _("Taken on again."), made.by)
    for made in write.of("discharge"):
        text = quoted(_("Discharged: %(why)s.") % {"why": DischargeReason(made.kind).label}, made.text)
        if made.number:
            text = _("%(decision)s (undone)") % {"decision": text}
        yield write(made.at, text, made.by)


def _contact(assignment, write):
    """That a message was written, not what it says: it stands in the conversation."""
    for message in write.of("message"):
        text = _("Message from the patient.") if message.number else _("Message to the patient.")
        yield write(message.at, text, message.by)
