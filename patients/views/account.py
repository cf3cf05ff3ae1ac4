"""Coming in: where a person belongs, and the one-time link."""

from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from patients import access, services
from patients.selectors import phone
from patients.views.answers import form_view
from programs import clock

DOOR = "allauth.account.auth_backends.AuthenticationBackend"


@require_safe
def home(request):
    """Sends everybody to the page they came for."""
    if hasattr(request.user, "patient"):
        return redirect("today")
    if access.is_clinician(request.user):
        return redirect("caseload")
    if access.clinics_run_by(request.user):
        return redirect("team")
    if request.user.is_staff:
        return redirect("admin:index")
    return render(request, "account/nothing_here.html")


@form_view
@login_not_required
@never_cache
def join(request, token):
    """A sign-in link: opening it changes nothing, the button signs in and uses it up."""
    if request.method != "POST":
        return render(request, "account/join.html")
    try:
        patient = services.accept_invitation(token, now=clock.now())
    except services.Refused as refusal:
        return render(request, "account/join.html", {"refusal": refusal}, status=410)
    login(request, patient.user, backend=DOOR)
    return redirect("first-minute" if phone.is_new(patient) else "today")
