from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.mail import get_connection
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http.request import split_domain_port, validate_host

from patients.models import Membership
from patients.selectors import silence
from patients.services import Refused
from patients.services.colleague import send_welcome
from patients.services.groups import PERMISSIONS
from patients.services.letter import address_of
from patients.services.start import open_start
from programs import clock
from programs.models import ProgramVersion


class Command(BaseCommand):
    help = (
        "Prints the address under which a clinic is started in a browser: it works once, for a day, and to print it "
        "anew takes the one before away. Says what the installation still needs. With --welcome it prints the sign-in "
        "link of somebody whose letter was lost."
    )

    def add_arguments(self, parser):
        parser.add_argument("--welcome", metavar="ADDRESS", help="e-mail address of somebody who was invited")

    def handle(self, *, welcome, **options):
        if missing := list(what_is_missing()):
            raise CommandError("\n".join(["The installation is not ready yet.", *missing]))
        for line in what_to_know():
            self.stderr.write(line)
        if welcome:
            self.stdout.write(welcome_link(welcome))
            return
        self.stdout.write("Open this address in a browser, once, within 24 hours. Whoever has it can start a clinic:")
        self.stdout.write(open_start(now=clock.now()))


def what_is_missing():
    """Sentences, each with its mend; none when a clinic can be started."""
    try:
        executor = MigrationExecutor(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except OperationalError as error:
        yield f"The database does not answer ({type(error).__name__}). Is it running, and is DATABASE_URL right?"
        return
    if plan:
        yield "The database is not that of this version. Run: manage.py migrate"
        return
    if settings.CACHES["default"].get("LOCATION") not in connection.introspection.table_names():
        yield "The table that counts wrong passwords is missing. Run: manage.py createcachetable"
    if not ProgramVersion.objects.published().exists():
        yield "There is no published programme. Run: manage.py load_programs"
    if Group.objects.filter(name__in=PERMISSIONS).count() < len(PERMISSIONS):
        yield "What physios and administrators may do is not set. Run: manage.py sync_groups"
    if not settings.DEBUG and not Path(settings.STATIC_ROOT, "staticfiles.json").exists():
        yield "Style and scripts are not collected. Run: manage.py collectstatic --noinput"
    yield from _wrong_addresses()


def _wrong_addresses():
    site = urlsplit(settings.SITE_URL)
    host, _port = split_domain_port(site.netloc.lower())
    if not settings.DEBUG and not validate_host(host, settings.ALLOWED_HOSTS):
        yield f"SITE_URL is {settings.SITE_URL}: its host is not among ALLOWED_HOSTS, so its links would be refused."
    if settings.PRODUCTION and site.scheme != "https":
        yield f"SITE_URL is {settings.SITE_URL}. It must begin with https://."
    if settings.PRODUCTION and "example.org" in settings.DEFAULT_FROM_EMAIL:
        yield f"Letters would come from {settings.DEFAULT_FROM_EMAIL}. Set DEFAULT_FROM_EMAIL to an address of yours."


def what_to_know():
    """What does not keep a clinic from being started, and its people from coming in."""
    try:
        with get_connection():
            pass
    except Exception as error:  # whatever a mail server or a backend may raise
        server = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
        yield f"The mail server {server} does not let us in ({type(error).__name__}): letters wait. See EMAIL_URL."
    if silence(clock.now()):
        yield "Letters wait until the loop runs: start the unit hhtclinic-due (manage.py run_due --loop)."


def welcome_link(address):
    """A new link for somebody who was invited and has not come in."""
    invited = Membership.objects.current().filter(user__email__iexact=address).select_related("user", "clinic").first()
    if invited is None:
        raise CommandError(f"Nobody with the address {address} works in a clinic.")
    try:
        token = send_welcome(invited, by=None, now=clock.now())
    except Refused as refusal:
        raise CommandError(str(refusal)) from refusal
    return address_of("welcome", token)
