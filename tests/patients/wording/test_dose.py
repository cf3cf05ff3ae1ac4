import datetime as dt
from types import SimpleNamespace

import pytest

from patients.domain.dose import dose_of
from patients.domain.todays_plan import Volume
from patients.wording import dose_reason, dose_set_by

ONE = SimpleNamespace(sets=10, target=10)
JONAS = SimpleNamespace(get_short_name=lambda: "Jonas")
MAY, TODAY = dt.date(2026, 5, 3), dt.date(2026, 6, 9)


def change(sets=None, target=None, load_kg=None, on=MAY):
    return SimpleNamespace(sets=sets, target=target, load_kg=load_kg, reason="Sore.", set_by=JONAS, on=on)


@pytest.mark.parametrize(
    ("set_for_one", "volume", "said"),
    [
        (None, Volume.WHOLE, ""),
        (None, Volume.HALF, "Half for now."),
        (change(10, 10), Volume.HALF, "Half for now."),  # the programme's own
        (change(target=8), Volume.WHOLE, "As Jonas set on 3 May: “Sore.”"),
        (change(12, 10), Volume.WHOLE, "As Jonas set on 3 May: “Sore.”"),
        (change(load_kg=5), Volume.WHOLE, "As Jonas set on 3 May: “Sore.”"),
        (change(8, on=TODAY), Volume.WHOLE, "As Jonas set on 9 June: “Sore.”"),
        (change(8, on=dt.date(2025, 5, 3)), Volume.WHOLE, "As Jonas set on 3 May 2025: “Sore.”"),
        (change(5), Volume.HALF, "As Jonas set on 3 May: “Sore.”"),  # half already
        (change(8), Volume.HALF, "Half for now of what Jonas set on 3 May: “Sore.”"),
        (change(load_kg=5), Volume.NOTHING, "Half for now of what Jonas set on 3 May: “Sore.”"),
    ],
)
def test_says_why_a_dose_is_not_the_programmes(set_for_one, volume, said):
    assert dose_reason(dose_of(ONE, set_for_one, volume), TODAY) == said


@pytest.mark.parametrize(
    ("set_for_one", "said"), [(None, ""), (change(10, 10), ""), (change(8), "as Jonas set on 3 May")]
)
def test_says_who_set_a_dose_and_when(set_for_one, said):
    assert dose_set_by(dose_of(ONE, set_for_one), TODAY) == said
