"""The life of a record at the desk: a patient is discharged, that is undone, and they are taken on again."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from patients import access, services
from patients.forms.desk.record import DischargeForm
from patients.forms.desk.registration import AssignForm
from patients.selectors import desk
from patients.views.answers import form_view, status_of
from programs import clock


@form_view
def discharge(request, patient_id):
    """What it ends, and that it is done when that is sent."""
    patient = access.patient_in_care(request.user, patient_id)
    sent = request.POST if request.method == "POST" and "look" not in request.POST else None
    form = DischargeForm(sent, initial=request.POST.dict())
    if form.is_valid() and _done(form, services.discharge, patient, request):
        said = _("%(name)s is discharged and stands in no list any more. The record stays.")
        messages.success(request, said % {"name": patient})
        return redirect("patient-page", patient_id)
    context = {"patient": patient, "form": form, "page": desk.discharge_page(patient)}
    return render(request, "clinician/discharge.html", context, status=status_of(form))


def _done(form, service, patient, request):
    """Whether it was; a refusal stands in the form."""
    try:
        service(patient, **form.cleaned_data, by=request.user, now=clock.now())
    except services.Refused as refusal:
        form.add_error(None, str(refusal))
    return not form.errors


@require_POST
def undo_discharge(request, patient_id):
    patient = access.patient_in_care(request.user, patient_id)
    try:
        services.undo_discharge(patient, by=request.user, now=clock.now())
    except services.Refused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("Undone: %(name)s is in care as before.") % {"name": patient})
    return redirect("patient-page", patient_id)


@form_view
def take_on_again(request, patient_id):
    """The form that begins a programme; sent, the patient is in care again."""
    patient = access.patient_in_care(request.user, patient_id)
    ended = patient.discharges.in_force().first()
    if ended is None:
        return redirect("patient-page", patient_id)
    sent = request.POST if request.method == "POST" and "look" not in request.POST else None
    start = AssignForm([patient.clinic], patient.today(clock.now()), sent, initial=request.POST.dict())
    if start.is_valid() and _done(start, services.take_on_again, patient, request):
        messages.success(request, _("%(name)s is in care again. Now make a sign-in link.") % {"name": patient})
        if start.warning:
            messages.warning(request, start.warning)
        return redirect("patient-page", patient_id)
    context = {"patient": patient, "ended": ended, "start": start}
    return render(request, "clinician/take_on_again.html", context, status=status_of(start))
