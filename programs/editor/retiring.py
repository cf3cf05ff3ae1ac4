"""Taking a programme, an exercise or a variation from offer, bringing it back, and deleting what nobody ever used."""

from dataclasses import dataclass, field

from django.contrib.admin.models import CHANGE, DELETION, LogEntry
from django.db import transaction
from django.utils.translation import gettext as _

from programs.models import Exercise, Prescription, Program, ProgramVersion, RemovedStage, Variation


class InTheWay(Exception):
    """It cannot be done; the message says why."""


@dataclass(frozen=True)
class Use:
    """Where a row of the catalogue is used: versions, stages that were removed from a draft and may come back, cards of
    guidance that name an exercise."""

    drafts: list
    published: list
    aside: list
    cards: list = field(default_factory=list)

    def __bool__(self):
        return bool(self.drafts or self.published or self.aside or self.cards)


def use_of(row):
    if isinstance(row, Program):
        return _use(ProgramVersion.objects.filter(program=row), [])
    exercise = row if isinstance(row, Exercise) else row.exercise
    doses = Prescription.objects.filter(exercise=exercise)
    aside = [one for one in RemovedStage.objects.select_related("version__program") if _kept_in(one, exercise)]
    if isinstance(row, Variation):
        doses = [one for one in doses if one.offered is None or row.slug in one.offered]
    cards = list(row.guidance.all()) if isinstance(row, Exercise) else []
    return _use(ProgramVersion.objects.filter(stages__prescriptions__in=doses), aside, cards)


def _use(versions, aside, cards=()):
    found = versions.select_related("program").order_by("program__name", "-number").distinct()
    drafts = [one for one in found if one.is_draft]
    return Use(drafts, [one for one in found if not one.is_draft], aside, list(cards))


def _kept_in(removed, exercise):
    return any(row["fields"].get("exercise") == exercise.pk for row in removed.rows)


@transaction.atomic
def retire(row, *, by, now):
    """From now on it is offered nowhere new; False where it was retired before. Raises `InTheWay`."""
    _locked(row)
    if isinstance(row, Variation) and not row.exercise.variations.offered().exclude(pk=row.pk).exists():
        raise InTheWay(
            _("It is the only way left to do %(exercise)s. Retire the exercise instead.") % {"exercise": row.exercise}
        )
    return _put(row, now, by, _("Retired “%s”."), retired_at=None)


@transaction.atomic
def bring_back(row, *, by):
    """It is offered again; False where it was on offer."""
    return _put(row, None, by, _("Brought back “%s”."), retired_at__isnull=False)


def _put(row, since, by, said, **where):
    """Past `save`, which would keep a wording of an exercise that did not change."""
    done = type(row).objects.filter(pk=row.pk, **where).update(retired_at=since)
    if done:
        LogEntry.objects.log_actions(by.pk, [_page_of(row)], CHANGE, said % row, single_object=True)
    return bool(done)


def why_not_deleted(row):
    """Why a row cannot be deleted, as a sentence; empty where it may. A programme goes with its only draft."""
    if isinstance(row, Program):
        return _("A programme is deleted with its only draft, and never once a version was published.")
    if use_of(row):
        return _("It is in use, and can only be retired.")
    if isinstance(row, Variation) and not row.exercise.variations.exclude(pk=row.pk).exists():
        return _("It is the only way to do %(exercise)s.") % {"exercise": row.exercise}
    return ""


@transaction.atomic
def delete_unused(row, *, by):
    """Raises `InTheWay` for what is in use: a published version, a draft, or a stage that may come back to one."""
    _locked(row)
    if why := why_not_deleted(row):
        raise InTheWay(why)
    page = _page_of(row)
    said = _("Deleted “%s”.") % row
    LogEntry.objects.log_actions(by.pk, [page], DELETION if page is row else CHANGE, said, single_object=True)
    if isinstance(row, Exercise):
        row.variations.all().delete()
    row.delete()


def _page_of(row):
    """The row on whose page of the administration it stands."""
    return row.exercise if isinstance(row, Variation) else row


def _locked(row):
    page = _page_of(row)
    type(page).objects.select_for_update().filter(pk=page.pk).first()
