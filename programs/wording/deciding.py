"""The three facts by which a clinician decides, out of the findings of a review."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from programs.progression import Code

from .evidence import run_length
from .facts import Facts, number
from .findings import FindingRow


@dataclass(frozen=True)
class DecidingFact:
    """`met` as in a `FindingRow`."""

    met: bool | None
    words: str


def deciding_facts(findings: list[dict[str, Any]], rows: Sequence[FindingRow]) -> list[DecidingFact]:
    """The row of green days, the worst of the days that were looked at, and how much of the gate is met. `rows` are
    those of the `findings`; none where the gate was not asked."""
    facts = Facts(findings)
    if facts.get(Code.SESSIONS).required is None or not rows:
        return []
    run = DecidingFact(facts.get(Code.SESSIONS).met, capfirst(run_length(facts)))
    return [run, _pain(facts), _gate(rows)]


def _pain(facts: Facts) -> DecidingFact:
    during, morning = facts.get(Code.PAIN_DURING), facts.get(Code.NEXT_MORNING)
    if during.observed is None or morning.observed is None:
        return DecidingFact(None, _("No day with its morning yet, usual %(usual)s") % {"usual": facts.usual})
    values = {"during": number(during.observed), "morning": number(morning.observed), "usual": facts.usual}
    words = _("Worst pain during %(during)s, worst next morning %(morning)s, usual %(usual)s") % values
    return DecidingFact(during.met and morning.met, words)


def _gate(rows: Sequence[FindingRow]) -> DecidingFact:
    missed = [row for row in rows if not row.met]
    count = {"n": len(rows), "got": len(rows) - len(missed)}
    if not missed:
        return DecidingFact(True, ngettext("The one point is met", "All %(n)s points are met", len(rows)) % count)
    open_one = next((row for row in missed if row.code != Code.SESSIONS), missed[0])
    words = ngettext("%(got)s of %(n)s point met", "%(got)s of %(n)s points met", len(rows)) % count
    values = {"met": words, "required": open_one.required, "observed": open_one.observed}
    return DecidingFact(False, _("%(met)s; first open: %(required)s (%(observed)s)") % values)
