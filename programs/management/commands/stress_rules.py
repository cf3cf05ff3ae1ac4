"""Drives a programme's rules with simulated patients: `manage.py stress_rules --patients 10000 --days 180 --seed 1`."""

import json
import os
import time

from django.core.management.base import BaseCommand, CommandError

from programs.workshop.virtual import crowd
from programs.workshop.virtual.report import figures, page
from programs.workshop.virtual.setting import setting_of
from programs.workshop.virtual.verdict import faults_of

BAR = 40
SHOWN = 20


class Command(BaseCommand):
    help = "Drives a programme's rules with simulated patients and says where the rules fail. Touches no database."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--patients", type=whole, default=10_000, help="how many (10000)")
        parser.add_argument("--days", type=whole, default=180, help="how long each of them is followed (180)")
        parser.add_argument("--seed", type=int, default=1, help="the same seed gives the same figures (1)")
        parser.add_argument("--program", default="high-hamstring-tendinopathy", metavar="SLUG", help="of the library")
        parser.add_argument("--jobs", type=whole, default=os.cpu_count() or 1, help="processes (one a core)")
        parser.add_argument("--json", action="store_true", help="print the figures as one JSON object")

    def handle(self, *, patients, days, seed, program, jobs, json: bool, **options):
        setting = self.setting(program)
        started = time.monotonic()
        steady = crowd.steady_courses(setting)
        tally = crowd.run(crowd.portions(setting, patients, days, seed), jobs, self.progress)
        faults = faults_of(setting, steady, tally)
        found = {"program": program, "version": setting.rules.version, "days": days, "seed": seed}
        found |= figures(tally, faults) | {"seconds": round(time.monotonic() - started, 1), "jobs": jobs}
        self.tell(found, json)
        if faults:
            raise CommandError(f"Faults found in the rules of {program}: {len(faults)}.")

    def setting(self, slug):
        try:
            return setting_of(slug)
        except KeyError as error:
            raise CommandError(f"{slug} is not in the library.", returncode=2) from error

    def tell(self, found, as_json):
        if as_json:
            self.stdout.write(json.dumps(found, ensure_ascii=False))
            return
        self.stdout.write(page(found))
        self.stdout.write(f"\n{found['seconds']} s on {found['jobs']} cores.")
        for fault in found["faults"][:SHOWN]:
            self.stderr.write(f"{fault['kind']}: {fault['what']}")

    def progress(self, share):
        """One line on a terminal, nothing elsewhere."""
        if self.stderr.isatty():
            self.stderr.write(f"\r{'█' * round(share * BAR):<{BAR}} {share:4.0%}", ending="\n" if share == 1 else "")
            self.stderr.flush()


def whole(text):
    """A whole number of at least 1."""
    number = int(text)
    if number < 1:
        raise ValueError
    return number
