"""What the patient reads first: why today asks for less, else what the review in force says. Never both."""

from dataclasses import replace

from django.utils.translation import gettext as _

from patients import engine
from patients.domain.todays_plan import Amount, Why
from patients.models import ContactKind
from patients.selectors.names import names_of
from patients.wording import plan_words
from programs import wording
from programs.progression import Because, Outcome
from programs.wording.phrases import physio_first

OF_THE_AMOUNT = (Outcome.REDUCE, Outcome.STEP_BACK)  # what these say is today's plan's to say


def words_now(assignment, plan, today, findings=None):
    """Why `plan` asks for less; where it asks for all, what the review in force says, and of a declined suggestion what
    the clinician said. A review that asks for less then only says who looks at it. `today` is the reader's date;
    `findings` are those `with_row`, where the page has read them."""
    review = assignment.standing.review
    if plan.amount is not Amount.WHOLE:
        names = names_of(assignment, today)
        if _decided_since(assignment, plan):
            names = replace(names, hears="")
        words = plan_words(plan, names, decides=review is not None)
        return wording.Words(words.title, f"{words.text} {_decided(assignment, today)}".strip())
    if review is None:
        return wording.Words("", "")
    if decided := _decided(assignment, today):
        return wording.Words(_("Stay at this stage for now"), decided)
    names = replace(names_of(assignment, today), plan_day=plan.today)
    if review.outcome in OF_THE_AMOUNT or review.because in (Because.SECOND_FLARE, Because.GAP):
        return wording.Words(
            _("Your plan stands on Today"), _("%(name)s looks at it and tells you.") % {"name": physio_first(names)}
        )
    findings = engine.findings_with_row(assignment, review) if findings is None else findings
    return wording.patient_words(review.outcome, review.because, review.target, findings, names)


def _decided_since(assignment, plan):
    """Whether a clinician decided after all that eases the plan: then nobody is still to see it."""
    standing, eased = assignment.standing, plan.because(Why.EASED)
    if standing.quiet:
        return True
    if eased is None or standing.contact_kind != ContactKind.DECISION:
        return False
    felt = plan.because(Why.FELT)
    last, decided = max(eased.since, felt.since if felt else eased.since), standing.contact_at
    on = assignment.patient.today(decided)
    if on != last:
        return on > last
    since = [rows.valid().filter(received_at__gt=decided) for rows in (assignment.sessions, assignment.morning_checks)]
    return not any(rows.exists() for rows in since)


def _decided(assignment, today):
    """What a clinician said to the suggestion that stays quiet; "" where none does."""
    if not assignment.standing.quiet:
        return ""
    review = assignment.reviews.decided().select_related("decided_by").order_by("-decided_at").first()
    day = wording.on_day(assignment.patient.today(review.decided_at), today)
    said = _("%(name)s looked at it %(day)s. You stay at this stage.") % {"name": review.decided_by, "day": day}
    return f"{said} {_('Reason: %(reason)s') % {'reason': review.reason}}" if review.reason else said
