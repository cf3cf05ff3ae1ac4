"""Where somebody is signed in."""

import datetime as dt

from allauth.usersessions.models import UserSession


def other_sign_ins(user, here):
    """The sign-ins of `user` that are still open, the latest first, without the session `here`."""
    open_ones = [one for one in UserSession.objects.purge_and_list(user) if one.session_key != here]
    return sorted(open_ones, key=lambda one: one.created_at, reverse=True)


def new_sign_in(user, session, now, days=7):
    """When `user` signed in on a device that is new to them, in the last `days`; None for a session that is that one or
    a later one, and for one whose user has looked at the list since."""
    at = user.new_device_at
    if at is None or now - at > dt.timedelta(days=days):
        return None
    known = session.get("sign_ins_seen") or session.get("began", 0)
    return None if known >= int(at.timestamp()) else at
