"""Page-shaped and engine-shaped reads of the catalogue."""

from django.db.models import Prefetch

from programs.models import Prescription, Role, Stage


def stages_of(version):
    """The stages of a version in order, each with its prescriptions, exercises and variations: four queries."""
    prescriptions = Prescription.objects.select_related("exercise").prefetch_related("exercise__variations")
    return list(Stage.objects.filter(version=version).prefetch_related(Prefetch("prescriptions", prescriptions)))


def prescriptions_up_to(version_id, position):
    """What may be logged in the stage at `position`: its prescriptions and those of earlier stages, latest first."""
    return list(
        Prescription.objects.filter(stage__version=version_id, stage__position__lte=position)
        .select_related("stage", "exercise")
        .prefetch_related("exercise__variations")
        .order_by("-stage__position", "position")
    )


def main_of(prescriptions, stage_id):
    """The prescriptions that count towards the gate of one stage."""
    return [one for one in prescriptions if one.stage_id == stage_id and one.role == Role.MAIN]
