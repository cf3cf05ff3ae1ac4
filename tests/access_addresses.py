"""Every address of the site with ids of everybody's things: own, same clinic's, other clinic's, absent and mixed."""

import dataclasses
import uuid

from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.urls import get_resolver, reverse

from patients.models import AuditEntry, Patient
from tests.access_table import TABLE, UNNAMED
from tests.access_world import OWNERS

RUN = ("patient", "stranger")  # one of each clinic
ABSENT = 10**6  # no row has this number


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
