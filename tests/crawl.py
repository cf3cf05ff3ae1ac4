"""Every page and every form that a person comes to by following links from where they begin."""

import re
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from django.urls import Resolver404, resolve

from tests import html

# How many pages of one name are opened: of patients, with the same questions behind the address, and in all.
PATIENTS, SAME, ALL = 25, 2, 8
LEAVES = {"account_logout"}
ONE_OF_MANY = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d+")


@dataclass(frozen=True)
class Field:
    """What a form asks under one name. `kind` is that of the input, or the tag; `options` what may be chosen."""

    name: str
    kind: str
    options: tuple = ()
    attributes: tuple = ()

    @property
    def is_typed(self):
        return self.kind not in {"hidden", "radio", "checkbox", "select", "file"}


@dataclass(frozen=True)
class Found:
    """A form as a page showed it: the page, where it goes, by which method, what it asks and what stands in it; and its
    buttons as (name, value)."""

    page: str
    action: str
    name: str
    is_post: bool
    is_multipart: bool
    fields: dict
    values: dict
    buttons: tuple

    @property
    def key(self):
        """What makes it another form: where it goes, and what it asks; not whose patient it is about."""
        if not self.is_post:
            return (self.name,)
        fields = {ONE_OF_MANY.sub("#", name) for name in self.fields}
        return self.name, frozenset(fields), frozenset(name for name, _value in self.buttons)


class Crawl:
    """`came` says what each address answered, `pages` and `files` which of them showed a page and which gave another
    thing, `forms` holds one of each kind."""

    def __init__(self, client, starts, *, patients=PATIENTS, same=SAME, most=ALL):
        self.client, self.patients, self.same, self.most = client, patients, same, most
        self.came, self.pages, self.files, self.forms = {}, [], [], {}
        self._waiting, self._known, self._counts = list(starts), set(starts), {}
        self._goes_on()

    def _goes_on(self):
        while self._waiting:
            self._open(self._waiting.pop(0))

    def presses(self, send):
        """Sends each form once by each kind of button, and takes the forms of the pages that come: `send(form, button)`
        answers with the page, and takes back what it did."""
        for form in [one for one in self.forms.values() if one.is_post and one.name not in LEAVES]:
            for button in {name: (name, value) for name, value in form.buttons}.values():
                self._takes(send(form, button), form.action)
        self._goes_on()

    def _takes(self, answer, address):
        """What comes of a form that was sent; a page that it leads to by a question is opened as well."""
        if answer is None:
            return
        leads = answer.get("Location", "")
        if "?" in leads:
            self._meet(urljoin(address, leads))
        elif is_page(answer):
            document, _errors = html.parse(answer)
            for one in forms_on(document, address):
                self.forms.setdefault(one.key, one)

    def _open(self, address):
        answer = self.client.get(address)
        self.came[address] = answer.status_code
        if answer.status_code in (301, 302):
            self._meet(urljoin(address, answer["Location"]))
        elif is_page(answer):
            self.pages.append(address)
            self.reads(answer, address)
        else:
            self.files.append(address)

    def reads(self, answer, address):
        """Takes the forms of a page, and the addresses that it leads to. A preview is looked at and not used."""
        document, _errors = html.parse(answer)
        if name_of(address) == "preview-page":
            return
        for one in forms_on(document, address):
            self.forms.setdefault(one.key, one)
        for link in document.iter("a"):
            self._meet(urljoin(address, link.get("href", "").strip()))

    def _meet(self, address):
        address = address.split("#")[0]
        name = name_of(address)
        if name is None or address in self._known:
            return
        asked, most = (name, re.sub(r"=[^&]*", "", urlsplit(address).query)), (self.same, self.most)
        if name == "patient-page":
            most = (self.patients, self.patients)
        counts = [self._counts.get(one, 0) for one in (asked, name)]
        if counts[0] < most[0] and counts[1] < most[1]:
            self._counts |= {asked: counts[0] + 1, name: counts[1] + 1}
            self._known.add(address)
            self._waiting.append(address)


def is_page(answer):
    return answer.headers.get("Content-Type", "").startswith("text/html")


def name_of(address):
    """The name of the page at an address, None where there is none here."""
    parts = urlsplit(address)
    try:
        return None if parts.scheme or parts.netloc else resolve(parts.path).view_name or None
    except Resolver404:
        return None


def forms_on(document, address):
    """The forms of a page; a button that sends elsewhere is a form of its own."""
    for form in html.forms_of(document):
        controls = [one for one in html.controls_of(form, document) if "disabled" not in one.attrib]
        buttons = [one for one in controls if is_button(one)]
        own = form.get("action", "")
        for action in dict.fromkeys([own, *(one.get("formaction", own) for one in buttons)]):
            pressed = [one for one in buttons if one.get("formaction", own) == action]
            target = urljoin(address, action or address)
            if name := name_of(target):
                yield Found(
                    page=address,
                    action=target,
                    name=name,
                    is_post=html.is_post(form),
                    is_multipart=form.get("enctype") == "multipart/form-data",
                    fields={one.name: one for one in fields_of(controls)},
                    values=html.values_of(form, document),
                    buttons=tuple((one.get("name"), one.get("value", "")) for one in pressed),
                )


def is_button(control):
    default = "submit" if control.tag == "button" else "text"
    return control.get("type", default) in {"submit", "image"}


def fields_of(controls):
    """One field for each name: the radio buttons of a name are one."""
    named = {}
    for control in controls:
        if control.get("name") and control.tag != "button" and not is_button(control):
            named.setdefault(control.get("name"), []).append(control)
    for name, [first, *more] in named.items():
        kind = first.tag if first.tag != "input" else first.get("type", "text")
        options = [one.get("value", "on") for one in (first, *more)] if kind in {"radio", "checkbox"} else []
        options += [one.get("value", html.text_of(one)) for one in first.iter("option")]
        yield Field(name, kind, tuple(options), tuple(first.attrib.items()))
