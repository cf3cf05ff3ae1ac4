"""A letter from queue to end. Each step is a conditional update that commits by itself, so that of several loops one
sends. Who dies after claiming has sent it or has not: an alarm is then sent again, any other letter is over."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.urls import reverse

from patients.models import Letter, LetterKind, Notice, NoticeKind
from patients.models.user import User
from patients.services.notice import claim_notice, close_notice, drop_notice
from patients.services.seal import seal

CLAIM_LASTS = dt.timedelta(seconds=70)  # a round sends for a minute at most; who is silent for longer is gone
FIRST_PAUSE = 5  # seconds, doubled at each try
LONGEST_PAUSE = 600
LONGEST_WHERE_SOMEBODY_WAITS = 60
KINDS = {
    NoticeKind.ALARM: LetterKind.ALARM,
    NoticeKind.UNOPENED: LetterKind.ALARM,
    NoticeKind.INVITATION: LetterKind.INVITATION,
}


def address_of(name: str, *args: str) -> str:
    """The whole address of a page, for there is no request to take it from."""
    return f"{settings.SITE_URL}{reverse(name, args=args)}"


@transaction.atomic
def queue_unclaimed(notice: Notice, now: dt.datetime, *, expires_at: dt.datetime | None, **words: str) -> bool:
    """Claims a notice and queues its letter, both or neither. Whether this process did."""
    claimed = claim_notice(notice, now)
    if claimed:
        queue_notice(notice, now, expires_at=expires_at, **words)
    return claimed


def queue_notice(notice: Notice, now: dt.datetime, *, expires_at: dt.datetime | None, **words: str) -> None:
    """The letter of a claimed notice; with its `address`, `subject` and `text` where that holds a secret which is kept
    nowhere else."""
    kind = KINDS.get(NoticeKind(notice.kind), LetterKind.NOTICE)
    _queue(kind, now, expires_at, notice.user, words, notice=notice)


def queue_account(
    address: str, subject: str, text: str, *, to: User | None, expires_at: dt.datetime, now: dt.datetime
) -> None:
    """A letter of the door: a code, a link, or that a factor was changed."""
    _queue(LetterKind.ACCOUNT, now, expires_at, to, {"address": address, "subject": subject, "text": text})


def _queue(
    kind: LetterKind,
    now: dt.datetime,
    expires_at: dt.datetime | None,
    user: User | None,
    words: dict[str, str],
    notice: Notice | None = None,
) -> None:
    Letter.objects.create(
        kind=kind,
        notice=notice,
        user=user,
        due_at=now,
        next_try_at=now,
        expires_at=expires_at,
        address=words.get("address", ""),
        subject=words.get("subject", "")[:200],
        body=seal(words["text"]) if words else "",
    )


def is_taken(letter: Letter, now: dt.datetime) -> bool:
    """Whether another loop has it in hand, as far as anybody can know."""
    return letter.claimed_at is not None and now - letter.claimed_at < CLAIM_LASTS


def claim_letter(letter: Letter, now: dt.datetime) -> bool:
    """Whether this process may send it: True for one of all that ask."""
    free = Letter.objects.waiting().filter(pk=letter.pk, claimed_at=letter.claimed_at)
    if free.update(claimed_at=now) != 1:
        return False
    letter.claimed_at = now
    return True


def put_back(letter: Letter, outcome: str, now: dt.datetime, *, pause: dt.timedelta | None = None) -> None:
    """It was not sent, or nobody knows; it is tried again after a pause that grows."""
    at = now + (pause or pause_after(letter))
    mine = Letter.objects.waiting().filter(pk=letter.pk, claimed_at=letter.claimed_at)
    mine.update(claimed_at=None, tries=F("tries") + 1, next_try_at=at, outcome=outcome[:60])


def pause_after(letter: Letter) -> dt.timedelta:
    """How long it rests after one more try: for alarms, and what somebody waits for at a screen, a minute at most."""
    waited_for = letter.kind in (LetterKind.ALARM, LetterKind.ACCOUNT)
    longest = LONGEST_WHERE_SOMEBODY_WAITS if waited_for else LONGEST_PAUSE
    return dt.timedelta(seconds=min(FIRST_PAUSE * 2 ** min(letter.tries, 10), longest))


@transaction.atomic
def close_letter(letter: Letter, now: dt.datetime) -> None:
    """The post has taken it."""
    if _over(letter, now, sent_at=now, outcome="", tries=F("tries") + 1) and letter.notice:
        close_notice(letter.notice, "e-mail", now, sent=True)


@transaction.atomic
def give_up(letter: Letter, why: str, now: dt.datetime) -> None:
    """It will not be tried again: `why` in a few words, without any that the letter says."""
    if _over(letter, now, outcome=why[:60]) and letter.notice:
        close_notice(letter.notice, why, now, sent=False)


@transaction.atomic
def drop_letter(letter: Letter, why: str, now: dt.datetime) -> None:
    """Nobody needs it any more."""
    if _over(letter, now, outcome=why[:60]) and letter.notice:
        drop_notice(letter.notice, why, now)


def withdraw_letters(user: User, address: str, now: dt.datetime) -> None:
    """What waits to go to this user at this address, such as a code or a link, goes no more. What is written when it is
    sent goes to the address of that day."""
    theirs = Letter.objects.waiting().filter(Q(user=user) | Q(notice__user=user), address__iexact=address)
    for letter in theirs.exclude(address="").select_related("notice"):
        drop_letter(letter, "address given up", now)


def _over(letter: Letter, now: dt.datetime, **values: Any) -> bool:
    mine = Letter.objects.waiting().filter(pk=letter.pk, claimed_at=letter.claimed_at)
    return mine.update(over_at=now, body="", address="", **values) == 1


def forget_letters(before: dt.datetime) -> int:
    """Deletes what was due at `before` or earlier and is over. Returns how many."""
    return Letter.objects.filter(due_at__lte=before).exclude(over_at=None).delete()[0]
