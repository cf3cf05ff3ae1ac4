"""What a physio, a content editor and a clinic's administrator may do in the admin. Which patients a physio sees, and
which clinic its administrator, is `access.py`'s matter."""

from django.contrib.auth.models import Group, Permission

from patients.models import Membership, Role
from patients.models.user import User

PHYSIOS, EDITORS, ADMINISTRATORS = "Physios", "Content editors", "Clinic administrators"
OF_ROLE = {Role.PHYSIO: PHYSIOS, Role.ADMINISTRATOR: ADMINISTRATORS}
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
    ADMINISTRATORS: {
        "patients": (
            "view_clinic",
            "change_clinic",
            *(f"{verb}_{model}" for model in ("clinicprogram", "cannedtext") for verb in ("view", "add", "change")),
        ),
    },
}


def sync_groups() -> None:
    """Makes the groups and gives them exactly the permissions above. Safe to repeat."""
    for name, allowed in PERMISSIONS.items():
        group, _made = Group.objects.get_or_create(name=name)
        group.permissions.set(_permissions(allowed))


def _permissions(allowed: dict[str, tuple[str, ...]]) -> list[Permission]:
    return [
        Permission.objects.get(content_type__app_label=label, codename=codename)
        for label, codenames in allowed.items()
        for codename in codenames
    ]


def welcome(user: User, role: str) -> None:
    """Lets somebody who now has this role in a clinic open of the admin what goes with it."""
    user.groups.add(Group.objects.get(name=OF_ROLE[Role(role)]))
    user.is_staff = True
    user.save(update_fields=["is_staff"])


def farewell(user: User) -> None:
    """Takes from the account what went with roles that somebody has nowhere any more."""
    roles = set(Membership.objects.current().filter(user=user).values_list("role", flat=True))
    user.groups.remove(*Group.objects.filter(name__in=[group for role, group in OF_ROLE.items() if role not in roles]))
    user.is_staff = bool(roles) or user.is_superuser or user.groups.exists() or user.user_permissions.exists()
    user.save(update_fields=["is_staff"])
