"""Nobody sees what is not theirs: every address × every person × method × whose things, against the access table."""

import re
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from patients.models import Membership, Role
from patients.models.whole_record import TABLES
from programs import clock
from tests import access_check
from tests.access_addresses import ABSENT, addresses, every_pattern
from tests.access_check import (
    ANYBODYS,
    Tally,
    ask,
    goes_out,
    heads_unlike_pages,
    knock,
    leaks_to_a_script,
    other_methods_taken,
    out_of_sight,
    problems_of,
    told_by,
)
from tests.access_table import IN_SIGHT, PATIENTS, PEOPLE, PHYSIOS, STAFF, TABLE
from tests.access_world import CODED, OWNERS, canary, free_texts, stranger
from tests.html import revision_in

pytestmark = pytest.mark.django_db
COUNTED = {"patient", "physio", "stranger"}  # the others are let in by the same lines, or not let in


@pytest.fixture(scope="module")
def world(kept_db):
    with access_check.world() as world:
        yield world


AS_ANOTHER = (pytest.mark.uncounted, pytest.mark.once)


@pytest.mark.parametrize("person", [one if one in COUNTED else pytest.param(one, marks=AS_ANOTHER) for one in PEOPLE])
def test_gets_what_the_table_says(person, world):
    tally = Tally()
    assert list(problems_of(world, list(addresses(world)), [person], tally=tally)) == []
    print(f"\n{person}: {tally}")
    assert tally.cells > 1000  # 12 people: more than 12,000 cells in all
    assert tally.covered == tally.shown


@pytest.mark.uncounted
@pytest.mark.once
def test_is_asked_in_other_ways_to_no_other_end(world):
    """A head tells what the page would; a script is given no more than a reader; and there is no other method."""
    firsts = {one.name: one for one in addresses(world)}
    firsts |= {one.name: one for one in addresses(world) if {*one.owners} <= {"anybody", "stranger"}}
    people = ("anonymous", "stranger", "physio")
    assert list(heads_unlike_pages(world, firsts.values(), people)) == []
    assert list(leaks_to_a_script(world, firsts.values(), people)) == []
    assert list(other_methods_taken(world, firsts.values(), ["physio"])) == []


@pytest.mark.uncounted
def test_tells_nobody_outside_of_anybody(world):
    """Neither a letter nor a notice on a screen nor a line of the log holds a word of a record."""
    lines, letters, pushes = goes_out(world)
    assert letters.count("\n") > 10 and pushes
    assert [text for text in (lines, letters, pushes) if ANYBODYS in text] == []


def test_has_a_line_for_every_address_and_no_other():
    names = {name for name, pattern, _prefix in every_pattern() if pattern.name}
    assert names == set(TABLE)


@pytest.mark.parametrize("owner", OWNERS)
def test_has_a_canary_in_every_text_that_somebody_types(owner, world):
    """A new column is red here until the world fills it, or it stands among those that nobody types into."""
    patient = world.theirs[owner].patient
    without = [
        f"{table.model} {name}"
        for table in TABLES
        for name in free_texts(table)
        if not table.rows(patient).filter(**{f"{name}__contains": canary("", owner)}).exists()
    ]
    assert without == []
    assert CODED - {name for table in TABLES for name in table.names} == set()


def test_shows_its_owner_every_canary(world):
    told = knock(world, "patient", "get", reverse("record-json")).told
    kinds = {name for table in TABLES for name in free_texts(table)}
    assert told.count("-canary-of-patient") > len(kinds) > 20


def test_records_what_an_administrator_reads_who_treats_patients(world):
    """They read names where other administrators read numbers."""
    physio, home = world.users["physio"], world.theirs["patient"].patient.clinic
    Membership.objects.create(user=physio, clinic=home, role=Role.ADMINISTRATOR)
    urls = [
        reverse("clinic-audit", args=[home.pk]),
        reverse("end-member", args=[physio.memberships.get(role=Role.PHYSIO).pk]),
    ]
    for url in urls:
        page = knock(world, "physio", "get", url)
        assert ("canary-of-patient" in page.told, page.unrecorded) == (True, []), url


def test_shows_a_physio_what_others_may_not_read(world):
    assert "-canary-of-stranger" in out_of_sight("physio")
    page = knock(world, "other physio", "get", reverse("patient-page", args=[stranger(world).public_id])).told
    assert all(canary(kind, "stranger") in page for kind in ("name", "hold", "declined", "closing"))
    history = reverse("patient-history-paper", args=[stranger(world).public_id])
    assert canary("name", "stranger") in knock(world, "other physio", "get", history).told


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
        page = knock(world, person, "get", reverse(name) + question).told
        assert not [word for word in out_of_sight(person) if word in page], person


def test_takes_no_foreign_patient_into_an_act_on_several(world):
    theirs, url = stranger(world), reverse("admin:patients_patient_changelist")
    for person in sorted(one for one in STAFF if "stranger" not in IN_SIGHT.get(one, ())):
        for data in (
            {"action": "assign_several", "_selected_action": [theirs.pk]},
            {"action": "assign_several", "_selected_action": [ABSENT]},
        ):
            assert "canary-of-stranger" not in knock(world, person, "post", url, data).told
        form = {"patient": [str(theirs.public_id)], "side": "left", "started_on": "2026-01-01"}
        answer = ask(world, person, "post", reverse("admin:patients_patient_assign_several"), form)
        assert answer.status_code in {302, 403}
        assert "canary-of-stranger" not in told_by(answer)


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
    for address in {one.name: one for one in addresses(world)}.values():
        client.cookies = cookies.copy()
        assert (client.post(address.url).status_code == 403) != (address.name in WITHOUT_TOKEN), address
    assert settings.SESSION_COOKIE_SAMESITE == "Lax"


def test_sends_nobody_to_another_site(world):
    for person in ("anonymous", *sorted(PATIENTS | PHYSIOS)):
        for url in (reverse("account_login"), reverse("admin:login")):
            for target in ("https://example.com/", "//example.com/", "javascript:alert(1)"):
                answer = ask(world, person, "get", f"{url}?{urlencode({'next': target})}")
                assert re.match("/(?!/)", answer.headers.get("Location", "/")), (person, url)
