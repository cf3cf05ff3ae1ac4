"""Drafts and published versions. A published version is frozen; editing means duplicating it to a draft."""

from dataclasses import dataclass

from django.contrib.admin.models import CHANGE, LogEntry
from django.db import transaction
from django.utils.translation import gettext as _

from programs.columns import refusals, unexplained
from programs.editor.contradictions import contradictions, unfinished
from programs.editor.drafting import NEW_STAGE
from programs.editor.openings import openings_of, rhythm_fault
from programs.gate import safety_of, stage_rules_of
from programs.models import ProgramVersion, Role, Stage, Status
from programs.selectors import stages_of


class NotPublishable(Exception):
    """The draft cannot be published; the message lists why, a sentence each."""


@dataclass(frozen=True)
class Checked:
    """Why a draft cannot be published yet, as sentences; and by id of a stage the first day on which it can open."""

    problems: list
    opens_on: dict


def checked(version):
    """A draft as it would be published, a perfect patient walked through it where rules can be made of it."""
    stages = stages_of(version)
    if found := _faults(version, stages):
        return Checked(found, {})
    found = _retired(version, stages) + unexplained(version) + _unproven(version)
    opens_on = {}
    for stage, day, never in openings_of(version, stages):
        opens_on[stage.pk] = day
        doses = [asked for one in stage.prescriptions.all() for asked in _of_dose(one, unexplained(one))]
        unnamed = [_("it still has the name of a new stage.")] if stage.name == NEW_STAGE else []
        found += _in_stage(stage, [*unnamed, *unexplained(stage), *doses, *filter(None, (rhythm_fault(stage), never))])
    return Checked(found, opens_on)


def _retired(version, stages):
    """What a new version would offer anew, though it is retired."""
    found = []
    if version.program.retired_at:
        found.append(_("The programme is retired. Bring it back before you publish a version of it."))
    for stage in stages:
        for one in stage.prescriptions.all():
            if one.exercise.retired_at:
                fault = _("%(exercise)s is retired: take it out, or bring it back.")
                found += _in_stage(stage, [fault % {"exercise": one.exercise}])
            fault = _("“%(variation)s” of %(exercise)s is retired: take the variations as they are today.")
            names = [{"variation": way, "exercise": one.exercise} for way in one.variations if way.retired_at]
            found += _in_stage(stage, [fault % each for each in names])
    return found


def _unproven(version):
    """What its sources lack that are said to be read."""
    words = _("Source “%(source)s”: %(fault)s")
    faults = {one: (one.wrong() | one.unproven()).values() for one in version.sources.all()}
    return [words % {"source": one, "fault": fault} for one, found in faults.items() for fault in found]


def problems_of(version):
    """Why a draft cannot be published yet: sentences, none when it can."""
    return checked(version).problems


def _in_stage(stage, faults):
    return [_("%(stage)s: %(fault)s") % {"stage": stage, "fault": fault} for fault in faults]


def faults_of(version):
    """What no rules can be made of, as sentences: a draft with such a fault can also not be tried on histories."""
    return _faults(version, stages_of(version))


def faults_until(last: Stage) -> list[str]:
    """The same of a draft that ends with the `Stage`: whoever is in it does nothing yet of those that follow."""
    stages = [stage for stage in stages_of(last.version) if stage.position <= last.position]
    return [str(fault) for fault in _faults(last.version, stages)]


def _faults(version, stages):
    if not stages:
        return [_("The programme has no stage.")]
    found = []
    if [stage.position for stage in stages] != list(range(1, len(stages) + 1)):
        found.append(_("Stages must be numbered 1, 2, 3 … without a gap."))
    found += refusals(version).values()
    for stage in stages:
        found += _stage_problems(version, stage)
    return found


def _stage_problems(version, stage):
    found = []
    if not any(one.role == Role.MAIN for one in stage.prescriptions.all()):
        found.append(_("%(stage)s has no exercise that counts towards its gate.") % {"stage": stage})
    for one in stage.prescriptions.all():
        if not one.variations:
            found.append(
                _("%(exercise)s has no variation: nobody could say how it was done.") % {"exercise": one.exercise}
            )
    if stage.run_length > stage.window_days:
        found.append(
            _("%(stage)s asks for %(run)s green days within %(window)s days, which cannot be.")
            % {"stage": stage, "run": stage.run_length, "window": stage.window_days}
        )
    if stage.harder_days and len(stage.variations) < 2:
        found.append(_("%(stage)s asks for a harder variation, and its exercise has only one.") % {"stage": stage})
    if stage.symmetry_min and any(one.affected_leg for one in stage.prescriptions.all() if one.role == Role.MAIN):
        found.append(_("%(stage)s compares both sides, and trains one of them alone.") % {"stage": stage})
    if stage.pain_max >= version.red_during:
        found.append(_("%(stage)s allows pain that this version calls red.") % {"stage": stage})
    doses = [fault for one in stage.prescriptions.all() for fault in _of_dose(one, refusals(one).values())]
    found += _in_stage(stage, [*refusals(stage).values(), *doses])
    if found:
        return found
    rules = stage_rules_of(stage)
    faults = contradictions(rules, safety_of(version)) + unfinished(rules)
    return _in_stage(stage, faults)


def _of_dose(one, faults):
    return [_("%(exercise)s: %(fault)s") % {"exercise": one.exercise, "fault": fault} for fault in faults]


@transaction.atomic
def publish(version, *, by, now):
    """Freezes a draft with the rules the engine will read. Raises `NotPublishable` with the reasons."""
    problems = problems_of(version)
    if problems:
        raise NotPublishable(" ".join(str(problem) for problem in problems))
    if not version.freeze(by=by, now=now):
        raise NotPublishable(_("This version is published already."))
    if by:
        LogEntry.objects.log_actions(by.pk, [version], CHANGE, _("Published."), single_object=True)
    return version


def note_fault(note, replaced):
    """Why a note does not say what changed since the version that is `replaced`; empty where it does, and where there
    is none."""
    if replaced is None:
        return ""
    if not note.strip():
        return _("Please say what changed since version %(n)s.") % {"n": replaced.number}
    if _plain(note) == _plain(replaced.changes):
        return _("This is the note of version %(n)s. Please say what changed since.") % {"n": replaced.number}
    return ""


def _plain(note):
    return note.casefold().split()


@transaction.atomic
def duplicate(version):
    """A draft of the next version with the same stages, doses and gates; the draft there is, if there is one."""
    existing = ProgramVersion.objects.drafts().filter(program=version.program_id).first()
    if existing:
        return existing
    newest = ProgramVersion.objects.filter(program=version.program_id).order_by("-number").first()
    stages = stages_of(version)
    unpublished = {"status": Status.DRAFT, "rules": None, "published_at": None, "published_by": None, "changes": ""}
    draft = _copy(version, number=newest.number + 1, **unpublished)
    for stage in stages:
        copied = _copy(stage, version=draft)
        for one in stage.prescriptions.all():
            _copy(one, stage=copied, offered=_still_offered(one))
        for row in stage.criteria.all():
            _copy(row, stage=copied)
    for source in version.sources.all():
        _copy(source, version=draft)
    return draft


def _still_offered(one):
    """The variations of a prescription without those that were retired since it was published."""
    retired = {variation.slug for variation in one.exercise.variations.all() if variation.retired_at}
    return None if one.offered is None else [slug for slug in one.offered if slug not in retired]


def _copy(row, **changes):
    values = {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if not field.primary_key and field.name not in changes
    }
    return type(row)._default_manager.create(**values, **changes)
