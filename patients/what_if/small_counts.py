"""Which figures are told exactly. None from 1 to 4 is, for it would speak of a few people, and none from which such a
one could be had by subtracting: of every sum that would give one away, the smallest other figure is told roughly too.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from patients.what_if.figures import LEAST_PATIENTS, Figures, SideFigures

KINDS = ("earlier", "same_day", "later", "draft_only", "published_only", "neither")
SUGGESTED = {
    "published": ("earlier", "same_day", "later", "published_only"),
    "draft": ("earlier", "same_day", "later", "draft_only"),
}
Cell = tuple[int, str]  # the row, 0 for all histories and 1 and up for the groups of stages; what is counted
Line = list[Cell]  # figures whose sum is told, or of which one is the sum of the others


@dataclass(frozen=True)
class Shown:
    """Every figure of a page in words. `rough` are the cells that are told as "fewer than 5" or "5 or more"."""

    cells: dict[Cell, int]
    rough: frozenset[Cell]

    def is_exact(self, what: str, row: int = 0) -> bool:
        return (row, what) not in self.rough

    def words(self, what: str, row: int = 0) -> str:
        number = self.cells[row, what]
        if self.is_exact(what, row):
            return str(number)
        words = _("fewer than %(n)s") if number < LEAST_PATIENTS else _("%(n)s or more")
        return words % {"n": LEAST_PATIENTS}

    def short(self, what: str, row: int = 0) -> str:
        """The same for a narrow column."""
        number = self.cells[row, what]
        if self.is_exact(what, row):
            return str(number)
        return (_("< %(n)s") if number < LEAST_PATIENTS else _("≥ %(n)s")) % {"n": LEAST_PATIENTS}


def shown_of(total: Figures, groups: list[Figures]) -> Shown:
    """The figures of all histories, and of the groups that they are told by."""
    cells = {(row, kind): getattr(of, kind) for row, of in enumerate([total, *groups]) for kind in KINDS}
    lines = [[(row, kind) for kind in KINDS] for row in range(len(groups) + 1)]
    if groups:
        lines += [[(row, kind) for row in range(len(groups) + 1)] for kind in KINDS]
    for name, side in (("published", total.published), ("draft", total.draft)):
        cells |= {(0, f"{name}:{what}"): number for what, number in _counted(side, total.histories).items()}
        lines += _lines_of(name)
    return Shown(cells, _rough(cells, lines))


def _counted(side: SideFigures, histories: int) -> dict[str, int]:
    """Each figure of a side, and what is left of its whole."""
    return {
        "suggested": side.suggested,
        "held": histories - side.suggested,
        "red_after": side.red_after,
        "calm_after": side.followed - side.red_after,
        "followed": side.followed,
        "stepped_back": side.stepped_back,
        "not_stepped_back": histories - side.stepped_back,
        "easing_days": side.easing_days,
    }


def _lines_of(name: str) -> list[Line]:
    parts = (("suggested", "held"), ("red_after", "calm_after", "followed"), ("stepped_back", "not_stepped_back"))
    sums = [[(0, f"{name}:{what}") for what in part] for part in parts]
    return [*sums, [*((0, kind) for kind in SUGGESTED[name]), (0, f"{name}:suggested")]]


def _rough(cells: dict[Cell, int], lines: list[Line]) -> frozenset[Cell]:
    rough = {cell for cell, number in cells.items() if 0 < number < LEAST_PATIENTS}
    while given_away := next((line for line in lines if len(rough & set(line)) == 1), None):
        others = [cell for cell in given_away if cell not in rough]
        rough.add(min(others, key=lambda cell: (cells[cell] == 0, cells[cell])))
    return frozenset(rough)
