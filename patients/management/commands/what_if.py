import json as json_format
import os
from dataclasses import asdict

from django.core.management.base import BaseCommand, CommandError

from patients.what_if.figures import LEAST_PATIENTS, groups_of, total_of
from patients.what_if.page import groups_in_words, moved_of, rows_of, stats_of
from patients.what_if.running import count_all
from patients.what_if.small_counts import shown_of
from programs import clock
from programs.editor.publishing import faults_of
from programs.gate import rules_of
from programs.models import ProgramVersion
from programs.progression import stored

BAR = 40


class Command(BaseCommand):
    help = "Replays every logged history under the rules of a draft, beside the published ones. Writes nothing."

    def add_arguments(self, parser):
        parser.add_argument("program", metavar="PROGRAM", help="short name, such as high-hamstring-tendinopathy")
        parser.add_argument("--draft", type=int, metavar="NUMBER", help="the version to try; else the draft there is")
        parser.add_argument("--limit", type=int, metavar="PATIENTS", help="replay so many patients only")
        parser.add_argument("--workers", type=int, default=os.cpu_count(), help="processes; else one a core")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *, program, draft, limit, workers, json, **options):
        tried = version_to_try(program, draft)
        published = tried.program.latest_published()
        if published is None:
            raise CommandError("Nothing of this programme is published, so nobody has logged anything in it.")
        rules = stored.rules_from_json(published.rules), rules_of(tried)
        now = clock.now()
        counts = count_all(*rules, (published, tried), now, limit=limit, workers=max(1, workers), tell=self.tell)
        write = as_json if json else as_text
        self.stdout.write(write(tried, published, counts))

    def tell(self, done, patients):
        """A bar for whoever watches; a file or a pipe gets none."""
        if self.stderr.isatty():
            filled = BAR * done // patients
            bar = "█" * filled + "·" * (BAR - filled)
            self.stderr.write(f"\r{bar} {done} of {patients} patients", ending="\n" if done == patients else "")


def version_to_try(slug, number):
    versions = ProgramVersion.objects.filter(program__slug=slug).select_related("program")
    found = (versions.drafts() if number is None else versions.filter(number=number)).first()
    if found is None:
        raise CommandError(f"{slug} has no {'draft' if number is None else f'version {number}'}.")
    if found.is_draft and (problems := faults_of(found)):
        raise CommandError(" ".join(map(str, problems)))
    return found


def as_json(tried, published, counts):
    """Every figure as it was counted: whoever may run commands on the server can read the rows themselves."""
    total = total_of(counts)
    document = {
        "program": tried.program.slug,
        "published": published.number,
        "draft": tried.number,
        "least_patients": LEAST_PATIENTS,
        "total": total and asdict(total),
        "groups": [asdict(group) for group in groups_of(counts)],
    }
    return json_format.dumps(document, indent=2)


def as_text(tried, published, counts):
    total = total_of(counts)
    if total is None:
        return f"Fewer than {LEAST_PATIENTS} patients have logged anything in {tried.program}: no figure is shown."
    groups = groups_of(counts)
    shown = shown_of(total, groups)
    moved = moved_of(total, shown)
    lines = [
        f"{tried} against version {published.number}: {total.histories} histories of {total.patients} patients",
        *(f"{stat.number:>12}  {stat.meaning}" for stat in stats_of(total, shown)),
        f"{moved.same_day:>12}  on the same day",
        f"{moved.neither:>12}  by neither",
        "",
        f"{'':<64}{f'version {published.number}':>32}{f'version {tried.number}':>32}",
        *(f"{row.what:<64}{row.published:>32}{row.draft:>32}" for row in rows_of(shown)),
    ]
    for group in groups_in_words(groups, shown):
        earlier, _same_day, later, draft_only, published_only, _neither = group.figures
        lines.append(
            f"{group.name}: {group.histories} histories, {earlier} earlier, {later} later, "
            f"{draft_only} by the draft alone, {published_only} no longer"
        )
    return "\n".join(lines)
