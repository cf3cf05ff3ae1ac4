"""No sentence says that somebody knows, was told or will call unless it was asked when that is true."""

import pytest

from tests.architecture.sources import Source, library, written
from tests.true_sentences import REVIEWED, SAYS_NOTHING_OF_A_PERSON, claims_in

LISTS = [*REVIEWED.values(), SAYS_NOTHING_OF_A_PERSON]


@pytest.fixture(scope="module")
def found():
    return claims_in([source for source in (*written(), *library()) if not source.is_migration])


def test_finds_no_sentence_that_nobody_has_reviewed(found):
    known = set().union(*LISTS)
    assert {sentence: path for sentence, path in found.items() if sentence not in known} == {}


def test_lists_no_sentence_that_is_gone_and_none_twice(found):
    listed = [sentence for sentences in LISTS for sentence in sentences]
    assert sorted(set(listed)) == sorted(listed)
    assert set(listed) - {*found} == set()


PLANTED = {
    "a page": ("templates/patient/x.html", '{% translate "Saved. Jonas has been told." %}', "Jonas has been told."),
    "a block": (
        "templates/patient/x.html",
        "{% blocktranslate trimmed %}\n  Saved. {{ name }} will\n  call you today.\n{% endblocktranslate %}",
        "{{ name }} will call you today.",
    ),
    "a plural": (
        "templates/x.html",
        "{% blocktranslate count n=n %}One.{% plural %}All of them were informed.{% endblocktranslate %}",
        "All of them were informed.",
    ),
    "a filter's default": ("templates/x.html", '{{ x|default:_("They know.") }}', "They know."),
    "a view": ("patients/x.py", 'say(_("Noted. Your physio sees it tonight."))', "Your physio sees it tonight."),
    "a card": ("programs/library/x.toml", '[[cards]]\nlines = ["Rest. Your physio sees it."]', "Your physio sees it."),
    "an engine's answer": ("programs/x.py", 'ngettext("Ann calls you.", "They call.", n)', "Ann calls you."),
}


@pytest.mark.parametrize(("path", "text", "sentence"), PLANTED.values(), ids=PLANTED)
def test_finds_one_that_is_new(path, text, sentence):
    assert claims_in([Source(path, text)]) == {sentence: path}
