"""A prepared query."""

import datetime as dt

import pytest
from django.db.models import Exists, F, OuterRef

from programs.models import Prescription, ProgramVersion, Stage
from programs.prepared import AT, ID, prepared
from tests import make

pytestmark = pytest.mark.django_db


def stages(version, after):
    held = Prescription.objects.filter(stage=OuterRef("pk"), position__gt=after)
    joined = Stage.objects.select_related("version__program").annotate(program=F("version__program"), more=Exists(held))
    return joined.filter(version=version, position__gt=after)


def test_gives_what_the_queryset_gives_with_what_it_joins_and_counts(django_assert_num_queries):
    version, asked = make.version(), prepared(version=ID, after=ID)(stages)
    for after in (0, 2, 100):
        plain = list(stages(version.pk, after))
        with django_assert_num_queries(1):
            found = asked(version=version.pk, after=after)
            said = [(one, one.name, one.version.program.name, one.program, one.more) for one in found]
        assert said == [(one, one.name, one.version.program.name, one.program, one.more) for one in plain]


def test_gives_a_union_of_columns():
    version = make.version()

    @prepared(version=ID)
    def asked(version):
        named = Stage.objects.order_by().filter(version=version).values_list("position", "name")
        return named.union(
            ProgramVersion.objects.order_by().filter(pk=version).values_list("number", "changes"), all=True
        )

    expected = {*version.stages.values_list("position", "name"), (version.number, version.changes)}
    assert set(asked(version=version.pk)) == expected


def test_is_put_together_once():
    version, calls = make.version(), []

    @prepared(version=ID)
    def asked(version):
        calls.append(version)
        return Stage.objects.filter(version=version)

    assert len(asked(version=version.pk)) == version.stages.count() and asked(version=-1) == []
    assert len(calls) == 1


def test_refuses_one_that_hangs_on_the_zone_of_whoever_asked_first():
    @prepared(at=AT)
    def asked(at):
        return ProgramVersion.objects.filter(created_at__date=at)

    with pytest.raises(TypeError, match="the same in every zone"):
        asked(at=dt.datetime(2026, 6, 1, tzinfo=dt.UTC))


def test_refuses_one_that_would_be_several():
    @prepared(version=ID)
    def asked(version):
        return Stage.objects.filter(version=version).prefetch_related("prescriptions")

    with pytest.raises(TypeError, match="prefetches nothing"):
        asked(version=1)
