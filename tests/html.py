"""A page as a strict parser reads it, and a form as a browser would send it."""

import re

from tinyhtml5 import inputstream
from tinyhtml5.parser import HTMLParser  # parse() keeps the errors to itself


class Patterns(dict):
    """What the parser's stream looks for, by (characters, whether others are meant). Its own cache files each pattern
    under the pattern, never finds one, and makes each anew for every word of a page: half the time of parsing."""

    def __missing__(self, key):
        characters, opposite = key
        self[key] = re.compile(f"[{'' if opposite else '^'}{re.escape(''.join(characters))}]+")
        return self[key]


inputstream.characters_until_regex = Patterns()

BUTTONS = {"submit", "button", "reset", "image"}


def parse(response):
    """The document of a response as an ElementTree without namespaces, and what a strict parser finds wrong in it."""
    parser = HTMLParser(namespace_html_elements=False)
    document = parser.parse(response.content, transport_encoding=response.charset)
    return document, _said_by(parser)


def parse_part(text):
    """The same of a part of a page, as it stands in a <div>."""
    parser = HTMLParser(namespace_html_elements=False)
    part = parser.parse_fragment(text)
    return part, _said_by(parser)


def _said_by(parser):
    return [f"{position}: {code} {details}" for position, code, details in parser.errors]


def text_of(element):
    """What a reader sees of an element, white space folded."""
    return re.sub(r"\s+", " ", "".join(element.itertext())).strip()


def words_of(response):
    return text_of(parse(response)[0].find("body"))


def shown(element):
    """An element and everything below it, without what is hidden."""
    if "hidden" not in element.attrib and element.tag != "template":
        yield element
        for child in element:
            yield from shown(child)


def forms_of(document):
    return list(document.iter("form"))


def form_to(document, action):
    """The first form of a page that posts to `action`, an address; a form without one posts to where it stands."""
    return next(form for form in forms_of(document) if form.get("action", "") in {"", action} and is_post(form))


def is_post(form):
    return form.get("method", "get").lower() == "post"


def revision_in(page):
    """What a page seals of its row: every door that writes asks for it."""
    inputs = parse(page)[0].iter("input")
    return {"revision": next(element.get("value") for element in inputs if element.get("name") == "revision")}


def revision_on(client, address):
    return revision_in(client.get(address))


def controls_of(form, document):
    """Every control of a form, those that name it from elsewhere on the page among them."""
    inside = {id(element): element for element in form.iter()}
    named = [e for e in document.iter() if e.get("form") and e.get("form") == form.get("id")]
    elements = [*inside.values(), *(element for element in named if id(element) not in inside)]
    return [element for element in elements if element.tag in {"input", "select", "textarea", "button"}]


def values_of(form, document):
    """name → values, as a browser would send the form when no button has a name."""
    sent = {}
    for control in controls_of(form, document):
        for value in _values(control):
            sent.setdefault(control.get("name"), []).append(value)
    sent.pop(None, None)
    return sent


def _values(control):
    kind = control.get("type", "text")
    if control.tag == "button" or kind in BUTTONS:
        return []
    if control.tag == "textarea":
        return [control.text or ""]
    if control.tag == "select":
        options = list(control.iter("option"))
        chosen = [option for option in options if "selected" in option.attrib] or options[:1]
        return [option.get("value", text_of(option)) for option in chosen]
    if kind in {"radio", "checkbox"}:
        return [control.get("value", "on")] if "checked" in control.attrib else []
    return [control.get("value", "")]
