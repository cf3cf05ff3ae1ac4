from uuid import UUID

from django.core.management.base import BaseCommand

from patients import services
from patients.models import Erasure
from programs import clock


class Command(BaseCommand):
    help = (
        "After a restore: erases again what the ledger names and the backup brought back, and the records whose ids "
        "are given, for what was erased after the backup was made. --list prints the ledger's ids: keep them beside "
        "the backups. The server's log has each as well."
    )

    def add_arguments(self, parser):
        parser.add_argument("records", nargs="*", type=UUID, help="ids of records that were erased")
        parser.add_argument("--list", action="store_true", dest="lists", help="print the ids, erase nothing")

    def handle(self, *, records, lists, **options):
        ledger = list(Erasure.objects.order_by("at", "pk").values_list("record", flat=True))
        if lists:
            self.stdout.write("\n".join(map(str, ledger)))
            return
        done = [one for one in dict.fromkeys([*ledger, *records]) if services.erase_again(one, clock.now())]
        self.stdout.write(f"{len(done)} erased again")
