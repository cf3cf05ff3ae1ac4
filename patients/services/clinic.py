"""The numbers of a clinic, that a named person of it stands for, and when who works in it is away."""

import datetime as dt
from collections.abc import Collection, Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from patients.access import clinics_of_staff, record
from patients.models import Clinic, Membership
from patients.models.clinic import NUMBERS
from patients.models.membership import MembershipQuerySet
from patients.models.user import User
from patients.services.checked import checked
from patients.services.errors import Refused


@transaction.atomic
def confirm_numbers(clinic: Clinic, numbers: dict[str, str], *, by: User, now: dt.datetime) -> Clinic:
    """Stores the country and the `numbers` by column, and that `by` has checked them. Refused for who does not work in
    the clinic, without the clinic's own number or an emergency number, for a country that is not known, and where the
    numbers are not any more those of `clinic`."""
    if clinic not in clinics_of_staff(by):
        raise Refused(_("%(name)s does not work in this clinic.") % {"name": by})
    as_seen = clinic.numbers
    for column in NUMBERS:
        setattr(clinic, column, numbers[column].strip())
    if not clinic.phone or not clinic.emergency_phone:
        raise Refused(_("Please give the number of the clinic and an emergency number."))
    clinic.numbers_confirmed_at, clinic.numbers_confirmed_by = now, by
    clinic.confirmed_numbers = clinic.numbers
    columns = ("numbers_confirmed_at", "numbers_confirmed_by", "confirmed_numbers")
    written = clinic.numbers | {column: getattr(checked(clinic), column) for column in columns}
    if not Clinic.objects.filter(pk=clinic.pk, **as_seen).update(**written):
        raise Refused(_("Somebody else changed these numbers at this moment. Please look at them again."))
    record(by, "numbers.confirmed", subject=clinic.pk)
    return clinic


@transaction.atomic
def set_absence(
    user: User,
    *,
    away_from: dt.date | None,
    away_to: dt.date | None,
    by: User,
    cover: User | None = None,
    clinics: Collection[Clinic] | None = None,
) -> int:
    """Notes on which local dates `user` is away from every clinic they treat patients in, or from `clinics` of these,
    both ends included, beside what was noted before, and that `cover` stands in wherever they treat patients too; None
    twice is that they are there, from now on too. Returns how many clinics. Refused for one day without the other, for
    a last one before the first, for dates of which some are noted already, and for a cover who cannot: themselves,
    nobody of these clinics, or away on one of the days."""
    if (away_from is None) != (away_to is None):
        raise Refused(_("Please give the first and the last day."))
    if away_from and away_to and away_to < away_from:
        raise Refused(_("The last day away is before the first."))
    memberships = list(_memberships(user, clinics))
    covering = _covering(user, cover, memberships, away_from, away_to)
    for member in memberships:
        if away_from is None or away_to is None:
            member.aways, member.covers = [], {}
            continue
        if any(away_from <= last and first <= away_to for first, last in member.days_away):
            raise Refused(_("Some of these days are noted already. Please take out that absence first."))
        member.aways = [*stored_absences(member.days_away), *stored_absences([(away_from, away_to)])]
        member.covers.pop(away_from.isoformat(), None)
        if cover and member.clinic_id in covering:
            member.covers[away_from.isoformat()] = cover.pk
    Membership.objects.bulk_update(memberships, ["aways", "covers"])
    record(by, "absence.set", subject=user.pk)
    return len(memberships)


def _memberships(user: User, clinics: Collection[Clinic] | None) -> MembershipQuerySet:
    theirs = Membership.objects.treating().filter(user=user).select_for_update()
    return theirs if clinics is None else theirs.filter(clinic__in=clinics)


def _covering(
    user: User, cover: User | None, memberships: list[Membership], first: dt.date | None, last: dt.date | None
) -> set[int]:
    """The ids of the clinics that `cover` stands in for `user` in."""
    if cover is None or first is None or last is None:
        return set()
    there = Membership.objects.treating().filter(user=cover, clinic__in=[one.clinic_id for one in memberships])
    if cover == user or not cover.is_active or not there:
        raise Refused(_("%(name)s is nobody who can stand in. Please choose a colleague.") % {"name": cover})
    if any(first <= ends and begins <= last for one in there for begins, ends in one.days_away):
        raise Refused(_("%(name)s is away on some of these days too. Please choose somebody else.") % {"name": cover})
    return {one.clinic_id for one in there}


@transaction.atomic
def take_out_absence(user: User, away_from: dt.date, *, by: User, clinics: Collection[Clinic] | None = None) -> int:
    """Takes out the absence of `user` that begins on a date, in every clinic, or in `clinics`. Returns in how many
    there was one."""
    changed = []
    for member in _memberships(user, clinics):
        kept = [stretch for stretch in member.days_away if stretch[0] != away_from]
        if len(kept) < len(member.days_away):
            member.aways = stored_absences(kept)
            member.covers.pop(away_from.isoformat(), None)
            changed.append(member)
    if changed:
        Membership.objects.bulk_update(changed, ["aways", "covers"])
        record(by, "absence.taken-out", subject=user.pk)
    return len(changed)


def stored_absences(days: Iterable[tuple[dt.date, dt.date]]) -> list[list[str]]:
    return [[first.isoformat(), last.isoformat()] for first, last in days]


def refuse_unconfirmed(clinic: Clinic) -> None:
    """Nobody begins a programme whose alarm might name a number that nobody has checked."""
    if not clinic.numbers_are_confirmed:
        raise Refused(
            _("Nobody of %(clinic)s has confirmed whom a patient calls. Please check the numbers under “Clinic” first.")
            % {"clinic": clinic}
        )
