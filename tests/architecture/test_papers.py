"""docs/asvs.csv, docs/security.md, docs/dpia.md and docs/safety-case.md against the code: what they name is there, and
what they count is so."""

import ast
import csv
import re
from collections import Counter
from functools import cache

import pytest
from allauth.mfa import app_settings as factors
from django.conf import settings

from hhtclinic import fresh, guesses
from patients.models import Clinic
from patients.models.whole_record import ELSEWHERE, TABLES
from patients.notices.rounds import SENT_KEPT
from patients.services.invite import INVITATION_DAYS
from patients.services.link import LIVES
from patients.services.loop import KEPT as FAILURES_KEPT
from patients.services.notice import KEPT as NOTICES_KEPT
from programs.editor import uploads
from programs.transfer import packing, reading
from tests.architecture.sources import ROOT

DOCS = ROOT / "docs"
BACKUP_DAYS = re.search(r"BACKUP_DAYS:-(\d+)", (ROOT / "deploy" / "backup.sh").read_text(encoding="utf-8"))[1]
TABLE = list(csv.DictReader((DOCS / "asvs.csv").open(encoding="utf-8", newline="")))
VERDICTS = ("met", "not applicable", "deviation")
# How many requirements of levels 1 and 2 each chapter of ASVS 5.0.0 has.
CHAPTERS = {
    "1": (8, 19), "2": (4, 7), "3": (8, 11), "4": (2, 8), "5": (4, 5), "6": (13, 22), "7": (6, 12),
    "8": (4, 3), "9": (4, 3), "10": (5, 24), "11": (3, 11), "12": (3, 6), "13": (1, 12),
    "14": (2, 7), "15": (3, 10), "16": (0, 16), "17": (0, 7),
}  # fmt: skip


def read(name):
    return (DOCS / name).read_text(encoding="utf-8")


@cache
def written_in(file):
    text = (ROOT / file).read_text(encoding="utf-8")
    return {node.name for node in ast.parse(text).body if isinstance(node, ast.FunctionDef)}


def missing(text):
    """The tests and files that a text names and that are not there."""
    named = re.findall(r"(?<!/)\b((?:tests/)[\w/]+\.py)::(test_\w+)", text)
    files = re.findall(
        r"(?<![\w/.-])((?:docs|tests|deploy|hhtclinic|patients|programs|static)/[\w/.-]*\w|[A-Z]+\.md)", text
    )
    gone = [f"{file}::{name}" for file, name in named if not (ROOT / file).exists() or name not in written_in(file)]
    return gone + [file for file in files if not (ROOT / file).exists()]


def test_has_one_line_for_each_requirement_of_levels_1_and_2():
    ids = [row["id"] for row in TABLE]
    assert len(ids) == len(set(ids)) == 253
    assert Counter(row["level"] for row in TABLE) == {"1": 70, "2": 183}
    found = Counter((row["id"].split(".")[0], row["level"]) for row in TABLE)
    assert {chapter: (found[chapter, "1"], found[chapter, "2"]) for chapter in CHAPTERS} == CHAPTERS
    numbers = [tuple(map(int, one.split("."))) for one in ids]
    assert numbers == sorted(numbers) and all(len(one) == 3 for one in numbers)


def test_gives_each_a_verdict_and_what_it_rests_on():
    assert {row["verdict"] for row in TABLE} == set(VERDICTS)
    for row in TABLE:
        assert len(row["what it asks"]) > 10 and row["by"], row["id"]
        if row["verdict"] == "met":
            assert re.search(r"::test_|\.(md|py)\b", row["by"]), f"{row['id']} is met by nothing that could fail"
        if row["verdict"] == "deviation":
            assert re.search(r"\b(would )?mends?\b|as above", row["by"]), f"{row['id']} does not say what would mend it"


@pytest.mark.parametrize("name", ["asvs.csv", "security.md", "dpia.md", "safety-case.md"])
def test_names_tests_and_files_that_are_there(name):
    assert missing(read(name)) == []


def test_finds_a_test_and_a_file_that_have_gone():
    gone = "tests/patients/test_audit.py::test_was_renamed; docs/nothing.md"
    assert missing(gone) == ["tests/patients/test_audit.py::test_was_renamed", "docs/nothing.md"]


def test_counts_what_the_table_holds():
    found = Counter((row["level"], row["verdict"]) for row in TABLE)
    said = re.findall(r"^\| (1|2|both) \| (\d+) \| (\d+) \| (\d+) \| (\d+) \|$", read("security.md"), re.MULTILINE)
    counted = {level: [found[level, verdict] for verdict in VERDICTS] for level in "12"}
    counted["both"] = [sum(pair) for pair in zip(counted["1"], counted["2"], strict=True)]
    assert {level: list(map(int, rest)) for level, *rest in said} == {
        level: [sum(three), *three] for level, three in counted.items()
    }
    met, not_applicable, deviating = counted["both"]
    sentence = f"{met} are met, {not_applicable} not applicable, and {deviating} deviate"
    assert sentence in " ".join((ROOT / "README.md").read_text(encoding="utf-8").split())


WRONG, WITHIN, _BY = settings.ACCOUNT_RATE_LIMITS["login_failed"].split("/")
FIGURES = {
    "security.md": [
        f"{WRONG} wrong in {WITHIN.removesuffix('s')} seconds",
        f"{guesses.PLACES} a minute close an address",
        f"{settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT // 60} minutes, once, {fresh.TRIES} tries",
        f"| {INVITATION_DAYS} days, once; a new one",
        f"| the letter | {LIVES['welcome'].days} days, once |",
        f"{settings.PASSWORD_RESET_TIMEOUT // 3600} hour, once; it signs nobody in",
        f"one of {factors.RECOVERY_CODE_COUNT} recovery codes",
        f"at least {settings.AUTH_PASSWORD_VALIDATORS[1]['OPTIONS']['min_length']} characters",
        f"within the last {settings.ACCOUNT_REAUTHENTICATION_TIMEOUT // 60} minutes",
        f"out after {settings.STAFF_IDLE_SECONDS // 60} minutes",
        f"after {settings.STAFF_SESSION_SECONDS // 3600} hours whatever",
        f"{settings.SESSION_COOKIE_AGE // 86400} days after the last visit",
        f"{uploads.MOST_BYTES // 2**20} MB, {uploads.MOST_PIXELS['JPEG'] // 10**6} megapixels",
        f"{reading.MOST_BYTES // 1024} KB; {packing.MOST_PACKED // 2**20} MB packed",
        f"{packing.MOST_UNPACKED // 2**20} MB unpacked",
        f"{packing.MOST_ENTRIES} entries",
        f"{len(settings.PUSH_HOSTS)} makers".replace("4", "four"),
        f"{Clinic._meta.get_field('retention_years').default} years unless",
    ],
    "dpia.md": [
        f"| backups | {BACKUP_DAYS} days",
        f"{Clinic._meta.get_field('retention_years').default} years unless it says another (1 to 50)",
        f"| letters and notices | {NOTICES_KEPT.days} days |",
        f"| sign-in links that nobody used | {NOTICES_KEPT.days} days after",
        f"| marks of forms sent twice | {SENT_KEPT.days} days |",
        f"| failures of the loop | {FAILURES_KEPT.days} days",
    ],
}


@pytest.mark.parametrize(("name", "figure"), [(name, one) for name, all_of in FIGURES.items() for one in all_of])
def test_says_the_figures_of_the_code(name, figure):
    assert figure in " ".join(read(name).split())


def test_says_of_every_table_about_a_person_what_it_is_for():
    named = set(re.findall(r"`([A-Z]\w+)`", read("dpia.md")))
    of_a_person = {table.model.split(".")[1] for table in TABLES}
    of_staff = {label.split(".")[1] for label in ELSEWHERE if label.startswith("patients.")}
    assert named == of_a_person | of_staff


def test_leaves_to_the_clinic_what_it_alone_can_say():
    assert read("dpia.md").count("The clinic decides") > 10
    assert "☑" not in read("safety-case.md") and "☒" not in read("safety-case.md")


def hazards():
    """{number: hazard} of docs/hazards.md."""
    rows = re.findall(r"^\| (\d+) \| ([^|]+) \|", read("hazards.md"), re.MULTILINE)
    return {int(number): hazard.strip() for number, hazard in rows}


def test_has_a_line_to_rate_for_each_hazard_word_for_word_and_for_no_other():
    lines = re.findall(r"^\| H(\d+) \| ([^|]+) \|( \|){4}$", read("safety-case.md"), re.MULTILINE)
    assert {int(number): hazard for number, hazard, _empty in lines} == hazards()


def test_claims_rest_on_every_hazard_once():
    claims = read("safety-case.md").split("## 2.")[1].split("## 3.")[0]
    spans = [(int(first), int(last)) for first, last in re.findall(r"\b(\d+)–(\d+)", claims)]
    assert [number for first, last in spans for number in range(first, last + 1)] == list(hazards())
    assert f"H1 to H{len(hazards())} are rated" in read("safety-case.md")
