"""Nobody sees what is not theirs: every address × every person × method × whose things, against the access table."""

import dataclasses
import logging
import re
import uuid
from types import SimpleNamespace
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.template.loader import render_to_string
from django.test import Client
from django.urls import get_resolver, reverse

from patients import access, paper, services
from patients.admin.looked_at import LookedAtAdmin
from patients.domain.consent import Consent
from patients.models import Assignment, AuditEntry, DirectiveKind, Membership, Notice, Patient, Review, Role
from patients.services.remind import stop_secret
from patients.services.start import open_start
from programs import clock
from programs.editor.publishing import duplicate, publish
from programs.models import Exercise, ProgramVersion
from tests import make
from tests.access_table import IN_SIGHT, PATIENTS, PEOPLE, PHYSIOS, STAFF, TABLE, UNNAMED
from tests.html import revision_in

pytestmark = pytest.mark.django_db
COUNTED = {"patient", "physio", "stranger"}  # the others are let in by the same lines, or not let in
OWNERS = sorted(PATIENTS)
RUN = ("patient", "stranger")  # one of each clinic
ABSENT = 10**6  # no row has this number
WRITING = re.compile(r"(INSERT INTO|UPDATE|DELETE FROM) (?!.(django_session|usersessions_|cache\b))")


@pytest.fixture(scope="module", autouse=True)
def quiet():
    """Every refusal is logged, with its stack; thousands of them tell nothing and take a third of the time."""
    logging.disable(logging.WARNING)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture(scope="module", autouse=True)
def unprinted():
    """A paper is answered before it is drawn, so that its words are read too: in a PDF they are packed. And nothing is
    kept of the templates that made an answer: nobody asks, and copying their contexts costs a tenth of the time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(paper, "pdf_of", lambda template, context, _pictures: render_to_string(template, context))
        patch.setattr("django.test.client.store_rendered_templates", lambda *_args, **_facts: None)
        yield


# The world ------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def world(kept_db):
    """Two clinics. In one a physio, somebody who left, patient and neighbour; in the other a physio, the clinic's
    administrator and stranger."""
    physio, elsewhere = make.physio(), make.physio(name="Mara Elsewhere")
    left = make.physio(of=physio.memberships.get().clinic, name="Paul Past")
    left.memberships.update(left_at=clock.now())
    theirs = {"patient": things_of("patient", physio), "neighbour": things_of("neighbour", physio)}
    theirs["stranger"] = things_of("stranger", elsewhere)
    users = {owner: things.patient.user for owner, things in theirs.items()}
    users |= {"physio": physio, "other physio": elsewhere, "ex-member": left, "editor": make.editor()}
    users["administrator"] = make.administrator(elsewhere.memberships.get().clinic)
    users["superuser"] = make.user("Sam Super", staff=True, superuser=True)
    published = ProgramVersion.objects.published().get()
    later = publish(duplicate(published), by=physio, now=clock.now())
    return SimpleNamespace(
        theirs=theirs,
        users=users,
        people={"anonymous": Client(), **{name: signed_in(user) for name, user in users.items()}},
        draft=duplicate(published),
        published=published,
        later=later,
        exercise=Exercise.objects.first(),
        card=make.guidance()[0],
        picture=make.picture(),
        offer=services.ask_transfer(
            make.patient(by=physio, name="Omar Offered"),
            elsewhere.memberships.get().clinic,
            Consent("Omar", clock.now().date(), "phone"),
            by=physio,
            now=clock.now(),
        ),
        notice=Notice.objects.create(user=users["stranger"], kind="stage", key="one", due_at=clock.now()),
        start=open_start(now=clock.now()).split("/")[-2],
        welcome=invited(users["administrator"]),
        calendar=services.make_calendar_link(users["stranger"], by=users["stranger"], now=clock.now()),
        stop=stop_secret(theirs["stranger"].patient),
        confirmation=services.ask_confirmation(users["stranger"], "new@example.org", now=clock.now()),
        last_row=AuditEntry.objects.order_by("pk").last().pk,
    )


def invited(administrator):
    """The secret in the letter to a new colleague."""
    invitation = {"name": "Nina New", "email": "nina@example.org", "roles": ["physio"], "now": clock.now()}
    clinic = administrator.memberships.get().clinic
    member = services.invite_colleague(clinic, **invitation, by=administrator)
    return services.send_welcome(member, by=administrator, now=clock.now())


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def canary(kind, owner):
    return f"{kind}-canary-of-{owner}"


def things_of(owner, physio):
    """A patient of `physio` with a bit of everything, each word of it a canary."""
    now = clock.now()
    patient = make.patient(by=physio, name=canary("name", owner))
    running = make.assignment(patient, days=6, stage=2)
    session = make.session(running, days_ago=1, note=canary("note", owner))
    morning = make.morning(running)
    activity = make.activity(running, note=canary("activity", owner))
    services.give_directive(running, DirectiveKind.HOLD, 1, reason=canary("hold", owner), by=physio, now=now)
    review = running.reviews.open().get()
    services.decide(running, review, "declined", by=physio, now=now, reason=canary("declined", owner))
    first = services.raise_flags(running.patient, ["calf"], client_id=uuid.uuid4(), by=patient.user, now=now)[0][0]
    services.close_flag(first, words=canary("closing", owner), by=physio, now=now)
    flag = services.raise_flags(running.patient, ["bone"], client_id=uuid.uuid4(), by=patient.user, now=now)[0][0]
    return SimpleNamespace(
        patient=patient,
        running=running,
        session=session,
        activity=activity,
        morning=morning,
        flag=flag,
        review=running.reviews.open().get(),
        token=services.invite(patient, by=physio, now=now),
    )


# Addresses ------------------------------------------------------------------------------------------------------------


@dataclasses.dataclass(frozen=True)
class Address:
    name: str
    url: str
    line: object
    owners: tuple = ()


def every_pattern(resolver=None, space="", prefix="/"):
    """(name, pattern, path before it) of every address the site answers; a pattern without a name is its own name."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if hasattr(pattern, "url_patterns"):
            inside = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from every_pattern(pattern, inside, f"{prefix}{pattern.pattern}")
        else:
            yield f"{space}{pattern.name}" if pattern.name else f"{prefix}{pattern.pattern}", pattern, prefix


def addresses(world):
    """Every address with own, same clinic's, other clinic's, absent and mixed ids."""
    for name, pattern, prefix in every_pattern():
        if pattern.name is None:
            yield Address(name, f"{prefix}{ABSENT}/", UNNAMED[str(pattern.pattern)])
        elif name not in TABLE:
            continue  # test_has_a_line_for_every_address_and_no_other says so
        elif not TABLE[name].of:
            yield Address(name, reverse(name), TABLE[name])
        else:
            for owners, ids in THINGS[TABLE[name].of](world):
                yield Address(name, reverse(name, args=ids), TABLE[name], owners)


def of_owner(id_of, absent=None):
    """A thing that somebody owns: each person's own, and one that does not exist."""

    def things(world):
        for owner in OWNERS:
            yield (owner,), [id_of(world.theirs[owner])]
        yield ("nobody",), [absent or uuid.uuid4()]

    return things


def of_parent_and_child(child_of, absent=None):
    """A thing that is reached through a patient: every patient with every child, one's own and somebody else's."""

    def things(world):
        parents = {owner: world.theirs[owner].patient.public_id for owner in OWNERS} | {"nobody": uuid.uuid4()}
        children = {owner: child_of(world.theirs[owner]) for owner in OWNERS} | {"nobody": absent or uuid.uuid4()}
        for parent, parent_id in parents.items():
            for child, child_id in children.items():
                yield (parent, child), [parent_id, child_id]

    return things


def of_house(*ids_of, **more):
    """A thing that belongs to nobody: it is there, or it is not."""

    def things(world):
        yield ("anybody",), [id_of(world) for id_of in ids_of]
        yield ("nobody",), [ABSENT for _id in ids_of]
        for owner, id_of in more.items():
            yield (owner,), [id_of(world)]

    return things


THINGS = {
    "link": lambda world: [(("anybody",), [world.theirs["stranger"].token]), (("nobody",), ["no-such-link"])],
    "start": lambda world: [(("anybody",), [world.start]), (("nobody",), ["no-such-secret"])],
    "welcome": lambda world: [(("anybody",), [world.welcome]), (("nobody",), ["no-such-link"])],
    "test letter": lambda world: [(("nobody",), ["no-such-link"])],
    "patient": of_owner(lambda things: things.patient.public_id),
    "session": of_owner(lambda things: things.session.client_id),
    "activity": of_owner(lambda things: things.activity.client_id),
    "morning": of_owner(lambda things: things.morning.client_id),
    "tick": of_owner(lambda things: things.flag.client_id),
    "flag": of_owner(lambda things: things.flag.public_id),
    "patient version": lambda world: [
        (owners, [*ids, world.published.pk]) for owners, ids in of_owner(lambda things: things.patient.public_id)(world)
    ],
    "patient review": of_parent_and_child(lambda things: things.review.public_id),
    "patient flag": of_parent_and_child(lambda things: things.flag.public_id),
    "patient session": of_parent_and_child(lambda things: things.session.client_id),
    "entry": lambda world: [
        (owners, ["morning", *ids]) for owners, ids in of_owner(lambda things: things.morning.pk, ABSENT)(world)
    ],
    "patient entry": lambda world: [
        (owners, [patient, "morning", entry])
        for owners, (patient, entry) in of_parent_and_child(lambda things: things.morning.pk, ABSENT)(world)
    ],
    "patient row": of_owner(lambda things: things.patient.pk, ABSENT),
    "assignment row": of_owner(lambda things: things.running.pk, ABSENT),
    "key": lambda world: [(("nobody",), ["1", "no-such-key"])],
    "e-mail key": lambda world: [(("nobody",), ["no-such-key"])],
    "confirmation": lambda world: [(("anybody",), [world.confirmation]), (("nobody",), ["no-such-letter"])],
    "stop": lambda world: [(("anybody",), [world.stop]), (("nobody",), ["no-such-letter"])],
    "passkey": lambda world: [(("nobody",), [ABSENT])],
    "app": lambda world: [(("anybody",), ["programs"])],
    "content": lambda world: [
        (("nobody",), [ContentType.objects.get_for_model(Patient).pk, world.theirs[owner].patient.pk])
        for owner in OWNERS
    ],
    "clinic": lambda world: [
        *(((f"clinic of {owner}",), [world.theirs[owner].patient.clinic_id]) for owner in RUN),
        (("nobody",), [ABSENT]),
    ],
    "member": lambda world: [
        *(((f"clinic of {one}",), [world.theirs[one].patient.physio.memberships.get(role="physio").pk]) for one in RUN),
        (("nobody",), [ABSENT]),
    ],
    "offer": lambda world: [(("offer to stranger",), [world.offer.public_id]), (("nobody",), [uuid.uuid4()])],
    "audit entry": of_house(lambda world: AuditEntry.objects.first().pk),
    "notice": of_house(lambda world: world.notice.pk),
    "calendar": lambda world: [(("anybody",), [world.calendar]), (("nobody",), ["no-such-calendar"])],
    "exercise": of_house(lambda world: world.exercise.pk),
    "catalogue": of_house(lambda world: "exercise", lambda world: world.exercise.pk),
    "language": lambda world: [(("anybody",), ["de"]), (("nobody",), ["tlh"])],
    "translated": of_house(lambda _world: "de", lambda _world: "exercise", lambda world: world.exercise.pk),
    "wording": of_house(lambda world: world.exercise.pk, lambda world: world.exercise.history.first().pk),
    "card": of_house(lambda world: world.card.pk),
    "card wording": of_house(lambda world: world.card.pk, lambda world: world.card.history.first().pk),
    "picture": lambda world: [(("anybody",), [world.picture.file.name]), (("nobody",), ["no-such-picture.jpg"])],
    "picture row": of_house(lambda world: world.picture.pk),
    "program": of_house(lambda world: world.published.program_id),
    "draft": of_house(lambda world: world.draft.pk, frozen=lambda world: world.published.pk),
    "versions": of_house(lambda world: world.published.pk, lambda world: world.later.pk),
    "page of a draft": of_house(lambda world: world.draft.pk, lambda _world: 2, lambda _world: "good"),
    "stage": of_house(
        lambda world: world.draft.stages.get(position=2).pk,
        frozen=lambda world: world.published.stages.get(position=2).pk,
    ),
    "user": of_house(
        lambda world: world.users["physio"].pk, patients=lambda world: world.theirs["stranger"].patient.user_id
    ),
    "group": of_house(lambda world: Group.objects.first().pk),
    "sign-in": lambda world: [(("nobody",), [ABSENT])],
}


# The check ------------------------------------------------------------------------------------------------------------


def knock(world, person, method, url, data=None):
    """What `person` gets, and the rows that were written on the way, sessions and counts of tries apart. All of it is
    taken back."""
    client, written = world.people[person], []

    def watch(execute, sql, params, many, context):
        if WRITING.match(sql):
            written.append(sql[:60])
        return execute(sql, params, many, context)

    cookies = client.cookies.copy()
    with transaction.atomic(), connection.execute_wrapper(watch):
        answer = getattr(client, method)(url, data)
        answer.unrecorded = unrecorded(world, person, answer)
        transaction.set_rollback(True)
    client.cookies = cookies
    return answer, written


def unrecorded(world, person, answer):
    """Whom the body of an answer to somebody of the staff shows without an audit row about them by that person."""
    if person not in STAFF:
        return []
    body = answer.getvalue().decode(errors="replace").lower()
    shown = [owner for owner in OWNERS if f"-canary-of-{owner}" in body]
    rows = AuditEntry.objects.filter(pk__gt=world.last_row, by=world.users[person])
    return [owner for owner in shown if not rows.about(world.theirs[owner].patient).exists()]


def ask(*args, **options):
    return knock(*args, **options)[0]


def out_of_sight(world, person):
    """The words that `person` must never read: name, e-mail, notes and reasons of everybody else's patients."""
    hidden = set(OWNERS) - IN_SIGHT.get(person, set())
    return [f"-canary-of-{owner}" for owner in sorted(hidden)]


def told(answer):
    """Body and headers, in lower case."""
    headers = " ".join(f"{name}: {value}" for name, value in answer.items())
    cookies = answer.cookies.output()
    return f"{answer.getvalue().decode(errors='replace')} {headers} {cookies}".lower()


def problems_of(world, addresses, people=PEOPLE, methods=("get", "post")):
    """(cells tried, what is wrong): a status that is not the table's, a word out of sight, something written for who
    was refused, an absent thing that is answered otherwise than a foreign one."""
    cells, problems = 0, []
    for person in people:
        words, absent = out_of_sight(world, person), {}
        for address in addresses:
            for method in methods:
                cells += 1
                answer, written = knock(world, person, method, address.url)
                expected = address.line.expected(person, method, address.owners)
                where = f"{person} {method} {address.name} of {' and '.join(address.owners) or 'nobody in particular'}"
                if answer.status_code != expected:
                    problems.append(f"{where}: {answer.status_code}, not {expected}")
                page = told(answer)
                problems += [f"{where}: reads {word}" for word in words if word in page]
                problems += [f"{where}: shows {owner} without an audit row" for owner in answer.unrecorded]
                if expected in {403, 404, 405}:
                    problems += [f"{where}: writes {sql}" for sql in written]
                if expected == 404:
                    first = absent.setdefault((address.name, method), (where, answer.content))
                    if first[1] != answer.content:
                        problems.append(f"{where}: not answered as {first[0]}")
    return cells, problems


AS_ANOTHER = (pytest.mark.uncounted, pytest.mark.once)


@pytest.mark.parametrize("person", [one if one in COUNTED else pytest.param(one, marks=AS_ANOTHER) for one in PEOPLE])
def test_gets_what_the_table_says(person, world):
    cells, problems = problems_of(world, list(addresses(world)), [person])
    print(f"\n{person}: {cells} cells at {len({name for name, *_ in every_pattern()})} addresses")
    assert problems == []
    assert cells > 500  # 9 people: more than 4,500 cells in all


def test_has_a_line_for_every_address_and_no_other():
    names = {name for name, pattern, _prefix in every_pattern() if pattern.name}
    assert names == set(TABLE)


# Holes, planted to see that the check finds them ----------------------------------------------------------------------

HOLES = {
    "every patient is in everybody's care": (
        Patient.objects._queryset_class,
        "in_care_of",
        lambda self, user: self.all(),
        "patient-page",
    ),
    "every assignment is one's own": (
        Assignment.objects._queryset_class,
        "own",
        lambda self, user: self.filter(patient__name__contains="stranger"),
        "progress",
    ),
    "a review is fetched by its own id alone": (
        access,
        "review_in_care",
        lambda user, patient_id, review_id: (
            access.assignment_in_care(user, patient_id),
            Review.objects.get(public_id=review_id),
        ),
        "decide",
    ),
    "a role once had is had for ever": (
        access,
        "clinics_of",
        lambda user: [membership.clinic for membership in user.memberships.all()],
        "caseload",
    ),
    "whoever runs a clinic treats its patients": (
        Membership.objects._queryset_class,
        "treating",
        lambda self: self.current(),
        "patient-page",
    ),
    "what is foreign is forbidden instead of absent": (
        access,
        "patient_in_care",
        lambda user, public_id: forbid(Patient.objects.get(public_id=public_id), user),
        "patient-page",
    ),
    "a list says to nobody whom it showed": (access, "record_list", lambda *_words: None, "caseload"),
    "a look leaves no row": (access, "record", lambda *_words: None, "log-in-clinic"),
    "a history is nobody's business": (
        LookedAtAdmin,
        "record_look",
        lambda *_words: None,
        "admin:patients_patient_history",
    ),
}


def forbid(patient, user):
    from django.core.exceptions import PermissionDenied

    if patient.clinic not in access.clinics_of(user):
        raise PermissionDenied
    return patient


@pytest.mark.uncounted
@pytest.mark.parametrize(("where", "name", "hole", "address"), HOLES.values(), ids=HOLES)
def test_finds_a_planted_hole(where, name, hole, address, world, monkeypatch):
    there = [one for one in addresses(world) if one.name == address and "nobody" not in one.owners]
    assert problems_of(world, there)[1] == []
    monkeypatch.setattr(where, name, hole)
    assert problems_of(world, there)[1]


def test_records_what_an_administrator_reads_who_treats_patients(world):
    """They read names where other administrators read numbers."""
    physio, home = world.users["physio"], world.theirs["patient"].patient.clinic
    Membership.objects.create(user=physio, clinic=home, role=Role.ADMINISTRATOR)
    urls = [
        reverse("clinic-audit", args=[home.pk]),
        reverse("end-member", args=[physio.memberships.get(role=Role.PHYSIO).pk]),
    ]
    for url in urls:
        page = ask(world, "physio", "get", url)
        assert ("canary-of-patient" in told(page), page.unrecorded) == (True, []), url


def test_finds_a_word_out_of_sight(world):
    assert "-canary-of-stranger" in out_of_sight(world, "physio")
    page = told(ask(world, "other physio", "get", reverse("patient-page", args=[stranger(world).public_id])))
    assert all(canary(kind, "stranger") in page for kind in ("name", "hold", "declined", "closing"))
    history = told(
        ask(world, "other physio", "get", reverse("patient-history-paper", args=[stranger(world).public_id]))
    )
    assert canary("name", "stranger") in history


def stranger(world):
    return world.theirs["stranger"].patient


# What a person may ask beside the address ----------------------------------------------------------------------------

QUESTIONS = [
    ("caseload", "?whose=clinic&q=canary"),
    ("caseload", "?whose=clinic&sort=name&page=2"),
    ("caseload-csv", "?whose=clinic&q=canary"),
    ("admin:patients_patient_changelist", "?q=canary"),
    ("admin:patients_patient_changelist", "?all="),
    ("admin:patients_patient_changelist", "?programme=running"),
    ("admin:patients_patient_changelist", "?user__email__contains=stranger"),
    ("admin:patients_patient_changelist", "?clinic__name__startswith=H"),
    ("admin:patients_assignment_changelist", "?q=canary"),
    ("admin:patients_assignment_changelist", "?patient__user__email__contains=stranger"),
    ("admin:hhtclinic_user_changelist", "?q=canary"),
    ("admin:patients_auditentry_changelist", "?q=canary"),
    ("admin:patients_auditentry_changelist", "?patient__name__contains=stranger"),
    ("today", "?patient=stranger"),
    ("progress", "?assignment=1"),
]


@pytest.mark.parametrize(("name", "question"), QUESTIONS)
def test_answers_a_question_with_what_is_in_sight_alone(name, question, world):
    for person in PEOPLE:
        page = told(ask(world, person, "get", reverse(name) + question))
        assert not [word for word in out_of_sight(world, person) if word in page], person


def test_takes_no_foreign_patient_into_an_act_on_several(world):
    theirs, url = stranger(world), reverse("admin:patients_patient_changelist")
    for person in sorted(STAFF - {"other physio"}):
        for data in (
            {"action": "assign_several", "_selected_action": [theirs.pk]},
            {"action": "assign_several", "_selected_action": [ABSENT]},
        ):
            assert "canary-of-stranger" not in told(ask(world, person, "post", url, data))
        form = {"patient": [str(theirs.public_id)], "side": "left", "started_on": "2026-01-01"}
        answer = ask(world, person, "post", reverse("admin:patients_patient_assign_several"), form)
        assert answer.status_code in {302, 403}
        assert "canary-of-stranger" not in told(answer)


def test_takes_no_physio_of_another_clinic_for_a_patient(world):
    url = reverse("admin:patients_patient_change", args=[world.theirs["patient"].patient.pk])
    seen = revision_in(ask(world, "physio", "get", url))
    data = {"name": "Same Name", "physio": world.users["other physio"].pk, "time_zone": "Europe/London", **seen}
    assert ask(world, "physio", "post", url, data).status_code == 200
    assert ask(world, "physio", "post", url, {**data, "physio": world.users["physio"].pk}).status_code == 302


# Doors ----------------------------------------------------------------------------------------------------------------


def test_losing_a_role_works_at_once(world):
    url = reverse("patient-page", args=[world.theirs["patient"].patient.public_id])
    assert ask(world, "physio", "get", url).status_code == 200
    world.users["physio"].memberships.update(left_at=clock.now())
    assert ask(world, "physio", "get", url).status_code == 404
    assert ask(world, "physio", "get", reverse("caseload")).status_code == 404


# A mail programme presses it, which has been on no page; it asks for the secret in the address and for no session.
WITHOUT_TOKEN = {"stop-letters"}


@pytest.mark.parametrize("person", ["anonymous", "patient", "physio", "superuser"])
def test_takes_no_post_without_its_token(person, world):
    """Another site cannot post in somebody's name, to any address."""
    client = Client(enforce_csrf_checks=True)
    if person != "anonymous":
        client.force_login(world.users[person])
    cookies = client.cookies.copy()
    for address in addresses(world):
        client.cookies = cookies.copy()
        assert (client.post(address.url).status_code == 403) != (address.name in WITHOUT_TOKEN), address
    assert settings.SESSION_COOKIE_SAMESITE == "Lax"


def test_sends_nobody_to_another_site(world):
    for person in ("anonymous", *sorted(PATIENTS | PHYSIOS)):
        for url in (reverse("account_login"), reverse("admin:login")):
            for target in ("https://example.com/", "//example.com/", "javascript:alert(1)"):
                answer = ask(world, person, "get", f"{url}?{urlencode({'next': target})}")
                assert re.match("/(?!/)", answer.headers.get("Location", "/")), (person, url)
