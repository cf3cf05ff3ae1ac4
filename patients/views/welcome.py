"""A colleague comes in for the first time: by the link in a letter, then to a second factor."""

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from allauth.mfa.utils import is_mfa_enabled
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from patients import access, services
from patients.services.colleague import clinic_of_welcome
from patients.views.answers import form_view
from programs import clock


@form_view
@login_not_required
@never_cache
def welcome(request, token):
    """Opening the link changes nothing; the button signs in, as far as a second factor, and uses it up."""
    if request.method != "POST":
        clinic = clinic_of_welcome(token, clock.now())
        return render(request, "account/welcome.html", {"clinic": clinic}, status=200 if clinic else 410)
    try:
        user = services.accept_welcome(token, now=clock.now())
    except services.Refused as refusal:
        return render(request, "account/welcome.html", {"refusal": refusal}, status=410)
    if request.user != user:
        logout(request)  # whoever was signed in here is not who goes on
    record_authentication(request, user, method="welcome", reauthenticated=True)
    return perform_login(request, user, email_verification="none", redirect_url=reverse("second-factor"))


@require_safe
def second_factor(request):
    """Why staff choose one, and which; whoever has one is led on."""
    if not access.is_staff_member(request.user):
        raise Http404
    if is_mfa_enabled(request.user):
        return redirect("home")
    return render(request, "account/second_factor.html")
