"""A template and its context to a PDF, with WeasyPrint.

WeasyPrint is imported when the first PDF is asked for: it draws with Pango, a system library, and the site has to
start where that is missing. A print template reaches nothing but files under static/ and the pictures that it is
given, both as `paper:NAME`; no address and no other file is ever opened.
"""

import logging
import mimetypes
from pathlib import Path

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils.html import escape

from patients.paper import glyphs

SCHEME = "paper:"
FONTS = "fonts-liberation fonts-dejavu-core fonts-noto-core fonts-noto-cjk fonts-noto-color-emoji"
PACKAGES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
HOW_TO_INSTALL = f"PDFs need Pango, which is missing on this machine. On Debian: apt-get install -y {PACKAGES}"


class NoPango(Exception):
    """The system library that draws PDFs is missing; the message says how to install it."""


def pdf_of(template, context, pictures=None):
    """The bytes of a PDF. `pictures` are SVG texts, and JPEGs as bytes, by the name under which the template asks.

    What no font is there for is a box: then it is drawn once more, with a line that says so. NoPango where the system
    library is missing.
    """
    with glyphs.boxes() as missing:
        pdf = laid_out(template, context, pictures).write_pdf()
    if missing:
        pdf = laid_out(template, context | {"missing": glyphs.names_of(missing)}, pictures).write_pdf()
    return pdf


def boxes_in(text):
    """The characters of `text` that a PDF of this machine shows as boxes; each is tried once a process. NoPango where
    the system library is missing, and only where one has to be tried."""
    asked = glyphs.unusual(text)
    if new := glyphs.unknown(asked):
        with glyphs.boxes() as missing:
            _weasyprint().HTML(string="<p>" + "<p>".join(map(escape, new))).write_pdf()
        glyphs.learned(new, missing)
    return glyphs.boxed(asked)


def scripts_without_font():
    """(scripts, packages of Debian) that PDFs of this machine show as boxes, in words; empty where there is none."""
    missing = boxes_in("".join(script.sample for script in glyphs.SAMPLES))
    return glyphs.names_of(missing), " ".join(glyphs.packages_for(missing))


def warning_of(text):
    """What to say to whoever is about to print `text`, "" where nothing is wrong with it."""
    try:
        missing = boxes_in(text)
    except NoPango:
        return ""
    return glyphs.names_of(missing)


def laid_out(template, context, pictures=None):
    """The same before it is written: pages of boxes, each with its place in CSS pixels."""
    weasyprint = _weasyprint()
    page = render_to_string(template, context)
    fetcher = _fetcher(weasyprint, pictures or {})
    return weasyprint.HTML(string=page, base_url=SCHEME, url_fetcher=fetcher).render()


def _weasyprint():
    try:
        import weasyprint
    except OSError as missing:
        raise NoPango(HOW_TO_INSTALL) from missing
    glyphs.hear("weasyprint")
    logging.getLogger("fontTools").setLevel(logging.WARNING)  # it tells of every table of every font
    return weasyprint


def _fetcher(weasyprint, pictures):
    class Fetcher(weasyprint.urls.URLFetcher):
        def fetch(self, url, headers=None):
            body, kind = _file(url, pictures)
            return weasyprint.urls.URLFetcherResponse(url, body, {"Content-Type": kind})

    return Fetcher()


def _file(url, pictures):
    name = url.removeprefix(SCHEME)
    if name in pictures:
        found = pictures[name]
        return (found, "image/jpeg") if isinstance(found, bytes) else (found.encode(), "image/svg+xml")
    path = finders.find(name) if url.startswith(SCHEME) else None
    if path is None:
        raise ValueError("a print template may use files under static/ alone")
    return Path(path).read_bytes(), mimetypes.guess_type(path)[0]
