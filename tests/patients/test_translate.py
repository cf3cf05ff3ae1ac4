"""An editor translates: what is missing, the English beside it, and nobody's work lost."""

import pytest
from django.urls import reverse

from programs.editor.translating import groups_of
from programs.models import Exercise, Translation
from tests import make
from tests.programs.test_translated import said, translate

pytestmark = [pytest.mark.django_db, pytest.mark.uncounted]


@pytest.fixture
def bridge(client):
    make.version()
    client.force_login(make.editor())
    return Exercise.objects.get(slug="double-leg-bridge")


def address(row, language="de", kind="exercise"):
    return reverse("translate", args=[language, kind, row.pk])


def typed(client, row, **texts):
    """The form as it stands, with other `texts`."""
    page = client.get(address(row)).context["page"]
    sent = {field.name: field.value() or "" for _text, field, _holds in page.fields}
    return {**sent, "revision": page.revision, **texts}


def thing(row):
    groups = {group.name: group for group in groups_of("de")}
    return next(one for one in groups[str(make.version())].things if one.row == row)


def test_counts_by_version_what_is_missing_and_out_of_date(client, bridge):
    translate(bridge, "name")
    translate(bridge, "cue", english="It was another one.")
    found = thing(bridge)
    assert (found.missing, found.outdated, len(found.texts)) == (4, 1, 6)
    page = client.get(reverse("translations", args=["de"])).content.decode()
    assert "4 missing" in page and "1 out of date" in page
    of_cards = client.get(reverse("translations", args=["de"]), {"of": "answers"})
    assert of_cards.context["chosen"].slug == "answers"


def test_stores_each_text_that_was_written_and_no_other(client, bridge):
    data = typed(client, bridge, name="Beidbeinige Brücke", cue="Rippen unten.")
    client.post(address(bridge), data)
    assert set(Translation.objects.values_list("field", "text")) == {
        ("name", "Beidbeinige Brücke"),
        ("cue", "Rippen unten."),
    }
    assert (said(bridge, "name"), said(bridge, "faults").marked) == ("Beidbeinige Brücke", True)
    client.post(address(bridge), typed(client, bridge))
    assert Translation.objects.count() == 2


def test_shows_what_changed_and_takes_one_tick_where_the_old_one_holds(client, bridge):
    translate(bridge, "cue", "Fersen drücken.", english="Press through both toes and keep your ribs down.")
    translate(bridge, "name", "Brücke", english="Bridge")
    page = client.get(address(bridge)).content.decode()
    assert "<del>toes</del>" in page and "<ins>heels</ins>" in page
    client.post(address(bridge), typed(client, bridge, cue_holds="on"))
    assert (said(bridge, "cue"), said(bridge, "name")) == ("Fersen drücken.", bridge.name)


def test_takes_a_translation_back_and_keeps_its_history(client, bridge):
    translate(bridge, "name", "Brücke")
    client.post(address(bridge), typed(client, bridge, name=""))
    assert said(bridge, "name") == bridge.name
    page = client.get(address(bridge)).content.decode()
    assert "Taken back" in page and "Ruth Kowalczyk" in page and "Brücke" in page


def test_writes_over_nothing_that_another_wrote_meanwhile(client, bridge):
    data = typed(client, bridge, cue="Meins.", name="Brücke")
    translate(bridge, "cue", "Ihres.")
    refused = client.post(address(bridge), data)
    assert refused.status_code == 409
    assert "Ihres." in refused.content.decode() and "Meins." in refused.content.decode()
    assert (said(bridge, "cue"), said(bridge, "name")) == ("Ihres.", bridge.name)
    again = {**data, "revision": refused.context["page"].revision}
    assert client.post(address(bridge), again).status_code == 302
    assert said(bridge, "cue") == "Meins."


def test_stores_nothing_for_english_that_changed_meanwhile(client, bridge):
    data = typed(client, bridge, cue="Fersen drücken.")
    Exercise.objects.filter(pk=bridge.pk).update(cue="Press through your toes.")
    refused = client.post(address(bridge), data)
    assert (refused.status_code, Translation.objects.count()) == (409, 0)
    assert "Fersen drücken." in refused.content.decode() and "Press through your toes." in refused.content.decode()


def test_says_what_is_too_long_and_loses_nothing(client, bridge):
    refused = client.post(address(bridge), typed(client, bridge, name="n" * 121, cue="Rippen unten."))
    assert (refused.status_code, Translation.objects.count()) == (422, 0)
    assert "n" * 121 in refused.content.decode() and "Rippen unten." in refused.content.decode()


def test_translates_a_frozen_stage(client, bridge):
    stage = make.version().stages.get(position=1)
    url = address(stage, kind="stage")
    page = client.get(url).context["page"]
    client.post(url, {"revision": page.revision, "opens_next": "Danach"})
    assert said(stage, "opens_next") == "Danach"


def test_is_nowhere_where_the_installation_has_no_other_language(client, bridge, settings):
    assert "Content in other languages" in client.get(reverse("admin:index")).content.decode()
    settings.CONTENT_LANGUAGES = {}
    assert "Content in other languages" not in client.get(reverse("admin:index")).content.decode()
    assert client.get(address(bridge)).status_code == 404
    assert client.get(reverse("translations", args=["de"])).status_code == 404
