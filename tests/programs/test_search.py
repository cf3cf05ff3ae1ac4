"""The search of the answers, held to what patients type: searches.toml was written before the search was."""

import tomllib
from pathlib import Path

import pytest

from programs import library
from programs.search import Searched, find
from programs.search.words import CONTENT, words_of
from tests import make

ASKED = tomllib.loads(Path(__file__).with_name("searches.toml").read_text(encoding="utf-8"))
TYPED = {wanted: set(right) for part in ("named", "asked", "said") for wanted, right in ASKED[part].items()}
FIRST, OF_A_HUNDRED_AND_TEN = 3, 100


def lines(value):
    return value if isinstance(value, str) else "\n".join(value)


def texts_of(position=None):
    """What a patient in a stage searches; None: all there is."""
    of_library = library.read(make.PROGRAM)
    keys = [stage["key"] for stage in of_library["stages"]]

    def at(end, otherwise):
        return keys.index(end) + 1 if isinstance(end, str) else end or otherwise

    for card in [card for cards in library.guidance().values() for card in cards]:
        if position is None or at(card.get("from_stage"), 1) <= position <= at(card.get("to_stage"), len(keys)):
            yield Searched(card["slug"], card["title"], card.get("words", ""), lines(card["body"]))
    for one in of_library["exercises"]:
        text = [lines(one[name]) for name in ("summary", "instructions", "cue", "cues", "faults")]
        text += [f"{way['name']} {way['cue']}" for way in one["variations"]]
        gear = [lines(one.get(name, "")) for name in ("equipment", "equipment_guide", "equipment_alternative")]
        yield Searched(f"exercise:{one['slug']}", one["name"], lines(gear), lines(text))


@pytest.mark.parametrize("position", [None, 1, 2, 3, 4, 5])
def test_finds_what_patients_ask_among_the_first_three(position):
    texts = list(texts_of(position))
    there = {one.row for one in texts}
    answerable = {wanted: right for wanted, right in TYPED.items() if right & there}
    missed = [wanted for wanted, right in answerable.items() if not right & set(find(wanted, texts).rows[:FIRST])]
    assert len(answerable) >= 110
    assert len(answerable) - len(missed) >= len(answerable) * OF_A_HUNDRED_AND_TEN / 110, missed


def test_names_only_answers_that_there_are():
    assert set().union(*TYPED.values()) <= {one.row for one in texts_of()}


def rows(wanted, *texts, also_known=""):
    return find(wanted, [Searched(title, title, words, text) for title, words, text in texts], also_known).rows


def test_ranks_the_question_over_its_words_and_those_over_the_text():
    texts = (("Shoes?", "", "Of tape."), ("Does tape help?", "", ""), ("Compression?", "tape", ""))
    assert rows("Can I use tape", *texts) == ["Does tape help?", "Compression?"]


def test_ranks_what_answers_all_words_over_what_answers_one():
    texts = (("Knee", "", ""), ("Hip", "", "Pain of the knee at night."))
    assert rows("hip knee", *texts)[0] == "Hip"


def test_finds_nothing_for_words_that_say_nothing_and_for_none():
    assert rows("can I do it", ("Can I do it?", "", "")) == rows("", ("Run", "", "")) == rows("run") == []


def test_reads_a_slip_as_the_word_most_like_it_and_says_so():
    texts = [Searched("a", "Stretching", "", ""), Searched("b", "Injection", "", "")]
    assert (find("streching bad", texts).rows, find("streching", texts).read_as) == (["a"], "stretching")
    assert find("stretchinginjection", texts).read_as == "stretching injection"
    assert find("infection", texts).rows == ["b"]
    assert find("infection", texts, "infection").rows == []
    assert find("stretches", texts).read_as == find("xylophone", texts).read_as == ""


@pytest.mark.parametrize("height", ["6'4\"", "6’4", "6 ft 4", "6ft4", "193 cm", "1.93m", "6 4", "5 foot 2"])
def test_knows_a_height_however_it_is_written(height):
    assert "height" in words_of(height)


@pytest.mark.parametrize("other", ["65 cm ball", "3 x 20", "10 20", "stage 4 5"])
def test_takes_no_other_number_for_a_height(other):
    assert "height" not in words_of(other)


def test_has_its_table_as_it_is_compared():
    table = [*CONTENT["nothing"].split(), *CONTENT["means"], *CONTENT["means"].values()]
    assert [line for line in table if " ".join(words_of(line)) != line] == []
