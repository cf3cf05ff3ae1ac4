"""A sound page passes the rules of page_faults.py; a page that breaks one, and only by that much, is found out."""

import pytest
from django.http import HttpResponse

from tests.page_faults import (
    RULES,
    decides_nothing_by_the_return_key,
    faults_of,
    has_a_title_without_a_name,
    has_every_id_once,
    has_one_heading,
    hears_every_press,
    is_kept_by_no_cache,
    leads_somewhere,
    leaves_no_name_out,
    lets_in_no_foreign_code,
    names_every_control,
    names_every_link_and_button,
    names_its_language,
    parses_strictly,
    points_at_what_is_there,
    runs_nothing_inline,
    shows_first_what_it_changes,
    shows_no_raw_code,
    works_without_script,
)

NOBODY = "00000000-0000-0000-0000-000000000000"
A_DAY = '<input type="date" aria-label="On">'  # from here the key goes on to the first button that can be pressed
SOUND = """<!doctype html><html lang="en-GB"><head><title>Sound</title></head><body class="desk"><h1 id="top">Sound</h1>
<a href="#top">Up</a><a href="/today/">Today</a><a href="tel:999">Call</a><img src="data:," alt="">
<form method="post" action="/away/"><input type="hidden" name="csrfmiddlewaretoken" value="x">
<label for="on">Day</label><input id="on" name="on"><label>Note <textarea name="note"></textarea></label>
<button>Save</button></form></body></html>"""
BROKEN = [
    (parses_strictly, "<h1 id", "<div><h1 id"),
    (parses_strictly, "</form>", "</div></form>"),
    (parses_strictly, "<!doctype html>", ""),
    (parses_strictly, 'id="top"', 'id="top" id="top"'),
    (has_one_heading, "h1", "h2"),
    (has_one_heading, "</h1>", "</h1><h1>Again</h1>"),
    (names_its_language, ' lang="en-GB"', ""),
    (has_a_title_without_a_name, "<title>Sound", "<title>Freda Patientname"),
    (has_a_title_without_a_name, "<title>Sound", "<title>"),
    (has_every_id_once, "<h1 id", '<p id="top"></p><h1 id'),
    (points_at_what_is_there, 'for="on"', 'for="off"'),
    (points_at_what_is_there, 'name="on"', 'name="on" aria-describedby="on_error"'),
    (names_every_control, '<label for="on">Day</label>', ""),
    (names_every_control, ">Day<", "><"),
    (names_every_control, "Note ", ""),
    (names_every_link_and_button, ">Save<", "><"),
    (names_every_link_and_button, ' alt=""', ""),
    (leads_somewhere, 'href="/today/"', 'href=""'),
    (leads_somewhere, 'href="/today/"', 'href="#"'),
    (leads_somewhere, 'href="/today/"', 'href="/no/such/page"'),
    (leads_somewhere, "tel:999", "tel:"),
    (leads_somewhere, "data:,", "/static/no-such-file.svg"),
    (works_without_script, 'value="x"', ""),
    (works_without_script, 'action="/away/"', 'action="/no/such/page"'),
    (works_without_script, "<button>", '<button type="button">'),
    (works_without_script, "<button>", "<button disabled>"),
    (works_without_script, 'method="post"', 'method="dialog"'),
    (hears_every_press, "<button>", '<button type="button">More</button><button>'),
    (decides_nothing_by_the_return_key, "<button>", '<button name="decision" value="accepted">Accept</button><button>'),
    (
        decides_nothing_by_the_return_key,
        "<button>",
        f"{A_DAY}<button disabled>No</button><button name=a>A</button><button>",
    ),
    (decides_nothing_by_the_return_key, "/away/", f"/caseload/{NOBODY}/end/"),
    (shows_first_what_it_changes, "/away/", f"/caseload/{NOBODY}/end/"),
    (shows_no_raw_code, ">Save<", ">Ask for outcome:global-change<"),
    (shows_no_raw_code, ">Day<", ">suggest_next<"),
    (leaves_no_name_out, ">Save<", ">, 10 x 10 s<"),
    (leaves_no_name_out, ">Day<", ">Day None<"),
    (leaves_no_name_out, ">Day<", ">Asked for “”<"),
    (leaves_no_name_out, ">Day<", ">{{ day }}<"),
    (runs_nothing_inline, "<h1", "<script>go()</script><h1"),
    (runs_nothing_inline, "<h1", '<h1 style="color: red"'),
    (runs_nothing_inline, "<button", '<button onclick="go()"'),
    (runs_nothing_inline, "/today/", "javascript:go()"),
]
BADLY_WRITTEN = [
    ("<form", "<div><form"),
    ("<form", "</p><form"),
    ("Note ", "<b>Note "),
    ("Note ", "<b><i>Note</b></i>"),
    ("Note ", "Note &nosuch;"),
    ("Note ", "Note & < "),
    ("Note ", "Note <!-- never closed"),
    ("</textarea>", ""),
    ("Save", "Save<button>Again</button>"),
    ("Up</a>", "Up"),
    ("<form", "<p><ul></ul></p><form"),
    ("<form", "<form><form"),
    ("<form", "<div/><form"),
    ("<form", "<table><tr><div></div></tr></table><form"),
    ("<form", "<select><select></select></select><form"),
    ("<form", "<svg><p></p></svg><form"),
    ('name="on"', 'name="on'),
    ('name="on"', 'name="on"class="x"'),
    ('name="on"', "name="),
    ("</body>", "</body><p></p>"),
    ("</html>", "</html"),
]
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; script-src 'self'",
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Permissions-Policy": "camera=()",
}
WRONG_HEADERS = [
    (is_kept_by_no_cache, "Cache-Control", "max-age=60"),
    (lets_in_no_foreign_code, "Content-Security-Policy", "default-src 'self'"),
    (lets_in_no_foreign_code, "Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'"),
    (lets_in_no_foreign_code, "Content-Security-Policy", "default-src 'none'; script-src https:"),
    (lets_in_no_foreign_code, "X-Frame-Options", "SAMEORIGIN"),
    (lets_in_no_foreign_code, "Permissions-Policy", "camera=*"),
]


def test_finds_nothing_on_a_sound_page():
    assert faults_of(HttpResponse(SOUND, headers=HEADERS)) == []


@pytest.mark.parametrize(("rule", "sound", "broken"), BROKEN)
def test_finds_what_is_broken(rule, sound, broken):
    assert sound in SOUND
    assert faults_of(HttpResponse(SOUND.replace(sound, broken), headers=HEADERS), [rule])


@pytest.mark.parametrize(("sound", "broken"), BADLY_WRITTEN)
def test_finds_what_a_browser_would_have_to_mend(sound, broken):
    assert sound in SOUND
    assert faults_of(HttpResponse(SOUND.replace(sound, broken, 1), headers=HEADERS), [parses_strictly])


@pytest.mark.parametrize(("rule", "name", "value"), WRONG_HEADERS)
def test_finds_a_wrong_header(rule, name, value):
    assert faults_of(HttpResponse(SOUND, headers={**HEADERS, name: value}), [rule])


def test_has_something_broken_for_every_rule():
    assert {rule for rule, *_ in BROKEN + WRONG_HEADERS} == set(RULES)
