"""Coming in: where a person belongs, and the one-time link."""

from allauth.account.utils import perform_login
from django.contrib import messages
from django.contrib.auth import HASH_SESSION_KEY, logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from patients import access, selectors, services
from patients.selectors import desk, phone
from patients.services.invite import why_closed
from patients.views.answers import form_view
from programs import clock


@require_safe
def home(request):
    """Sends everybody to the page they came for."""
    if hasattr(request.user, "patient"):
        return redirect("today")
    if desk.left_to_do(access.clinics_run_by(request.user), clock.now()) and not access.has_patients(request.user):
        return redirect("clinic-checklist")
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
    """A sign-in link: opening it changes nothing, the button signs in and uses it up. One that is closed says why, and
    what else leads in."""
    if request.method != "POST":
        refusal = why_closed(token, clock.now())
        return render(request, "account/join.html", {"refusal": refusal}, status=410 if refusal else 200)
    try:
        patient = services.accept_invitation(token, now=clock.now())
    except services.Refused as refusal:
        return render(request, "account/join.html", {"refusal": refusal}, status=410)
    if request.user != patient.user:
        logout(request)  # whoever was signed in here is not who goes on, not even as far as a second factor
    opens = reverse("first-minute" if phone.is_new(patient) else "today")
    return perform_login(request, patient.user, email_verification="none", redirect_url=opens)


@require_safe
def who_opened(request):
    """Who saw or changed something of the patient who asks."""
    patient = access.own_patient(request.user)
    page, lines = selectors.looks_at(patient, request.GET.get("page"), is_own=True)
    return render(request, "account/who_opened.html", {"patient": patient, "page": page, "lines": lines})


@require_safe
def my_account(request):
    account = selectors.own_account(request.user, request.session.session_key)
    context = {"account": account, "is_patient": hasattr(request.user, "patient")}
    return render(request, "account/my_account.html", context)


@require_safe
def sign_ins(request):
    """Where the account is signed in. To have looked is to know of the last new one."""
    here = request.session.session_key
    request.session["sign_ins_seen"] = int(clock.now().timestamp())
    return render(request, "account/sign_ins.html", {"others": selectors.other_sign_ins(request.user, here)})


@require_POST
def stay_signed_in(request):
    """Somebody is still there: that they asked is all that counts."""
    return HttpResponse(status=204)


@require_POST
def end_sign_in(request, sign_in_id):
    if services.end_sign_in(request.user, sign_in_id, by=request.user):
        messages.success(request, _("Signed out there."))
    else:
        messages.info(request, _("That one was signed out already."))
    return redirect("sign-ins")


@require_POST
def end_other_sign_ins(request):
    """Everywhere but here: this session goes on, with the count that holds from now."""
    user = request.user
    services.end_sign_ins(user, by=user, now=clock.now(), keep=request.session.session_key)
    request.session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    messages.success(request, _("Signed out everywhere else. Here you are still signed in."))
    return redirect("sign-ins")
