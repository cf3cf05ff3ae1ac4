"""What of the schema would not fit a database that is divided by clinic: `python -m tests.clinics` lists it.

Tables that belong to a clinic are those from which foreign keys lead to `Clinic`, over whatever others. In a divided
database each of them has the clinic as a column, in its key, in whatever is unique and in every foreign key between
two of them. What leads to users or to the catalogue does not count: both would be copied to every part.
"""

import os
from dataclasses import dataclass, field

import django
from django.db.models import F, UniqueConstraint

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hhtclinic.settings")


@dataclass
class Found:
    """What lacks the clinic, each by name."""

    tables: list = field(default_factory=list)
    with_clinic: list = field(default_factory=list)
    keys: list = field(default_factory=list)
    uniques: list = field(default_factory=list)
    foreign_keys: list = field(default_factory=list)

    def counts(self):
        return {name: len(listed) for name, listed in vars(self).items()}


def found():
    from patients.models import Clinic

    result, of_a_clinic = Found(), _of_a_clinic()
    for model in sorted(of_a_clinic, key=lambda one: one._meta.db_table):
        table = model._meta.db_table
        own = {one.name for one in model._meta.concrete_fields if one.related_model is Clinic}
        result.tables.append(table)
        if own:
            result.with_clinic.append(table)
        if model is not Clinic:
            result.keys.append(table)
        fields = [one for one in model._meta.concrete_fields if not one.primary_key]
        result.uniques += [f"{table}.{one.name}" for one in fields if one.unique and one.name not in own]
        constraints = [one for one in model._meta.constraints if isinstance(one, UniqueConstraint)]
        result.uniques += [f"{table}: {one.name}" for one in constraints if not own & _named(one)]
        result.foreign_keys += [
            f"{table}.{one.name}" for one in fields if one.related_model in of_a_clinic - {Clinic} and one.is_relation
        ]
    return result


def _named(constraint):
    """The columns of a constraint, those inside an expression too."""
    waiting, found = list(constraint.expressions), set(constraint.fields)
    while waiting:
        one = waiting.pop()
        if isinstance(one, F):
            found.add(one.name)
        else:
            waiting += one.get_source_expressions()
    return found


def _of_a_clinic():
    """The models from which foreign keys lead to `Clinic`."""
    from django.apps import apps

    from patients.models import Clinic

    leads = {
        model: {one.related_model for one in model._meta.concrete_fields if one.is_relation}
        for model in apps.get_models(include_auto_created=True)
    }
    within = {Clinic}
    while further := {model for model, to in leads.items() if to & within} - within:
        within |= further
    return within


def main():
    django.setup()
    for name, listed in vars(found()).items():
        print(f"{name}: {len(listed)}", *listed, sep="\n  ")


if __name__ == "__main__":
    main()
