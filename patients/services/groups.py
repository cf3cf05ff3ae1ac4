"""What a physio and a content editor may do in the admin. Which patients a physio sees is `access.py`'s matter."""

from django.contrib.auth.models import Group, Permission

from patients.models.user import User

PHYSIOS, EDITORS = "Physios", "Content editors"
CATALOGUE = (
    "exercise",
    "variation",
    "program",
    "programversion",
    "stage",
    "prescription",
    "citation",
    "criterion",
    "guidance",
    "picture",
)

PERMISSIONS = {
    PHYSIOS: {
        "patients": (
            "view_patient",
            "add_patient",
            "change_patient",
            "view_assignment",
            "add_assignment",
            "add_invitation",
        ),
        "programs": tuple(f"view_{model}" for model in CATALOGUE),
    },
    EDITORS: {
        "programs": tuple(f"{verb}_{model}" for model in CATALOGUE for verb in ("view", "add", "change")),
    },
}


def sync_groups() -> None:
    """Makes both groups and gives them exactly the permissions above. Safe to repeat."""
    for name, allowed in PERMISSIONS.items():
        group, _made = Group.objects.get_or_create(name=name)
        group.permissions.set(_permissions(allowed))


def _permissions(allowed: dict[str, tuple[str, ...]]) -> list[Permission]:
    return [
        Permission.objects.get(content_type__app_label=label, codename=codename)
        for label, codenames in allowed.items()
        for codename in codenames
    ]


def welcome_physio(user: User) -> None:
    """Lets somebody who now works in a clinic open the admin as a physio."""
    user.groups.add(Group.objects.get(name=PHYSIOS))
    user.is_staff = True
    user.save(update_fields=["is_staff"])
