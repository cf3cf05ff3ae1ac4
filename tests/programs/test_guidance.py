"""Guidance cards: the texts of the library, how they come in, which of them are shown, and who may write them."""

import re
from importlib import import_module

import pytest
from django.apps import apps
from django.core.management import call_command
from django.urls import reverse

from programs import clock, library, selectors, transfer
from programs.editor import drafting, publishing
from programs.guidance import Grounds, Guidance, Place, Topic
from tests import make

LIBRARY = [card for cards in library.guidance().values() for card in cards]
BY_SLUG = pytest.mark.parametrize("card", LIBRARY, ids=[card["slug"] for card in LIBRARY])
MOST_WORDS, LONGEST_SENTENCE = 60, 15
NEVER_SAID = r"\b(failed|restart|non-compliant|recovered|fit to run|you have a|diagnos\w+|cure[sd]?|guarantee\w*)\b"
MORE_LOAD = r"\b(do more|add weight|increase|push through|train harder|go heavier|speed up)\b"


# The texts ------------------------------------------------------------------------------------------------------------


@BY_SLUG
def test_is_short_and_plain(card):
    text = " ".join(card["body"])
    assert len(text.split()) <= MOST_WORDS
    assert [one for one in re.split(r"(?<=[.!?])\s", text) if len(one.split()) > LONGEST_SENTENCE] == []


@BY_SLUG
def test_names_its_source_and_how_good_it_is(card):
    assert card["grounds"] in Grounds.values
    assert card["source"]
    if card["grounds"] == Grounds.OURS:
        assert re.search("This project|our choice", card["source"])


@BY_SLUG
def test_promises_nothing_and_never_asks_for_more_load(card):
    text = " ".join([card["title"], *card["body"]])
    assert not re.search(NEVER_SAID, text, re.IGNORECASE)
    assert not re.search(MORE_LOAD, text, re.IGNORECASE)


@BY_SLUG
def test_stands_somewhere_and_under_a_topic(card):
    assert card.get("place", Place.ALL_ANSWERS) in Place.values
    assert card["topic"] in Topic.values


def test_has_a_short_name_for_each_card():
    slugs = [card["slug"] for card in LIBRARY]
    assert len(slugs) == len(set(slugs)) >= 36


# From the library to rows ---------------------------------------------------------------------------------------------


@pytest.fixture
def cards(db):
    return {card.slug: card for card in make.guidance()}


def test_comes_in_once(cards):
    assert len(cards) == len(LIBRARY)
    assert transfer.load_guidance() == 0
    assert Guidance.history.count() == len(LIBRARY)


@pytest.mark.django_db
def test_comes_in_with_the_programmes(capsys):
    call_command("load_programs")
    assert f"Guidance cards written: {len(LIBRARY)}" in capsys.readouterr().out


@pytest.mark.django_db
def test_waits_for_its_programme(monkeypatch):
    rows = library.guidance()
    rows["to-come"] = rows.pop(make.PROGRAM)
    monkeypatch.setattr(library, "guidance", lambda: rows)
    transfer.load_guidance()
    assert set(Guidance.objects.values_list("program", flat=True)) == {None}


def values_on(page):
    """What the page of a card would send."""
    initial = page.context["adminform"].form.initial
    values = {name: "" if value is None else value for name, value in initial.items()}
    return values | {"revision": page.context["revision"]}


def test_leaves_what_an_editor_wrote(cards, client):
    client.force_login(make.editor())
    url = reverse("admin:programs_guidance_change", args=[cards["sitting"].pk])
    data = values_on(client.get(url))
    assert client.post(url, {**data, "body": "Ask us about your chair."}).status_code == 302
    assert transfer.load_guidance() == 0
    assert Guidance.objects.get(slug="sitting").body == "Ask us about your chair."


def test_renews_what_nobody_touched(cards):
    """A corrected text of the library reaches an installation that never edited the card."""
    stale = cards["heat-ice"]
    stale.body, stale._change_reason = "An older text.", transfer.BY_THE_LIBRARY
    stale.save()
    assert transfer.load_guidance() == 1
    assert "Take what feels better" in Guidance.objects.get(slug="heat-ice").body


# Which are shown ------------------------------------------------------------------------------------------------------


def shown(place, position, version=None):
    stage = (version or make.version()).stages.get(position=position)
    return {card.slug for card in selectors.guidance_at([Place(place)], stage.version.program_id, stage)[place]}


def test_shows_what_belongs_to_the_stage(cards):
    assert "rest-or-load" in shown("today", 1)
    assert "rest-or-load" not in shown("today", 2)
    assert "running-early" in shown("today", 3)
    assert shown("today", 4) >= {"running-late", "how-often-now"}
    assert "running-early" not in shown("today", 4)


def test_shows_no_card_of_another_programme(cards):
    other, _made = transfer.load("achilles-alfredson", now=clock.now())
    assert "sitting" not in shown("morning", 1, other)
    assert "earlier-exercises" in shown("programme", 1, other)


@BY_SLUG
def test_names_only_stages_that_its_programme_has(card):
    of_file = next(slug for slug, cards in library.guidance().items() if card in cards)
    keys = {row["key"] for row in library.read(of_file)["stages"]} if of_file in library.available() else set()
    assert {end for name in ("from_stage", "to_stage") if isinstance(end := card.get(name), str)} <= keys
    assert not keys or not {type(card.get(name)) for name in ("from_stage", "to_stage")} & {int}


def test_follows_its_stage_to_another_number_and_is_gone_with_it(cards):
    assert "running-late" in shown("today", 4)
    draft = publishing.duplicate(make.version())
    new = drafting.add_stage(draft)
    while new.position > 1:
        drafting.move_stage(new, earlier=True)
        new.refresh_from_db()
    assert "running-late" not in shown("today", 4, draft)
    assert "running-early" in shown("today", 4, draft)
    assert "running-late" in shown("today", 5, draft)
    drafting.remove_stage(draft.stages.get(position=5))
    assert "running-late" not in shown("today", 5, draft)


def test_gives_cards_that_are_there_the_keys_of_their_stages(cards):
    keys = {card.slug: (card.from_key, card.to_key) for card in cards.values()}
    assert keys["running-late"] == ("swiss-ball-curl", "")
    of_programme = Guidance.objects.exclude(program=None)
    of_programme.update(from_key="", to_key="")
    Guidance.objects.filter(slug="running-late").update(from_stage=4, to_stage=9)
    Guidance.objects.filter(slug="rest-or-load").update(to_stage=1)
    Guidance.objects.filter(slug="sitting").update(from_stage=9)
    import_module("programs.migrations.0005_guidance_by_key").name_stages(apps, None)
    named = {card.slug: (card.from_key, card.to_key) for card in Guidance.objects.all()}
    assert named["running-late"] == keys["running-late"]
    assert named["rest-or-load"] == ("", "double-leg-bridge")
    assert named["sitting"] == ("", "")
    assert "sitting" not in shown("morning", 5)


def test_hides_what_an_editor_hid(cards):
    Guidance.objects.filter(slug="sitting").update(live=False)
    assert "sitting" not in shown("morning", 1)
    found = [card.slug for _topic, of_topic in selectors.all_guidance(None, None) for card in of_topic]
    assert "sitting" not in found


@pytest.mark.parametrize("place", [place for place in Place if place != Place.ALL_ANSWERS])
@pytest.mark.parametrize("stage", [1, 2, 3, 4, 5])
def test_has_a_few_cards_at_every_place_and_never_a_wall(place, stage, cards):
    assert 1 <= len(shown(place, stage)) <= 6


def found(wanted, version=None):
    stage = (version or make.version()).stages.earliest("position")
    return [row.slug for row in selectors.find_guidance(stage.version.program_id, stage, wanted, "").rows]


def test_finds_cards_and_exercises_of_the_version_whatever_stage_they_are_in(cards):
    assert found("stretches")[0] == "stretching"
    assert found("gym ball size")[0] == "swiss-ball-curl"
    assert found("español") == ["other-languages"]
    other, _made = transfer.load("achilles-alfredson", now=clock.now())
    assert "swiss-ball-curl" not in found("gym ball size", other)
    assert "heel-drop" in " ".join(found("heel drop", other))


def test_finds_no_card_of_another_stage_or_that_is_hidden(cards):
    assert "running-late" not in found("can I run now")
    Guidance.objects.filter(slug="running-early").update(live=False)
    assert "running-early" not in found("can I run now")


def test_finds_what_an_editor_added_under_other_words(cards):
    assert found("bouldering") == []
    Guidance.objects.filter(slug="shoes").update(words="bouldering")
    assert found("boulder") == ["shoes"]


# Who writes them ------------------------------------------------------------------------------------------------------


def test_refuses_stages_in_the_wrong_order_and_a_wall_of_text(cards, client):
    client.force_login(make.editor())
    url = reverse("admin:programs_guidance_change", args=[cards["sitting"].pk])
    data = values_on(client.get(url))
    of_programme = f"{cards['sitting'].program_id}:"
    ends = {"from_stage": f"{of_programme}swiss-ball-curl", "to_stage": f"{of_programme}single-leg-bridge"}
    answer = client.post(url, {**data, **ends, "body": "word " * 100})
    assert set(answer.context["adminform"].form.errors) == {"to_stage", "body"}
    numbers = client.post(url, {**data, "program": "", "from_stage": "4", "to_stage": "2"})
    assert set(numbers.context["adminform"].form.errors) == {"to_stage"}


def test_takes_a_stage_by_its_name_and_none_of_another_programme(cards, client):
    client.force_login(make.editor())
    url = reverse("admin:programs_guidance_change", args=[cards["sitting"].pk])
    data = values_on(client.get(url))
    chosen = f"{cards['sitting'].program_id}:swiss-ball-curl"
    assert client.post(url, {**data, "from_stage": chosen}).status_code == 302
    card = Guidance.objects.get(slug="sitting")
    assert (card.from_key, card.from_stage) == ("swiss-ball-curl", None)
    assert client.get(url).context["adminform"].form.initial["from_stage"] == chosen
    for wrong in ({"from_stage": chosen, "program": ""}, {"from_stage": "4"}):
        answer = client.post(url, {**values_on(client.get(url)), **wrong})
        assert set(answer.context["adminform"].form.errors) == {"from_stage"}


def test_names_a_new_card_by_its_question(cards, client):
    client.force_login(make.editor())
    data = {"title": "Is sitting bad?", "body": "Get up.", "source": "Our choice", "grounds": "ours", "topic": "daily"}
    for slug in ("is-sitting-bad", "is-sitting-bad-2"):
        sent = client.post(
            reverse("admin:programs_guidance_add"), {**data, "place": "morning", "position": "100", "live": "on"}
        )
        assert sent.status_code == 302
        assert Guidance.objects.get(slug=slug).history.get().history_user.name == "Ruth Kowalczyk"


def test_lets_a_physio_read_and_not_write(cards, client):
    client.force_login(make.physio())
    url = reverse("admin:programs_guidance_change", args=[cards["sitting"].pk])
    assert client.get(url).status_code == 200
    assert client.post(url, {"title": "x"}).status_code == 403
