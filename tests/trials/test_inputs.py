"""Every form of every page that somebody comes to is sent with what no page would send; what is posted is drawn."""

import logging

import pytest
from django.db import connection
from hypothesis import settings

from tests import test_pages
from tests.judged import Judge
from tests.test_every_form import ELSEWHERE, unfound
from tests.walks import ROLES, Walk, rows_of_others

pytestmark = [pytest.mark.trial, pytest.mark.django_db]
EACH = max(1, settings().max_examples // 1_000)  # posts of each form
world = test_pages.world


@pytest.fixture(scope="module", autouse=True)
def quiet():
    """Every refusal is logged."""
    logging.disable(logging.ERROR)
    yield
    logging.disable(logging.NOTSET)


def test_takes_every_form_as_it_comes(world, figure):
    judge, ids = Judge(), rows_of_others()
    walks = [Walk(role, person, world, judge) for role, people in ROLES.items() for person in people]
    assert unfound(walks) <= ELSEWHERE
    assert {walk.person: walk.dead for walk in walks if walk.dead} == {}
    judge.remember()
    for walk in walks:
        for form in walk.forms:
            walk.tries(form, ids, EACH)
    for role in ROLES:
        mine = [walk for walk in walks if walk.role == role]
        forms = {form.key for walk in mine for form in walk.forms}
        figure(f"{role}: pages, forms", f"{sum(len(walk.crawl.pages) for walk in mine)}, {len(forms)}")
    figure(f"posts on {connection.vendor}", judge.posts)
    figure("answers", ", ".join(f"{status}: {n}" for status, n in sorted(judge.statuses.items())))
    assert judge.faults == {}
    figure("answers 5xx, refused posts that changed a row, refusals without what was typed or a sentence", "0, 0, 0")
    assert judge.altered == {}
    figure("typed texts compared with what was stored, altered", f"{judge.compared}, 0")
