"""A session or a morning that the physio enters with the patient in front of them: the patient's own forms."""

from functools import partial

from django.core.exceptions import NON_FIELD_ERRORS
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from patients import access, services
from patients.forms.desk import speak_of_the_patient
from patients.views import answers, log
from patients.views.answers import form_view
from patients.views.desk import correction
from programs import clock


@form_view
def log_in_clinic(request, patient_id):
    assignment = access.assignment_in_care(request.user, patient_id)
    now = clock.now()
    form = log.session_form(request, assignment, now)
    kept = log.session(request, assignment, form, now, once_more="once_more" in request.POST)
    if kept is None:
        return _page(request, assignment, form, _("Log a session"))
    session, receipt = kept
    said = _("The session is logged for %(name)s.") % {"name": assignment.patient.name}
    stands = partial(log.session_stands, session)
    return answers.taken(request, receipt, _back(assignment), say=said, stands=stands)


@form_view
def morning_in_clinic(request, patient_id):
    assignment = access.assignment_in_care(request.user, patient_id)
    now = clock.now()
    form = log.morning_form(request, assignment, now)
    kept = log.morning(request, assignment, form, now)
    if kept is None:
        return _page(request, assignment, form, _("Note a morning"))
    check, receipt = kept
    if receipt == services.receipt.CONFLICT:
        return correction.instead(request, check, form, now)
    said = _("The morning is noted for %(name)s.") % {"name": assignment.patient.name}
    return answers.taken(request, receipt, _back(assignment), say=said)


@require_POST
def settle_double(request, patient_id, client_id):
    assignment = access.assignment_in_care(request.user, patient_id)
    session = get_object_or_404(assignment.sessions.all(), client_id=client_id)
    return log.answer_double(request, session, _back(assignment), clock.now())


def _back(assignment):
    return reverse("patient-page", args=[assignment.patient.public_id])


def _page(request, assignment, form, title):
    """`data-outbox` is the phone's; at the desk the form is sent as any other."""
    access.record(request.user, "patient.opened", assignment.patient)
    form.helper.attrs.pop("data-outbox", None)
    speak_of_the_patient(form, assignment.affected_sides)
    context = {"patient": assignment.patient, "assignment": assignment, "form": form, "heading": title}
    context["prescription"] = getattr(form, "prescription", None)  # in a page its name means the hidden field
    context["asks_once_more"] = form.has_error(NON_FIELD_ERRORS, services.SavedAlready.code)
    return render(request, "clinician/in_clinic.html", context, status=answers.status_of(form))
