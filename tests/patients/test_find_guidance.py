"""The search on the page of all answers."""

import re

import pytest
from django.urls import reverse

from tests import html, make
from tests.programs.test_search import ASKED

pytestmark = pytest.mark.django_db
MOST_QUERIES = 3


@pytest.fixture
def opened(client):
    make.guidance()
    client.force_login(make.assignment(days=3, stage=2).patient.user)
    return lambda **asked: client.get(reverse("guidance"), asked)


def said(answer):
    return html.text_of(html.parse(answer)[0].find("body"))


def test_leads_each_danger_word_to_its_tick_on_the_alarm_list(opened):
    leads = {wanted: re.findall(r"tick=(\w+)", opened(q=wanted).content.decode()) for wanted in ASKED["alarm"]}
    assert [wanted for wanted, tick in ASKED["alarm"].items() if tick not in leads[wanted]] == []


def test_shows_the_best_first_and_an_exercise_with_its_texts(opened):
    page = opened(q="gym ball size").content.decode()
    assert page.index("Exercise: Swiss-ball hamstring curl") < page.index("75 cm ball")
    assert page.count('<details class="table-behind" open>') == 1


def test_says_how_it_read_a_slip(opened):
    assert "Searched for “streching”" not in (text := said(opened(q="streching")))
    assert "Searched for “stretching”" in text


def test_offers_the_clinic_and_the_alarm_list_where_it_finds_nothing(opened):
    page = opened(q="xylophone")
    assert "No answer has these words" in said(page)
    assert {reverse("messages"), reverse("raise-flag")} <= set(re.findall(r'href="([^"]+)"', page.content.decode()))


def test_asks_for_as_many_rows_whatever_it_finds(opened, django_assert_max_num_queries):
    opened(q="ball")
    with django_assert_max_num_queries(20) as seen:
        opened(q="ball")
    assert sum('FROM "programs_' in one["sql"] for one in seen.captured_queries) <= MOST_QUERIES + 1
