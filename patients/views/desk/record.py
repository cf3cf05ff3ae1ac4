"""The life of a record at the desk: a patient is discharged, taken on again, or goes to another clinic."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from patients import access, services
from patients.forms.desk.record import AcceptForm, DischargeForm, TransferForm
from patients.forms.desk.registration import AssignForm
from patients.selectors import desk
from patients.views.answers import form_view, status_of
from programs import clock


def _sent(request):
    """What is to be done; None where the page is only looked at, the return key in a field included."""
    return request.POST if request.method == "POST" and "look" not in request.POST else None


@form_view
def discharge(request, patient_id):
    """What it ends, and that it is done when that is sent."""
    patient = access.patient_in_care(request.user, patient_id)
    form = DischargeForm(_sent(request), initial=request.POST.dict())
    if form.is_valid() and _done(form, services.discharge, patient, request):
        said = _("%(name)s is discharged and stands in no list any more. The record stays.")
        messages.success(request, said % {"name": patient})
        return redirect("patient-page", patient_id)
    access.record(request.user, "patient.opened", patient)
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
    start = AssignForm([patient.clinic], patient.today(clock.now()), _sent(request), initial=request.POST.dict())
    if start.is_valid() and _done(start, services.take_on_again, patient, request):
        messages.success(request, _("%(name)s is in care again. Now make a sign-in link.") % {"name": patient})
        if start.warning:
            messages.warning(request, start.warning)
        return redirect("patient-page", patient_id)
    access.record(request.user, "patient.opened", patient)
    context = {"patient": patient, "ended": ended, "start": start}
    return render(request, "clinician/take_on_again.html", context, status=status_of(start))


@form_view
def transfer(request, patient_id):
    """To which clinic a record goes, and with whose consent; it goes once somebody there accepts."""
    patient = access.patient_in_care(request.user, patient_id)
    now = clock.now()
    form = TransferForm(patient, patient.today(now), _sent(request), typed=request.POST.dict())
    if form.is_valid():
        try:
            offer = services.ask_transfer(patient, **form.offer, by=request.user, now=now)
        except services.Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request,
                _("Offered to %(clinic)s. Nothing moves before somebody there accepts.") % {"clinic": offer.to_clinic},
            )
            return redirect("transfer", patient_id)
    access.record(request.user, "patient.opened", patient)
    context = {"patient": patient, "form": form, "page": desk.transfer_page(patient)}
    return render(request, "clinician/transfer.html", context, status=status_of(form))


@require_POST
def withdraw_transfer(request, patient_id):
    patient = access.patient_in_care(request.user, patient_id)
    offer = patient.transfers.waiting().first()
    if offer and services.withdraw_transfer(offer, by=request.user, now=clock.now()):
        messages.info(request, _("Taken back: the record stays here."))
    return redirect("patient-page", patient_id)


@require_safe
def transfers(request):
    """The records that wait for somebody of the own clinics: a name each, and nothing else."""
    access.staff_clinics(request.user)
    offers = access.transfers_to(request.user).select_related("patient", "to_clinic", "of_clinic")
    access.record_list(request.user, "patients.listed", [offer.patient for offer in offers])
    return render(request, "clinician/transfers.html", {"offers": offers})


@form_view
def accept_transfer(request, transfer_id):
    offer = access.transfer_to(request.user, transfer_id)
    sent = request.POST if request.method == "POST" else None
    form = AcceptForm(offer.to_clinic, request.user, sent)
    if sent is not None and "no" in sent:
        services.withdraw_transfer(offer, by=request.user, now=clock.now())
        messages.info(request, _("Not taken over: the record stays where it is."))
        return redirect("transfers")
    if form.is_valid():
        try:
            patient = services.accept_transfer(offer, **form.cleaned_data, by=request.user, now=clock.now())
        except services.Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The record is with %(clinic)s from now on.") % {"clinic": patient.clinic})
            if patient.discharges.in_force().exists():
                messages.info(
                    request, _("The patient is discharged: find them by name in the caseload to take them on.")
                )
            return redirect("transfers")
    access.record_list(request.user, "patients.listed", [offer.patient])
    context = {"offer": offer, "form": form}
    return render(request, "clinician/accept_transfer.html", context, status=status_of(form))
