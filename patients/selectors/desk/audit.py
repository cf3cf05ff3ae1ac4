"""Who saw or did what in a clinic, for its administrator: ids of patients, and a name only to who treats them."""

from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.db.models import Q
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from patients.models import AuditEntry
from patients.selectors.desk.export import csv_lines
from patients.wording.acts import act_words

PAGE = 100


@dataclass(frozen=True)
class AuditLine:
    """`by` and `act` in words; `patient` is the public id and `name` theirs, "" where it is not to be read."""

    entry: AuditEntry
    by: str
    act: str
    patient: str
    name: str


def audit_of(clinic, wanted):
    """The entries about the clinic's patients, and those about no patient by who worked there then; the latest first.
    `wanted` may name a person, a patient's public id, a verb and a local day of the clinic."""
    found = AuditEntry.objects.filter(Q(patient__clinic=clinic) | _by_its_staff(clinic))
    asked = {"by": wanted.get("person"), "verb": wanted.get("act")}
    found = found.filter(**{name: value for name, value in asked.items() if value})
    if wanted.get("patient"):
        patient = clinic.patients.filter(public_id=wanted["patient"]).first()
        found = found.about(patient) if patient else found.none()
    if wanted.get("day"):
        found = found.filter(at__gte=wanted["day"][0], at__lt=wanted["day"][1])
    return found.select_related("by", "patient").order_by("-at", "-pk")


def _by_its_staff(clinic):
    """Entries about no patient, each by somebody while they had a role there. They name no clinic: of who works in two
    both read them."""
    found = Q(pk__in=[])
    for user, joined, left in clinic.memberships.values_list("user", "joined_at", "left_at"):
        until = Q(at__lte=left) if left else Q()
        found |= Q(patient=None, by=user, at__gte=joined) & until
    return found


def acts_of(clinic):
    """Every verb that stands in the audit of the clinic, with its words."""
    verbs = audit_of(clinic, {}).order_by("verb").values_list("verb", flat=True).distinct()
    return [(verb, act_words(verb)) for verb in verbs]


def people_of(clinic):
    """Who works in the clinic or did, by name."""
    users = get_user_model().objects.filter(pk__in=clinic.memberships.values("user"))
    return users.order_by("name")


def audit_lines(clinic, entries, *, by_name):
    staff = set(clinic.memberships.values_list("user", flat=True))
    for entry in entries:
        patient = entry.patient
        yield AuditLine(
            entry,
            _who(entry, staff),
            act_words(entry.verb),
            str(patient.public_id) if patient else "",
            str(patient) if patient and by_name else "",
        )


def _who(entry, staff):
    """A name for who works there, "the patient" for whom it is about, else the number of the account."""
    if entry.by is None:
        return _("the server")
    if entry.by_id in staff or entry.by.is_superuser:
        return str(entry.by)
    return _("the patient") if entry.patient and entry.patient.user_id == entry.by_id else f"{entry.by_id}"


def audit_csv(clinic, wanted, sheet):
    """The same as lines of CSV, all pages of it, without names of patients. The query runs while they are sent."""
    return csv_lines(_rows(clinic, wanted), sheet)


def _rows(clinic, wanted):
    yield [_("When"), _("Who"), _("Act"), _("Patient"), _("Subject")]
    entries = audit_of(clinic, wanted).iterator(chunk_size=2000)
    for line in audit_lines(clinic, entries, by_name=False):
        at = localtime(line.entry.at, clinic.zone).isoformat(timespec="seconds")
        yield [at, line.by, line.entry.verb, line.patient, line.entry.subject]
