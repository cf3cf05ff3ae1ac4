"""A fresh sign-in: what opens a door for good, or lets much out, asks who is there once more.

Who signed in minutes ago is not asked. Who has a password or a second factor shows it (allauth's pages); who has
neither gets a code by e-mail here, or signs in anew.
"""

from allauth.account.adapter import get_adapter
from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows, resume_request
from allauth.account.models import EmailAddress
from allauth.account.views import password_set
from allauth.core import ratelimit
from allauth.core.internal.cryptokit import normalize_user_code
from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from programs import clock

BEGAN, PROVED, CODE = "began", "proved", "fresh_code"  # in the session: when, in seconds, and the code that was sent
TRIES = 3

set_password = reauthentication_required(app="allauth.account")(password_set)


def is_fresh(session):
    """Whether the person was known for sure minutes ago."""
    return _now() - max(session.get(BEGAN, 0), session.get(PROVED, 0)) < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


def has_something_to_show(user):
    return bool(get_reauthentication_flows(user))


@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def prove_again(request):
    """A code by e-mail, and with it on to what was asked for."""
    if has_something_to_show(request.user):
        return redirect(get_adapter().get_reauthentication_methods(request.user)[0]["url"])
    own = EmailAddress.objects.filter(user=request.user, primary=True, verified=True).first()
    wrong = ""
    if request.method == "POST" and own and "code" not in request.POST:
        wrong = _send(request, own.email)
    elif request.method == "POST":
        wrong = _judge(request, request.POST.get("code", ""))
        if not wrong:
            request.session[PROVED] = _now()
            return resume_request(request) or redirect("home")
    context = {"email": own and own.email, "is_sent": CODE in request.session, "wrong": wrong}
    context["next"] = request.POST.get("next") or request.GET.get("next", "")
    return render(request, "account/prove_again.html", context, status=422 if wrong else 200)


def _send(request, email):
    """Why no code is sent, "" where one is."""
    if not ratelimit.consume(request, action="request_login_code", key=email.lower()):
        return _("Too many codes were asked for. Please wait a few minutes.")
    code = get_adapter().generate_login_code()
    request.session[CODE] = {"hash": make_password(normalize_user_code(code)), "at": _now(), "tries": 0}
    get_adapter().send_mail("account/email/login_code", email, {"code": code, "user": request.user})
    return ""


def _judge(request, typed):
    """What is wrong with the code, "" where it is right. It is used up by being right, by age and by three tries."""
    sent = request.session.pop(CODE, None)
    if sent is None or _now() - sent["at"] > settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT:
        return _("This code does not work any more. Ask for a new one.")
    if check_password(normalize_user_code(typed), sent["hash"]):
        return ""
    if sent["tries"] + 1 < TRIES:
        request.session[CODE] = {**sent, "tries": sent["tries"] + 1}
    return _("This is not the code that was sent.")


def _now():
    return int(clock.now().timestamp())
