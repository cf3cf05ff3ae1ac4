"""The numbers of a clinic, that a named person of it stands for, and when who works in it is away."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from patients.access import clinics_of_staff, record
from patients.models import Clinic, Membership
from patients.models.clinic import NUMBERS
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
def set_absence(user: User, *, away_from: dt.date | None, away_to: dt.date | None, by: User) -> int:
    """Notes on which local dates `user` is away from every clinic they treat patients in, both ends included, beside
    what was noted before; None twice is that they are there, from now on too. Returns how many clinics. Refused for one
    day without the other, for a last one before the first, and for dates of which some are noted already."""
    if (away_from is None) != (away_to is None):
        raise Refused(_("Please give the first and the last day."))
    if away_from and away_to and away_to < away_from:
        raise Refused(_("The last day away is before the first."))
    memberships = list(Membership.objects.treating().filter(user=user).select_for_update())
    for member in memberships:
        if away_from is None or away_to is None:
            member.aways = []
            continue
        if any(away_from <= last and first <= away_to for first, last in member.days_away):
            raise Refused(_("Some of these days are noted already. Please take out that absence first."))
        member.aways = [*stored_absences(member.days_away), *stored_absences([(away_from, away_to)])]
    Membership.objects.bulk_update(memberships, ["aways"])
    record(by, "absence.set", subject=user.pk)
    return len(memberships)


@transaction.atomic
def take_out_absence(user: User, away_from: dt.date, *, by: User) -> int:
    """Takes out the absence of `user` that begins on a date, in every clinic. Returns in how many there was one."""
    changed = []
    for member in Membership.objects.treating().filter(user=user).select_for_update():
        kept = [stretch for stretch in member.days_away if stretch[0] != away_from]
        if len(kept) < len(member.days_away):
            member.aways = stored_absences(kept)
            changed.append(member)
    if changed:
        Membership.objects.bulk_update(changed, ["aways"])
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
