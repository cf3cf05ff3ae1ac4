from types import SimpleNamespace

import pytest

from patients.domain.dose import Way, dose_of
from patients.wording import dose_reason

ONE = SimpleNamespace(sets=10, target=10, sides=("left", "right"))
CHANGE = SimpleNamespace(sets=None, target=8, reason="Sore.", by=SimpleNamespace(get_short_name=lambda: "Jonas"))


@pytest.mark.parametrize(
    ("change", "way", "said"),
    [
        (None, Way.AS_PLANNED, ""),
        (None, Way.HALVED, "Half the sets for now."),
        (CHANGE, Way.QUIET, "Half the sets for now."),
        (CHANGE, Way.AS_PLANNED, "Jonas set this for you: “Sore.”"),
    ],
)
def test_says_why_a_dose_is_not_the_programmes(change, way, said):
    assert dose_reason(dose_of(ONE, change, way)) == said
