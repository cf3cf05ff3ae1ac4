"""A released schema with rows in it, as PostgreSQL wrote it down: `1.0.sql.gz` beside this file. What comes later must
be able to begin there. With the next release: python tests/cluster.py -- python -m tests.upgrade.release 1.1
"""

import gzip
import os
import subprocess
import sys
from pathlib import Path

from tests import cluster

FOLDER = Path(__file__).parent
END = ".sql.gz"
RELEASES = sorted(FOLDER.glob(f"*{END}"), key=lambda file: [int(part) for part in file.name[: -len(END)].split(".")])
COLUMNS = """
    SELECT table_name, column_name, is_nullable = 'YES' OR is_identity = 'YES' OR column_default IS NOT NULL
    FROM information_schema.columns WHERE table_schema = 'public' ORDER BY 1, ordinal_position
"""


def text():
    return gzip.decompress(RELEASES[-1].read_bytes()).decode()


def load(server):
    """Into the empty database that `server` names, as words for PostgreSQL's own programs: -h, -U, -d."""
    psql = [f"{cluster.find_programs()}/psql", *server, "-X", "-q", "-v", "ON_ERROR_STOP=1"]
    subprocess.run(psql, input=text().encode(), check=True, stdout=subprocess.DEVNULL, cwd="/")


def columns(cursor):
    """{table: {column: whether a row may be written that does not say it}}"""
    cursor.execute(COLUMNS)
    found = {}
    for table, column, is_free in cursor.fetchall():
        found.setdefault(table, {})[column] = is_free
    return found


def prints(cursor, known):
    """{table: how many rows it has, and what their columns in `known` amount to, whatever their order}."""
    found = {}
    for table, names in known.items():
        row = ", ".join(f'"{name}"' for name in names)
        cursor.execute(
            "SELECT count(*), md5(coalesce(string_agg(r::text, '|' ORDER BY r::text), ''))"
            f' FROM (SELECT {row} FROM "{table}") r'
        )
        found[table] = cursor.fetchone()
    return found


def make(version):
    """A demonstration, and beside it a patient of whom every table knows."""
    around = os.environ | {"DJANGO_SETTINGS_MODULE": "hhtclinic.settings", "ENVIRONMENT": "demo"}
    for command in ("migrate", "createcachetable", "load_programs", "sync_groups", "seed_demo"):
        subprocess.run([sys.executable, "manage.py", command, "--verbosity", "0"], env=around, check=True)
    subprocess.run([sys.executable, "-m", "tests.trials.erased", "fill"], env=around, check=True)
    dump = [f"{cluster.find_programs()}/pg_dump", "--no-owner", "--no-privileges", os.environ["DATABASE_URL"]]
    sql = subprocess.run(dump, check=True, capture_output=True).stdout
    # An older psql does not know how to restrict itself.
    lines = [line for line in sql.splitlines(keepends=True) if not line.startswith((b"\\restrict", b"\\unrestrict"))]
    (FOLDER / f"{version}{END}").write_bytes(gzip.compress(b"".join(lines), 9, mtime=0))


if __name__ == "__main__":
    make(*sys.argv[1:])
