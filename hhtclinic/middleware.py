"""What holds for every signed-in page: staff sessions end, staff bring a second factor, nothing is cached, and no
patient stands before a closed door after the programme."""

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import JsonResponse
from django.shortcuts import redirect
from django.utils import timezone

from hhtclinic import devices
from patients.access import NoProgramme
from programs import clock

SEEN, BEGAN = "staff_seen", "staff_began"
REACHABLE_WITHOUT_SECOND_FACTOR = ("/account/", "/static/", "/health/")


class SignInMiddleware(LoginRequiredMiddleware):
    """Sends whoever is not signed in to the door; a phone that asks for JSON gets 401 and keeps its queue."""

    def handle_no_permission(self, request, view_func):
        if request.get_preferred_type(["text/html", "application/json"]) == "application/json":
            return JsonResponse({"status": "signed out", "errors": {}}, status=401)
        return super().handle_no_permission(request, view_func)


class StaffSessionMiddleware:
    """Signs staff out after 30 idle minutes, and after 12 hours whatever they do. Patients keep their 30 days."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.user.is_authenticated and request.user.is_staff:
            now = int(clock.now().timestamp())
            session = request.session
            idle = now - session.get(SEEN, now) > settings.STAFF_IDLE_SECONDS
            old = now - session.setdefault(BEGAN, now) > settings.STAFF_SESSION_SECONDS
            if idle or old:
                logout(request)
                return redirect(settings.LOGIN_URL)
            if now - session.get(SEEN, 0) > 60:  # one write a minute is precise enough and spares the database
                session[SEEN] = now
        return self.get_response(request)


class SecondFactorMiddleware:
    """Sends staff without a second factor to enrol one before anything else (on in production)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if settings.STAFF_SECOND_FACTOR and self._lacks_factor(request):
            return redirect("mfa_index")
        return self.get_response(request)

    def _lacks_factor(self, request):
        user = request.user
        if not (user.is_authenticated and user.is_staff):
            return False
        return not request.path.startswith(REACHABLE_WITHOUT_SECOND_FACTOR) and not is_mfa_enabled(user)


class KnownDeviceMiddleware:
    """Whatever way a person signed in, the browser is known to be theirs from then on."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.user.is_authenticated:
            devices.remember(request, response)
        return response


class PrivatePagesMiddleware:
    """Signed-in pages stay out of shared and disk caches, and no request inherits the time zone of the one before."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        timezone.deactivate()
        response = self.get_response(request)
        if request.user.is_authenticated and not response.has_header("Cache-Control"):
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
        if isinstance(exception, NoProgramme) and request.method in ("GET", "HEAD"):
            return redirect("today")
        return None
