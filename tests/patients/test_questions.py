"""Every question of docs/questions.md is answered on the page it names, in the words it names."""

import re
from pathlib import Path

import pytest

from tests import html, make

pytestmark = [pytest.mark.django_db, pytest.mark.uncounted, pytest.mark.once]
DOCS = Path(__file__).parents[2] / "docs"
ROW = re.compile(
    r"^\| (?P<asked>.+?) \| `(?P<url>/\S+/)`(?P<state>[^|]*) \| “(?P<words>.+)” \| \[.+\]\((?P<picture>\S+)\) \|$"
)
ROWS = [match for line in (DOCS / "questions.md").read_text().splitlines() if (match := ROW.match(line))]
MOST_BYTES = 60_000


def page_of(row):
    return row["url"], row["state"].strip()


PAGES = sorted({page_of(row) for row in ROWS})


@pytest.fixture(scope="module")
def people(kept_db):
    """A patient for each state that the list knows."""
    make.guidance()
    both = make.assignment(days=3, side="both")
    make.session(both, days_ago=1)
    done = make.assignment(days=9, stage=2)
    make.session(done, days_ago=0)
    stages = {f"in stage {n}": make.assignment(days=3, stage=n) for n in (1, 3, 4, 5)}
    return {"": make.assignment(days=3, stage=2), "after a session": done, "with both sides": both, **stages}


@pytest.mark.parametrize(("url", "state"), PAGES, ids=" ".join)
def test_answers_what_is_asked_there(url, state, people, client):
    client.force_login(people[state].patient.user)
    answer = client.get(url)
    assert answer.status_code == 200
    text = html.text_of(html.parse(answer)[0].find("body"))
    missing = [row["words"] for row in ROWS if page_of(row) == (url, state) and row["words"] not in text]
    assert missing == []


def test_has_a_small_picture_of_each():
    for name in sorted({row["picture"] for row in ROWS}):
        assert 0 < (DOCS / name).stat().st_size < MOST_BYTES, name


def test_reads_every_line_of_the_table():
    lines = [line for line in (DOCS / "questions.md").read_text().splitlines() if line.startswith("| ")]
    assert len(ROWS) == len(lines) - 1 >= 50


def test_notices_an_answer_that_is_gone(people, client):
    make.Guidance.objects.filter(slug="sitting").update(live=False)
    client.force_login(people[""].patient.user)
    assert "Sitting presses on the sore place" not in client.get("/morning/").content.decode()
