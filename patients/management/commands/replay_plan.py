"""Shows how much a case asks for today: `manage.py replay_plan FILE...`, or `-` for standard input."""

from patients.domain.plan_cases import read_plan_case, replay_plan
from programs import library
from programs.management.commands import replay_case


class Command(replay_case.Command):
    help = "Replays cases of today's plan and prints one JSON object a case. Touches no database."

    def answer(self, document):
        return replay_plan(read_plan_case(document, library.rules))
