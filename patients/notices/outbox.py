"""Sending the letters that wait: alarms first, each by itself, until the post has taken it or its time is over."""

import time

from django.contrib.auth import get_user_model
from django.db.models import Q

from patients.models import Letter, LetterKind
from patients.notices import mail, words
from patients.notices.outcomes import NotSent, Unknown
from patients.notices.wanted import AGREED, waits, why_not
from patients.selectors import reminders_of, written_to
from patients.services.isolation import Isolation, is_lost
from patients.services.letter import claim_letter, close_letter, drop_letter, give_up, is_taken, put_back
from patients.services.seal import Unreadable, unseal

AT_ONCE = 500
BESIDE = ("notice__user__reminders", "notice__user__patient", "user")
SECONDS = 20  # then the rest of the round has its turn; with a server that hangs it is two letters


def send_letters(now, isolation=None):
    """Sends what is due at `now`; each letter in `isolation`. Returns how many went out."""
    isolation, sent, stop = isolation or Isolation(), 0, time.monotonic() + SECONDS
    with isolation.job("letters", "as a whole", now), mail.Post() as post:
        for letter in Letter.objects.due(now).select_related(*BESIDE)[:AT_ONCE]:
            with isolation.job("letter", letter.pk, now):
                sent += _send_one(letter, post, now)
            if time.monotonic() >= stop:
                break
    return sent


def _send_one(letter, post, now):
    if is_taken(letter, now):
        return False
    if letter.claimed_at and letter.kind != LetterKind.ALARM:
        give_up(letter, "unknown: its loop ended", now)
        return False
    try:
        if why := _why_not(letter, now):
            if not (letter.notice and waits(letter.notice, now)):
                drop_letter(letter, why, now)
            return False
        content = _content(letter, now)
    except Unreadable:
        give_up(letter, "unreadable: another secret key", now)
        return False
    except Exception as error:
        if not is_lost(error):
            put_back(letter, f"failed: {type(error).__name__}", now)
        raise
    return _hand_over(letter, content, post, now)


def _hand_over(letter, content, post, now):
    try:
        post.open()
        if not claim_letter(letter, now):
            return False
        post.give(*content)
    except NotSent as error:
        _not_sent(letter, error, now)
        return False
    except Unknown as error:
        _unknown(letter, f"no answer: {error}", now)
        return False
    close_letter(letter, now)
    return True


def _not_sent(letter, error, now):
    if error.refused and letter.kind != LetterKind.ALARM:
        give_up(letter, f"refused: {error}", now)
    else:
        put_back(letter, f"{'refused' if error.refused else 'not sent'}: {error}", now)


def _unknown(letter, outcome, now):
    """An alarm twice is harmless, and one that is lost is not. With any other it is the other way about."""
    if letter.kind == LetterKind.ALARM:
        put_back(letter, outcome, now)
    else:
        give_up(letter, outcome, now)


def _why_not(letter, now):
    """Why it is not sent any more, in a few words; "" when it is."""
    if letter.expires_at and letter.expires_at <= now:
        return "too late"
    if letter.notice and not (letter.body or written_to(letter.notice.user)):
        return "no address"
    if letter.notice:
        stopped = letter.notice.kind in AGREED and not reminders_of(letter.notice.user).goes_by("by_email")
        return "not agreed" if stopped else why_not(letter.notice, now)
    return "account closed" if _is_closed(letter) else ""


def _is_closed(letter):
    """Whether the account that a letter is for is closed; of one that is for none, as where somebody asks for a code at
    the door, whether every account of its address is."""
    if letter.user:
        return not letter.user.is_active
    there = Q(email__iexact=letter.address) | Q(patient__email__iexact=letter.address)
    active = get_user_model().objects.filter(there).values_list("is_active", flat=True)
    return bool(active) and not any(active)


def _content(letter, now):
    """(address, subject, text, link that stops such letters or "")."""
    if letter.body:
        return letter.address, letter.subject, unseal(letter.body), ""
    stop = words.stop_link(letter.notice.user.patient) if letter.notice.kind in AGREED else ""
    return written_to(letter.notice.user), *words.letter_of(letter.notice, now, stop), stop
