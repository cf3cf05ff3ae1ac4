"""What the review in force says to the patient."""

from django.utils.translation import gettext as _

from patients.selectors.names import names_of
from programs import wording
from programs.progression import Because, Outcome


def words_now(assignment, today):
    """What the review in force says to the patient; of a declined suggestion, what the clinician said."""
    review = assignment.standing.review
    if review is None:
        return wording.Words("", "")
    if assignment.standing.quiet and not _is_irritated(review):
        decided = assignment.reviews.exclude(decision="").select_related("decided_by").order_by("-decided_at").first()
        return wording.Words(_("Stay at this stage for now"), _stays(decided, assignment, today))
    if _is_irritated(review):
        lead = lead_words(assignment, today)
        return wording.Words(lead.title, f"{lead.text} {_('Your plan stands on Today, day by day.')}")
    names = names_of(assignment, today)
    return wording.patient_words(review.outcome, review.because, review.target, review.findings, names)


def lead_words(assignment, today):
    """What opened the reduced plan, without the plan itself."""
    review = assignment.standing.review
    return wording.irritated_words(review.because, review.findings, names_of(assignment, today))


def _is_irritated(review):
    return review.outcome == Outcome.REDUCE or review.because == Because.SECOND_FLARE


def _stays(review, assignment, today):
    day = wording.on_day(assignment.patient.today(review.decided_at), today)
    said = _("%(name)s looked at it %(day)s. You stay at this stage.") % {"name": review.decided_by, "day": day}
    return f"{said} {_('Reason: %(reason)s') % {'reason': review.reason}}" if review.reason else said
