"""PDFs, opened again: what stands on which page, the drawings, the numbers of the pages, and nobody else's name."""

import builtins
import datetime as dt
import io
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import SuspiciousOperation
from django.urls import reverse
from django.utils.formats import date_format
from pypdf import PdfReader

from patients import paper, services
from patients.models import ActivityKind, AuditEntry, DoseChange, LineKind, PlanLine
from patients.paper.history import _spans
from programs import clock
from tests import make, pango

pytestmark = [pytest.mark.django_db, pytest.mark.uncounted, pytest.mark.once]
NAME = "Maximiliane Featherstonehaugh-Okonkwo"


def opened(answer):
    assert answer.status_code == 200, answer
    return PdfReader(io.BytesIO(answer.content))


def texts(answer):
    """The text of each page, its line breaks as single spaces."""
    return [" ".join(page.extract_text().split()) for page in opened(answer).pages]


def curves(answer):
    """How many curves are drawn in all: letters are none, bodies are made of them."""
    reader = opened(answer)
    return sum(operator == b"c" for page in reader.pages for _operands, operator in page.get_contents().operations)


@pytest.fixture
def fetched(monkeypatch):
    """The names of the pictures that were asked for and found."""
    names, find = [], paper.sheet._file

    def found(url, pictures):
        body, kind = find(url, pictures)
        if kind == "image/svg+xml":
            names.append(url.removeprefix("paper:"))
        return body, kind

    monkeypatch.setattr(paper.sheet, "_file", found)
    return names


@pytest.fixture
def mine():
    return make.assignment(make.patient(name=NAME), days=12, stage=2)


@pytest.fixture
def phone(client, mine):
    client.force_login(mine.patient.user)
    return client


@pytest.fixture
def desk(client, mine):
    client.force_login(mine.patient.physio)
    return client


# A page of any kind ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["programme", "history"])
def test_is_a_download_under_a_name_that_says_nothing(name, phone):
    answer = phone.get(reverse(f"{name}-paper"))
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == f'attachment; filename="{name}.pdf"'
    assert answer["Cache-Control"] == "no-store"
    assert NAME not in str(opened(answer).metadata)


@pytest.mark.parametrize("name", ["programme", "history"])
def test_numbers_its_pages_and_names_the_patient_on_the_first_alone(name, phone, mine):
    make.patient(by=mine.patient.physio, name="Odalys Brannigan")
    make.good_days(mine, 11)
    pages = texts(phone.get(reverse(f"{name}-paper")))
    assert len(pages) >= 2
    for number, page in enumerate(pages, start=1):
        assert f"{number} / {len(pages)}" in page
        assert (NAME in page) == (number == 1)
        assert "Brannigan" not in page


@pytest.mark.parametrize("name", ["programme", "history"])
def test_leaves_an_audit_row_when_a_physio_reads_it(name, desk, mine):
    opened(desk.get(reverse(f"patient-{name}-paper", args=[mine.patient.public_id])))
    row = AuditEntry.objects.get(verb=f"{name}.printed")
    assert (row.by, row.patient) == (mine.patient.physio, mine.patient)


def test_says_which_package_is_missing_and_goes_on(phone, monkeypatch):
    """Without the system library the import of WeasyPrint fails; everything else works."""
    real_import = builtins.__import__

    def without(name, *args, **kwargs):
        if name == "weasyprint":
            raise OSError("cannot load library 'libpango-1.0-0'")
        return real_import(name, *args, **kwargs)

    monkeypatch.setattr("builtins.__import__", without)
    answer = phone.get(reverse("programme-paper"))
    assert answer.status_code == 503
    assert "libpango-1.0-0" in answer.content.decode()
    assert phone.get(reverse("programme")).status_code == 200


def test_starts_without_loading_the_library():
    asked = "import sys, django; django.setup(); import hhtclinic.urls; sys.exit('weasyprint' in sys.modules)"
    site = {"DJANGO_SETTINGS_MODULE": "hhtclinic.settings"}
    assert subprocess.run([sys.executable, "-c", asked], env=site).returncode == 0


def test_asks_the_machine_for_the_packages_that_the_site_names():
    assert (pango.PACKAGES, pango.FONTS) == (paper.sheet.PACKAGES, paper.sheet.FONTS)


@pytest.mark.parametrize("page", ["install.md", "several-machines.md", "README.md", "container/Dockerfile"])
def test_names_every_font_where_a_machine_is_set_up(page):
    said = Path("deploy", page).read_text(encoding="utf-8")
    assert [font for font in paper.sheet.FONTS.split() if font not in said] == []


@pytest.mark.parametrize("url", ["file:///etc/passwd", "paper:../hhtclinic/settings.py", "https://example.org/x.css"])
def test_reaches_no_file_and_no_address_outside(url):
    with pytest.raises((ValueError, SuspiciousOperation)):
        paper.sheet._file(url, {})


# The programme --------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def programme(kept_db):
    """The pages of somebody in stage 2; drawn once, for drawing takes a second."""
    context, pictures = paper.programme_paper(make.assignment(days=12, stage=2), clock.now())
    pages = PdfReader(io.BytesIO(paper.pdf_of("print/programme.html", context, pictures))).pages
    return [" ".join(page.extract_text().split()) for page in pages]


def test_has_its_own_stages_in_full_and_later_ones_by_name(programme):
    text = " ".join(programme)
    for words in ("Stage 2, Single-leg bridge You are here", "Stage 1, Double-leg bridge Earlier stage"):
        assert words in text
    assert "Press the heel into the floor and lift your hips." in text
    assert "Stage 3, Prone hamstring curl" in text
    assert "Lie on your front" not in text


def test_has_dose_cues_rule_and_numbers(programme):
    text = " ".join(programme)
    for words in (
        "10 × 10 s, each leg",
        "Keep both hip bones level.",
        "One hip drops: lift less high",
        "5 good days in 14 days, with no bad day between.",
        "And the next morning: 3 or less, and at most 1 above your usual.",
        "The weaker leg does at least 90 % of the other.",
        "A hot, swollen or very painful calf.",
        "Numb between the legs",
        "01632 960142",
        "999 Emergency",
        "116 123 Samaritans",
    ):
        assert words in text, words


def test_tells_what_to_do_on_one_page_of_its_own(programme):
    *_stages, last = programme
    assert last.startswith("Something new or alarming?")
    assert last.count("Stop.") >= 4


def test_draws_start_and_end_of_every_variation(phone, fetched):
    answer = phone.get(reverse("programme-paper"))
    drawn = ("single-leg-bridge--standard", "double-leg-bridge--heels-close", "double-leg-bridge--heels-far")
    assert set(fetched) == {f"img/exercises/{name}--{end}.svg" for name in drawn for end in ("start", "end")}
    assert "start position" not in " ".join(texts(answer))  # the words that stand where a picture fails
    assert curves(answer) > 6 * 100


def test_has_the_size_of_the_ball_at_the_ball(client):
    of = make.assignment(days=3, stage=4)
    client.force_login(of.patient.user)
    text = " ".join(texts(client.get(reverse("programme-paper"))))
    assert "75 cm ball: over 188 cm tall (6 ft 2)" in text
    assert "both heels on a towel may do" in text


def test_leaves_out_a_drawing_that_is_not_there(phone, mine, fetched):
    exercise = mine.standing.stage.prescriptions.get(position=1).exercise
    exercise.variations.update(slug="nobody-drew-this")
    text = " ".join(texts(phone.get(reverse("programme-paper"))))
    assert "How to do it: Single-leg bridge" in text
    assert "start position" not in text
    assert not [name for name in fetched if "single-leg" in name]


def test_prints_what_the_physio_set_for_this_patient(phone, mine):
    physio = mine.patient.physio
    one = make.main_prescription(mine)
    said = {"assignment": mine, "at": clock.now(), "by": physio}
    DoseChange.objects.create(prescription=one, sets=5, reason="Less for now.", **said)
    PlanLine.objects.create(kind=LineKind.RUNNING, text="Easy and flat, 20 min.", **said)
    services.give_directive(mine, "ceiling", 4, reason="Agreed.", by=physio, now=clock.now())
    text = " ".join(texts(phone.get(reverse("programme-paper"))))
    day = f"{mine.patient.today(said['at']):%-d %B}"
    set_by = f"5 × 10 s, each leg as {physio.get_short_name()} set on {day}"
    for words in (set_by, "Easy and flat, 20 min.", "pain of 4 or less during the exercise"):
        assert words in text


# The history ----------------------------------------------------------------------------------------------------------


def test_prints_with_its_date_what_is_eased(phone, mine):
    now = clock.now()
    make.session(mine, days_ago=4, now=now, pain=8)
    text = " ".join(texts(phone.get(reverse("programme-paper"))))
    today = mine.patient.today(now)
    assert f"On {today.day} {today:%B %Y}: Half" in text
    assert "Half until 3 calm sessions in a row: 0 of 3 so far." in text


def test_has_every_day_with_its_numbers(phone, mine):
    make.session(mine, days_ago=2, pain=3, painkiller=True, note="Stairs & <b>hills</b>")
    make.morning(mine, days_ago=1, pain=2)
    on = mine.patient.today(clock.now()) - dt.timedelta(days=2)
    make.activity(mine, days_ago=2, kind=ActivityKind.RUN, minutes=25, pain=4)
    text = " ".join(texts(phone.get(reverse("history-paper"))))
    day = f"{on:%a} {on.day} {on:%b}"
    assert f"{day} Single-leg bridge, 20 of 20 holds left 3 left 2" in text
    for words in ("painkiller taken", "“Stairs & <b>hills</b>”", "running, 25 minutes, pain 4"):
        assert words in text


def test_leaves_out_what_was_taken_out(phone, mine):
    session = make.session(mine, days_ago=1, pain=7, note="wrong one")
    services.take_out(session, by=mine.patient.user, now=clock.now())
    text = " ".join(texts(phone.get(reverse("history-paper"))))
    assert "wrong one" not in text
    assert "Nothing is logged yet." in text


def test_says_who_decided_in_the_order_of_time(phone, mine):
    text = " ".join(texts(phone.get(reverse("history-paper"))))
    first, second = "Stage 1, Double-leg bridge Jonas Adeyemi", "Stage 2, Single-leg bridge Jonas Adeyemi: “As agreed.”"
    assert text.index(first) < text.index(second)


def test_stays_after_the_programme_has_ended(phone, mine, client):
    make.session(mine, days_ago=2, pain=3)
    services.end_assignment(mine, by=mine.patient.physio, now=clock.now(), maintenance="Bridges twice a week.")
    assert reverse("history-paper") in phone.get(reverse("today")).content.decode()
    text = " ".join(texts(phone.get(reverse("history-paper"))))
    assert "20 of 20 holds" in text and "since" not in text.partition("Stage 2")[2].partition("20 of 20")[0]
    client.force_login(mine.patient.physio)
    desk = reverse("patient-history-paper", args=[mine.patient.public_id])
    assert desk in client.get(reverse("patient-page", args=[mine.patient.public_id])).content.decode()
    assert "20 of 20 holds" in " ".join(texts(client.get(desk)))


def test_draws_a_chart_for_each_side_that_hurts(client):
    both = make.assignment(days=6, side="both")
    make.good_days(both, 4)
    client.force_login(both.patient.user)
    pages = opened(client.get(reverse("history-paper"))).pages
    text = " ".join(page.extract_text() for page in pages)
    assert text.count("Ease off") == 2  # the zone's name inside each drawing
    for words in ("Pain, left side", "Pain, right side", "Calm"):
        assert words in text


def test_keeps_a_long_history_within_the_page(client):
    """Ten months, a long name, a word without an end: more charts, more pages."""
    of = make.assignment(make.patient(name=NAME), days=300)
    for days_ago in range(299, 0, -6):
        make.session(of, days_ago=days_ago, note="w" * 120 if days_ago == 299 else "")
    client.force_login(of.patient.user)
    pages = texts(client.get(reverse("history-paper")))
    assert sum(page.count("Ease off") for page in pages) == 4
    assert beyond_the_margins("print/history.html", *paper.history_paper(of, clock.now())) == []


def beyond_the_margins(*made):
    """Texts and pictures that stick out of the page's area, in CSS pixels."""
    margin = 17 / 25.4 * 96
    return [
        (page_number, getattr(box, "text", box.element_tag), box.position_x + box.width)
        for page_number, page in enumerate(paper.sheet.laid_out(*made).pages, start=1)
        for box in page._page_box.descendants()
        if (hasattr(box, "text") or box.element_tag == "img")
        and not (margin - 1 <= box.position_x and box.position_x + box.width <= page.width - margin + 1)
    ]


@pytest.mark.parametrize("stage", [1, 3, 5])
def test_keeps_the_programme_within_the_page(stage):
    of = make.assignment(make.patient(name=NAME * 3), days=3, stage=stage)
    services.set_line(of, LineKind.RUNNING, "w" * 300, by=of.patient.physio, now=clock.now())
    type(of.patient.clinic).objects.update(phone="0" * 40)
    of.patient.clinic.refresh_from_db()
    assert beyond_the_margins("print/programme.html", *paper.programme_paper(of, clock.now())) == []


def test_notices_what_sticks_out(monkeypatch):
    wide = f"<style>@page {{ size: A4; margin: 17mm }} p {{ white-space: nowrap }}</style><p>{'w' * 300}</p>"
    monkeypatch.setattr(paper.sheet, "render_to_string", lambda template, context: wide)
    assert beyond_the_margins("print/programme.html", {})


@pytest.mark.parametrize("days", [1, 84, 85, 168, 169, 400])
def test_cuts_a_history_into_even_charts_without_a_hole(days):
    first = dt.date(2026, 1, 1)
    spans = _spans(first, first + dt.timedelta(days=days - 1))
    covered = [since + dt.timedelta(days=n) for since, until in spans for n in range((until - since).days + 1)]
    assert covered == [first + dt.timedelta(days=n) for n in range(days)]
    assert max((until - since).days + 1 for since, until in spans) <= 84


# The letter -----------------------------------------------------------------------------------------------------------


def letter_url(of):
    return reverse("write-letter", args=[of.patient.public_id])


def test_begins_a_letter_with_what_the_records_say(desk, mine):
    make.good_days(mine, 4, pain=2)
    text = desk.get(letter_url(mine)).context["form"].initial["text"]
    for words in (
        "Now at stage 2 of 5, Single-leg bridge",
        "decided by Jonas Adeyemi. “As agreed.”",
        "Logged, last 2 weeks: 4 of 9 due days, 44 % (self-reported).",
        "Last 14 days, during exercise: 2 of 10, 4 entries.",
        "no study validates a numeric gate",
    ):
        assert words in text, words
    assert AuditEntry.objects.filter(verb="letter.opened", patient=mine.patient).exists()


def test_writes_the_final_letter_after_the_discharge_as_things_were_then(desk, mine, stop_clock):
    make.good_days(mine, 4, pain=2)
    patient = mine.patient
    services.discharge(patient, reason="recovered", maintenance="Twice a week.", by=patient.physio, now=clock.now())
    ended = patient.today(clock.now())
    stop_clock(clock.now() + dt.timedelta(days=30))
    page = reverse("patient-page", args=[patient.public_id])
    assert letter_url(mine) in desk.get(page).content.decode()
    answer = desk.get(letter_url(mine))
    assert "Final letter" in answer.content.decode()
    text = answer.context["form"].initial["text"]
    for words in (
        f"to {date_format(ended, 'j F Y')}. Affected side: left. At the end at stage 2 of 5",
        "Treatment ended on",
        "The patient goes on with: Twice a week.",
        "Logged, last 2 weeks: 4 of 9 due days, 44 % (self-reported).",
        "Last 14 days, during exercise: 2 of 10, 4 entries.",
    ):
        assert words in text, words
    assert "Programmes before" not in text and "Now at" not in text
    printed = " ".join(texts(desk.post(letter_url(mine), {"to": "", "text": "She does well."})))
    assert "Pain, left side" in printed


def test_prints_the_letter_as_it_was_rewritten(desk, mine):
    sent = {"to": "Dr Ama Osei\n12 Mill Lane", "text": "Dear Ama,\r\n\r\nshe does well.\r\nStage 2."}
    (page,) = texts(desk.post(letter_url(mine), sent))
    for words in ("Dr Ama Osei 12 Mill Lane", f"Progress of {NAME}", "Dear Ama, she does well. Stage 2."):
        assert words in page
    assert page.count("Jonas Adeyemi") == page.count("1 / 1") == 1
    assert AuditEntry.objects.filter(verb="letter.printed", patient=mine.patient).exists()


def test_draws_the_chart_under_the_letter(desk, mine):
    make.good_days(mine, 4, pain=2)
    printed = " ".join(texts(desk.post(letter_url(mine), {"to": "", "text": "She does well."})))
    for words in ("Pain, left side", "during exercise", "Ease off"):
        assert words in printed, words


@pytest.mark.parametrize("text", ["", "   ", "x" * 8001, "a\x00b"])
def test_refuses_a_letter_that_cannot_be_printed_and_keeps_it(text, desk, mine):
    answer = desk.post(letter_url(mine), {"to": "Dr Osei", "text": text})
    assert answer.status_code == 422
    assert "Dr Osei" in answer.content.decode()
    assert not AuditEntry.objects.filter(verb="letter.printed").exists()
