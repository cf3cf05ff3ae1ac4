"""A programme, an exercise or a variation, and where it is used, before it is taken from offer."""

from dataclasses import dataclass

from patients.models import ClinicProgram
from patients.selectors.desk.on_versions import on_versions
from programs.editor.retiring import Use, use_of, why_not_deleted
from programs.models import Exercise, Program, Variation


@dataclass(frozen=True)
class RetirePage:
    """`on_versions`: who is on a version with it today; `clinics` that have chosen a programme."""

    row: Program | Exercise | Variation
    kind: str
    use: Use
    on_versions: list
    clinics: int
    why_not_deleted: str


def retire_page(row, kind, user):
    use = use_of(row)
    return RetirePage(
        row=row,
        kind=kind,
        use=use,
        on_versions=on_versions(use.published, user),
        clinics=ClinicProgram.objects.filter(program=row).count() if kind == "programme" else 0,
        why_not_deleted=why_not_deleted(row),
    )
