"""PDFs: the own programme, history and whole record on the patient's phone, the same and a letter at the physio's desk.

Each is a download under a neutral name; neither the address nor the file says whose it is. What a clinician reads or
writes about a patient leaves an audit row.
"""

from http import HTTPStatus

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from patients import access, paper
from patients.forms.desk.letter import LetterForm
from patients.views.answers import UNPROCESSABLE, form_view, fresh_sign_in
from programs import clock

UNAVAILABLE = HTTPStatus.SERVICE_UNAVAILABLE


@require_safe
def programme_paper(request):
    assignment = access.own_assignment(request.user)
    return _download(request, "programme", paper.programme_paper(assignment, clock.now()))


@require_safe
def history_paper(request):
    assignment = access.own_latest_assignment(request.user)
    return _download(request, "history", paper.history_paper(assignment, clock.now(), own=True))


@require_safe
@transaction.atomic
def patient_programme_paper(request, patient_id):
    assignment = access.assignment_in_care(request.user, patient_id)
    access.record(request.user, "programme.printed", assignment.patient)
    return _download(request, "programme", paper.programme_paper(assignment, clock.now()))


@require_safe
@transaction.atomic
def patient_history_paper(request, patient_id):
    assignment = access.latest_assignment_in_care(request.user, patient_id)
    access.record(request.user, "history.printed", assignment.patient)
    return _download(request, "history", paper.history_paper(assignment, clock.now()))


@require_safe
@fresh_sign_in
@transaction.atomic
def record_paper(request):
    patient = access.own_patient(request.user)
    access.record(request.user, "record.exported", patient)
    return _download(request, "record", paper.record_paper(patient, clock.now()))


@require_safe
@fresh_sign_in
@transaction.atomic
def patient_record_paper(request, patient_id):
    patient = access.patient_in_care(request.user, patient_id)
    access.record(request.user, "record.exported", patient)
    return _download(request, "record", paper.record_paper(patient, clock.now()))


@form_view
@transaction.atomic
def write_letter(request, patient_id):
    """The letter to rewrite, and, once it is sent, the PDF of what was typed. The text is not kept. Of whose programme
    has ended it is the last one, of that programme."""
    assignment = access.latest_assignment_in_care(request.user, patient_id)
    now = clock.now()
    if request.method != "POST":
        return _letter_page(request, assignment, LetterForm(initial={"text": paper.letter_text(assignment, now)}))
    form = LetterForm(request.POST)
    if not form.is_valid():
        return _letter_page(request, assignment, form, UNPROCESSABLE)
    access.record(request.user, "letter.printed", assignment.patient)
    made = paper.letter_paper(assignment, now, **form.cleaned_data, by=request.user)
    return _download(request, "letter", made)


def _letter_page(request, assignment, form, status=200):
    access.record(request.user, "letter.opened", assignment.patient)
    context = {"assignment": assignment, "patient": assignment.patient, "form": form}
    context["unprintable"] = paper.warning_of(f"{assignment.patient} {form['to'].value()} {form['text'].value()}")
    return render(request, "clinician/write_letter.html", context, status=status)


def _download(request, kind, made):
    """The PDF of a template of templates/print; `made` is (context, pictures).

    Where the machine cannot draw PDFs, a page says what is missing.
    """
    context, pictures = made
    try:
        pdf = paper.pdf_of(f"print/{kind}.html", context, pictures)
    except paper.NoPango as missing:
        return render(request, "print/unavailable.html", {"how": str(missing)}, status=UNAVAILABLE)
    return HttpResponse(
        pdf, content_type="application/pdf", headers={"Content-Disposition": f'attachment; filename="{kind}.pdf"'}
    )
