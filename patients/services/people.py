"""Who works in a clinic, and who looks after whom: ending what somebody is there, and handing patients over."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from patients.access import record
from patients.models import Clinic, Invitation, Membership, Notice, NoticeKind, Patient, Role
from patients.models.user import User
from patients.services.colleague import refuse_who_does_not_run, withdraw_colleague_links
from patients.services.errors import Refused
from patients.services.groups import farewell, welcome
from patients.services.letter import queue_account
from patients.services.signin import end_sign_ins

LETTER_LIVES = dt.timedelta(days=2)


@dataclass
class Ended:
    """What went with somebody: to whom how many patients went (by the heir's id), how many unused links ended, and of
    how many patients the sign-ins, for a link of theirs had been used."""

    handed: dict[int, int] = field(default_factory=dict)
    links: int = 0
    signed_out: int = 0


@transaction.atomic
def end_membership(
    clinic: Clinic,
    user: User,
    *,
    by: User,
    now: dt.datetime,
    role: str | None = None,
    to: User | None = None,
    each: Mapping[int, User] | None = None,
    seen: Collection[int] | None = None,
) -> Ended:
    """Ends what `user` is in the clinic, or the one `role` of it, and all that hung on it, in one act. Patients go `to`
    one physio of the clinic, but for those that `each` names by id; `seen` are the ids of the patients that whoever
    decides was shown. Refused for who does not run the clinic, for the only administrator of it, for patients whom
    nobody takes, and where there are others by now than were seen."""
    refuse_who_does_not_run(clinic, by)
    here = list(clinic.memberships.current().select_for_update())
    ending = [one for one in here if one.user_id == user.pk and role in (None, one.role)]
    if not ending:
        raise Refused(_("%(name)s does not have this role in the clinic any more.") % {"name": user})
    roles = {one.role for one in ending}
    if Role.ADMINISTRATOR in roles and not _others(here, user, Role.ADMINISTRATOR):
        raise Refused(
            _("%(name)s is the only administrator of %(clinic)s. Please give somebody else that role first.")
            % {"name": user, "clinic": clinic}
        )
    ended = Ended()
    if Role.PHYSIO in roles:
        ended.handed = _hand_all_over(clinic, user, here, to, each or {}, seen, by)
        ended.links = _withdraw_links(clinic, user, by, now)
        ended.signed_out = _sign_out_patients(clinic, user, by, now)
    Membership.objects.filter(pk__in=[one.pk for one in ending]).update(left_at=now)
    for one in ending:
        record(by, f"member.left.{one.role}", subject=user.pk)
    farewell(user)
    if not Membership.objects.current().filter(user=user).exists():
        withdraw_colleague_links(user, now=now)
    if len(ending) == sum(one.user_id == user.pk for one in here):
        end_sign_ins(user, by=by, now=now)
    return ended


@transaction.atomic
def give_role(clinic: Clinic, user: User, role: str, *, by: User, now: dt.datetime) -> Membership:
    """A further role of somebody who works in the clinic. Refused for who does not run it, for somebody who does not
    work there, and for a role that there is not or that they have."""
    refuse_who_does_not_run(clinic, by)
    held = set(clinic.memberships.current().select_for_update().filter(user=user).values_list("role", flat=True))
    if not held:
        raise Refused(_("%(name)s does not work in this clinic.") % {"name": user})
    if role not in Role or role in held:
        raise Refused(_("Please choose a role that %(name)s does not have.") % {"name": user})
    given = Membership.objects.create(clinic=clinic, user=user, role=role, joined_at=now)
    welcome(user, role)
    record(by, f"member.given.{role}", subject=user.pk)
    return given


@transaction.atomic
def reset_second_factor(clinic: Clinic, user: User, *, by: User, now: dt.datetime) -> None:
    """Takes the second factor and its recovery codes from somebody of the clinic who has lost them, ends their
    sign-ins, and writes to them; at the next sign-in they set up another. Refused for who does not run the clinic, for
    the installation's administrator, whom no clinic runs, and for oneself: a door with one lock less."""
    refuse_who_does_not_run(clinic, by)
    if user.is_superuser or user == by or not clinic.memberships.current().filter(user=user).exists():
        raise Refused(_("You cannot reset the second factor of %(name)s.") % {"name": user})
    Authenticator.objects.filter(user=user).delete()
    end_sign_ins(user, by=by, now=now)
    record(by, "second_factor.reset", subject=user.pk)
    text = render_to_string("email/second_factor_reset.txt", {"name": user, "by": by, "clinic": clinic})
    queue_account(
        user.email or "", _("Your second factor was reset"), text, to=user, expires_at=now + LETTER_LIVES, now=now
    )


def _others(here: Iterable[Membership], user: User, role: str) -> set[int]:
    return {one.user_id for one in here if one.role == role and one.user_id != user.pk}


def _hand_all_over(
    clinic: Clinic,
    user: User,
    here: Iterable[Membership],
    to: User | None,
    each: Mapping[int, User],
    seen: Collection[int] | None,
    by: User,
) -> dict[int, int]:
    patients = list(Patient.objects.current().select_for_update().filter(clinic=clinic, physio=user))
    if seen is not None and set(seen) != {patient.pk for patient in patients}:
        raise Refused(
            _("The patients of %(name)s are not those that you were shown. Please look again.") % {"name": user}
        )
    going: dict[User, list[Patient]] = defaultdict(list)
    left = 0
    for patient in patients:
        heir = each.get(patient.pk, to)
        if heir is None:
            left += 1
        else:
            going[heir].append(patient)
    if left:
        raise Refused(
            ngettext(
                "Please choose who takes over %(n)s patient of %(name)s.",
                "Please choose who takes over the %(n)s patients of %(name)s.",
                left,
            )
            % {"n": left, "name": user}
        )
    heirs = _others(here, user, Role.PHYSIO)
    for heir, theirs in going.items():
        _refuse_no_heir(heir, heirs, clinic)
        _give(theirs, heir, by)
    return {heir.pk: len(theirs) for heir, theirs in going.items()}


def _refuse_no_heir(heir: User, heirs: Collection[int], clinic: Clinic) -> None:
    if heir.pk not in heirs or not heir.is_active:
        raise Refused(_("%(name)s is no physio of %(clinic)s.") % {"name": heir, "clinic": clinic})


def _give(patients: list[Patient], heir: User, by: User) -> None:
    Patient.objects.filter(pk__in=[patient.pk for patient in patients]).update(physio=heir)
    for patient in patients:
        patient.physio = heir
        note_handed_over(patient, by=by)


def note_handed_over(patient: Patient, *, by: User) -> None:
    """That `patient` has the physio they have from now on. An alarm or a message finds the new one by itself; a letter
    of a bad day is planned once, so one that has not gone goes to them."""
    of_bad_days = Notice.objects.filter(kind=NoticeKind.FLARE)
    theirs = of_bad_days.filter(user=patient.physio).values("key")
    for running in patient.assignments.active():
        waiting = of_bad_days.filter(key__startswith=f"flare:{running.pk}:", claimed_at=None, dropped_at=None)
        waiting.exclude(key__in=theirs).update(user=patient.physio)
    record(by, "patient.handed_over", patient, patient.physio_id)


@transaction.atomic
def hand_over(patients: Iterable[Patient], *, of: User, to: User, by: User) -> list[Patient]:
    """Gives those of `patients` that are the physio `of`'s to the physio `to`, and returns them; somebody else's by now
    stay where they are. Refused for who is no physio of the clinic of each."""
    there = {patient.clinic for patient in patients}
    for clinic in there:
        physios = clinic.memberships.treating().select_for_update()
        _refuse_no_heir(to, {one.user_id for one in physios}, clinic)
    ids = [patient.pk for patient in patients]
    going = list(Patient.objects.select_for_update().filter(pk__in=ids, physio=of).order_by("name"))
    _give(going, to, by)
    return going


def _withdraw_links(clinic: Clinic, user: User, by: User, now: dt.datetime) -> int:
    """Sign-in links that `user` made and nobody has used: they know the secrets."""
    links = Invitation.objects.usable(now).filter(created_by=user, patient__clinic=clinic)
    waiting = links.select_for_update(of=("self",), no_key=True).order_by("pk")  # as who uses one locks them
    withdrawn = list(waiting.select_related("patient"))
    links.update(withdrawn_at=now)
    for link in withdrawn:
        record(by, "invitation.withdrawn", link.patient)
    return len(withdrawn)


def _sign_out_patients(clinic: Clinic, user: User, by: User, now: dt.datetime) -> int:
    """Ends the sign-ins of each patient whose account was opened by a link that `user` made: whether it was the patient
    who used it cannot be told, and a session that it began may have changed its name since."""
    opened = Invitation.objects.filter(created_by=user, patient__clinic=clinic).exclude(used_at=None)
    patients = Patient.objects.filter(pk__in=opened.values("patient")).select_related("user")
    for patient in patients:
        end_sign_ins(patient.user, by=by, now=now)
    return len(patients)
