"""Every page of the desk says in words what it shows, of a rich clinic where all is asked, set and measured."""

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command

from patients import services
from patients.domain.instruments import INSTRUMENTS
from patients.models import Assignment, DirectiveKind, LineKind
from patients.workshop import demo
from programs import clock
from tests import crawl
from tests.page_faults import faults_of, leaves_no_name_out, shows_no_raw_code

pytestmark = pytest.mark.django_db
RULES = (shows_no_raw_code, leaves_no_name_out)


@pytest.fixture
def clinic():
    """The demonstration, where everybody is asked for every measure, and one patient has every directive."""
    call_command("load_programs", verbosity=0)
    call_command("sync_groups", verbosity=0)
    call_command("seed_demo", verbosity=0)
    now = clock.now()
    for running in Assignment.objects.active().with_its_page():
        by = running.patient.physio
        for kind in (kind for kind, one in INSTRUMENTS.items() if one.asked):
            services.ask_measure(running, kind, label="Climbing stairs", by=by, now=now)
        services.set_line(running, LineKind.RUNNING, "Easy and flat.", by=by, now=now)
    for kind in (DirectiveKind.HOLD, DirectiveKind.CEILING, DirectiveKind.SELF_PACED):
        value = 4 if kind == DirectiveKind.CEILING else 1
        services.give_directive(running, kind, value, reason="Agreed.", by=by, now=now)


class Reader(crawl.Crawl):
    """Reads every page that it comes to."""

    def __init__(self, *args, **options):
        self.faults = {}
        super().__init__(*args, **options)

    def reads(self, answer, address):
        if found := faults_of(answer, RULES):
            self.faults[address] = found
        super().reads(answer, address)


@pytest.mark.once
@pytest.mark.uncounted
def test_shows_no_raw_code_and_leaves_no_name_out(client, clinic):
    client.force_login(get_user_model().objects.get(email=demo.PHYSIO))
    reader = Reader(client, ["/caseload/", "/caseload/?whose=clinic&sort=name"], same=3, most=12)
    assert reader.faults == {}
    assert len(reader.pages) > 20
