"""What `make bench` reckons with: the floor around each block, the processes that are meant, answers that are right."""

import os
import subprocess
import sys
from collections import defaultdict
from types import SimpleNamespace

import pytest

from tests.bench import plans
from tests.bench.__main__ import Bench
from tests.bench.measured import Processors, Taken, run

BURN = "import time\nwhile time.process_time() < {}: pass\nprint('burnt', flush=True)\nimport sys; sys.stdin.read()"


def kind(name, each):
    """Asked for `count`, it takes this many milliseconds of processor time each, and as long on the wall."""
    takes = iter(each)
    take = lambda count: Taken(count, *[count * next(takes) / 1000] * 2, 0.0)  # noqa: E731
    return SimpleNamespace(name=name, block=10, warm=1, take=take)


def test_measures_a_kind_by_the_floor_before_and_after_it():
    """The machine is half as fast in the second round, and one round of three meets something else."""
    floor = kind("floor", [5, 5, 5, 10, 10])
    today = kind("today", [99, 20, 30, 400])
    bench = Bench(floor, [today], 3)
    assert bench.cost("today") == pytest.approx(4)
    assert bench.rate("today") == pytest.approx(1 / 4)


def test_counts_the_processor_time_of_children_that_bear_the_word():
    children = [
        subprocess.Popen([sys.executable, "-c", BURN.format(share), word], stdin=-1, stdout=-1, text=True)
        for share, word in ((0.2, "[local]"), (0.1, "other"))
    ]
    try:
        for child in children:
            child.stdout.readline()
        read = Processors(os.getpid(), os.getpid()).read()
        counted, other = (child.pid for child in children)
        assert read["site"][counted] >= 0.2 and read["site"][other] >= 0.1
        assert counted in read["database"] and other not in read["database"]
    finally:
        for child in children:
            child.communicate()


def test_stops_at_an_answer_that_is_no_200():
    nothing = SimpleNamespace(read=lambda: defaultdict(dict, site={}, database={}))
    refused = SimpleNamespace(head="GET / HTTP/1.1", ask=lambda: b"HTTP/1.1 302 Found\r\n\r\n")
    with pytest.raises(AssertionError, match="302 Found"):
        run(nothing, [refused])


ASKED = 'SELECT "a"."id" FROM "a" WHERE "a"."word" = $1 AND "a"."id" IN ($2, $3)'
LOG = """LOG:  duration: 3.250 ms  plan:
\tQuery Text: SELECT "a"."id" FROM "a" WHERE "a"."word" = 'it''s' AND "a"."id" IN (3, 4)
\tSeq Scan on public.a  (cost=0.00..1.00 rows=1 width=8) (actual rows=20000 loops=1)
\t  Output: id
LOG:  duration: 0.100 ms  plan:
\tQuery Text: SELECT 1
\tIndex Scan using b on public.b  (cost=0.00..1.00 rows=1 width=8) (actual rows=1 loops=1)
"""


def room(folder, asks):
    return SimpleNamespace(server=SimpleNamespace(folder=folder), asks=asks)


def test_finds_which_growing_table_was_read_from_end_to_end(tmp_path):
    (tmp_path / "log").write_text(LOG)
    answers = {True: [f"3|3.25|10|{ASKED}"], False: ["a", "c"]}
    hottest, found, through = plans.read(room(tmp_path, lambda query: answers["pg_stat_statements" in query]))
    assert through == {("a", plans.alike(ASKED))}
    assert "Seq Scan on public.a" in plans.document(hottest, found)
    assert "SELECT … FROM a" in plans.document(hottest, found)


def test_takes_a_small_table_for_granted(tmp_path):
    (tmp_path / "log").write_text(LOG)
    assert plans.read(room(tmp_path, lambda query: []))[2] == set()
