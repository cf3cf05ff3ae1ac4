"""How one person knocks at one address, and what must not come of it."""

import contextlib
import dataclasses
import datetime as dt
import logging
import re

import pytest
from django.conf import settings
from django.core import mail
from django.db import connection, transaction
from django.template.loader import render_to_string

from hhtclinic.logs import Masking
from patients import paper
from patients.models import AuditEntry
from patients.models.whole_record import TABLES
from patients.notices import push, rounds, webpush
from patients.services import letter
from programs import clock
from tests import access_world
from tests.access_table import IN_SIGHT, PEOPLE, STAFF
from tests.access_world import OWNERS

WRITTEN = re.compile(r'(?:INSERT INTO|UPDATE|DELETE FROM) "(?!django_session|usersessions_|cache\b)(\w+)"')
ANYBODYS = "-canary-of-"
OF_WHO_KNOCKED = {"patients.AuditEntry", "usersessions.UserSession"}
REFUSED = {403, 404, 405}
OTHER_METHODS = ("OPTIONS", "TRACE", "PUT", "PATCH", "DELETE")


# Listening ------------------------------------------------------------------------------------------------------------


@dataclasses.dataclass
class Heard:
    """What left the product beside its answers since somebody last took it: lines of the log as it would write them,
    letters and what goes to browsers."""

    lines: list = dataclasses.field(default_factory=list)
    letters: list = dataclasses.field(default_factory=list)
    pushes: list = dataclasses.field(default_factory=list)

    def taken(self):
        """The three as one text each, in lower case."""
        self.letters += [f"{one.subject} {one.body} {one.extra_headers}" for one in mail.outbox]
        mail.outbox.clear()
        texts = ["\n".join(heard).lower() for heard in (self.lines, self.letters, self.pushes)]
        for heard in (self.lines, self.letters, self.pushes):
            heard.clear()
        return texts


def listen(patch):
    """From here on. Nobody else hears the log: to print it for pytest, with the stack of each refusal, takes a third of
    the time."""
    heard, formatter = Heard(), Masking(settings.LOGGING["formatters"]["line"]["fmt"])
    queue, seal = letter._queue, webpush.seal

    def queued(kind, now, expires_at, user, words, **more):
        heard.letters.append(f"{words.get('subject')} {words.get('text')}")
        return queue(kind, now, expires_at, user, words, **more)

    def sealed(message, *keys, **more):
        heard.pushes.append(message.decode())
        return seal(message, *keys, **more)

    patch.setattr(logging.Logger, "callHandlers", lambda _logger, record: heard.lines.append(formatter.format(record)))
    patch.setattr(letter, "_queue", queued)
    patch.setattr(webpush, "seal", sealed)
    return heard


@contextlib.contextmanager
def world():
    """The world of access_world.py, listened to. A paper is answered before it is drawn, so that its words are read
    too: in a PDF they are packed. And nothing is kept of the templates that made an answer: nobody asks, and copying
    their contexts costs a tenth of the time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(paper, "pdf_of", lambda template, context, _pictures: render_to_string(template, context))
        patch.setattr("django.test.client.store_rendered_templates", lambda *_args, **_facts: None)
        there = access_world.made()
        there.heard = listen(patch)
        there.rows = {}  # of tables that somebody touched, as they were
        tables = [table.meta.db_table for table in TABLES]
        there.records = {owner: record_of(things.patient, tables) for owner, things in there.theirs.items()}
        yield there


def record_of(patient, names):
    """The rows of a record in the tables of these names, for a comparison; what it says of who knocked is asked by
    itself."""
    tables = [one for one in TABLES if one.model not in OF_WHO_KNOCKED and one.meta.db_table in names]
    return {one.meta.db_table: list(one.rows(patient).values_list()) for one in tables}


# Knocking -------------------------------------------------------------------------------------------------------------


@dataclasses.dataclass(frozen=True)
class Knocked:
    """An answer; the tables that are not as before, sessions and counts of tries apart; body, headers and cookies as
    one text; what was heard; whom of the patients it shows to staff, whom of them without a row in the audit; and
    whose record is another now though it is out of the person's sight."""

    answer: object
    written: list
    told: str
    heard: list
    shown: list
    unrecorded: list
    altered: list


def knock(world, person, method, url, data=None, **headers):
    """What comes of it. All of it is taken back."""
    client, touched = world.people[person], set()

    def watch(execute, sql, params, many, context):
        if found := WRITTEN.match(sql):
            touched.add(found[1])
        return execute(sql, params, many, context)

    cookies = client.cookies.copy()
    world.heard.taken()
    with transaction.atomic():
        with connection.execute_wrapper(watch):
            answer = getattr(client, method)(url, data, headers=headers)
            told = without_what_was_sent(told_by(answer), data)
        shown = [owner for owner in OWNERS if person in STAFF and f"{ANYBODYS}{owner}" in told]
        without = unrecorded(world, person, shown)
        after = rows_of(touched)
        others = altered(world, person, touched)
        transaction.set_rollback(True)
    client.cookies = cookies
    world.rows |= rows_of(touched - world.rows.keys())
    written = sorted(table for table in touched if after[table] != world.rows[table])
    heard = [without_what_was_sent(text, data) for text in world.heard.taken()]
    return Knocked(answer, written, told, heard, shown, without, others)


def without_what_was_sent(text, data):
    """Whoever typed a word is told nothing by its coming back."""
    for values in (data or {}).values():
        for value in values if isinstance(values, list) else [values]:
            if ANYBODYS in str(value):
                text = text.replace(value.lower(), "")
    return text


def rows_of(tables):
    """Every row of each, for a comparison."""
    found = {}
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f'SELECT * FROM "{table}" ORDER BY 1')
            found[table] = cursor.fetchall()
    return found


def goes_out(world):
    """Lines, letters and pushes of two days of everything that goes out, each as one text. All of it is taken back."""
    with pytest.MonkeyPatch.context() as patch, transaction.atomic():
        patch.setattr(push, "_post", lambda *_request: 201)
        world.heard.taken()
        for hours in (0, 1, 18, 24, 42):
            rounds.work(clock.now() + dt.timedelta(hours=hours))
        transaction.set_rollback(True)
    return world.heard.taken()


def ask(*args, **options):
    return knock(*args, **options).answer


def told_by(answer):
    """Body and headers, in lower case."""
    headers = " ".join(f"{name}: {value}" for name, value in answer.items())
    cookies = answer.cookies.output()
    return f"{answer.getvalue().decode(errors='replace')} {headers} {cookies}".lower()


def unrecorded(world, person, shown):
    if not shown:
        return []
    rows = AuditEntry.objects.filter(pk__gt=world.last_row, by=world.users[person])
    return [owner for owner in shown if not rows.about(world.theirs[owner].patient).exists()]


def hidden_from(person):
    """The owners of whom `person` must never read a word, nor change a row."""
    return sorted(set(OWNERS) - IN_SIGHT.get(person, set()))


def altered(world, person, touched):
    """The owners of whom a row is not as before."""
    return [
        owner
        for owner in hidden_from(person)
        if world.records[owner] != world.records[owner] | record_of(world.theirs[owner].patient, touched)
    ]


def out_of_sight(person):
    return [f"{ANYBODYS}{owner}" for owner in hidden_from(person)]


# What is wrong --------------------------------------------------------------------------------------------------------


@dataclasses.dataclass
class Tally:
    """What was searched, in figures: of what staff were shown of a patient, `covered` has its row in the audit."""

    cells: int = 0
    bytes: int = 0
    canaries: int = 0
    shown: int = 0
    covered: int = 0


def faults_of(person, knocked, tally, by_secret=False):
    """What is wrong whatever the table says: a word out of sight in body, header or cookie, anybody's word in log,
    letter or push, a look that leaves no row, somebody else's row that is another now, unless a secret opened it."""
    found = [f"reads {word}" for word in out_of_sight(person) if word in knocked.told]
    found += [f"says {text[:200]!r} to nobody in particular" for text in knocked.heard if ANYBODYS in text]
    tally.cells += 1
    tally.bytes += len(knocked.told) + sum(map(len, knocked.heard))
    tally.canaries += len(found)
    tally.shown += len(knocked.shown)
    tally.covered += len(knocked.shown) - len(knocked.unrecorded)
    found += [f"shows {owner} without an audit row" for owner in knocked.unrecorded]
    return found if by_secret else found + [f"changes a row of {owner}" for owner in knocked.altered]


def problems_of(world, addresses, people=PEOPLE, methods=("get", "post"), tally=None):
    """What is wrong, one after the other: the above, a status that is not the table's, something written for who was
    refused, an absent thing that is answered otherwise than a foreign one."""
    tally = tally or Tally()
    for person in people:
        absent = {}
        for address in (one for one in addresses if not is_seen_twice(person, one)):
            for method in methods:
                knocked = knock(world, person, method, address.url)
                status, expected = knocked.answer.status_code, address.line.expected(person, method, address.owners)
                faults = faults_of(person, knocked, tally, by_secret="anybody" in address.owners)
                if status != expected:
                    faults.append(f"{status}, not {expected}")
                if expected in REFUSED:
                    faults += [f"writes {table}" for table in knocked.written]
                where = f"{person} {method} {address.name} of {' and '.join(address.owners) or 'nobody in particular'}"
                if expected == 404:
                    first = absent.setdefault((address.name, method), (where, knocked.answer.content))
                    if first[1] != knocked.answer.content:
                        faults.append(f"not answered as {first[0]}")
                yield from (f"{where}: {fault}" for fault in faults)


def is_seen_twice(person, address):
    """A neighbour's page, for who sees the patient's as well: the same lines answer."""
    return {*address.owners} == {"neighbour"} and "patient" in IN_SIGHT.get(person, ())


def leaks_to_a_script(world, addresses, people):
    """Words out of sight in what somebody gets who asks for JSON."""
    for person in people:
        for address in addresses:
            told = knock(world, person, "get", address.url, accept="application/json").told
            yield from (f"{person} {address.name}: {word}" for word in out_of_sight(person) if word in told)


def heads_unlike_pages(world, addresses, people):
    """Where a head answers otherwise than the page, or tells what it may not."""
    for person in people:
        for address in addresses:
            page, head = (knock(world, person, method, address.url) for method in ("get", "head"))
            if head.answer.status_code != page.answer.status_code:
                yield f"{person} {address.name}: {head.answer.status_code}"
            yield from (f"{person} {address.name}: {word}" for word in out_of_sight(person) if word in head.told)


def other_methods_taken(world, addresses, people):
    for person in people:
        for address in addresses:
            for method in OTHER_METHODS:
                if (status := world.people[person].generic(method, address.url).status_code) != 405:
                    yield f"{person} {method} {address.name}: {status}"
