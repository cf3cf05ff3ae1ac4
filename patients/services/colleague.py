"""A colleague comes in: an account without a password, a role, and a letter with the link that opens the door once."""

import datetime as dt
from collections.abc import Iterable

from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from patients.access import clinics_run_by, record
from patients.models import Clinic, LinkKind, Membership, OneTimeLink, Role
from patients.models.user import User
from patients.services.checked import checked
from patients.services.errors import Refused
from patients.services.groups import welcome
from patients.services.letter import address_of, queue_account
from patients.services.link import links_of, make_link, take_own_link
from programs.constraints import broke

LETTER_LIVES = dt.timedelta(days=2)


@transaction.atomic
def invite_colleague(
    clinic: Clinic, *, name: str, email: str, roles: Iterable[str], by: User | None, now: dt.datetime
) -> Membership:
    """The current membership of the first of `roles`; each that is new is made, with an account where there is none.
    Who has never come in is sent a link, once while it works; who has an account already is told of a new role. `by` is
    the clinic's administrator, nobody where the clinic has just been made. Refused for anybody else, without a role,
    and for an address of a patient or of an account that is closed."""
    refuse_who_does_not_run(clinic, by)
    roles = list(dict.fromkeys(Role(role) for role in roles))
    if not roles:
        raise Refused(_("Please choose what %(name)s does in the clinic.") % {"name": name})
    account = _account_of(name.strip(), email.strip())
    user = get_user_model().objects.select_for_update().get(pk=account.pk)  # who is invited twice at once is so once
    there = {one.role: one for one in clinic.memberships.current().filter(user=user)}
    new = [role for role in roles if role not in there]
    for role in new:
        there[role] = Membership.objects.create(user=user, clinic=clinic, role=role, joined_at=now)
        welcome(user, role)
        record(by, "colleague.invited", subject=user.pk)
    if has_come_in(user):
        if new:
            _tell(user, clinic, now)
    elif not _link_waits(user, clinic, now):
        send_welcome(there[roles[0]], by=by, now=now)
    return there[roles[0]]


def refuse_who_does_not_run(clinic: Clinic, by: User | None) -> None:
    if by is not None and clinic not in clinics_run_by(by):
        raise Refused(_("%(name)s is no administrator of this clinic.") % {"name": by})


def _account_of(name: str, email: str) -> User:
    """Whose account has the address; it is made where there is none."""
    known = EmailAddress.objects.filter(email__iexact=email).values("user")
    users = get_user_model().objects
    user = users.filter(email__iexact=email).first() or users.filter(pk__in=known).first()
    if user is None:
        return _new_account(name, email)
    if hasattr(user, "patient") or not user.is_active:
        raise Refused(
            _("%(email)s belongs to an account that cannot work in a clinic. Please take another address.")
            % {"email": email}
        )
    return user


def _new_account(name: str, email: str) -> User:
    """Without a password; the address is verified when the link in the letter has been used."""
    checked(get_user_model()(email=email, name=name, password="-"))
    try:
        with transaction.atomic():
            user = get_user_model().objects.create_user(email, name=name)
            EmailAddress.objects.create(user=user, email=user.email, verified=False, primary=True)
    except IntegrityError as error:
        if not broke(error, get_user_model()):
            raise
        return _account_of(name, email)  # somebody was quicker with the same address
    return user


def has_come_in(user: User) -> bool:
    """Whether somebody has ever opened the account, so that its address is known to be theirs."""
    return user.last_login is not None or EmailAddress.objects.filter(user=user, verified=True).exists()


def _link_waits(user: User, clinic: Clinic, now: dt.datetime) -> bool:
    return OneTimeLink.objects.usable(now).filter(kind=LinkKind.WELCOME, user=user, clinic=clinic).exists()


@transaction.atomic
def send_welcome(membership: Membership, *, by: User | None, now: dt.datetime) -> str:
    """Queues the letter with a new link; the one before stops working. Returns the link's secret. `by` as for
    `invite_colleague`. Refused for who has come in: their own door is open, and a letter is no second one."""
    user, clinic = membership.user, membership.clinic
    refuse_who_does_not_run(clinic, by)
    if has_come_in(user):
        raise Refused(_("%(name)s has signed in before, and needs no link.") % {"name": user})
    token, link = make_link(LinkKind.WELCOME, clinic=clinic, user=user, by=by, now=now)
    more = {"clinic": clinic, "link": address_of("welcome", token), "name": user, "by": by}
    more["expires_at"] = link.expires_at.astimezone(clinic.zone)
    subject = _("Your account at %(clinic)s") % {"clinic": clinic}
    text = render_to_string("email/welcome.txt", more)
    queue_account(user.email or "", subject, text, to=user, expires_at=link.expires_at, now=now)
    return token


def _tell(user: User, clinic: Clinic, now: dt.datetime) -> None:
    subject = _("You now work in %(clinic)s") % {"clinic": clinic}
    text = render_to_string("email/joined.txt", {"clinic": clinic, "link": address_of("home"), "name": user})
    queue_account(user.email or "", subject, text, to=user, expires_at=now + LETTER_LIVES, now=now)


def clinic_of_welcome(token: str, now: dt.datetime) -> Clinic | None:
    """To which clinic a welcome link leads while it works."""
    link = links_of(LinkKind.WELCOME, token, now).select_related("clinic").first()
    return link.clinic if link else None


@transaction.atomic
def accept_welcome(token: str, *, now: dt.datetime) -> User:
    """Whose a welcome link is, using it up; their address is verified by that. Refused when it was used, withdrawn, is
    too old, or its owner does not work in the clinic any more."""
    taken = take_own_link(LinkKind.WELCOME, token, now)
    if taken is None or not _works_there(*taken):
        raise Refused(_("This link has been used or is too old. Please ask whoever invited you for a new one."))
    user, clinic = taken
    EmailAddress.objects.filter(user=user, email__iexact=user.email).update(verified=True)
    record(user, "welcome.used", subject=clinic.pk)
    return user


def _works_there(user: User, clinic: Clinic) -> bool:
    return user.is_active and Membership.objects.current().filter(user=user, clinic=clinic).exists()


def withdraw_colleague_links(user: User, *, now: dt.datetime) -> int:
    """Makes every unused link to `user` useless. Returns how many there were."""
    return OneTimeLink.objects.usable(now).filter(user=user).update(withdrawn_at=now)
