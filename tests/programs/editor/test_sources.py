"""Sources of a version are written in its form, and "read at its source" is said by somebody who read it."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from programs import clock, library, transfer
from programs.editor import publishing
from programs.editor.forms import CitationForm
from programs.models import Citation, Guidance
from tests import make
from tests.html import form_to, parse, values_of

pytestmark = pytest.mark.django_db
FOUND = {"doi": "10.2519/jospt.2016.5986"}
READ = {"standing": "read", "read_by": "Ruth Kowalczyk", "read_on": dt.date(2026, 3, 2)}


@pytest.fixture
def draft():
    return publishing.duplicate(make.version())


def address_of(version):
    return reverse("admin:programs_programversion_change", args=[version.pk])


def opened(client, address):
    document, _faults = parse(client.get(address))
    return values_of(form_to(document, address), document)


def new_row(data, **values):
    """What is sent with one more source."""
    number = int(data["sources-TOTAL_FORMS"][0]) - 2
    return data | {f"sources-{number}-{name}": value for name, value in values.items()}


WRONG = {
    "no DOI": ({"doi": "doi.org/x"}, "doi"),
    "a DOI without its second part": ({"doi": "10.2519/"}, "doi"),
    "no PMID": ({"pmid": "PMC123"}, "pmid"),
    "a year before print": ({"year": 1899}, "year"),
    "read nowhere": (READ, "standing"),
    "a year without authors": (READ | {"year": 2016}, "standing"),
    "a name that is none": (READ | {"year": 2016, "authors": "x"}, "standing"),
    "read by nobody": (READ | FOUND | {"read_by": ""}, "read_by"),
    "read on no day": (READ | FOUND | {"read_on": None}, "read_on"),
    "read long before it was there": (READ | FOUND | {"year": 2016, "read_on": dt.date(2010, 1, 1)}, "read_on"),
}


@pytest.mark.once
@pytest.mark.parametrize(("values", "field"), WRONG.values(), ids=WRONG)
def test_refuses(values, field):
    with pytest.raises(ValidationError) as refused:
        Citation(**{"reference": "Goom 2016", "supports": "The order.", **values}).full_clean(exclude=("version",))
    assert set(refused.value.message_dict) == {field}


@pytest.mark.once
@pytest.mark.parametrize("found", [FOUND, {"pmid": "27084841"}, {"year": 2016, "authors": "Goom et al."}])
def test_takes_what_is_found_and_was_read(found):
    Citation(reference="Goom 2016", supports="The order.", **READ, **found).full_clean(exclude=("version",))


@pytest.mark.once
@pytest.mark.parametrize("values", [{"year": 2999}, {"read_on": "2999-01-01"}])
def test_refuses_what_is_still_to_come(values, monkeypatch):
    monkeypatch.setattr(CitationForm, "today", clock.now().date(), raising=False)
    said = {"reference": "Goom 2016", "supports": "The order.", "standing": "ours"}
    assert set(CitationForm(said | values).errors) == {*values}


def test_takes_a_source_from_the_form_and_shows_it_once_published(draft, client):
    client.force_login(make.editor())
    data = opened(client, address_of(draft))
    row = {"reference": "Goom 2016", "supports": "The order.", "standing": "read", "doi": "10.2519/jospt.2016.5986"}
    said = client.post(address_of(draft), new_row(data, **row))
    assert said.status_code == 200 and b"Please say who read it" in said.content
    assert b"10.2519/jospt.2016.5986" in said.content and not Citation.objects.filter(reference="Goom 2016")
    row |= {"read_by": "Ruth Kowalczyk", "read_on": "2026-03-02"}
    assert client.post(address_of(draft), new_row(data, **row)).status_code == 302
    publishing.publish(draft, by=None, now=make.version().published_at)
    page = client.get(address_of(draft)).content.decode()
    assert "Read by Ruth Kowalczyk, 2 March 2026" in page and "DOI 10.2519/jospt.2016.5986" in page
    assert "sources-0-reference" not in page


def folded(page):
    """Whether each source keeps closed where it is found and who read it, in their order."""
    return ["open" not in one.attrib for one in parse(page)[0].find(".//*[@id='sources-rows']").iter("details")]


def test_opens_where_a_source_is_found_once_something_stands_there_or_is_wrong(draft, client):
    client.force_login(make.editor())
    bare = folded(client.get(address_of(draft)))
    assert set(bare) == {True}
    draft.sources.filter(position=1).update(pmid="27084841")
    assert folded(client.get(address_of(draft))) == [False, *bare[1:]]
    sent = new_row(opened(client, address_of(draft)), reference="Goom 2016", supports="Order.", standing="read")
    assert folded(client.post(address_of(draft), sent)) == [False, *bare[1:-2], False, True]


def test_shows_the_second_of_two_editors_what_the_first_one_wrote(draft, client):
    client.force_login(make.editor())
    hers, mine = opened(client, address_of(draft)), opened(client, address_of(draft))
    assert client.post(address_of(draft), hers | {"sources-0-supports": "Hers."}).status_code == 302
    said = client.post(address_of(draft), mine | {"sources-0-supports": "Mine."})
    assert said.status_code == 409 and b"Hers." in said.content and b"Mine." in said.content
    assert draft.sources.first().supports == "Hers."


def test_publishes_nothing_that_is_read_by_nobody(draft):
    draft.sources.filter(position=1).update(standing="read")
    problems = publishing.problems_of(draft)
    assert any("Please say who read it" in one for one in problems) and len(problems) == 3
    with pytest.raises(publishing.NotPublishable):
        publishing.publish(draft, by=None, now=None)


def test_copies_every_column_of_a_source_into_the_next_draft(draft):
    def said(version):
        return list(version.sources.values(*names))

    names = [field.name for field in Citation._meta.concrete_fields if field.name not in ("id", "version")]
    assert said(draft) == said(make.version()) != []


def test_loads_a_file_with_everything_a_source_says_and_refuses_a_broken_one(monkeypatch):
    slug, stands = "goom-2016-proximal-hamstring", b'standing = "to verify"\n'
    stored = library.text(slug)
    monkeypatch.setattr(library, "text", lambda slug: stored.replace(stands, said.encode(), 1))
    said = 'standing = "ours"\ndoi = "nowhere"\n'
    with pytest.raises(transfer.Unfit, match=r"line \d+, citations\[1\]\.doi: A DOI begins with 10"):
        transfer.load(slug, now=clock.now())
    said = f'standing = "read"\ndoi = "{FOUND["doi"]}"\nread_by = "Ruth Kowalczyk"\nread_on = 2026-03-02\n'
    version, _made = transfer.load(slug, now=clock.now())
    assert (version.sources.first().read_by, version.sources.first().read_on) == ("Ruth Kowalczyk", READ["read_on"])
    assert publishing.problems_of(version) == []


def test_refuses_a_card_that_is_read_at_a_source_nobody_finds(client):
    make.version()
    make.guidance()
    client.force_login(make.editor())
    address = reverse("admin:programs_guidance_change", args=[Guidance.objects.first().pk])
    sent = opened(client, address) | {"source": "x", "grounds": "read"}
    form = client.post(address, sent).context["adminform"].form
    assert set(form.errors) == {"grounds", "read_by", "read_on"}
