"""docs/scale.md counts what lacks the clinic; the models are what is counted."""

import re

from tests import clinics
from tests.architecture.sources import ROOT

SAID = {
    "tables": "tables that belong to a clinic",
    "with_clinic": "of them with the clinic as a column",
    "keys": "keys without the clinic",
    "uniques": "unique rules without it",
    "foreign_keys": "foreign keys between such tables without it",
}


def test_counts_what_a_database_divided_by_clinic_would_lack():
    text = (ROOT / "docs" / "scale.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| ([a-z ]+) \| (\d+) \|$", text, re.MULTILINE))
    assert {name: int(rows[said]) for name, said in SAID.items()} == clinics.found().counts()


def test_finds_the_clinic_in_a_rule_that_names_it_and_in_no_other():
    found = clinics.found()
    assert "patients_patient" in found.with_clinic
    assert "patients_patient: record_number_once_a_clinic" not in found.uniques
    assert "patients_setlog: set_once_a_session" in found.uniques
    assert "patients_setlog.session" in found.foreign_keys
    assert not any("programs_" in name for name in found.tables)
