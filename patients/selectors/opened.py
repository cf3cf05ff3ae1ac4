"""Who opened or changed the record of a patient, for the patient and for who treats them."""

import datetime as dt
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.db.models import Q

from patients.models import AuditEntry, Membership
from patients.wording.acts import act_words

PAGE = 50


@dataclass(frozen=True)
class Look:
    """`roles` are those that somebody had at that time in a clinic that has or had the record, or was offered it, in
    words with the clinic's name; "" for none."""

    at: dt.datetime
    who: str
    roles: str
    act: str


def looks_at(patient, number, *, is_own=False):
    """(a page of the entries by others than the patient, the latest first, and its lines), said to the patient where
    it is their own."""
    entries = AuditEntry.objects.about(patient).exclude(by=None).exclude(by=patient.user_id).select_related("by")
    page = Paginator(entries.order_by("-at", "-pk"), PAGE).get_page(number)
    members = _members(patient, {entry.by_id for entry in page})
    lines = [Look(one.at, str(one.by), _roles(one, members), act_words(one.verb, to_patient=is_own)) for one in page]
    return page, lines


def _members(patient, users):
    moved = patient.transfers.values
    there = Q(clinic=patient.clinic_id) | Q(clinic__in=moved("of_clinic")) | Q(clinic__in=moved("to_clinic"))
    return list(Membership.objects.filter(there, user__in=users).select_related("clinic"))


def _roles(entry, members):
    held = [one for one in members if one.user_id == entry.by_id and one.held_at(entry.at)]
    return "; ".join(sorted(f"{one.get_role_display()}, {one.clinic}" for one in held))
