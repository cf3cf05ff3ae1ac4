"""The letter that shows whether an address is read by whom it was given for."""

from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from patients.notices.words import address_of
from patients.selectors import sender_of
from patients.services.address import plain_address
from patients.services.identity import CONFIRMATION_LIVES, ask_confirmation
from patients.services.letter import queue_account


@transaction.atomic
def send_confirmation(user, address, *, now):
    """Queues the letter to `address` with the link that makes it open the account of `user`. Refused as
    `ask_confirmation` refuses."""
    token = ask_confirmation(user, address, now=now)
    more = {"sender": sender_of(user), "link": address_of("confirm-address", token), "days": CONFIRMATION_LIVES.days}
    text = render_to_string("email/confirm_address.txt", more)
    until = now + CONFIRMATION_LIVES
    queue_account(plain_address(address), _("Is this your address?"), text, to=user, expires_at=until, now=now)
