"""Putting an entry right: one act, on the patient's phone and at the desk. The pages around it differ."""

import uuid

from django.contrib import messages
from django.utils.translation import gettext as _

from patients import services
from patients.forms import desk, phone
from patients.models import Activity, Away, DayReason, Intake, Measure, MorningCheck, Note
from patients.selectors.desk import measures_of_page

FORMS = {
    MorningCheck: phone.MorningForm,
    Activity: phone.ActivityForm,
    DayReason: phone.ReasonForm,
    Intake: phone.IntakeForm,
    Measure: phone.MeasureForm,
    Away: phone.AwayForm,
}
OUT, REPLACED = "out", "replaced"


def form_of(row, now, data=None):
    """The form that the entry was made with, filled as it stands or as it was posted; None for a session, which is
    logged again on its own page."""
    if type(row) not in FORMS:
        return None
    return _inside(FORMS[type(row)](row.assignment, now, data, earlier=row))


def form_at_desk(row, now, data=None):
    """The same with the forms of the desk, where it has its own: a number of any kind, and a note."""
    if not isinstance(row, Measure | Note):
        return form_of(row, now, data)
    if isinstance(row, Note):
        return _inside(desk.NoteForm(data, earlier=row))
    today = row.assignment.patient.today(now)
    return _inside(desk.MeasureForm(measures_of_page(row.assignment, today).kinds, today, data, earlier=row))


def _inside(form):
    """Its fields stand in a form of the page, beside the reason and two buttons."""
    form.helper.form_tag, form.helper.disable_csrf = False, True
    return form


def put_right(request, row, form, now, *, reason=""):
    """`OUT` or `REPLACED` for what was done; None where nothing was, which the form or a message then says."""
    how = {"by": request.user, "now": now, "reason": reason}
    try:
        if "out" in request.POST:
            services.take_out(row, **how)
            return OUT
        if form is None or not form.is_valid():
            return None
        entry = form.entry()
        written, created = services.put_right(row, entry, **how)
    except services.Refused as refusal:
        if row.voided_at or form is None:
            messages.warning(request, str(refusal))
        else:
            form.add_error(None, str(refusal))
        return None
    if services.receipt.of_entry(written, created, entry) == services.receipt.CONFLICT:
        form.add_error(None, _("This was saved before and says something else."))
        return None
    return REPLACED


def form_instead(row, typed, now):
    """The form of an entry that stands, with what was `typed` over it in another: nothing is lost, and it has an id of
    its own."""
    form = form_of(row, now)
    form.initial |= typed.cleaned_data | {"client_id": uuid.uuid4()}
    return form
