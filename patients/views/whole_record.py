"""The whole of a record as JSON, to the patient and to the desk. Whoever takes one leaves an audit row."""

from django.db import transaction
from django.http import JsonResponse
from django.views.decorators.http import require_safe

from patients import access
from patients.selectors import whole_record
from patients.views.answers import fresh_sign_in


@require_safe
@fresh_sign_in
@transaction.atomic
def record_json(request):
    return _json_of(request, access.own_patient(request.user))


@require_safe
@fresh_sign_in
@transaction.atomic
def patient_record_json(request, patient_id):
    return _json_of(request, access.patient_in_care(request.user, patient_id))


def _json_of(request, patient):
    """{table: [row]}, as a download under a neutral name."""
    access.record(request.user, "record.exported", patient)
    tables = {part.table.model: part.rows for part in whole_record(patient)}
    answer = JsonResponse(tables, json_dumps_params={"ensure_ascii": False, "indent": 1})
    answer["Content-Disposition"] = 'attachment; filename="record.json"'
    return answer
