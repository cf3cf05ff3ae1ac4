import datetime as dt

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.core import context as context_of_request
from allauth.core.exceptions import ReauthenticationRequired
from allauth.core.internal import ratelimit
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hhtclinic import devices, fresh, guesses, recorded
from hhtclinic.models import User
from patients.notices.words import address_of
from patients.selectors import sender_of
from patients.services.address import is_of
from patients.services.letter import queue_account
from programs import clock

# Until when a letter is tried: a code or a link that comes later opens nothing, or is expected by nobody.
LIVES = {
    "account/email/login_code": dt.timedelta(seconds=settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT),
    "account/email/password_reset_key": dt.timedelta(hours=1),
}
LIFE_OF_NEWS = dt.timedelta(days=2)
WAYS = {  # in which somebody who is signed in shows once more who they are
    "reauthenticate": _("Use your password"),
    "mfa_reauthenticate": _("Use your app or a recovery code"),
    "mfa_reauthenticate:webauthn": _("Use a passkey or a security key"),
    "code": _("Use a code by e-mail"),
}
NO_ADDRESS = "0.0.0.0"  # in a list of where somebody is signed in, not of where they go


class ClinicAccountAdapter(DefaultAccountAdapter):
    """People are invited; nobody signs up."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("This account is closed. Ask your clinic."),
        "email_password_mismatch": _("This e-mail and this password do not belong together."),
        "enter_current_password": _("This is not the password you have now."),
        "incorrect_code": _("This is not the code that was sent."),
        "incorrect_password": _("This is not your password."),
        "rate_limited": _("Too often, too quickly. Please wait a few minutes."),
        "too_many_login_attempts": _(
            "Too many wrong passwords. Please wait a few minutes, or ask for a code by e-mail."
        ),
    }

    def is_open_for_signup(self, request):
        return False

    def pre_authenticate(self, request, **credentials):
        """Counts a wrong password against the account, and one typed on a browser of its owner against that alone.
        Tries at one account use up little of what an address may try: whoever else sits there signs in."""
        device = devices.device_of(request, credentials.get("email", ""))
        if device:
            credentials["email"] += f" {device}"
        super().pre_authenticate(request, **credentials)
        self._place = None if device else guesses.take_place(ratelimit.get_ip(request))
        if self._place:
            self._login_failed_rl_usage.usage.append(self._place)
        elif not device:
            self._login_failed_rl_usage.rollback()
            raise self.validation_error("too_many_login_attempts")

    def authentication_failed(self, request, **credentials):
        if self._place:
            self._place.keep()
        recorded.failed(credentials.get("email", ""))

    def is_reauthentication_required(self, *, app, **kwargs):
        """Whoever signed in minutes ago is not asked, and who has neither password nor factor is all the same."""
        request = context_of_request.request
        if fresh.is_fresh(request.session):
            return False
        if not fresh.has_something_to_show(request.user):
            raise ReauthenticationRequired
        return super().is_reauthentication_required(app=app, **kwargs)

    def get_reauthentication_methods(self, user):
        by_code = {"id": "code", "url": reverse("prove-again")}
        ways = super().get_reauthentication_methods(user) or ([by_code] if user.is_authenticated else [])
        return [way | {"description": WAYS[way["id"]]} for way in ways]

    def login(self, request, user):
        """Signs in; the first browser of an account is no news to its owner, any other new one is."""
        is_news = user.last_login is not None and not devices.is_known(request, user)
        super().login(request, user)
        request.session[fresh.BEGAN] = int(clock.now().timestamp())
        if is_news:
            self._tell_of_new_device(request, user)

    def post_login(self, request, user, **how):
        """Of the browser the list of sign-ins keeps its name, and of the address nothing."""
        response = super().post_login(request, user, **how)
        browser = devices.words_for(self.get_http_user_agent(request))
        here = UserSession.objects.filter(session_key=request.session.session_key)
        here.update(ip=NO_ADDRESS, user_agent=browser)
        return response

    def _tell_of_new_device(self, request, user):
        user.new_device_at = clock.now()
        user.save(update_fields=["new_device_at"])
        own = EmailAddress.objects.filter(user=user, primary=True, verified=True).first()
        if own:
            at = user.new_device_at.astimezone(user.patient.zone if hasattr(user, "patient") else None)
            browser = devices.words_for(self.get_http_user_agent(request))
            link = address_of("sign-ins")
            self.send_mail("account/email/new_sign_in", own.email, {"at": at, "browser": browser, "link": link})

    def pre_login(self, request, user, *, email, **rest):
        """A code of an address that is not this account's any more opens nothing."""
        if email and not is_of(user, email):
            messages.warning(request, _("Please sign in anew."))
            return redirect("account_login")
        return super().pre_login(request, user, email=email, **rest)

    def send_mail(self, template_prefix, email, context):
        """Leaves the letter to the loop: no request waits for a mail server, or fails with it. It names the clinic and
        the site by their own names, never by what a request says."""
        request, now = context_of_request.request, clock.now()
        context = {name: _of_our_site(request, value) for name, value in context.items()}
        owner = User.objects.filter(email__iexact=email).first()
        named = {"sender": sender_of(owner), "site": settings.SITE_URL}
        letter = self.render_mail(template_prefix, email, {"request": request, "email": email, **named, **context})
        expires_at = now + LIVES.get(template_prefix, LIFE_OF_NEWS)
        queue_account(email, letter.subject, letter.body, to=owner, expires_at=expires_at, now=now)


def _of_our_site(request, value):
    """A link as the settings say where we are: the host of a request may be what its sender wrote."""
    here = request.build_absolute_uri("/")
    is_link = isinstance(value, str) and value.startswith(here)
    return f"{settings.SITE_URL.rstrip('/')}/{value.removeprefix(here)}" if is_link else value
