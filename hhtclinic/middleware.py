"""What holds for every signed-in page: sessions last and end, staff bring a second factor, nothing is cached, and no
patient stands before a closed door after the programme."""

from allauth.mfa.utils import is_mfa_enabled
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponseNotAllowed, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from hhtclinic import devices, fresh, resend
from hhtclinic.postgresql.base import takes_writes
from patients import access
from programs import clock

SEEN, USED = "staff_seen", "used"
FIRST_SEEN = "staff_began"  # of a session that does not say when it began; to have been seen is no fresh sign-in
METHODS = ("GET", "HEAD", "POST")
DAY = 24 * 60 * 60
PHONE = "patients.views.phone."  # pages of one's own record: nothing of anybody else is there
# What it takes to enrol a second factor, and to sign out.
REACHABLE_WITHOUT_SECOND_FACTOR = {
    *("mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "mfa_list_webauthn"),
    *("mfa_generate_recovery_codes", "mfa_view_recovery_codes", "mfa_download_recovery_codes"),
    *("account_reauthenticate", "mfa_reauthenticate", "mfa_reauthenticate_webauthn", "account_logout"),
    *("stay-signed-in", "prove-again", "second-factor"),
}


class MethodsMiddleware:
    """Three methods are all that a page here is asked with; Django's and allauth's own views would take others."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS)
        return self.get_response(request)


class SignInMiddleware(LoginRequiredMiddleware):
    """Sends whoever is not signed in to the door; a phone that asks for JSON gets 401 and keeps its queue."""

    def handle_no_permission(self, request, view_func):
        return signed_out_for_script(request) or super().handle_no_permission(request, view_func)


def signed_out_for_script(request):
    """The answer to a script, which cannot sign in; None for a page."""
    if request.get_preferred_type(["text/html", "application/json"]) == "application/json":
        return JsonResponse({"status": "signed out", "errors": {}}, status=401)
    return None


class SessionLifeMiddleware:
    """Signs staff out after 30 idle minutes, and after 12 hours whatever they do; they are led back to where they were,
    with what they sent. Everybody else stays signed in for 30 days since they last came."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view_func, args, kwargs):
        """After the token was checked: what is put aside came from a page of ours."""
        if not request.user.is_authenticated:
            return None
        now = int(clock.now().timestamp())
        if not works_here(request.user, view_func):
            return _slide(request, now)
        request.idle_seconds = settings.STAFF_IDLE_SECONDS
        if why := _over(request.session, now):
            return _out(request, why)
        if (
            now - request.session.get(SEEN, 0) > 60 and takes_writes()
        ):  # one write a minute is precise enough and spares the database
            request.session[SEEN] = now
        return None


def works_here(user, view_func):
    """Whether the rules for staff hold. A patient's own pages do not ask for a role in a clinic: it takes a query."""
    return user.is_staff or (not view_func.__module__.startswith(PHONE) and access.is_staff_member(user))


def _slide(request, now):
    """One write a day renews session and cookie. What a phone sends waits for no more than it has to."""
    session = request.session
    if request.method == "GET" and now - session.get(USED, 0) > DAY and takes_writes():
        session[USED] = now
        UserSession.objects.filter(session_key=session.session_key).update(last_seen_at=clock.now())


def _over(session, now):
    """Why a session of staff is over, None while it is not."""
    if now - session.get(SEEN, now) > settings.STAFF_IDLE_SECONDS:
        return _("You were signed out: nothing was pressed for 30 minutes.")
    if now - (session.get(fresh.BEGAN) or session.setdefault(FIRST_SEEN, now)) > settings.STAFF_SESSION_SECONDS:
        return _("You were signed out: everybody who works here signs in again after 12 hours.")
    return None


def _out(request, why):
    user, back = request.user, request.get_full_path()
    logout(request)
    if for_script := signed_out_for_script(request):
        return for_script
    if request.method not in ("GET", "HEAD"):
        back = reverse("home")
        if resend.keep(request, user):
            back = reverse("kept-form")
            why = f"{why} {_('What you sent is still here: sign in, and send it with one press.')}"
        else:
            why = f"{why} {_('What you sent was not saved.')}"
    messages.info(request, why)
    return redirect_to_login(back, settings.LOGIN_URL)


class SecondFactorMiddleware:
    """Sends staff without a second factor to enrol one before anything else (on in production)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view_func, args, kwargs):
        is_public = not getattr(view_func, "login_required", True)
        if not settings.STAFF_SECOND_FACTOR or is_public or not works_here(request.user, view_func):
            return None
        reachable = request.resolver_match.view_name in REACHABLE_WITHOUT_SECOND_FACTOR
        return None if reachable or is_mfa_enabled(request.user) else redirect("second-factor")


class KnownDeviceMiddleware:
    """Whatever way a person signed in, the browser is known to be theirs from then on."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code < 500 and request.user.is_authenticated:  # else there may be nobody to ask
            devices.remember(request, response)
        return response


class PrivatePagesMiddleware:
    """Signed-in pages stay out of shared and disk caches, and no request inherits the time zone of the one before."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        timezone.deactivate()
        response = self.get_response(request)
        is_private = response.status_code >= 500 or request.user.is_authenticated
        if is_private and not response.has_header("Cache-Control"):
            response["Cache-Control"] = "no-store"
        return response


class NoProgrammeMiddleware:
    """Leads who opens a page of a programme that runs no more, an old link or a kept one, to Today: it says so, with
    the alarm list and the messages."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if isinstance(exception, access.NoProgramme) and request.method in ("GET", "HEAD"):
            return redirect("today")
        return None
