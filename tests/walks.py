"""Who walks through the site, and where they begin: as everybody of the world of test_pages, at the start page and at
each page that is opened there for them; and how the forms that they come to are tried."""

from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, Phase, given, settings

from patients.models import Patient, Review
from programs.models import Stage
from tests.crawl import Crawl
from tests.inputs import Post, filled, posts
from tests.test_pages import PAGES

ROLES = {
    "anonymous": ["anonymous"],
    "patient": ["fresh", "held", "asked", "flagged"],
    "physio": ["physio"],
    "clinic administrator": ["administrator", "new office"],
    "content editor": ["editor"],
    "installation administrator": ["superuser"],
}


def starts_of(person, world):
    shown = [page for page in PAGES if page.person == person and page.send is None]
    return ["/", *dict.fromkeys(address_of(page, world) for page in shown)]


def address_of(page, world):
    ids = [one(world) if callable(one) else one for one in page.ids]
    return reverse(page.name, args=ids) + page.ask


class Walk:
    """One person's: the pages they come to, and all forms on them and, where they are `sent`, on what comes of that.
    `dead` are the addresses that a page led to and that did not open."""

    def __init__(self, role, person, world, judge, *, sent=True, **how_far):
        self.role, self.person, self.judge, self.client = role, person, judge, Client()
        if person in world.users:
            self.client.force_login(world.users[person])
        starts = starts_of(person, world)
        self.crawl = Crawl(self.client, starts, **how_far)
        judge.remember()
        if sent:
            self.crawl.presses(self._press)
        self.forms = list(self.crawl.forms.values())
        self.dead = [one for one, status in self.crawl.came.items() if status >= 400 and one not in starts]

    def _press(self, form, button):
        kind = "multipart" if form.is_multipart else "form"
        return self.judge.send(self.client, self.person, form, Post(sent=filled(form, button), kind=kind))

    def tries(self, form, ids, times):
        """Sends what is drawn for the form."""

        @settings(max_examples=times, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
        @given(post=posts(form, ids))
        def sends(post):
            self.judge.send(self.client, self.person, form, post)

        sends()


def rows_of_others():
    ids = [*Patient.objects.values_list("pk", flat=True)[:3], *Patient.objects.values_list("public_id", flat=True)[:4]]
    ids += [*Review.objects.values_list("public_id", flat=True)[:3], *Stage.objects.values_list("pk", flat=True)[:4]]
    return [str(one) for one in (*ids, 10**6)]
