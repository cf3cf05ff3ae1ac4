from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from patients.services.loop import tell_keepers
from programs import clock


class Command(BaseCommand):
    help = "Writes to everybody who looks after the installation that a unit of systemd failed: the `OnFailure` of one."

    def add_arguments(self, parser):
        parser.add_argument("unit")

    def handle(self, *, unit, **options):
        text = _("%(unit)s failed on the server of this site. Its last words: journalctl -u %(unit)s -n 20")
        told = tell_keepers(_("%(unit)s failed") % {"unit": unit}, text % {"unit": unit}, clock.now())
        self.stdout.write(f"{told} told")
