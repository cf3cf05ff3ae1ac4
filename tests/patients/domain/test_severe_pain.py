import re
from pathlib import Path

import pytest

from patients.domain.severe_pain import SEVERE, SEVERE_WHEN_STOPPED, is_severe

SCRIPT = Path(__file__).parents[3] / "static" / "js" / "phone" / "severe.js"


@pytest.mark.parametrize(
    ("left", "right", "stopped", "severe"),
    [
        (8, None, False, True),
        (None, 8, False, True),
        (7, 7, False, False),
        (2, 10, False, True),
        (6, None, True, True),
        (0, 6, True, True),
        (5, 5, True, False),
        (None, None, True, False),
    ],
)
def test_asks(left, right, stopped, severe):
    assert is_severe(left, right, stopped) is severe


def test_asks_on_the_phone_by_the_same_numbers():
    said = re.search(r"stopped_for_pain \? (\d+) : (\d+)", SCRIPT.read_text(encoding="utf-8"))
    assert [int(number) for number in said.groups()] == [SEVERE_WHEN_STOPPED, SEVERE]
