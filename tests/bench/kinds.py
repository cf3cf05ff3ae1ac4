"""What is asked: each kind is an endless stream of requests, or as many as there are people who have not logged yet."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import cycle, islice
from urllib.parse import urlencode

from tests.bench.measured import Processors, Request, run
from tests.trials.visitor import CSRF, TOKEN

SETS = 10
FEW, MANY, LARGE = "Load 1", "Load 2", "Load 3"  # the clinics of `seed.py`
FEW_SESSIONS, MANY_SESSIONS = "log, some earlier sessions", "log, 200 earlier sessions"
WARM = 12  # requests before the first that counts: two workers, and each of those whose pages are opened


@dataclass
class Kind:
    """`block` requests are sent between two blocks of the floor."""

    name: str
    of: Processors
    requests: Iterator[Request]
    block: int
    warm: int = WARM
    stores: bool = False
    sent: int = 0

    def take(self, count):
        self.sent += count
        return run(self.of, list(islice(self.requests, count)))


def of_floor(served, people):
    """The bare site: (what all is measured by, its list)."""
    port, of = served
    cookies = people["few"]["look"][0]["cookies"]
    visits = cycle([_visit(port, cookies)])
    visit = Kind("floor: a session and ten sets by a formset", of, visits, 25, stores=True)
    return visit, Kind("floor: a page of 500 rows", of, cycle([Request(port, "/lines/", cookies)]), 9)


def _visit(port, cookies):
    fields = {"day": date.today().isoformat(), "pain": 2, "note": "", "sets-TOTAL_FORMS": SETS, "sets-INITIAL_FORMS": 0}
    for n in range(SETS):
        one = {"number": n + 1, "side": "left", "target": 45, "done": 45}
        fields |= {f"sets-{n}-{name}": value for name, value in one.items()}
    return _post(port, "/visit/", cookies, fields)


def logs_of(served, people, rounds):
    """The posts of a session, by who has some and by who has many."""
    for name, group in ((FEW_SESSIONS, "few"), (MANY_SESSIONS, "many")):
        yield logs(name, served, people[group]["log"], rounds)


def pages_of(served, people):
    port, of = served
    few, many, physios = people["few"], people["many"], people["physios"]

    def opened(name, paths, block=9):
        return Kind(name, of, cycle([Request(port, path, cookies) for path, cookies in paths]), block)

    def on_phone(path, group):
        return [(path, one["cookies"]) for one in group["look"]]

    def at_desk(clinic, group):
        return [(f"/caseload/{one['page']}/", physios[clinic]) for one in group["look"]]

    yield opened("today", on_phone("/today/", few))
    yield opened("log page", on_phone("/log/", few))
    yield opened("programme", on_phone("/programme/", few))
    yield opened("progress, some sessions", on_phone("/progress/", few))
    yield opened("progress, 200 sessions", on_phone("/progress/", many))
    yield opened("patient page, some sessions", at_desk(FEW, few))
    yield opened("patient page, 200 sessions", at_desk(MANY, many))
    yield opened("caseload of 500", [("/caseload/", physios[FEW])], 4)
    if LARGE in physios:
        yield opened("caseload of 5,000", [("/caseload/", physios[LARGE])], 4)


def logs(name, served, people, rounds):
    """Each of these people logs once: a second session of a day is another kind of work."""
    port, of = served
    warm = 16  # of as many different pasts
    requests = (
        _post(port, "/log/", one["cookies"], {**one["fields"], "client_id": uuid.uuid4(), "pain_left": 1})
        for one in people
    )
    return Kind(name, of, requests, min(25, (len(people) - warm) // rounds), warm, stores=True)


def _post(port, path, cookies, fields):
    body = urlencode(fields | {"csrfmiddlewaretoken": TOKEN})
    return Request(port, path, {CSRF: TOKEN} | cookies, body)
