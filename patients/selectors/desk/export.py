"""Lines of CSV, one after the other, for the spreadsheet that opens them: every day is an ISO date, and a number is
written as that spreadsheet reads one. A cell that it would take for a formula begins with an apostrophe."""

import csv
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from patients.models import SetLog
from patients.selectors.desk.caseload_row import caseload_row
from patients.selectors.desk.caseload_since import since_of
from patients.wording import plain

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
AT_ONCE = 2_000


@dataclass(frozen=True)
class Spreadsheet:
    """What stands between two cells, and between a number and its decimals. Excel takes both from its country: with
    commas a German one puts a row into one cell and reads 1.5 as a day in May."""

    between: str = ","
    decimal: str = "."


COMMA, SEMICOLON = Spreadsheet(), Spreadsheet(";", ",")


class _Echo:
    """What the writer writes to: it hands each line back."""

    def write(self, line):
        return line


def csv_lines(rows, sheet=COMMA):
    """Each row as one line of CSV, the first with the mark by which a spreadsheet knows UTF-8."""
    writer = csv.writer(_Echo(), delimiter=sheet.between)
    yield "\ufeff"
    for row in rows:
        yield writer.writerow([_cell(cell, sheet) for cell in row])


def _cell(cell, sheet):
    if isinstance(cell, (Decimal, float)):
        return str(plain(cell)).replace(".", sheet.decimal)
    return safe_cell(cell)


def safe_cell(cell):
    """Numbers stay numbers; text that a spreadsheet would work out is kept as text. See OWASP, CSV injection."""
    if isinstance(cell, str) and cell.lstrip(" ").startswith(FORMULA):
        return f"'{cell}"
    return "" if cell is None else cell


def caseload_lines(everybody, sheet=COMMA):
    """(who is in it, lines of CSV) of the caseload as it is asked for, all pages of it."""
    lines = everybody.lines()
    return [one.patient for one in lines], csv_lines(_caseload_rows(lines, everybody.alarms, everybody.now), sheet)


def _caseload_rows(lines, alarms, now):
    yield [
        _("Patient"),
        _("Born"),
        _("Record number"),
        _("Group"),
        _("Why"),
        _("Since"),
        _("Beside it"),
        _("Stage"),
        _("Last log"),
        _("Last contact"),
        _("Physio"),
        _("As of"),
    ]
    for line in lines:
        row, last_log, contact_at = (
            caseload_row(line, now, alarms),
            line.fact("last_session_on"),
            line.fact("contact_at"),
        )
        since_on, beside = since_of(line, now)
        yield [
            row.patient.name,
            row.patient.born_on and row.patient.born_on.isoformat(),
            row.patient.record_number,
            row.group,
            row.why,
            since_on and since_on.isoformat(),
            beside,
            line.fact("stage__position"),
            last_log and last_log.isoformat(),
            contact_at and row.patient.today(contact_at).isoformat(),
            str(row.patient.physio),
            row.patient.today(now).isoformat(),
        ]


def sets_lines(patient, sheet=COMMA):
    """Every set of one patient, the oldest first: programme and stage, what was asked and done, and the session's pain.
    Entries that were taken out are marked, not left out. The query runs while the lines are sent."""
    return csv_lines(_set_rows(patient), sheet)


def _set_rows(patient):
    yield [
        *(_("Day"), _("Performed at"), _("Programme"), _("Stage"), _("Exercise"), _("Variation"), _("Set"), _("Side")),
        *(
            _("Target"),
            _("Done"),
            _("Weight, kg"),
            _("Pain left"),
            _("Pain right"),
            _("Painkiller"),
            _("Taken out"),
            _("Saved twice"),
        ),
    ]
    for one in _sets_of(patient).iterator(chunk_size=AT_ONCE):
        session = one.session
        yield [
            session.local_date.isoformat(),
            session.performed_at.astimezone(patient.zone).isoformat(timespec="minutes"),
            str(one.prescription.stage.version),
            one.prescription.stage.position,
            one.prescription.exercise.name,
            one.variation.name if one.variation else "",
            *(one.number, one.side, one.target, one.done, one.load_kg, session.pain_left, session.pain_right),
            _("yes") if session.painkiller else "",
            _("yes") if session.voided_at else "",
            _("perhaps") if session.asks_once_more else session.get_repeat_answer_display(),
        ]


def _sets_of(patient):
    sets = SetLog.objects.filter(session__assignment__patient=patient)
    sets = sets.select_related(
        "session", "prescription__exercise", "prescription__stage__version__program", "variation"
    )
    only = ("number", "side", "target", "done", "load_kg", "variation__name", "prescription__exercise__name")
    day = (
        "local_date",
        "performed_at",
        "pain_left",
        "pain_right",
        "painkiller",
        "voided_at",
        "repeats",
        "repeat_answer",
    )
    stage = ("position", "version__number", "version__program__name")
    return sets.only(
        *only,
        *(f"session__{name}" for name in day),
        *(f"prescription__stage__{name}" for name in stage),
        *("session_id", "prescription_id"),
    ).order_by("session__performed_at", "session_id", "prescription_id", "number", "side")
