"""The clinician's directives that are in force: hold, ceiling, self-paced variations, suggestions on or off."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from patients.beside import beside_of
from patients.models import Directive, DirectiveKind
from patients.wording import directive_words, end_words
from programs import wording

USUAL = {
    DirectiveKind.HOLD: None,
    DirectiveKind.CEILING: None,
    DirectiveKind.SELF_PACED: 1,
    DirectiveKind.ENGINE: 1,
    DirectiveKind.PAUSE: None,
}


@dataclass(frozen=True)
class DirectiveInForce:
    """A directive that differs from the programme's default: its value, in words, by whom, since when, until when and
    why."""

    kind: str
    value: int | None
    words: str
    by: str
    since: str
    end: str
    reason: str

    @property
    def set_by(self):
        """ "Jonas Adeyemi, Tuesday 9 June, no end set"."""
        return ", ".join(filter(None, (self.by, self.since, self.end)))

    def __str__(self):
        return _("%(words)s %(set_by)s: “%(reason)s”") % {
            "words": self.words,
            "set_by": self.set_by,
            "reason": self.reason,
        }


def directives_in_force(assignment, today):
    """The `DirectiveInForce` of each kind that is not at its default, by kind."""
    latest = {one.kind: one for one in beside_of(assignment).directives}
    return {
        kind: DirectiveInForce(
            kind=kind,
            value=one.value,
            words=directive_words(kind, one.value),
            by=str(one.by),
            since=wording.record_day(assignment.patient.today(one.at), today),
            end=end_words(one.until_on) if kind in Directive.WITH_AN_END else "",
            reason=one.reason,
        )
        for kind, one in latest.items()
        if kind in USUAL and one.value != USUAL[kind]
    }
