"""A session or a morning that the physio enters with the patient in front of them: the patient's own forms."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from patients import access, selectors, services
from patients.forms.phone import MorningForm, SessionForm
from programs import clock
from programs import selectors as catalogue

form_view = require_http_methods(["GET", "HEAD", "POST"])


@form_view
def log_in_clinic(request, patient_id):
    assignment = access.assignment_in_care(request.user, patient_id)
    now = clock.now()
    allowed = catalogue.prescriptions_up_to(assignment.version_id, assignment.standing.stage.position)
    if request.method != "POST":
        return _page(request, assignment, _empty_session(request, assignment, allowed, now), _("Log a session"))
    form = SessionForm(assignment, allowed, now, request.POST)
    if form.is_valid():
        try:
            services.log_session(assignment, form.entry(), by=request.user, now=now)
        except services.Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.info(request, _("The session is logged for %(name)s.") % {"name": assignment.patient.name})
            return redirect("patient-page", patient_id)
    return _page(request, assignment, form, _("Log a session"), status=422)


def _empty_session(request, assignment, allowed, now):
    wanted = request.GET.get("exercise", "")
    chosen = next((one for one in allowed if str(one.pk) == wanted), allowed[0] if allowed else None)
    asked = selectors.todays_dose(assignment, assignment.patient.today(now))
    mode = "sets" if request.GET.get("mode") == "sets" else "plan"
    dose = chosen and asked.dose(chosen)
    up = chosen and selectors.variation_up(assignment, chosen, asked)
    initial = {"variation": up and up.slug}
    return SessionForm(assignment, allowed, now, chosen=chosen, dose=dose, mode=mode, initial=initial)


@form_view
def morning_in_clinic(request, patient_id):
    assignment = access.assignment_in_care(request.user, patient_id)
    now = clock.now()
    if request.method != "POST":
        form = MorningForm(assignment, now, on=assignment.patient.today(now))
        return _page(request, assignment, form, _("Note a morning"))
    form = MorningForm(assignment, now, request.POST)
    if form.is_valid():
        try:
            services.record_morning(assignment, form.entry(), by=request.user, now=now)
        except services.Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.info(request, _("The morning is noted for %(name)s.") % {"name": assignment.patient.name})
            return redirect("patient-page", patient_id)
    return _page(request, assignment, form, _("Note a morning"), status=422)


def _page(request, assignment, form, title, status=200):
    """`data-outbox` is the phone's; at the desk the form is sent as any other."""
    form.helper.attrs.pop("data-outbox", None)
    context = {"patient": assignment.patient, "assignment": assignment, "form": form, "heading": title}
    return render(request, "clinician/in_clinic.html", context, status=status)
