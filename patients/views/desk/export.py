"""CSV for a spreadsheet: the caseload as it is asked for, and every set of one patient. Each leaves an audit row."""

from django.db import transaction
from django.http import StreamingHttpResponse
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
    patients, lines = desk.caseload_lines(everybody_at(clock.now(), request.user, Wanted.of(request.GET)))
    access.record_list(request.user, "caseload.exported", patients)
    return csv_file(lines, "caseload.csv")


@require_safe
@fresh_sign_in
@transaction.atomic
def sets_csv(request, patient_id):
    patient = access.patient_in_care(request.user, patient_id)
    access.record(request.user, "sets.exported", patient)
    return csv_file(desk.sets_lines(patient), "sets.csv")


def csv_file(lines, name):
    """A download under a neutral name; the body is sent as it is read."""
    answer = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
