"""Who opened or changed the record of a patient, for the patient and for who treats them."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from django.core.paginator import Paginator

from patients.models import AuditEntry
from patients.wording.acts import act_words

PAGE = 50


@dataclass(frozen=True)
class Look:
    """`roles` are those that somebody has or had in the patient's clinic, in words, "" for none."""

    at: dt.datetime
    who: str
    roles: str
    act: str


def looks_at(patient, number, *, is_own=False):
    """(a page of the entries by others than the patient, the latest first, and its lines), said to the patient where
    it is their own."""
    entries = AuditEntry.objects.about(patient).exclude(by=None).exclude(by=patient.user_id).select_related("by")
    page = Paginator(entries.order_by("-at", "-pk"), PAGE).get_page(number)
    roles = defaultdict(set)
    for member in patient.clinic.memberships.filter(user__in={entry.by_id for entry in page}):
        roles[member.user_id].add(member.get_role_display())
    lines = [
        Look(one.at, str(one.by), ", ".join(sorted(map(str, roles[one.by_id]))), act_words(one.verb, to_patient=is_own))
        for one in page
    ]
    return page, lines
