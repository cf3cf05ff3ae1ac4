"""What was taken out or changed, by whom and why, as the patient's and the physio's page list it: one query."""

from django.db.models import CharField, DateField, F, IntegerField, OuterRef, Subquery, Value
from django.db.models.functions import Cast
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from patients.access import ENTRIES
from patients.models import Assignment, MorningCheck
from patients.selectors.entry_words import quoted
from patients.selectors.log_entries import LATEST, Entry
from programs import wording
from programs.prepared import ID, prepared

NO_DATE = Cast(Value(None), DateField())
NO_NUMBER = Cast(Value(None), IntegerField())
DAY_OF = {"session": F("local_date"), "intake": NO_DATE, "note": NO_DATE, "away": F("from_on")}
WHAT = {
    "session": gettext_lazy("session"),
    "morning": gettext_lazy("morning"),
    "activity": gettext_lazy("activity"),
    "reason": gettext_lazy("reason behind a day"),
    "intake": gettext_lazy("answers of the start"),
    "measure": gettext_lazy("number"),
    "away": gettext_lazy("days away"),
    "note": gettext_lazy("note"),
}


def corrections_of(assignment, today, audience):
    """An `Entry` each. A patient reads of what somebody else put right, not of a colleague's note; a clinician of
    all."""
    rows = [_row(*row) for row in _rows(assignment=assignment.pk)]
    if audience == "patient":
        own = assignment.patient.user_id
        rows = [row for row in rows if row["by"] != own and row["kind"] != "note" and row["reason"]]
    return [_entry(assignment, row, today, audience) for row in rows]


@prepared(assignment=ID)
def _rows(assignment):
    first, *others = (_voided(assignment, kind) for kind in ENTRIES)
    return first.union(*others, all=True).order_by("-voided_at")[: 2 * LATEST]


def _voided(assignment, kind):
    """The voided rows of a kind; of a morning the numbers before and, where another was put in its place, after."""
    model = getattr(Assignment, ENTRIES[kind]).rel.related_model
    rows = model.objects.filter(assignment=assignment, voided_at__isnull=False).order_by()
    numbers = dict.fromkeys(("left", "right", "left_after", "right_after"), NO_NUMBER)
    if kind == "morning":
        after = MorningCheck.objects.filter(assignment=OuterRef("assignment"), received_at=OuterRef("voided_at"))
        numbers = {"left": F("pain_left"), "right": F("pain_right")}
        numbers |= {f"{side}_after": Subquery(after.values(f"pain_{side}")[:1]) for side in ("left", "right")}
    rows = rows.annotate(what=Value(kind, CharField()), day=DAY_OF.get(kind, F("on")), **numbers)
    return rows.values_list("what", "day", "voided_at", "voided_by", "voided_by__name", "void_reason", *numbers)


def _row(kind, day, at, by, name, reason, left, right, left_after, right_after):
    pains = {"left": (left, left_after), "right": (right, right_after)}
    return {"kind": kind, "day": day, "at": at, "by": by, "name": name, "reason": reason, "pains": pains}


def _entry(assignment, row, today, audience):
    before, after = (
        ", ".join(str(row["pains"][side][n]) for side in assignment.affected_sides if row["pains"][side][n] is not None)
        for n in (0, 1)
    )
    values = {"name": row["name"], "what": WHAT[row["kind"]], "before": before, "after": after}
    values["of"] = _(" of %(day)s") % {"day": date_format(row["day"], "D j F")} if row["day"] else ""
    words = quoted((FOR[audience][1] if after else FOR[audience][0]) % values, row["reason"])
    theirs = audience == "clinician" and row["by"] != assignment.patient.user_id
    when = wording.day_words(assignment.patient.today(row["at"]), today)
    return Entry(row["at"], when, words, row["name"] if theirs else "")


FOR = {
    "patient": (
        gettext_lazy("%(name)s took out your %(what)s%(of)s."),
        gettext_lazy("%(name)s changed your %(what)s%(of)s from %(before)s to %(after)s."),
    ),
    "clinician": (
        gettext_lazy("Took out: %(what)s%(of)s."),
        gettext_lazy("Changed: %(what)s%(of)s from %(before)s to %(after)s."),
    ),
}
