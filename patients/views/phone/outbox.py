"""What waits on the phone to be sent."""

from django.http import JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.views.decorators.http import require_safe

from patients import access, selectors
from patients.models import FlagKind
from programs import clock


@require_safe
def outbox(request):
    """What waits on this phone. The phone fills the list in, and of what every tick says it shows what waits; the page
    itself knows nothing of it."""
    patient = access.own_patient(request.user)
    assignment = patient.assignments.active().with_its_page().first()
    whom = selectors.whom_to_call_page(patient.clinic, dict.fromkeys(FlagKind.values), clock.now())
    return render(request, "patient/outbox.html", {"patient": patient, "assignment": assignment, "whom": whom})


@require_safe
def outbox_token(request):
    """Whose entries may be sent from here now, and the token to send them with. A token is never queued."""
    patient = access.own_patient(request.user)
    return JsonResponse({"account": str(patient.public_id), "token": get_token(request)})
