from types import SimpleNamespace

import pytest

from patients.domain.dose import dose_of
from patients.domain.todays_plan import Volume
from patients.wording import dose_reason

ONE = SimpleNamespace(sets=10, target=10)
CHANGE = SimpleNamespace(
    sets=None, target=8, load_kg=None, reason="Sore.", by=SimpleNamespace(get_short_name=lambda: "Jonas")
)


@pytest.mark.parametrize(
    ("change", "volume", "said"),
    [
        (None, Volume.WHOLE, ""),
        (None, Volume.HALF, "Half for now."),
        (CHANGE, Volume.NOTHING, "Half for now."),
        (CHANGE, Volume.WHOLE, "Jonas set this for you: “Sore.”"),
    ],
)
def test_says_why_a_dose_is_not_the_programmes(change, volume, said):
    assert dose_reason(dose_of(ONE, change, volume)) == said
