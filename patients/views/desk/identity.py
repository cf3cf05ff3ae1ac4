"""Who a patient is, and where they are written to, for the physio to put right."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from patients import access, selectors, services
from patients.forms.desk.identity import AddressForm, IdentityForm
from patients.views.answers import UNPROCESSABLE, form_view
from programs import clock


@form_view
def identity(request, patient_id):
    """Name, date of birth, record number, and whom to call beside the patient."""
    patient, now = access.patient_in_care(request.user, patient_id), clock.now()
    form = IdentityForm(patient, patient.today(now), request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            services.correct_identity(patient, by=request.user, now=now, **form.cleaned_data)
        except services.Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Noted."))
            return redirect("identity", patient_id)
    return _page(request, patient, form, AddressForm(patient))


@require_safe
@transaction.atomic
def who_opened_of(request, patient_id):
    """Who saw or changed something of a patient, as the patient reads it too."""
    patient = access.patient_in_care(request.user, patient_id)
    access.record(request.user, "patient.opened", patient)
    page, lines = selectors.looks_at(patient, request.GET.get("page"))
    return render(request, "clinician/who_opened_of.html", {"patient": patient, "page": page, "lines": lines})


@require_POST
def correct_address(request, patient_id):
    """Another address, or none: what the one before opened ends."""
    patient = access.patient_in_care(request.user, patient_id)
    form, details = AddressForm(patient, request.POST), IdentityForm(patient, patient.today(clock.now()))
    if not form.is_valid():
        return _page(request, patient, details, form)
    try:
        changed = services.correct_address(
            patient, form.cleaned_data["email"], by=request.user, now=clock.now(), shared=form.cleaned_data["shared"]
        )
    except services.Refused as refusal:
        form.add_error("email", str(refusal))
        return _page(request, patient, details, form)
    messages.success(request, _corrected(patient) if changed else _("It was this address already."))
    return redirect("identity", patient_id)


def _corrected(patient):
    said = _("Noted. %(name)s is signed out everywhere, and earlier links do not work any more. Make a new link.")
    return said % {"name": patient.name}


def _page(request, patient, details, address):
    access.record(request.user, "patient.opened", patient)
    if address.alike:
        access.record_list(request.user, "patients.listed", address.alike)
    wrong = bool(details.errors or address.errors)
    context = {"patient": access.patient_in_care(request.user, patient.public_id), "wrong": wrong}
    context |= {"details": details, "address": address}
    return render(request, "clinician/identity.html", context, status=UNPROCESSABLE if wrong else 200)
