"""Everything that happened to one patient in one line of time: logs, decisions, flags, doses, lines, notes, marks."""

import datetime as dt
from dataclasses import replace
from math import ceil

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from patients.models import Review, Undo
from patients.selectors.corrections import corrections_of
from patients.selectors.entry_words import entry_words, name_of, quoted
from patients.selectors.log_entries import LATEST, Entry, entries_of, other_than_patient
from patients.wording import directive_words
from programs import wording

MINUTE = dt.timedelta(minutes=1)
SHOWN = 60  # of all kinds, out of the latest of each


def timeline_of(assignment, reading, *, whole=True):
    """The latest `Entry`s, newest first; one query a kind, whatever has piled up. `whole` with what belongs to the
    patient and to no programme: alarms, messages, discharges."""
    write = _Writer(assignment, reading.today)
    makers = (_decisions, _directives, _adjusted, _notes, _asked, _started, _marks)
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
    write = _Writer(assignment, assignment.patient.today(now))
    return undoable(_endings(assignment, write), assignment.assigned_at, now)


class _Writer:
    """Entries of one patient, as seen today."""

    def __init__(self, assignment, today):
        self.assignment, self.today = assignment, today

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
        at, by = (row.decided_at, row.decided_by) if kind == "review" else (row.at, row.by)
        if row.undone_at:
            return self(at, _("%(decision)s (undone)") % {"decision": text}, by)
        return replace(self(at, text, by), act=f"{kind}:{row.pk}")


def _decisions(assignment, write):
    for change in assignment.stage_changes(manager="everything").select_related("stage", "by")[:LATEST]:
        stage = _("Stage %(n)s.") % {"n": change.stage.position}
        yield write.decided(change, "stage", quoted(stage, change.reason))
    kept = assignment.reviews.filter(decision__in=Review.STAYS).select_related("decided_by").order_by("-decided_at")
    words = {
        Review.Decision.DECLINED: _("Suggestion declined."),
        Review.Decision.HALVED: _("Same stage, half for now."),
    }
    for review in kept.defer("inputs", "findings")[:LATEST]:
        yield write.decided(review, "review", quoted(words[review.decision], review.reason))
    for change in assignment.version_changes(manager="everything").select_related("before", "after", "by")[:LATEST]:
        text = _("Moved from version %(before)s to version %(after)s.")
        text %= {"before": change.before.number, "after": change.after.number}
        yield write.decided(change, "version", quoted(text, change.reason))
    yield from _endings(assignment, write)
    for undo in assignment.undos.select_related("by")[:LATEST]:
        at = undo.decided_at.astimezone(assignment.patient.zone)
        yield write(undo.at, _("Undid what was decided at %(time)s.") % {"time": date_format(at, "H:i")}, undo.by)


def _endings(assignment, write):
    for ending in assignment.endings(manager="everything").select_related("by")[:LATEST]:
        yield write.decided(ending, "end", quoted(_("The programme has ended."), ending.reason))


def _flags(assignment, write):
    for flag in assignment.patient.flags.select_related("raised_by", "seen_by", "closed_by")[:LATEST]:
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


def _directives(assignment, write):
    for one in assignment.directives(manager="everything").select_related("by")[:LATEST]:
        yield write.decided(one, "directive", quoted(directive_words(one.kind, one.value), one.reason))


def _adjusted(assignment, write):
    doses = assignment.dose_changes(manager="everything").select_related("prescription__exercise", "by")
    for one in doses[:LATEST]:
        yield write.decided(one, "dose", quoted(dose_words(one), one.reason))
    for one in assignment.easings(manager="everything").select_related("by")[:LATEST]:
        yield write.decided(one, "easing", quoted(easing_words(one), one.reason))
    for line in assignment.lines.select_related("by")[:LATEST]:
        yield write(line.at, line_words(line), line.by)


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
    return _("%(exercise)s: %(dose)s.") % {"exercise": one.exercise, "dose": dose}


def line_words(line):
    values = {"what": str(line.get_kind_display()).capitalize(), "text": line.text.rstrip(".")}
    if line.on:
        values["text"] = ", ".join(filter(None, (date_format(line.on, "j F Y"), line.text)))
    return _("%(what)s: “%(text)s”.") % values if values["text"] else _("%(what)s: taken away.") % values


def _notes(assignment, write):
    for note in assignment.notes.valid().select_related("by")[:LATEST]:
        yield write(note.at, entry_words(note, write.today), note.by, row=note)


def _asked(assignment, write):
    for asked in assignment.measures_asked.select_related("by")[:LATEST]:
        yield write(asked.at, _("Asked for “%(what)s”.") % {"what": name_of(asked.kind, asked.label)}, asked.by)


def _started(assignment, write):
    for row in assignment.intakes.exclude(seen_at=None).select_related("seen_by")[:LATEST]:
        yield write(row.seen_at, _("Saw the answers of the start."), row.seen_by)


def _marks(assignment, write):
    for mark in assignment.triage_marks.select_related("by")[:LATEST]:
        if mark.until:
            text = _("Set aside in the list until %(day)s.") % {"day": wording.day_words(mark.until, write.today)}
        else:
            text = _("Marked done in the list.")
        yield write(mark.at, quoted(text, mark.note), mark.by)


def _discharges(assignment, write):
    for made in assignment.patient.discharges.select_related("by", "over_by")[:LATEST]:
        text = quoted(_("Discharged: %(why)s.") % {"why": made.get_reason_display()}, made.note)
        if made.was_undone:
            text = _("%(decision)s (undone)") % {"decision": text}
        elif made.over_at:
            yield write(made.over_at, _("Taken on again."), made.over_by)
        yield write(made.at, text, made.by)


def _contact(assignment, write):
    """That a message was written, not what it says: it stands in the conversation."""
    for message in assignment.patient.messages.select_related("by").order_by("-at").defer("text")[:LATEST]:
        text = _("Message from the patient.") if message.from_patient else _("Message to the patient.")
        yield write(message.at, text, message.by)
