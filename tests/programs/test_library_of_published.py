"""The published programmes as files: complete, consistent, sourced, and nobody's until an editor publishes one."""

import re
from pathlib import Path

import pytest
from django.core.management import call_command

from patients import services
from patients.models import ClinicProgram
from programs import clock, library, transfer
from programs.editor.contradictions import contradictions
from programs.editor.publishing import problems_of
from programs.gate import rules_of
from programs.models import Exercise, Program, ProgramVersion
from programs.progression.cases import parse, read_case
from tests import make

ROOT = Path(__file__).parents[2]
CASES = sorted((ROOT / "tests" / "cases" / "library").glob("*.json"))
PUBLISHED_ELSEWHERE = [slug for slug in library.available() if not library.read(slug).get("published", True)]


def test_has_the_seven():
    assert PUBLISHED_ELSEWHERE == [
        "achilles-alfredson",
        "achilles-silbernagel",
        "goom-2016-proximal-hamstring",
        "heavy-slow-resistance",
        "patellar-malliaras-2015",
        "plantar-heel-rathleff",
        "ptle-breda-2020",
    ]


@pytest.mark.parametrize("slug", PUBLISHED_ELSEWHERE)
def test_says_of_every_statement_whether_it_was_read(slug):
    document = library.read(slug)
    assert document["label"] == "library, not published"
    standings = {source["standing"] for source in document["citations"]}
    assert standings == {"to verify", "ours"}  # "read" names who read it
    assert all(source["reference"] and source["supports"] for source in document["citations"])


@pytest.mark.parametrize("slug", PUBLISHED_ELSEWHERE)
def test_gives_doses_in_the_unit_of_the_exercise(slug):
    document = library.read(slug)
    kinds = {exercise["slug"]: exercise["kind"] for exercise in document["exercises"]}
    for stage in document["stages"]:
        assert stage["prescriptions"][0]["role"] == "main"
        for dose in stage["prescriptions"]:
            assert ("seconds" in dose) == (kinds[dose["exercise"]] == "hold")


@pytest.mark.parametrize("slug", PUBLISHED_ELSEWHERE)
def test_asks_nothing_that_contradicts(slug):
    rules = library.rules(slug)
    assert [fault for stage in rules.stages for fault in contradictions(stage, rules.safety)] == []


@pytest.mark.parametrize("slug", PUBLISHED_ELSEWHERE)
def test_comes_with_four_cases_or_more(slug):
    own = [path for path in CASES if read_case(parse(path.read_text()), library.rules).rules.program == slug]
    assert len(own) >= 4


def texts(document):
    yield document["summary"]
    for stage in document["stages"]:
        yield from (stage["summary"], stage["opens_next"])
    for exercise in document["exercises"]:
        yield from (exercise["summary"], exercise["cue"], *exercise["instructions"])


@pytest.mark.parametrize("slug", PUBLISHED_ELSEWHERE)
def test_speaks_in_sentences_of_fifteen_words_at_most(slug):
    found = [one for text in texts(library.read(slug)) for one in re.split(r"(?<=[.!?])\s+", text.strip())]
    assert [sentence for sentence in found if len(sentence.split()) > 15] == []
    assert not [text for text in found if re.search(r"\b(safe|failed|recovered|fit to run)\b", text, re.I)]


def test_is_named_by_no_line_of_the_engine():
    words = {word for slug in library.available() for word in slug.split("-") if not word.isdigit()}
    sources = "\n".join(path.read_text() for path in (ROOT / "programs" / "progression").rglob("*.py")).lower()
    named = words - {"heavy", "high", "heel", "slow", "resistance"}
    assert [word for word in sorted(named) if re.search(rf"\b{word}\b", sources)] == []


@pytest.mark.django_db
def test_loads_as_drafts_once_and_stays_out_of_every_hand():
    for _twice in range(2):
        call_command("load_programs", verbosity=0)
    drafts = ProgramVersion.objects.drafts().filter(program__slug__in=PUBLISHED_ELSEWHERE)
    assert {draft.changes for draft in drafts} == {"library, not published"}
    assert (drafts.count(), Program.objects.count()) == (7, 8)
    assert Exercise.objects.count() == len(set(Exercise.objects.values_list("slug", flat=True)))
    with pytest.raises(services.Refused, match="A draft cannot be assigned"):
        services.assign_program(
            patient=make.patient(),
            version=drafts.first(),
            side="left",
            started_on=clock.now().date(),
            intake_morning_pain=1,
            by=None,
            now=clock.now(),
        )
    assert not ClinicProgram.objects.filter(program__slug__in=PUBLISHED_ELSEWHERE).exists()


@pytest.mark.django_db
@pytest.mark.parametrize("slug", PUBLISHED_ELSEWHERE)
def test_reads_the_same_rules_from_the_file_and_from_the_rows(slug):
    version, made = transfer.load(slug, now=clock.now())
    assert made and version.is_draft
    assert rules_of(version) == library.rules(slug)


@pytest.mark.django_db
@pytest.mark.parametrize("slug", library.available())
def test_brings_nothing_that_an_editor_could_not_publish(slug):
    version, _made = transfer.load(slug, now=clock.now())
    assert problems_of(version) == []
