"""python -m tests.bench --quick: what the site takes, in multiples of one post to a bare Django view, in one run."""

import argparse
import os
import statistics
from collections import defaultdict

from tests.bench import kinds
from tests.bench.measured import Request, Taken
from tests.bench.room import room

ROUNDS = 3
HEADS = ("", "a second", "site ms", "database ms", "cost: floor", "rate: floor")


class Bench:
    """The floor, a kind, the floor, the next kind …: what else the machine does, all of them bear alike."""

    def __init__(self, site, floor, people, rounds):
        self.floor, rows = kinds.of_floor(floor, people)
        self.kinds = [rows, *kinds.of_site(site, people, rounds)]
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

    def rows(self):
        """The cells of `HEADS` for each kind; the last two are medians over the rounds."""
        yield (self.floor.name, *_figures(self.found[self.floor.name]), "1.0", "1.00")
        for kind in self.kinds:
            pairs = list(zip(self.found[kind.name], self.beside[kind.name], strict=True))
            cost = statistics.median(took.each / floor.each for took, floor in pairs)
            rate = statistics.median(took.rate / floor.rate for took, floor in pairs)
            yield (kind.name, *_figures(self.found[kind.name]), f"{cost:.1f}", f"{rate:.2f}")


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
        bench = Bench(site, floor, people, rounds)
    stored, sent = here.stored() - before, sum(kind.sent for kind in (bench.floor, *bench.kinds) if kind.stores)
    assert stored == sent, f"{sent} sessions were sent, and {stored} stored"
    return bench


def keeps_its_doors(port):
    """The floor checks a sign-in and a token as the site does, or it would be lower than it is."""
    for status, path, body in (("302", "/lines/", None), ("403", "/visit/", "")):
        answer = Request(port, path, {}, body).ask()
        assert answer.startswith(f"HTTP/1.1 {status}".encode()), answer


def quick():
    with room() as here:
        here.seed_or_restore("few", "many")
        print(table(measured(here).rows()))
    print("Load of the machine: {:.1f}, {:.1f}, {:.1f} on {} cores".format(*os.getloadavg(), os.cpu_count()))


if __name__ == "__main__":
    words = argparse.ArgumentParser(prog="tests.bench")
    words.add_argument("--quick", action="store_true", required=True)
    words.parse_args()
    quick()
