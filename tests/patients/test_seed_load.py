import pytest
from django.core.management import CommandError, call_command

from patients.models import Assignment, Clinic, Patient, Review, SetLog
from programs import clock
from tests import make

pytestmark = [pytest.mark.django_db, pytest.mark.uncounted]


def test_makes_as_much_as_it_was_asked_for(capsys):
    make.version()
    call_command("seed_load", patients=7, sets=1_003)
    assert (Patient.objects.count(), SetLog.objects.count()) == (7, 1_003)
    assert Review.objects.open().count() == 7
    assert "Batch 1: 7 patients" in capsys.readouterr().out


def test_makes_lines_that_a_rebuild_agrees_with():
    from django.forms.models import model_to_dict

    from patients import services

    make.version()
    call_command("seed_load", patients=3, sets=300)
    for assignment in Assignment.objects.with_its_page():
        before = model_to_dict(assignment.standing, exclude=["review"])
        services.rebuild_standing(assignment, clock.now())
        after = model_to_dict(assignment.standing, exclude=["review"])
        assert before | {"since": after["since"]} == after


def test_marks_each_batch_as_its_own():
    make.version()
    call_command("seed_load", patients=1, sets=10)
    call_command("seed_load", patients=1, sets=10)
    assert {clinic.name for clinic in Clinic.objects.all()} == {"Load 1", "Load 2"}
    with pytest.raises(CommandError, match="there already"):
        call_command("seed_load", patients=1, sets=10, batch=2)


def test_refuses_production(settings):
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="not for production"):
        call_command("seed_load", patients=1, sets=1)
    assert Clinic.objects.count() == 0
