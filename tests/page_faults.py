"""What must hold on every page: sound HTML, one heading, a name for every control, links that lead somewhere, forms
that work without script, and headers that keep it out of caches and foreign code out of it.

Each rule is a function over an answer, its document and what a strict parser found wrong in it, and says what is wrong.
"""

import re

from django.conf import settings
from django.contrib.staticfiles import finders
from django.urls import Resolver404, resolve

from tests import html


def parses_strictly(answer, document, errors):
    yield from errors


def has_one_heading(answer, document, errors):
    headings = [html.text_of(heading) for heading in document.iter("h1")]
    if len(headings) != 1 or not headings[0]:
        yield f"h1: {headings}"


def names_its_language(answer, document, errors):
    if not re.fullmatch(r"[a-z]{2}(-[a-z]{2})?", document.get("lang", ""), re.IGNORECASE):
        yield f"lang is {document.get('lang')!r}"


def has_a_title_without_a_name(answer, document, errors):
    title = html.text_of(document.find("head/title"))
    if not title or "Patientname" in title:
        yield f"title is {title!r}"


def has_every_id_once(answer, document, errors):
    ids = [element.get("id") for element in document.iter() if "id" in element.attrib]
    yield from (f"id {one!r} {ids.count(one)} times" for one in {one for one in ids if ids.count(one) > 1})
    yield from (f"id {one!r}" for one in ids if not re.fullmatch(r"\S+", one))


POINTERS = ("for", "form", "list", "aria-labelledby", "aria-describedby", "aria-controls", "aria-owns")


def points_at_what_is_there(answer, document, errors):
    ids = {element.get("id") for element in document.iter()}
    for element in document.iter():
        for pointer in POINTERS:
            for target in element.get(pointer, "").split():
                if target not in ids:
                    yield f"<{element.tag}> {pointer} {target!r}"


def names_every_control(answer, document, errors):
    labels = {label.get("for") for label in document.iter("label") if html.text_of(label)}
    wrapped = {id(inner) for label in document.iter("label") if html.text_of(label) for inner in label.iter()}
    for control in document.iter():
        if control.tag not in {"input", "select", "textarea"} or control.get("type") in {"hidden", "submit", "button"}:
            continue
        named = control.get("aria-label", "").strip() or control.get("aria-labelledby")
        if not named and control.get("id", "") not in labels and id(control) not in wrapped:
            yield f"<{control.tag} name={control.get('name')!r}> has no label"


def names_every_link_and_button(answer, document, errors):
    for element in html.shown(document):
        if element.tag in {"a", "button", "summary"} and not (html.text_of(element) or element.get("aria-label")):
            yield f"<{element.tag}> without words"
        if element.tag == "img" and "alt" not in element.attrib:
            yield f"<img src={element.get('src')!r}> without alt"


def leads_somewhere(answer, document, errors):
    ids = {element.get("id") for element in document.iter()}
    for link in document.iter("a"):
        yield from _dead(link.get("href", "").strip(), ids)
    for element in document.iter():
        file = element.get("src") or (element.get("href") if element.tag in {"link", "use"} else None)
        if file and file.startswith(settings.STATIC_URL):
            if not finders.find(file.split("#")[0].removeprefix(settings.STATIC_URL)):
                yield f"<{element.tag}> of a file that is not there: {file}"
        elif file and not file.startswith("data:"):
            yield from _dead(file, ids)


def _dead(href, ids):
    if href.startswith("?") or re.match("(tel|mailto|webcal):.", href):
        return
    if href.startswith("#"):
        if href[1:] not in ids:
            yield f"link to {href!r}, which is not there"
        return
    try:
        resolve(re.split(r"[?#]", href)[0])
    except Resolver404:
        yield f"link to {href!r}, which is not there"


def works_without_script(answer, document, errors):
    """A form names its method, goes to an address, carries its token and has a button that sends it."""
    for form in html.forms_of(document):
        method, action = form.get("method", "get").lower(), form.get("action", "")
        token = [one for one in form.iter("input") if one.get("name") == "csrfmiddlewaretoken" and one.get("value")]
        if method not in {"get", "post"} or (method == "post") != bool(token):
            yield f"form to {action!r}: {method} with {len(token)} tokens"
        if "action" in form.attrib and action:
            yield from _dead(action, set())
        if _asks(form, document) and not _can_be_sent(form, document):
            yield f"form to {action!r} has no button"


def _asks(form, document):
    return any(one.tag != "button" and one.get("type") != "hidden" for one in html.controls_of(form, document))


def _can_be_sent(form, document):
    controls = [one for one in html.controls_of(form, document) if "disabled" not in one.attrib]
    return any(one.tag == "button" and one.get("type", "submit") == "submit" for one in controls) or any(
        one.get("type") in {"submit", "search", "image"} for one in controls
    )


HEARD_EARLY = {"data-send-now"}  # static/js/phone/start.js


def hears_every_press(answer, document, errors):
    """A button that sends nothing by itself is hidden until its script has come, or its press waits for the script."""
    for button in html.shown(document):
        if button.tag == "button" and button.get("type") == "button" and not HEARD_EARLY & set(button.attrib):
            yield f"{html.text_of(button)!r} is there before its script"


# What these decide, a patient does next.
DECISIONS = {
    *(
        "decide",
        "change-stage",
        "undo-decision",
        "give-directive",
        "change-dose",
        "ease-dose",
        "ask-whole-plan",
        "close-flag",
        "end-programme",
        "set-line",
        "record-measure",
        "ask-measure",
        "change-version",
        "move-patients",
        "discharge",
        "take-on-again",
        "transfer",
        "accept-transfer",
    ),
}
HARMLESS = {"remind", "look", "suggest"}  # values of buttons that keep what was filled in
FOR_TEXT = {"text", "search", "tel", "url", "email", "password", "number"}


def decides_nothing_by_the_return_key(answer, document, errors):
    """The return key in a field presses the first button of its form, in the order of the page. That is one which
    cannot be pressed, or which keeps what was filled in; a single button may do what it says if it decides nothing."""
    for form in filter(html.is_post, html.forms_of(document)):
        mine = {id(control) for control in html.controls_of(form, document)}
        controls = [control for control in document.iter() if id(control) in mine]
        buttons = [one for one in controls if one.tag == "button" and one.get("type", "submit") == "submit"]
        several = len({(one.get("name"), one.get("value"), one.get("formaction")) for one in buttons}) > 1
        for button in _pressed_by_return(controls, buttons):
            keeps = button.get("name") in {None, "_save"}
            if button.get("value") not in HARMLESS and (_decides(form) or (several and not keeps)):
                yield f"form to {form.get('action', '')!r}: {html.text_of(button)!r}"


def _pressed_by_return(controls, buttons):
    """A disabled first button stops the key in fields for text; from all others Chromium goes on to the next."""
    kinds = {one.get("type", "text") for one in controls if one.tag == "input"} - {"hidden"}
    if kinds & FOR_TEXT and buttons and "disabled" not in buttons[0].attrib:
        yield buttons[0]
    if kinds - FOR_TEXT:
        yield from [one for one in buttons if "disabled" not in one.attrib][:1]


def _decides(form):
    action = form.get("action", "")
    return bool(action) and resolve(action.split("?")[0]).url_name in DECISIONS


# The pages of the others show before any press what they do.
ASKS_FIRST = DECISIONS - {
    "set-line",
    "record-measure",
    "ask-measure",
    "undo-decision",
    "change-version",
    "move-patients",
    "discharge",
    "take-on-again",
    "transfer",
    "accept-transfer",
}


def shows_first_what_it_changes(answer, document, errors):
    """A form that decides shows first what that changes, unless it is the one that was shown."""
    for form in filter(html.is_post, html.forms_of(document)):
        names = {one.get("name") for one in form.iter("input")}
        url = form.get("action", "").split("?")[0]
        if url and _decides(form) and resolve(url).url_name in ASKS_FIRST and len(names & {"ask_first", "shown"}) != 1:
            yield f"form to {url!r}"


def runs_nothing_inline(answer, document, errors):
    for element in document.iter():
        if element.tag == "style" or (element.tag == "script" and not _is_outside(element)):
            yield f"inline <{element.tag}>"
        yield from (f"{name} on <{element.tag}>" for name in element.attrib if name == "style" or name.startswith("on"))
        yield from (
            f"{name} runs script" for name in ("href", "action") if "javascript:" in element.get(name, "").lower()
        )


def _is_outside(script):
    """A file, or data that no browser runs."""
    return bool(script.get("src")) or script.get("type") == "application/json"


def is_kept_by_no_cache(answer, document, errors):
    if "no-store" not in answer.headers.get("Cache-Control", ""):
        yield f"Cache-Control is {answer.headers.get('Cache-Control')!r}"


def lets_in_no_foreign_code(answer, document, errors):
    policy = answer.headers.get("Content-Security-Policy", "")
    if "default-src 'none'" not in policy or "unsafe" in policy or "*" in policy or "http" in policy:
        yield f"Content-Security-Policy is {policy!r}"
    for name, value in {"X-Frame-Options": "DENY", "X-Content-Type-Options": "nosniff"}.items():
        if answer.headers.get(name) != value:
            yield f"{name} is {answer.headers.get(name)!r}"
    if "camera=()" not in answer.headers.get("Permissions-Policy", ""):
        yield f"Permissions-Policy is {answer.headers.get('Permissions-Policy')!r}"


# "outcome:global-change", "suggest_next"; no address, no time, no file and nothing that a person typed.
CODE = re.compile(r"(?<![\w/.@:=?&-])(?:[a-z]+(?:_[a-z]+)+|[a-z]+:[a-z]+(?:-[a-z]+)*)(?![\w/.@:=-])")
LEFT_OUT = re.compile(r"^[,;:]|“”|\(\)|[\w:,] None\b|\bundefined\b|\bNaN\b|[{%][{%(]|[%}]}|, ,| ,(?= )")


def shows_no_raw_code(answer, document, errors):
    """At the desk what the program calls a thing is said in words."""
    for element, text in _texts_of_the_desk(answer, document):
        yield from (f"<{element.tag}> {code!r}" for code in CODE.findall(text))


def leaves_no_name_out(answer, document, errors):
    """Nothing is missing where a name or a number belongs."""
    for element, text in _texts_of_the_desk(answer, document):
        if LEFT_OUT.search(text):
            yield f"<{element.tag}> {text[:60]!r}"


LINES = {"p", "li", "h1", "h2", "h3", "h4", "td", "th", "dt", "dd", "option", "button", "summary", "label", "legend"}


def _texts_of_the_desk(answer, document):
    """What an author of a programme wrote of its sources names the columns of its file, and is not read."""
    body, asked = document.find("body"), getattr(answer, "wsgi_request", None)
    if asked and asked.path.startswith("/admin/programs/"):
        return
    if "desk" not in body.get("class", "").split():
        return
    for element in html.shown(body):
        if element.tag in LINES:
            yield element, html.text_of(element)


RULES = (
    parses_strictly,
    has_one_heading,
    names_its_language,
    has_a_title_without_a_name,
    has_every_id_once,
    points_at_what_is_there,
    names_every_control,
    names_every_link_and_button,
    leads_somewhere,
    works_without_script,
    hears_every_press,
    decides_nothing_by_the_return_key,
    shows_first_what_it_changes,
    shows_no_raw_code,
    leaves_no_name_out,
    runs_nothing_inline,
    is_kept_by_no_cache,
    lets_in_no_foreign_code,
)


PAGE_RULES = [rule for rule in RULES if rule not in {is_kept_by_no_cache, lets_in_no_foreign_code}]


def faults_of(answer, rules=RULES):
    document, errors = html.parse(answer)
    return [f"{rule.__name__}: {fault}" for rule in rules for fault in rule(answer, document, errors)]
