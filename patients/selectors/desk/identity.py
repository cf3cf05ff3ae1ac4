"""Who is like whom among the patients of a clinic."""

from functools import lru_cache

from django.db.models import Count
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from patients.domain.names import end_of_number, folded, share_a_word
from patients.models import Patient
from patients.wording import identifiers

KNOWN_BY = ("pk", "public_id", "clinic_id", "name", "born_on", "record_number", "phone", "email", "created_at")


def alike(clinic, *, but=None, **typed):
    """The patients of a clinic who may be the person whose name, born_on, record_number, phone and email were `typed`:
    the same name however it is written, date of birth with a word of the name, or any of the others. One query."""
    known = clinic.patients.exclude(pk=but.pk if but else None).only(*KNOWN_BY)
    return [one for one in known if _may_be(one, **typed)]


def _may_be(one, *, name="", born_on=None, record_number="", phone="", email=""):
    return bool(
        (name and folded(one.name) == folded(name))
        or (born_on and one.born_on == born_on and share_a_word(one.name, name))
        or (record_number and one.record_number.casefold() == record_number.casefold())
        or (end_of_number(phone) and end_of_number(one.phone) == end_of_number(phone))
        or (email and one.email == email)
    )


def told_apart(patients):
    """By what those of them are told apart whose name another patient of the same clinic has, too, by their ids: one
    query, none for nobody."""
    if not patients:
        return {}
    clinics, names = {one.clinic_id for one in patients}, {one.name_alike for one in patients}
    known = Patient.objects.filter(clinic__in=clinics, name_alike__in=names).order_by().values("clinic", "name_alike")
    shared = known.annotate(n=Count("pk")).filter(n__gt=1).values_list("clinic", "name_alike")
    several = set(shared)
    return {one.pk: apart_by(one) for one in patients if (one.clinic_id, one.name_alike) in several}


def apart_by(patient):
    """Date of birth and record number; where neither is noted, since when the clinic has known somebody."""
    taken_on = patient.created_at.date()
    return identifiers(patient.born_on, patient.record_number) or _taken_on(taken_on, get_language())


@lru_cache(maxsize=2_000)
def _taken_on(day, _language):
    return _("taken on %(day)s") % {"day": date_format(day, "j F Y")}
