"""Something new or alarming, and the zones, in words."""

import pytest

from programs.progression import FLAG_KINDS
from programs.progression.zones import Zone
from programs.wording import flag_short, zone_word


@pytest.mark.parametrize("kind", FLAG_KINDS)
def test_has_a_short_form_that_fits_a_list(kind):
    assert 0 < len(flag_short(kind)) <= 30


@pytest.mark.parametrize(
    ("zone", "patient", "clinician"),
    [
        (Zone.GREEN, "Calm", "Green"),
        (Zone.AMBER, "Stay", "Amber"),
        (Zone.RED, "Ease off", "Red"),
        (Zone.UNKNOWN, "not known", "not known"),
        (Zone.PENDING, "waiting", "pending"),
    ],
)
def test_calls_a_zone_what_its_reader_calls_it(zone, patient, clinician):
    assert (zone_word(zone, "patient"), zone_word(zone, "clinician")) == (patient, clinician)
