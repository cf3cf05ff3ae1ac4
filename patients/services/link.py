"""One-time links of a clinic's own people. A GET changes nothing, for mail scanners open links; a POST uses one up."""

import datetime as dt
import secrets

from patients.models import Clinic, LinkKind, OneTimeLink
from patients.models.link import OneTimeLinkQuerySet
from patients.models.user import User
from patients.services.invite import token_hash

LIVES = {
    LinkKind.START: dt.timedelta(hours=24),
    LinkKind.WELCOME: dt.timedelta(days=7),
    LinkKind.LETTER: dt.timedelta(days=2),
}


def make_link(
    kind: LinkKind, *, now: dt.datetime, clinic: Clinic | None = None, user: User | None = None, by: User | None = None
) -> tuple[str, OneTimeLink]:
    """(secret, link): the secret is known to nobody but the caller. Earlier links of this kind, to this person in this
    clinic, stop working."""
    OneTimeLink.objects.usable(now).filter(kind=kind, clinic=clinic, user=user).update(withdrawn_at=now)
    token = secrets.token_urlsafe(32)
    link = OneTimeLink.objects.create(
        kind=kind,
        token_hash=token_hash(token),
        clinic=clinic,
        user=user,
        created_by=by,
        created_at=now,
        expires_at=now + LIVES[kind],
    )
    return token, link


def links_of(kind: LinkKind, token: str, now: dt.datetime) -> OneTimeLinkQuerySet:
    """The link with this secret while it works, else none; it stays as it is."""
    return OneTimeLink.objects.usable(now).filter(kind=kind, token_hash=token_hash(token))


def take_link(kind: LinkKind, token: str, now: dt.datetime) -> OneTimeLink | None:
    """Uses a link up: it for one of all that ask, None for the others."""
    link = links_of(kind, token, now).select_related("clinic", "user").first()
    return link if link and OneTimeLink.objects.usable(now).filter(pk=link.pk).update(used_at=now) else None


def take_own_link(kind: LinkKind, token: str, now: dt.datetime) -> tuple[User, Clinic] | None:
    """Uses a link to somebody up: whose it is and where they work, None for all but one that ask."""
    link = take_link(kind, token, now)
    return (link.user, link.clinic) if link and link.user and link.clinic else None
