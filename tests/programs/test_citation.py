"""The sources of a version, as its readers read them."""

import pytest

from programs.models import Citation
from programs.models.citation import COLUMN
from tests import html, make

SAID = {
    "Pain of 0 to 3: pain_max, morning_max.": "Pain of 0 to 3: “pain during, at most”, “next-morning pain, at most”.",
    "Each step: the load_test criterion.": "Each step: the “load test” criterion.",
    "At least one week in a stage.": "At least one week in a stage.",
}


@pytest.mark.parametrize(("written", "read"), SAID.items(), ids=SAID)
def test_says_a_column_in_the_words_of_its_field(written, read):
    assert Citation(supports=written).supports_in_words == read


@pytest.mark.django_db
def test_names_no_column_to_a_patient(client):
    patient = make.assignment().patient
    client.force_login(patient.user)
    words = html.words_of(client.get("/programme/"))
    assert "Pain of 0 to 3 is tolerated: “pain during, at most”" in words
    assert not COLUMN.findall(words)
