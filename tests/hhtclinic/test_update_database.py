"""What a new version needs of the database, in one command that may be repeated."""

import pytest
from django.core.management import call_command

from hhtclinic.management.commands import update_database


@pytest.mark.django_db
def test_migrates_first_and_lets_the_role_in_that_serves(monkeypatch, django_assert_num_queries):
    done = []

    def called(name, *words, stdout=None, **options):
        done.append((name, *words))
        if name == "audit_grants":
            stdout.write("SELECT 1")

    monkeypatch.setattr(update_database, "call_command", called)
    with django_assert_num_queries(1):  # the grants
        call_command("update_database", "rehab")
    assert done == [
        ("migrate",),
        ("createcachetable",),
        ("audit_grants", "rehab"),
        ("load_programs",),
        ("sync_groups",),
        ("seal_factors",),
    ]
