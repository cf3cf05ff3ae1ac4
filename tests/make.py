"""People and programmes for tests, made through the services that make real ones. Everybody is invented."""

import datetime as dt
import itertools
import uuid
from io import BytesIO

from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from PIL import Image

from patients import services
from patients.domain.countries import countries
from patients.domain.entries import ActivityEntry, MorningEntry, SessionEntry, SetEntry
from patients.domain.names import folded
from patients.models import Clinic, ClinicProgram, Membership, Role
from patients.services.address import take_address
from programs import clock, library, transfer
from programs.editor import pictures, uploads
from programs.guidance import Guidance
from programs.models import Exercise, Picture, ProgramVersion
from programs.selectors import main_of

PROGRAM = "high-hamstring-tendinopathy"
PASSWORD = "correct horse battery"
numbers = itertools.count(1)


def version():
    """The built-in programme, published. It is there before a test begins: see conftest.py."""
    there = ProgramVersion.objects.filter(program__slug=PROGRAM, number=library.rules(PROGRAM).version)
    return there.select_related("program").first() or transfer.load(PROGRAM, now=clock.now())[0]


def guidance():
    """The cards of the library that belong to the built-in programme or to every one."""
    version()
    transfer.load_guidance()
    return list(Guidance.objects.all())


def jpeg(size=(640, 480), colour="#406080"):
    """The bytes of a picture of one colour."""
    made = BytesIO()
    Image.new("RGB", size, colour).save(made, "JPEG")
    return made.getvalue()


def picture(variation="", exercise="double-leg-bridge", position="end", **changes):
    """An uploaded picture of an exercise of the built-in programme, as an editor's form would keep it."""
    version()
    of = Exercise.objects.get(slug=exercise)
    said = {
        "licence": "cc-by",
        "source": "Jo Example",
        "consent": "nobody",
        "alternative": "A bridge, as photographed.",
    }
    made = Picture(exercise=of, variation=of.variations.filter(slug=variation).first(), position=position)
    for name, value in {**said, **changes}.items():
        setattr(made, name, value)
    pictures.keep(made, uploads.redrawn(jpeg()))
    made.save()
    return made


def clinic(name="Hollybrook Physiotherapy", country="GB", **changes):
    """A clinic that may assign: its numbers are those of the country and count as confirmed."""
    offered = countries()[country].numbers if country else {}
    values = {"phone": "01632 960142", "country": country, **offered, **changes}
    made = Clinic(name=f"{name} {next(numbers)}", **values)
    made.numbers_confirmed_at, made.confirmed_numbers = clock.now(), made.numbers
    made.save()
    ClinicProgram.objects.create(clinic=made, program=version().program)
    return made


def user(name="Ada Example", *, staff=False, superuser=False, group=None):
    email = f"{name.split()[0].lower()}-{next(numbers)}@example.org"
    made = get_user_model().objects.create_user(email, PASSWORD, name=name, is_staff=staff, is_superuser=superuser)
    EmailAddress.objects.create(user=made, email=email, verified=True, primary=True)
    if group:
        made.groups.add(Group.objects.get(name=group))
    return made


def physio(of=None, name="Jonas Adeyemi"):
    made = user(name, staff=True, group="Physios")
    Membership.objects.create(user=made, clinic=of or clinic())
    return made


def administrator(of=None, name="Agnes Office"):
    """A clinic's administrator who is no physio."""
    made = user(name, staff=True, group="Clinic administrators")
    Membership.objects.create(user=made, clinic=of or clinic(), role=Role.ADMINISTRATOR)
    return made


def editor():
    return user("Ruth Kowalczyk", staff=True, group="Content editors")


def patient(by=None, name="Hanna Whitcombe", time_zone="Europe/London", *, used=True, **more):
    """Somebody taken on, who has used their address, or not."""
    by = by or physio()
    home = by.memberships.get(role=Role.PHYSIO).clinic
    first = "".join(filter(str.isascii, folded(name.split()[0]))).replace(" ", "")
    values = {"email": f"{first or 'patient'}-{next(numbers)}@example.org", **more}
    made = services.add_patient(
        by=by, clinic=home, name=name, time_zone=time_zone, physio=by, now=clock.now(), **values
    )
    if used:
        take_address(made.user, made.email)
    return made


def reminded(patient, **chosen):
    """A patient who asked for reminders, by e-mail unless `chosen` says otherwise."""
    return services.agree_to_reminders(patient.user, {"by_email": True} | chosen, by=patient.user, now=clock.now())


def assignment(of=None, *, days=0, stage=1, side="left", intake=2, now=None, **options):
    """A running programme that began `days` days ago, in `stage` since then."""
    now = now or clock.now()
    of = of or patient()
    began = _ago(of, now, days)
    made = services.assign_program(
        patient=of,
        version=version(),
        side=side,
        started_on=of.today(began),
        intake_morning_pain=intake,
        by=of.physio,
        now=began,
        **options,
    )
    if stage > 1:
        wanted = made.version.stages.get(position=stage)
        services.change_stage(made, wanted, by=of.physio, reason="As agreed.", now=began)
    return made


def _ago(patient, now, days, **time):
    """The instant `days` days before `now` where the patient lives, at the same time of day or at `time`."""
    return (now.astimezone(patient.zone) - dt.timedelta(days=days)).replace(**time).astimezone(dt.UTC)


def main_prescription(of):
    return main_of(of.standing.stage)[0]


def entry(of, *, at, pain=1, sets=None, harder=True, **changes):
    """A session of the stage's main exercise; every set unless `sets` says how many."""
    one = main_prescription(of)
    variations = one.variations
    done = [
        SetEntry(number, side, one.target)
        for number in range(1, (one.sets if sets is None else sets) + 1)
        for side in one.sides
    ]
    values = {
        "client_id": uuid.uuid4(),
        "performed_at": at,
        "prescription": one,
        "sets": tuple(done),
        "variation": variations[-1 if harder else 0],
        "technique_ok": True,
        **{f"pain_{side}": pain for side in of.affected_sides},
    }
    return SessionEntry(**{**values, **changes})


def session(of, *, days_ago=0, now=None, hour=18, **changes):
    """A logged session, performed and received `days_ago` days ago."""
    now = now or clock.now()
    at = min(_ago(of.patient, now, days_ago, hour=hour, minute=0, second=0, microsecond=0), now)
    visit = entry(of, at=at, **changes)
    made, _created = services.log_session(of, visit, by=of.patient.user, now=max(at, now))
    return made


def morning(of, *, days_ago=0, now=None, pain=1, late=False):
    """A morning answer for the local date `days_ago` days ago, given on the phone that morning unless it is `late`."""
    now = now or clock.now()
    on = of.patient.today(now) - dt.timedelta(days=days_ago)
    pains = {f"pain_{side}": pain for side in of.affected_sides}
    answered = now if late else _ago(of.patient, now, days_ago)
    entry = MorningEntry(uuid.uuid4(), on, answered_at=answered, **pains)
    made, _created = services.record_morning(of, entry, by=of.patient.user, now=now)
    return made


def activity(of, *, days_ago=0, now=None, kind="run", minutes=20, **changes):
    """Something that loaded the tendon beside the exercises."""
    now = now or clock.now()
    on = of.patient.today(now) - dt.timedelta(days=days_ago)
    entry = ActivityEntry(uuid.uuid4(), on, kind, minutes, **changes)
    return services.log_activity(of, entry, by=of.patient.user, now=now)[0]


def good_days(of, count, *, now=None, pain=1):
    """`count` green days, the last of them yesterday, each with its morning."""
    for days_ago in range(count, 0, -1):
        session(of, days_ago=days_ago, now=now, pain=pain)
        morning(of, days_ago=days_ago - 1, now=now, pain=pain)
