"""What is to be looked at again: the editor's first page has it, and one press says that it is still right."""

import datetime as dt

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localtime

from programs import clock, transfer
from programs.editor import publishing
from programs.models import Citation, Guidance, Program, ProgramVersion
from programs.selectors import due_for_review
from programs.sourced import Due, later, reviews
from tests import make
from tests.html import form_to, parse, values_of, words_of

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def editor():
    return signed_in(make.editor())


@pytest.fixture
def today():
    return clock.today()


@pytest.fixture
def version():
    make.guidance()
    return make.version()


def opened(client, address):
    document, faults = parse(client.get(address))
    assert faults == []
    return values_of(form_to(document, address), document)


def page_of(row):
    return reverse(f"admin:programs_{row._meta.model_name}_change", args=[row.pk])


def press(client, row, **changes):
    return client.post(page_of(row), opened(client, page_of(row)) | {"_looked": "1"} | changes)


@pytest.mark.once
@pytest.mark.parametrize(
    ("says", "looked_on", "due"),
    [
        ({}, None, "2022-01-05"),
        ({"read_on": "2021-03-02"}, None, "2023-03-02"),
        ({"read_on": "2021-03-02", "review_by": "2022-06-01"}, None, "2022-06-01"),
        ({"review_by": "2022-06-01"}, "2022-06-01", "2024-06-01"),
        ({"review_by": "2022-06-01"}, "2022-05-31", "2022-06-01"),
        ({"read_on": "2021-03-02"}, "2020-02-29", "2023-03-02"),
        ({}, "2020-02-29", "2022-02-28"),
    ],
)
def test_is_due_two_years_after_it_was_read_or_published_unless_somebody_says_another_day(says, looked_on, due):
    source = Citation(**{name: dt.date.fromisoformat(day) for name, day in says.items()})
    found = source.due(dt.date(2020, 1, 5), looked_on and dt.date.fromisoformat(looked_on))
    assert found == dt.date.fromisoformat(due)


@pytest.mark.once
def test_lists_the_oldest_first_and_what_comes_within_sixty_days_after_it(today):
    days = {"a": 60, "b": 0, "c": -3, "d": 1, "e": 61, "f": -3}
    found = reviews([Due("card", 1, name, today + n * DAY) for name, n in days.items()], today)
    assert ["".join(due.name for due in dues) for dues in (found.overdue, found.soon)] == ["cfb", "da"]


def test_says_in_words_that_nothing_is_due(version, editor):
    for address in (reverse("admin:index"), reverse("admin:programs_guidance_changelist")):
        page = editor.get(address)
        assert "Nothing is: every programme, its sources and every card hold for now." in words_of(page)
        assert parse(page)[1] == []


def test_names_programme_sources_and_cards_with_their_days_to_who_edits_them(
    version, editor, today, django_assert_num_queries
):
    published = later(today, -3) - DAY
    long_ago = localtime(clock.now()) - (today - published)
    ProgramVersion.objects.update(published_at=long_ago)
    version.sources.filter(position=1).update(review_by=today + DAY)
    card = Guidance.objects.first()
    Guidance.objects.filter(pk=card.pk).update(review_by=today + 30 * DAY)
    with django_assert_num_queries(3):
        found = due_for_review(today)
    kinds = [(due.kind, due.on, due.count) for due in found.overdue]
    assert kinds == [("programme", later(published), 1), ("sources", later(published), version.sources.count() - 1)]
    assert [(due.name, due.on) for due in found.soon] == [(card.title, today + 30 * DAY)]
    page = editor.get(reverse("admin:index"))
    links = [element.get("href") for element in parse(page)[0].iter("a")]
    assert {page_of(version.program), page_of(card), f"{page_of(version)}#sources"} <= set(links)
    assert "Within 60 days: 1" in words_of(page) and parse(page)[1] == []
    assert "Due for review" not in words_of(signed_in(make.physio()).get(reverse("admin:index")))


def test_leaves_out_what_is_retired_not_shown_or_not_the_newest(version, today):
    Guidance.objects.update(live=False, review_by=today)
    Program.objects.update(retired_at=clock.now(), review_by=today)
    assert due_for_review(today).overdue == []
    Program.objects.update(retired_at=None)
    newer = publishing.duplicate(version)
    newer.sources.all().delete()
    newer.freeze(by=None, now=clock.now())
    version.sources.update(review_by=today)
    assert [due.kind for due in due_for_review(today).overdue] == ["programme"]


def test_takes_one_press_for_a_card_which_stays_the_librarys(version, editor, today):
    card = Guidance.objects.get(slug="cramp")
    Guidance.objects.filter(pk=card.pk).update(review_by=today - DAY, position=card.position + 1)
    assert "It was due to be looked at again on" in words_of(editor.get(page_of(card)))
    answer = press(editor, card)
    assert (answer.status_code, answer.url) == (302, reverse("admin:index"))
    now = Guidance.objects.get(pk=card.pk)
    assert (now.review_by, now.read_on, now.read_by) == (later(today), None, "")
    assert due_for_review(today).overdue == []
    assert LogEntry.objects.first().get_change_message().startswith("Looked at again: still right.\nReview by: ")
    transfer.load_guidance()
    now.refresh_from_db()
    assert (now.position, now.review_by) == (card.position, later(today))


def test_counts_as_an_edit_of_the_card_where_a_word_was_changed_with_it(version, editor):
    card = Guidance.objects.get(slug="cramp")
    press(editor, card, title="A cramp?")
    transfer.load_guidance()
    card.refresh_from_db()
    assert card.title == "A cramp?"


def test_takes_one_press_for_a_programme_with_the_sources_of_its_newest_version(version, editor, today):
    version.sources.update(review_by=today - DAY)
    Program.objects.update(review_by=today - DAY)
    assert [due.kind for due in due_for_review(today).overdue] == ["programme", "sources"]
    assert press(editor, version.program).status_code == 302
    assert due_for_review(today).overdue == []
    assert version.program.looked_on is None  # as it was before
    assert Program.objects.get().looked_on == today


@pytest.mark.parametrize("kind", ["card", "programme"])
def test_writes_over_nothing_that_came_after_its_page(version, editor, today, kind):
    row = Guidance.objects.get(slug="cramp") if kind == "card" else version.program
    name = "title" if kind == "card" else "name"
    data = opened(editor, page_of(row)) | {"_looked": "1"}
    type(row).objects.filter(pk=row.pk).update(**{name: "Hers"})
    answer = editor.post(page_of(row), data)
    row.refresh_from_db()
    assert (answer.status_code, getattr(row, name), row.review_by) == (409, "Hers", None)
    assert "Hers" in words_of(answer)
