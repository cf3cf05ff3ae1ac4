import datetime as dt

from allauth.account.adapter import DefaultAccountAdapter, get_current_site
from allauth.core import context as context_of_request
from django.conf import settings

from hhtclinic import devices
from hhtclinic.models import User
from patients.services.letter import queue_account
from programs import clock

# Until when a letter is tried: a code or a link that comes later opens nothing, or is expected by nobody.
LIVES = {
    "account/email/login_code": dt.timedelta(seconds=settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT),
    "account/email/password_reset_key": dt.timedelta(hours=1),
}
LIFE_OF_NEWS = dt.timedelta(days=2)


class ClinicAccountAdapter(DefaultAccountAdapter):
    """People are invited; nobody signs up."""

    def is_open_for_signup(self, request):
        return False

    def pre_authenticate(self, request, **credentials):
        """Counts a wrong password against the account, and one typed on a browser of its owner against that alone."""
        if device := devices.device_of(request, credentials.get("email", "")):
            credentials["email"] += f" {device}"
        super().pre_authenticate(request, **credentials)

    def send_mail(self, template_prefix, email, context):
        """Leaves the letter to the loop: no request waits for a mail server, or fails with it."""
        request, now = context_of_request.request, clock.now()
        more = {"request": request, "email": email, "current_site": get_current_site(request), **context}
        letter = self.render_mail(template_prefix, email, more)
        owner = User.objects.filter(email__iexact=email).first()
        expires_at = now + LIVES.get(template_prefix, LIFE_OF_NEWS)
        queue_account(email, letter.subject, letter.body, to=owner, expires_at=expires_at, now=now)
