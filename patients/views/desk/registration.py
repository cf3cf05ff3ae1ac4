"""A patient comes in: registered at the desk and invited."""

from zoneinfo import ZoneInfo

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from patients import access, selectors, services
from patients.forms.desk.registration import AssignForm, NewPatientForm
from patients.notices.invitation import send_invitation
from patients.notices.words import address_of
from patients.paper.qr import code_of
from patients.services.invite import INVITATION_DAYS, token_hash
from patients.views.answers import UNPROCESSABLE, form_view, fresh_sign_in
from patients.views.sent_once import once
from programs import clock
from programs import selectors as catalogue


@once
@form_view
def new_patient(request):
    """One page for all that a new patient needs; the answer is the page with the link."""
    clinics, now = access.clinician_clinics(request.user), clock.now()
    sent = request.POST if request.method == "POST" else None
    person = NewPatientForm(request.user, clinics, now, sent)
    clinic = access.clinic_among(clinics, request.POST.get("clinic"))
    start = AssignForm(clinics, now.astimezone(ZoneInfo(clinic.time_zone)).date(), sent, anywhere=True)
    if sent is None or not (person.is_valid() & start.is_valid()):
        return _form_page(request, person, start)
    try:
        patient, token = services.register_patient(person.person, start.cleaned_data, by=request.user, now=now)
    except services.Refused as refusal:
        person.add_error(None, str(refusal))
        return _form_page(request, person, start)
    if start.warning:
        messages.warning(request, start.warning)
    return _invited_page(request, access.patient_in_care(request.user, patient.public_id), token, is_new=True)


def _form_page(request, person, start):
    wrong = bool(person.errors or start.errors)
    if person.alike:
        access.record_list(request.user, "patients.listed", person.alike)
    context = {"person": person, "start": start, "wrong": wrong}
    return render(request, "clinician/new_patient.html", context, status=UNPROCESSABLE if wrong else 200)


def _invited_page(request, patient, token, **more):
    """Shows the link, for the only time: its hash alone is kept."""
    context = {"patient": patient, "token": token, "days": INVITATION_DAYS, **_link(token), **more}
    page = render(request, "clinician/invited.html", context)
    page.made = reverse("patient-page", args=[patient.public_id])
    return page


def _link(token):
    address = address_of("join", token)
    return {"address": address, "code": code_of(address)}


@require_POST
@fresh_sign_in
@once
@never_cache
def make_invitation(request, patient_id):
    """A new link; the one before stops working."""
    patient = access.patient_in_care(request.user, patient_id)
    try:
        token = services.invite(patient, by=request.user, now=clock.now())
    except services.Refused as refusal:
        messages.warning(request, str(refusal))
        return redirect("patient-page", patient_id)
    return _invited_page(request, patient, token)


@require_POST
def withdraw_invitation(request, patient_id):
    patient = access.patient_in_care(request.user, patient_id)
    if services.withdraw_invitations(patient, by=request.user, now=clock.now()):
        messages.info(request, _("The link does not work any more."))
    else:
        messages.info(request, _("There was no link that still worked."))
    return redirect("patient-page", patient_id)


@require_POST
def close_lost_phone(request, patient_id):
    """The patient is signed out everywhere: on the lost phone, and wherever it may have been used to sign in."""
    patient = access.patient_in_care(request.user, patient_id)
    services.close_lost_phone(patient, by=request.user, now=clock.now())
    said = _("%(name)s is signed out everywhere. Make a new link for the next phone.")
    messages.success(request, said % {"name": patient.name})
    return redirect("patient-page", patient_id)


@require_POST
@never_cache
def email_invitation(request, patient_id):
    token, invitation = _shown_link(request, patient_id)
    if invitation is None:
        return _gone(request, patient_id)
    try:
        send_invitation(invitation, by=request.user, now=clock.now())
    except services.Refused as refusal:
        return _invited_page(request, invitation.patient, token, refusal=refusal)
    return _invited_page(request, invitation.patient, token, mailed=True)


@require_POST
@never_cache
def print_slip(request, patient_id):
    """The slip to hand over: the code, and the first stage in short."""
    token, invitation = _shown_link(request, patient_id)
    if invitation is None:
        return _gone(request, patient_id)
    assignment = invitation.patient.assignments.active().with_its_page().first()
    stage = assignment and catalogue.stages_of(assignment.version)[assignment.standing.stage.position - 1]
    if stage:
        selectors.say_to(assignment, stages=[stage], prescriptions=stage.prescriptions.all())
    context = {"patient": invitation.patient, "invitation": invitation, "stage": stage, **_link(token)}
    return render(request, "print/slip.html", context)


def _shown_link(request, patient_id):
    """The secret that the page with the link sent back, and its invitation: None when it no longer works."""
    token = request.POST.get("token", "")
    return token, access.link_in_care(request.user, patient_id, token_hash(token), clock.now())


def _gone(request, patient_id):
    messages.warning(request, _("This link does not work any more. Make a new one."))
    return redirect("patient-page", patient_id)
