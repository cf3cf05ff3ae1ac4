"""Shows what the rules say to a case: `manage.py replay_case FILE...`, or `-` for standard input."""

import json
import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from programs import library
from programs.progression.cases import parse, read_case, replay
from programs.progression.schema import NotValid


class Command(BaseCommand):
    help = "Replays progression cases and prints one JSON object a case. Touches no database."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", metavar="FILE", help="a case as JSON, or - for standard input")

    def handle(self, *, files, **options):
        answers = [self.replayed(name) for name in files]
        if None in answers:
            raise CommandError(f"{answers.count(None)} of {len(files)} files are not valid cases", returncode=2)
        wrong = sum(answer["agrees"] is False for answer in answers)
        if wrong:
            raise CommandError(f"{wrong} of {len(files)} cases disagree", returncode=1)

    def replayed(self, name):
        """The answer to one file, printed; None if it is no valid case."""
        try:
            answer = self.answer(parse(written_in(name)))
        except NotValid as error:
            self.stderr.write(f"{name}: {error}")
            return None
        self.stdout.write(json.dumps(answer))
        return answer

    def answer(self, document):
        """What is said to a case, and whether the case agrees; raises NotValid."""
        return replay(read_case(document, library.rules))


def written_in(name):
    """The text of a file, or of standard input for `-`; raises NotValid where there is none to read."""
    try:
        return sys.stdin.read() if name == "-" else Path(name).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise NotValid("the file", f"cannot be read ({error})") from error
