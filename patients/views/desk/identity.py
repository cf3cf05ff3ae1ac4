"""Who a patient is, for the physio to put right."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from patients import access, services
from patients.forms.desk.identity import AddressForm
from patients.views.answers import UNPROCESSABLE, form_view
from programs import clock


@form_view
def identity(request, patient_id):
    patient = access.patient_in_care(request.user, patient_id)
    return _page(request, patient, AddressForm(patient))


@require_POST
def correct_address(request, patient_id):
    """Another address, or none: what the one before opened ends."""
    patient = access.patient_in_care(request.user, patient_id)
    form = AddressForm(patient, request.POST)
    if not form.is_valid():
        return _page(request, patient, form)
    try:
        changed = services.correct_address(
            patient, form.cleaned_data["email"], by=request.user, now=clock.now(), shared=form.cleaned_data["shared"]
        )
    except services.Refused as refusal:
        form.add_error("email", str(refusal))
        return _page(request, patient, form)
    messages.success(request, _corrected(patient) if changed else _("It was this address already."))
    return redirect("identity", patient_id)


def _corrected(patient):
    said = _("Noted. %(name)s is signed out everywhere, and earlier links do not work any more. Make a new link.")
    return said % {"name": patient.name}


def _page(request, patient, address):
    context = {"patient": patient, "address": address}
    return render(request, "clinician/identity.html", context, status=UNPROCESSABLE if address.errors else 200)
