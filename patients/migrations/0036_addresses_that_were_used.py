from django.db import migrations

UNKNOWN = "nobody-{}@unknown.invalid"  # the way back: before, everybody had an address


def keep(apps, _schema_editor):
    """The address of every patient is a contact. Of those who never signed in nobody has used it: it opens nothing
    until somebody does."""
    addresses = apps.get_model("account", "EmailAddress").objects
    users = apps.get_model("hhtclinic", "User").objects
    people = apps.get_model("patients", "Patient").objects
    for pk, email, last_login in users.filter(patient__isnull=False).values_list("pk", "email", "last_login"):
        people.filter(user=pk, email="").update(email=(email or "").lower())
        if last_login is None:
            addresses.filter(user=pk).delete()
            users.filter(pk=pk, last_login=None).update(email=None)


def take_back(apps, _schema_editor):
    addresses = apps.get_model("account", "EmailAddress").objects
    users = apps.get_model("hhtclinic", "User").objects
    for user in users.filter(email=None):
        email = user.patient.email if hasattr(user, "patient") else ""
        if not email or users.filter(email=email).exists():
            email = UNKNOWN.format(user.pk)
        users.filter(pk=user.pk).update(email=email)
        addresses.create(user_id=user.pk, email=email, verified=True, primary=True)


class Migration(migrations.Migration):
    dependencies = [
        ("patients", "0035_address_is_a_contact"),
        ("hhtclinic", "0003_address_may_be_missing"),
        ("account", "0009_emailaddress_unique_primary_email"),
    ]

    operations = [migrations.RunPython(keep, take_back)]
