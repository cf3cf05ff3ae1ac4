"""Many at once: a log arrives once, a suggestion is decided once, a link and a code let one in. Four workers of a real
server on PostgreSQL, each trial with a control in which what prevents it is missing."""

import contextlib
import json
import threading
import time
import uuid
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from unittest.mock import patch

import pytest
from allauth.mfa.totp.internal import auth as totp
from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.db import connection
from django.urls import reverse

from patients import services
from patients.models import (
    Assignment,
    AuditEntry,
    LinkKind,
    Notice,
    NoticeKind,
    Review,
    StageChange,
    TrainingSession,
    Undo,
)
from patients.notices import planning
from patients.services.invite import link_to_mail
from patients.services.link import make_link
from programs import clock
from tests import make
from tests.hhtclinic.test_throttle import SECRET
from tests.trials import served
from tests.trials.people import WRONG_CODE, with_factor, with_password
from tests.trials.visitor import Visitor

pytestmark = [pytest.mark.trial, pytest.mark.django_db(transaction=True)]
FOUR = {"WEB_CONCURRENCY": "4"}
UNCHECKED, OWN_CACHE = FOUR | {"PLANTED": "unchecked updates"}, FOUR | {"PLANTED": "own cache"}


@pytest.fixture(autouse=True)
def empty_cache():
    cache.clear()


def together(count, act):
    """Runs `act(number)` in `count` threads that start at the same moment; returns what each answered."""
    gate = threading.Barrier(count)

    def run(number):
        try:
            gate.wait()
            return act(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))


# A log arrives once ---------------------------------------------------------------------------------------------------


def send_eight_times(url, running, ids):
    """What the phones that sent each of `ids` new ids eight times at once were told."""
    phone = Visitor(url, served.session_cookie(running.patient.user), Accept="application/json")
    fields = {"prescription": make.main_prescription(running).pk, "mode": "plan", "pain_left": 1}
    fields["variation"] = "heels-close"
    told = Counter()
    for _id in range(ids):
        send = partial(phone.post, reverse("log-session"), client_id=uuid.uuid4(), **fields)
        answers = together(8, lambda _number, send=send: send())
        told += Counter(json.loads(one.text)["status"] if one.status == 200 else one.status for one in answers)
    return told


def test_a_log_sent_eight_times_at_once_arrives_once(site, figure):
    running = make.assignment(days=5)
    url = site(**FOUR)
    told = send_eight_times(url, running, 50)
    stored = running.sessions.values_list("client_id", flat=True)
    figure("ids sent by 8 posts at once each, sessions stored", f"50, {len(stored)}")
    figure(
        "answers stored, duplicate, other",
        f"{told['stored']}, {told['duplicate']}, {400 - told['stored'] - told['duplicate']}",
    )
    assert told == {"stored": 50, "duplicate": 350}
    assert len(set(stored)) == len(stored) == 50
    assert Review.objects.open().filter(assignment=running).count() == 1


@contextlib.contextmanager
def without(model, name):
    """The database does not hold a constraint; what it let in is thrown away with the table."""
    constraint = next(one for one in model._meta.constraints if one.name == name)
    with connection.schema_editor() as editor:
        editor.remove_constraint(model, constraint)
    yield
    with connection.schema_editor() as editor:
        editor.execute(f"TRUNCATE {model._meta.db_table} CASCADE")
        editor.add_constraint(model, constraint)


def test_a_log_without_its_constraint_arrives_often(site, figure):
    running = make.assignment(days=5)
    with without(TrainingSession, "session_arrives_once"):
        url = site(**FOUR)
        send_eight_times(url, running, 5)
        stored = running.sessions.count()
    figure("control, 5 ids without the constraint: sessions stored", stored)
    assert stored > 5


def test_of_two_alike_that_arrive_at_once_one_adds():
    running = make.assignment(days=5)

    def send(_number):
        of = Assignment.objects.with_its_page().get(pk=running.pk)
        return services.log_session(of, make.entry(of, at=clock.now(), sets=5), by=of.patient.user, now=clock.now())

    together(8, send)
    assert Counter(session.adds for session in running.sessions.all()) == {True: 1, False: 7}


# A suggestion is decided once -----------------------------------------------------------------------------------------


def suggested(physio, name):
    """A patient of whom the rules suggest the next stage."""
    running = make.assignment(of=make.patient(by=physio, name=name), days=9)
    with patch("patients.services.log.review_entry"):
        make.good_days(running, 5)
    services.review_assignment(running, clock.now())
    return running


DECISIONS = (
    {"decision": "accepted"},
    {"because": "wait", "reason": "Calmly, one."},
    {"decision": "accepted"},
    {"decision": "halved", "reason": "Calmly, three."},
)


def decide_all(url, physios, asked):
    """What the four physios who decided each of the suggestions at the same moment were told, and how many of them
    read what they had typed again."""
    doors = [Visitor(url, served.session_cookie(one)) for one in physios]
    told, kept = Counter(), 0
    for running in asked:
        to = reverse("decide", args=[running.patient.public_id, running.standing.review.public_id])
        answers = together(4, lambda number, to=to: doors[number].post(to, **DECISIONS[number]))
        told += Counter("told" if " decided first: " in one.text else one.status for one in answers)
        kept += sum(DECISIONS[n].get("reason", "Calmly, one.") in answers[n].text for n in (1, 3))
    return told, kept


def colleagues():
    first = with_factor(make.physio())
    clinic = first.memberships.get().clinic
    return [first, *(with_factor(make.physio(of=clinic, name=f"Physio {number}")) for number in range(3))]


def applied(asked):
    """(decisions of the audit, stages moved to) of each suggestion."""
    made = Counter(AuditEntry.objects.filter(verb__startswith="review.").values_list("subject", flat=True))
    moved = Counter(StageChange.objects.values_list("assignment", flat=True))
    return [(made[str(one.standing.review.public_id)], moved[one.pk] - 1) for one in asked]


def test_a_suggestion_is_decided_once_by_four_physios(site, figure):
    physios = colleagues()
    asked = [suggested(physios[0], f"Patient {number}") for number in range(100)]
    url = site(**FOUR)
    told, kept = decide_all(url, physios, asked)
    later = clock.now() + Undo.WITHIN
    planned = [planning.plan(later, rules=[planning.decisions]) for _again in range(2)]
    decided = Counter(Review.objects.decided().values_list("decision", flat=True))
    notices = Notice.objects.filter(kind=NoticeKind.STAGE)
    figure(
        "suggestions decided by 4 physios at once: applied, told who was first, other",
        f"{told[302]}, {told['told']}, {400 - told[302] - told['told']}",
    )
    figure("which of them was first", ", ".join(f"{name} {count}" for name, count in sorted(decided.items())))
    figure("notices to patients, to one of them twice", f"{notices.count()}, 0")
    assert told == {302: 100, "told": 300}
    assert applied(asked) == [
        (1, int(Review.objects.get(pk=one.standing.review.pk).decision == "accepted")) for one in asked
    ]
    assert kept == 200 - decided["declined"] - decided["halved"]  # of those who were not first
    assert planned == [decided["accepted"] + decided["declined"], 0]
    assert notices.values("user").distinct().count() == notices.count() == planned[0]


# A link and a code let one in -----------------------------------------------------------------------------------------


def join_link(how_many=1):
    """A patient and the addresses of their sign-in link, and of the one beside it in a letter."""
    patient = make.assignment().patient
    tokens = [services.invite(patient, by=patient.physio, now=clock.now())]
    if how_many > 1:
        tokens += [link_to_mail(patient.invitations.get(), by=patient.physio, now=clock.now())[0]]
    return patient.user, [reverse("join", args=[token]) for token in tokens]


def welcome_link():
    colleague, now = make.physio(), clock.now()
    clinic = colleague.memberships.get().clinic
    token, _link = make_link(LinkKind.WELCOME, now=now, clinic=clinic, user=colleague, by=colleague)
    return colleague, [reverse("welcome", args=[token])]


LINKS = {"sign-in link": join_link, "welcome link": welcome_link, "links beside each other": partial(join_link, 2)}


def use_twenty_times(url, links):
    """What twenty browsers that press the button at the same moment are told."""
    presses = [partial(Visitor(url).post, links[number % len(links)]) for number in range(20)]
    return Counter(one.status for one in together(20, lambda number: presses[number]()))


@pytest.mark.parametrize("kind", LINKS)
def test_a_link_lets_one_in(kind, site, figure):
    url, told, sessions = site(**FOUR), [], []
    for _again in range(5):
        user, links = LINKS[kind]()
        told.append(use_twenty_times(url, links))
        sessions.append(UserSession.objects.filter(user=user).count())
    let_in, refused = (sum(one[status] for one in told) for status in (302, 410))
    figure(
        "20 browsers at once, 5 times: let in, told it was used, other",
        f"{let_in}, {refused}, {100 - let_in - refused}",
    )
    assert told == [{302: 1, 410: 19}] * 5
    assert sessions == [1] * 5


def waits_for_code(url, user):
    """A browser of `user` that was asked for the code of the second factor."""
    browser = Visitor(url)
    assert browser.post(reverse("account_login"), login=user.email, password=make.PASSWORD).status == 302
    return browser


def use_code(url):
    """What became of one code in 8 browsers at once; and, of somebody else, of one that was used before, as it was
    typed and in other ways of writing."""
    many, again = (with_factor(with_password(make.physio())) for _ in range(2))
    first = [waits_for_code(url, many) for _ in range(8)]
    used, later = waits_for_code(url, again), waits_for_code(url, again)
    time.sleep(30 - time.time() % 30)  # a code lives for half a minute: all of this falls into one
    code = totp.format_hotp_value(totp.hotp_value(SECRET, next(totp.yield_hotp_counters_from_time())))
    door = reverse("mfa_authenticate")
    at_once = together(8, lambda number: first[number].post(door, code=code))
    assert used.post(door, code=code).status == 302
    after = [later.post(door, code=way) for way in (code, f"{code[:3]} {code[3:]}", f"{code[:3]}-{code[3:]}")]
    return [Counter("in" if one.status == 302 else WRONG_CODE in one.text for one in told) for told in (at_once, after)]


def test_a_code_lets_one_in(site, figure):
    at_once, after = use_code(site(**FOUR))
    figure("one code in 8 browsers at once: let in, refused", f"{at_once['in']}, {8 - at_once['in']}")
    figure("a code again in its half minute, written in 3 ways: let in, refused", f"{after['in']}, {after[True]}")
    assert at_once["in"] == 1
    assert after == {True: 3}


# What it rests on -----------------------------------------------------------------------------------------------------


def test_a_suggestion_is_decided_often_where_nobody_counts(site, figure):
    physios = colleagues()
    asked = [suggested(physios[0], f"Patient {number}") for number in range(10)]
    url = site(**UNCHECKED)
    decide_all(url, physios, asked)
    twice = sum(made > 1 for made, _moved in applied(asked))
    figure("control, 10 suggestions and no row count checked: applied more than once", twice)
    assert twice


@pytest.mark.parametrize("kind", LINKS)
def test_a_link_lets_many_in_where_nobody_counts(kind, site, figure):
    url = site(**UNCHECKED)
    let_in = sum(use_twenty_times(url, LINKS[kind]()[1])[302] for _again in range(5))
    figure("control, no row count checked, 20 browsers 5 times: let in", let_in)
    assert let_in > 5


def test_a_code_lets_many_in_where_workers_share_nothing(site, figure):
    at_once, _after = use_code(site(**OWN_CACHE))
    figure("control, a cache for each worker: let in by one code at once", at_once["in"])
    assert at_once["in"] > 1
