"""CSV for a spreadsheet: the caseload as it is asked for, and every set of one patient. Each leaves an audit row.

?separator=semicolon or comma says for which; else the language of the browser does, for a spreadsheet of the same
machine mostly writes numbers as it does.
"""

from django.db import transaction
from django.http import StreamingHttpResponse
from django.utils.formats import get_format
from django.utils.translation.trans_real import parse_accept_lang_header
from django.views.decorators.http import require_safe

from patients import access
from patients.selectors import desk
from patients.selectors.desk import Wanted
from patients.views.answers import fresh_sign_in
from patients.views.desk.caseload import everybody_at
from programs import clock


@require_safe
@fresh_sign_in
@transaction.atomic
def caseload_csv(request):
    patients, lines = desk.caseload_lines(
        everybody_at(clock.now(), request.user, Wanted.of(request.GET)), spreadsheet_of(request)
    )
    access.record_list(request.user, "caseload.exported", patients)
    return csv_file(lines, "caseload.csv")


@require_safe
@fresh_sign_in
@transaction.atomic
def sets_csv(request, patient_id):
    patient = access.patient_in_care(request.user, patient_id)
    access.record(request.user, "sets.exported", patient)
    return csv_file(desk.sets_lines(patient, spreadsheet_of(request)), "sets.csv")


def spreadsheet_of(request):
    named = {"comma": desk.COMMA, "semicolon": desk.SEMICOLON}
    return named.get(request.GET.get("separator")) or (desk.SEMICOLON if _writes_a_comma(request) else desk.COMMA)


def _writes_a_comma(request):
    """Whether the first language of the browser puts a comma before decimals."""
    languages = parse_accept_lang_header(request.headers.get("Accept-Language", ""))
    first = next((language for language, _weight in languages), "en")
    return get_format("DECIMAL_SEPARATOR", first, use_l10n=True) == ","


def csv_file(lines, name):
    """A download under a neutral name; the body is sent as it is read."""
    answer = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
