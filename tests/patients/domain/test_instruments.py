"""What is measured beside the log: scales, and the changes that a source calls ones that matter."""

from decimal import Decimal

import pytest

from patients.domain.instruments import ACTIVITY, INSTRUMENTS, LEFS, PAIN_AT_REST, VISA_H, ChangeSize


@pytest.mark.parametrize(
    ("kind", "change", "size"),
    [
        (ACTIVITY, "1.2", None),
        (ACTIVITY, "1.3", ChangeSize.SMALL),
        (ACTIVITY, "-2.3", ChangeSize.MEDIUM),
        (ACTIVITY, "2.7", ChangeSize.LARGE),
        (PAIN_AT_REST, "1.4", None),
        (PAIN_AT_REST, "-1.5", ChangeSize.SMALL),
        (PAIN_AT_REST, "10", ChangeSize.SMALL),
        (VISA_H, "100", None),
    ],
)
def test_calls_a_change_as_large_as_its_source_does(kind, change, size):
    assert INSTRUMENTS[kind].size_of(Decimal(change)) == size


def test_asks_no_patient_for_the_total_of_a_questionnaire():
    assert [kind for kind, one in INSTRUMENTS.items() if not one.asked] == [VISA_H, LEFS]
