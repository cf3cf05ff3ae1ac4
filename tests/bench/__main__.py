"""What the site takes, in multiples of one post to a bare Django view in the same run: python -m tests.bench --quick.

Without --quick it also says what 1 and 5 million sets do to it, and writes docs/plans.md and a section of
docs/figures.md; that takes half an hour.
"""

import argparse
import os
import statistics
from collections import defaultdict
from contextlib import ExitStack
from datetime import date

from tests.bench import kinds, plans
from tests.bench.measured import Request, Taken
from tests.bench.room import ROOT, room
from tests.trials.figures import machine, merged, section

ROUNDS, LONG = 3, 4
SIZES = (20_000, 1_000_000, 5_000_000)
PLANS, FIGURES = ROOT / "docs" / "plans.md", ROOT / "docs" / "figures.md"
HEADS = ("", "a second", "site ms", "database ms", "cost: floor", "rate: floor")


class Bench:
    """The floor, a kind, the floor, the next kind …: what else the machine does, all of them bear alike."""

    def __init__(self, floor, others, rounds):
        self.floor, self.kinds = floor, others
        self.found = defaultdict(list)  # kind: what each of its blocks took
        self.beside = defaultdict(list)  # kind: what the floor took before and after each of them
        for kind in (self.floor, *self.kinds):
            kind.take(kind.warm)
        last = self.floor.take(self.floor.block)
        for _round in range(rounds):
            for kind in self.kinds:
                took, after = kind.take(kind.block), self.floor.take(self.floor.block)
                self.found[kind.name].append(took)
                self.beside[kind.name].append(last + after)
                self.found[self.floor.name].append(after)
                last = after

    def cost(self, name):
        """Processor time of a request, of site and database, by that of a post to the floor: the middle round."""
        pairs = zip(self.found[name], self.beside[name], strict=True)
        return statistics.median(took.each / floor.each for took, floor in pairs)

    def rate(self, name):
        """Requests a second, by posts to the floor: the middle round."""
        pairs = zip(self.found[name], self.beside[name], strict=True)
        return statistics.median(took.rate / floor.rate for took, floor in pairs)

    def rows(self):
        """The cells of `HEADS` for each kind."""
        yield (self.floor.name, *_figures(self.found[self.floor.name]), "1.0", "1.00")
        for name in (kind.name for kind in self.kinds):
            yield (name, *_figures(self.found[name]), f"{self.cost(name):.1f}", f"{self.rate(name):.2f}")


def _figures(blocks):
    total = sum(blocks, Taken())
    each = (1000 * spent / total.requests for spent in (total.site, total.database))
    return f"{total.rate:.0f}", *(f"{one:.1f}" for one in each)


def table(rows):
    lines = [HEADS, *rows]
    first, *others = (max(map(len, column)) for column in zip(*lines, strict=True))
    return "\n".join("  ".join([line[0].ljust(first), *map(str.rjust, line[1:], others)]) for line in lines)


def measured(here, rounds=ROUNDS):
    """A bench of what is in the room's database. What was sent was stored, and nobody comes in who may not."""
    people, before = here.people, here.stored()
    with here.site() as site, here.floor() as floor:
        keeps_its_doors(floor[0])
        visit, rows = kinds.of_floor(floor, people)
        others = [rows, *kinds.logs_of(site, people, rounds), *kinds.pages_of(site, people)]
        bench = Bench(visit, others, rounds)
    stored, sent = here.stored() - before, sum(kind.sent for kind in (visit, *others) if kind.stores)
    assert stored == sent, f"{sent} sessions were sent, and {stored} stored"
    return bench


def grown(rooms, rounds=LONG):
    """A bench of the log alone, with each of these databases served at once."""
    first = next(iter(rooms.values()))
    with ExitStack() as served:
        visit, _rows = kinds.of_floor(served.enter_context(first.floor()), first.people)
        logs = [
            kinds.logs(_with(sets), served.enter_context(here.site()), here.people["few"]["log"], rounds)
            for sets, here in rooms.items()
        ]
        return Bench(visit, logs, rounds)


def _with(sets):
    return f"log with {sets:,} sets of all"


def keeps_its_doors(port):
    """The floor checks a sign-in and a token as the site does, or it would be lower than it is."""
    for status, path, body in (("302", "/lines/", None), ("403", "/visit/", "")):
        answer = Request(port, path, {}, body).ask()
        assert answer.startswith(f"HTTP/1.1 {status}".encode()), answer


def quick():
    with room() as here:
        here.seed_or_restore("few", "many")
        print(table(measured(here).rows()))
    print(load())


def load():
    return "load of the machine {:.1f}, {:.1f}, {:.1f} on {} cores".format(*os.getloadavg(), os.cpu_count())


def whole():
    with room(**plans.PRELOADED) as here:
        here.seed("few")
        sizes = {SIZES[0]: here.copied("few")}
        here.seed("many", "caseload:5000")
        bench = measured(here.copied("pages"), LONG)
        print(table(bench.rows()), load(), sep="\n", flush=True)
        for size in SIZES[1:]:
            here.seed(f"grow:{size}")
            sizes[size] = here.copied(f"sets_{size}")
        growth = grown(sizes)
        print(table(growth.rows()), load(), sep="\n", flush=True)
        _write([*_costs(bench), *_growth(growth), *_plans(here), ("the machine", "load", load())])


def _costs(bench):
    yield from (("costs so many posts to the floor", row[0], _said(row)) for row in bench.rows())


def _said(row):
    return ", ".join(f"{head} {cell}" for head, cell in zip(HEADS[1:], row[1:], strict=True))


def _growth(bench):
    first = bench.cost(_with(SIZES[0]))
    for name in map(_with, SIZES):
        yield (
            "grows with the tables",
            name,
            f"{bench.cost(name):.2f} floors, {bench.cost(name) / first:.2f} of the first",
        )


def _plans(here):
    """Asks each kind some times more while PostgreSQL says how it finds what it is asked for."""
    plans.speak(here)
    measured(here, 1)
    hottest, found, through = plans.read(here)
    PLANS.write_text(plans.document(hottest, found), encoding="utf-8")
    said = ", ".join(sorted({table for table, _query in through})) or "none"
    yield "plans with 5 million sets", f"of {len(found)} queries, growing tables read from end to end", said


def _write(found):
    own = section(found, f"{date.today():%d %B %Y}", f"{machine()}, postgresql")
    FIGURES.write_text(merged(FIGURES.read_text(encoding="utf-8"), {"bench": own}), encoding="utf-8")


if __name__ == "__main__":
    words = argparse.ArgumentParser(prog="tests.bench")
    words.add_argument("--quick", action="store_true")
    quick() if words.parse_args().quick else whole()
