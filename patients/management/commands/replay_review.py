import json

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from patients.models import Review
from programs.progression import ENGINE_VERSION, evaluate, stored


class Command(BaseCommand):
    help = (
        "Runs a stored review again from its own snapshot and the rules of its programme version. Exit 1 when this "
        "engine stored it and now disagrees. Of another engine's review both answers are shown, and neither is wrong."
    )

    def add_arguments(self, parser):
        parser.add_argument("id", help="the review's public id")

    def handle(self, *, id, **options):
        review = self._review(id)
        if not review.inputs:
            raise CommandError("What this review had read is kept no longer.", returncode=2)
        rules = stored.rules_from_json(review.assignment.version.rules)
        answer = stored.recommendation_to_json(evaluate(rules, stored.history_from_json(review.inputs)))
        kept = {"outcome": review.outcome, "because": review.because, "target": review.target}
        same = kept == {key: answer[key] for key in kept} and answer["findings"] == review.findings
        agrees = same if review.engine_version == ENGINE_VERSION else None
        report = {"stored": kept, "engine": [review.engine_version, ENGINE_VERSION], "now": answer, "agrees": agrees}
        self.stdout.write(json.dumps(report))
        if agrees is False:
            raise CommandError("The stored review and its replay disagree.", returncode=1)

    def _review(self, public_id):
        try:
            return Review.objects.select_related("assignment__version").get(public_id=public_id)
        except (Review.DoesNotExist, ValidationError) as error:
            raise CommandError("There is no such review.", returncode=2) from error
