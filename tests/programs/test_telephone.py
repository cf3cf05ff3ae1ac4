"""Numbers in a sentence become links, and nothing else of it changes."""

import pytest

from programs.templatetags.telephone import dial, tel

NUMBERS = ["01632 960142", "+44 (0)20 7946", "111", "999", "116 123", "0800 611 111", ""]


@pytest.mark.parametrize(
    ("number", "dialled"),
    [
        ("01632 960142", "01632960142"),
        ("+44 (0)1632-960142", "+4401632960142"),
        ("116 123", "116123"),
        ("*31#", "*31#"),
    ],
)
def test_dials(number, dialled):
    assert tel(number) == dialled


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("Call us today: 01632 960142. Closed? Call 111.", ["01632960142", "111"]),
        ("Samaritans, 116 123.", ["116123"]),
        ("NHS 111: 111.", ["111", "111"]),
        ("0800 611 111, day and night", ["0800611111"]),
        ("1110 or 2999 are others, 1 111 too", []),
        ("From abroad +44 (0)20 7946, not 44 0207946", ["+440207946"]),
        ("Nothing to call.", []),
    ],
)
def test_links_each_number_that_is_there_and_no_part_of_a_longer_one(text, links):
    found = dial(text, NUMBERS)
    assert [part.split('"')[0] for part in found.split('href="tel:')[1:]] == links


def test_escapes_what_stands_round_them():
    assert dial("<b> & 999", NUMBERS).startswith("&lt;b&gt; &amp; <a ")


def test_changes_nothing_where_no_number_is_known():
    assert dial("Call 999", ["", None]) == "Call 999"
