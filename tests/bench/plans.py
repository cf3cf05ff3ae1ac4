"""How PostgreSQL finds what the pages ask for: docs/plans.md, and which table it read from end to end."""

import re
from dataclasses import dataclass

PRELOADED = {
    "shared_preload_libraries": "pg_stat_statements,auto_explain",
    "pg_stat_statements.track": "none",
    "auto_explain.log_min_duration": "-1",
}
SPOKEN = {  # from the next connection on
    "pg_stat_statements.track": "top",
    "auto_explain.log_min_duration": "0",
    "auto_explain.log_analyze": "on",
    "auto_explain.log_buffers": "on",
    "auto_explain.log_timing": "off",  # of each node: it would take longer than the nodes do
    "auto_explain.log_verbose": "on",
}
GROWING = 10_000  # rows from which on a table is not read from end to end
HOTTEST = """
SELECT calls || '|' || round(mean_exec_time::numeric, 2) || '|'
    || round(total_exec_time::numeric) || '|' || regexp_replace(query, '\\s+', ' ', 'g')
FROM pg_stat_statements WHERE query ~ '^(SELECT|INSERT|UPDATE|DELETE|WITH)' ORDER BY total_exec_time DESC LIMIT 10
"""
PLAN = re.compile(r"duration: ([\d.]+) ms  plan:\n((?:\t.*\n)+)")
TEXT = re.compile(r"\tQuery Text: ((?:.*\n)+?)(?=\t[A-Z])")
OUTPUT = re.compile(r"\n\t *(?:Output|Query Identifier): .*")
VALUE = re.compile(r"'(?:[^']|'')*'(?:::[a-z\]\[]+)?|\$\d+|\b\d+(?:\.\d+)?\b")


@dataclass(frozen=True)
class Query:
    calls: str
    mean: str  # milliseconds
    total: str
    text: str


def speak(room):
    """From now on new connections count what they ask, and log how it was found."""
    room.asks("CREATE EXTENSION pg_stat_statements")
    for name, value in SPOKEN.items():
        room.asks(f"ALTER DATABASE {room.database} SET {name} = '{value}'")


def read(room):
    """(the ten queries that took most, {query: its slowest plan}, {(table, query)} that were read from end to end)."""
    hottest = [Query(*line.split("|", 3)) for line in room.asks(HOTTEST)]
    large = set(room.asks(f"SELECT relname FROM pg_class WHERE relkind = 'r' AND reltuples > {GROWING}"))
    slowest, through = {}, set()
    for took, text in PLAN.findall((room.server.folder / "log").read_text(errors="replace")):
        name = alike(TEXT.match(text)[1])
        through |= {(table, name) for table in re.findall(r"Seq Scan on public\.(\w+)", text) if table in large}
        if float(took) > slowest.get(name, (0, ""))[0]:
            slowest[name] = float(took), OUTPUT.sub("", TEXT.sub("", text)).strip("\n")
    return hottest, {name: text for name, (_took, text) in slowest.items()}, through


def alike(query):
    """The same for a query with its values, as the log has it, and for one without."""
    return " ".join(VALUE.sub("?", query).split())


def shortened(query):
    """Without its columns, and without what stands in long lists."""
    query = re.sub(r"^SELECT (DISTINCT )?.*? FROM ", "SELECT … FROM ", query)
    query = re.sub(r"^(INSERT INTO \S+) \(.*?\) VALUES .*", r"\1 …", query)
    return re.sub(r'"(\w+)"', r"\1", query)[:700]


HEAD = """# How the hottest queries are found

Written by `make bench WHOLE=1` from a database with 5 million sets: the ten queries that took most of PostgreSQL's time
when each page and post of the bench was asked a few times, the hottest first, and the slowest plan of each
(`auto_explain`, with the rows that were really there and the pages that were read).
"""


def _plan_of(query, plans):
    """Of the query that begins alike for longest: what is a value is not the same to PostgreSQL and to us."""
    text = alike(query.text)
    return plans[max(plans, key=lambda one: _in_common(one, text))]


def _in_common(one, other):
    pairs = enumerate(zip(one, other, strict=False))
    return next((place for place, (mine, its) in pairs if mine != its), min(len(one), len(other)))


def document(hottest, plans):
    parts = [HEAD]
    for place, query in enumerate(hottest, 1):
        plan = _plan_of(query, plans).replace("\t", "")
        said = f"{query.calls} times, {query.mean} ms each"
        parts.append(f"## {place}. {said}\n\n```sql\n{shortened(query.text)}\n```\n\n```\n{plan[:4000]}\n```\n")
    return "\n".join(parts)
