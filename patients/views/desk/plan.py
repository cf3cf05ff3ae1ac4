"""What a physio sets for one patient beside the stage: doses, lines, notes, the end, a newer version."""

from functools import partial

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from patients import access, services
from patients.forms.desk import DoseForm, EaseForm, EndForm, LineForm, NoteForm, VersionForm, WholePlanForm
from patients.selectors import desk
from patients.views.answers import form_view, status_of
from patients.views.desk import desk_page
from patients.views.sent_once import once
from programs import clock


@once
@require_POST
def change_dose(request, patient_id):
    assignment = access.assignment_in_care(request.user, patient_id)
    form = DoseForm(assignment, request.POST)
    service = partial(services.change_dose, assignment)
    said = _("The dose is set for this patient. The gate is measured against its sets and repetitions from now on.")
    return desk_page.act(request, assignment.patient, form, "dose", service, said, _("Set dose"))


@once
@require_POST
def ease_dose(request, patient_id):
    assignment = access.assignment_in_care(request.user, patient_id)
    service = partial(services.ease_dose, assignment)
    return desk_page.act(request, assignment.patient, EaseForm(request.POST), "ease", service, _eased, _ease)


def _ease(typed):
    return _("Set half for now") if typed["until_on"] or typed["sessions"] else _("End half for now")


def _eased(typed):
    if typed["until_on"] or typed["sessions"]:
        return _("Half for now. Its days let the tendon settle and do not count towards the gate.")
    return _("Half for now has ended.")


@once
@require_POST
def ask_whole_plan(request, patient_id):
    assignment = access.assignment_in_care(request.user, patient_id)
    service = partial(services.ask_whole_plan, assignment)
    said = _("The bad days before today ease nothing any more. Every other reason still holds.")
    form, name = WholePlanForm(request.POST), _("Ask for the whole plan")
    return desk_page.act(request, assignment.patient, form, "whole-plan", service, said, name)


@once
@require_POST
def set_line(request, patient_id):
    assignment = access.assignment_in_care(request.user, patient_id)
    service = partial(services.set_line, assignment)
    return desk_page.act(request, assignment.patient, LineForm(request.POST), "line", service, _line_said)


def _line_said(typed):
    if typed["text"] or typed["on"]:
        return _("The patient reads it on Today.")
    return _("Nothing is set here: no line of it stands on Today.")


@once
@require_POST
def write_note(request, patient_id):
    assignment = access.assignment_in_care(request.user, patient_id)
    service = partial(services.write_note, assignment)
    return desk_page.act(
        request, assignment.patient, NoteForm(request.POST), "note", service, _("Noted, for colleagues alone.")
    )


@once
@require_POST
def end_programme(request, patient_id):
    assignment = access.assignment_in_care(request.user, patient_id)
    service = partial(services.end_assignment, assignment)
    said = _("The programme has ended; its history stays. Another one can be assigned.")
    form, name = EndForm(request.POST), _("End the programme")
    return desk_page.act(request, assignment.patient, form, "end", service, said, name)


@form_view
def change_version(request, patient_id, version_id):
    """The difference between the versions, and the button that moves the patient."""
    assignment = access.assignment_in_care(request.user, patient_id)
    version = access.version_offered(assignment, version_id)
    page = desk.version_page(assignment, version)
    form = VersionForm(page, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            services.change_version(assignment, version, **form.cleaned_data, by=request.user, now=clock.now())
        except services.Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.info(request, _("The rules of version %(n)s hold from now on.") % {"n": version.number})
            return redirect("patient-page", patient_id)
    access.record(request.user, "patient.opened", assignment.patient)
    [mover] = page.movers
    context = {"patient": assignment.patient, "assignment": assignment, "page": page, "mover": mover, "form": form}
    return render(request, "clinician/change_version.html", context, status=status_of(form))
