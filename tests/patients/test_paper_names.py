"""Names and notes in any script on paper: no boxes, and where a font is missing, a word before and in the PDF."""

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.checks import run_checks
from django.urls import reverse
from pypdf import PdfReader

from patients import paper
from patients.paper import checks, glyphs, sheet
from programs import clock
from tests import make

pytestmark = [pytest.mark.django_db, pytest.mark.uncounted, pytest.mark.once]
NAMES = {
    "Chinese": "山田王",
    "Japanese": "さくらアンナ",
    "Korean": "김민수",
    "Devanagari": "अनीता शर्मा",
    "Tamil": "அனிதா",
    "Thai": "สมชาย",
    "Bengali": "অনিতা",
    "Arabic": "سارة",
    "emoji": "Ada 🙂🏃🏽‍♀️❤️",
}
NOWHERE = "\ue000"  # for private use: no font draws it
LONG = "It hurt on the stairs, then less, then more again, and I did not know what to make of it. " * 11
ONE_FONT = """<?xml version="1.0"?><fontconfig><dir>{folder}</dir><cachedir>{cache}</cachedir></fontconfig>"""


def text_of(pdf):
    return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages)


def test_prints_a_name_and_a_note_in_any_script():
    of = make.assignment(make.patient(name=" ".join(NAMES.values())), days=3)
    make.session(of, days_ago=1, note=" ".join(NAMES.values()))
    with glyphs.boxes() as missing:
        sheet.laid_out("print/history.html", *paper.history_paper(of, clock.now())).write_pdf()
    assert missing == set()


def test_prints_text_that_can_be_searched():
    name = " ".join(NAMES[script] for script in ("Chinese", "Korean", "Thai"))
    of = make.assignment(make.patient(name=name))
    assert name in text_of(paper.pdf_of("print/history.html", *paper.history_paper(of, clock.now())))


def test_says_in_the_pdf_what_the_boxes_stand_for(caplog):
    of = make.assignment(make.patient(name=f"Ada {NOWHERE}"))
    text = text_of(paper.pdf_of("print/history.html", *paper.history_paper(of, clock.now()))).replace("\0", "")
    assert "no font for some other characters" in text
    assert NOWHERE not in caplog.text and ".notdef" not in caplog.text  # it would be a piece of somebody's text


def test_says_nothing_where_nothing_is_missing():
    of = make.assignment()
    assert "no font" not in text_of(paper.pdf_of("print/history.html", *paper.history_paper(of, clock.now())))


def test_warns_on_the_page_that_makes_the_paper(client):
    of = make.assignment(make.patient(name="Ada"), days=3)
    client.force_login(of.patient.physio)
    pages = [reverse(name, args=[of.patient.public_id]) for name in ("patient-page", "write-letter")]
    assert not ["no font" for url in pages if "no font" in client.get(url).content.decode()]
    type(of.patient).objects.update(name=f"Ada {NOWHERE}")
    for url in pages:
        assert "no font" in client.get(url).content.decode(), url


def test_tries_nothing_that_every_machine_draws(monkeypatch):
    monkeypatch.setattr(sheet, "_weasyprint", lambda: pytest.fail("nothing had to be drawn"))
    assert paper.warning_of("Zoë Łukasz, Ἀθηνᾶ, Олена: “10 × 10 s” – 5 °C, 80 %…") == ""


def test_has_a_font_for_every_script_that_it_names():
    assert checks.names_can_be_printed(None) == []


def test_asks_for_fonts_where_a_version_goes_into_production_alone(monkeypatch):
    monkeypatch.setattr(checks, "scripts_without_font", lambda: ("Thai", "fonts-noto-core"))
    found = [one for one in run_checks(include_deployment_checks=True) if one.id == "patients.W002"]
    assert [one.msg for one in found] == ["This machine has no font for Thai: on paper boxes stand for them."]
    assert "apt-get install -y fonts-noto-core" in found[0].hint
    assert "patients.W002" not in [one.id for one in run_checks()]


def test_names_the_scripts_without_a_font_and_the_packages(tmp_path):
    """On a machine that has Liberation Sans and nothing else."""
    [folder] = {path.parent for path in Path("/usr/share/fonts").rglob("LiberationSans-Regular.ttf")}
    config = tmp_path / "fonts.conf"
    config.write_text(ONE_FONT.format(folder=folder, cache=tmp_path))
    asked = "import django; django.setup(); from patients import paper; print('|'.join(paper.scripts_without_font()))"
    site = os.environ | {"DJANGO_SETTINGS_MODULE": "hhtclinic.settings", "FONTCONFIG_FILE": str(config)}
    said = subprocess.run([sys.executable, "-c", asked], env=site, capture_output=True, text=True, check=True).stdout
    scripts, packages = said.strip().split("|")
    assert {"Chinese", "Devanagari", "Tamil", "Thai", "emoji"} <= set(scripts.split(", "))
    assert packages.split() == ["fonts-noto-cjk", "fonts-noto-color-emoji", "fonts-noto-core"]
    assert set(packages.split()) < set(sheet.FONTS.split())


# Long notes -----------------------------------------------------------------------------------------------------------


def filled(made):
    """How far down each page but the last is filled, as a share of its height."""
    pages = sheet.laid_out(*made).pages[:-1]
    return [
        max(box.position_y for box in one._page_box.descendants() if getattr(box, "text", "")) / one.height
        for one in pages
    ]


def test_lets_a_long_note_flow_over_the_whole_width_and_leaves_no_page_blank():
    of = make.assignment(days=40)
    for days_ago in range(39, 0, -3):
        make.session(of, days_ago=days_ago, note=LONG[:1000] if days_ago % 2 else "")
    made = ("print/history.html", *paper.history_paper(of, clock.now()))
    shares = filled(made)
    assert len(shares) >= 2 and all(share > 0.75 for share in shares[1:]), shares
    pdf = sheet.laid_out(*made)
    widths = [
        box.width
        for page in pdf.pages
        for box in page._page_box.descendants()
        if "did not know" in getattr(box, "text", "")
    ]
    assert min(widths) > 300


def test_keeps_a_long_note_out_of_a_narrow_column_of_the_whole_record():
    of = make.assignment(days=40)
    for days_ago in range(39, 0, -3):
        make.session(of, days_ago=days_ago, note=LONG[:1000] if days_ago == 39 else "")
    made = ("print/record.html", *paper.record_paper(of.patient, clock.now()))
    assert all(share > 0.6 for share in filled(made))


# The letter -----------------------------------------------------------------------------------------------------------


def test_begins_with_what_somebody_reads_who_has_a_minute():
    of = make.assignment(make.patient(name="Ada"), days=12, stage=2)
    make.good_days(of, 4, pain=2)
    short, *detail = paper.letter_text(of, clock.now()).split("\n\n")
    for words in (
        "In short:",
        "Now at stage 2 of 5",
        "Nothing new or alarming was reported.",
        "Last 14 days",
        "due days",
    ):
        assert words in short, words
    assert "Stages:" not in short and any(part.startswith("Stages:") for part in detail)


def test_tells_a_stranger_whose_letter_it_is_or_warns_that_it_does_not(client):
    patient = make.patient(name="Ada")
    of = make.assignment(patient)
    client.force_login(patient.physio)
    url = reverse("write-letter", args=[patient.public_id])
    assert "cannot tell whose it is" in client.get(url).content.decode()
    type(patient).objects.update(born_on="1971-05-03", record_number="A-12")
    type(patient.clinic).objects.update(address="1 Mill Lane\nHollybrook")
    assert "cannot tell whose it is" not in client.get(url).content.decode()
    text = text_of(client.post(url, {"to": "Dr Gray", "text": "Dear Dr Gray,"}).content)
    for words in ("Born 3 May 1971, record no. A-12", "1 Mill Lane", of.patient.clinic.phone):
        assert words in text, words
