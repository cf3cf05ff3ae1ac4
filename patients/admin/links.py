"""The page that shows a sign-in link, once: as text to copy and as a code to scan."""

from django.contrib import messages
from django.shortcuts import redirect

from patients import services
from patients.notices.words import address_of
from patients.paper.qr import code_of
from patients.services.invite import INVITATION_DAYS
from programs import clock


def link_page(page_of, request, patient):
    """Makes a link and shows it in the answer, for only its hash is kept; asking for the page again makes nothing."""
    if request.method != "POST":
        return redirect("admin:patients_patient_change", patient.pk)
    try:
        token = services.invite(patient, by=request.user, now=clock.now())
    except services.Refused as refusal:
        messages.warning(request, str(refusal))
        return redirect("admin:patients_patient_change", patient.pk)
    address = address_of("join", token)
    link = patient.invitations.first()
    return page_of.page(
        request, "link", patient=patient, address=address, code=code_of(address), link=link, days=INVITATION_DAYS
    )
