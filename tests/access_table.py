"""The access table, the one hand-written list of who gets in where: a line for every address of the site.

A line says who is let in, what they get, and whose things the ids in the address name. Everybody else who is signed
in is refused, and somebody else's thing is answered as one that does not exist.
"""

from dataclasses import dataclass

PATIENTS = frozenset({"patient", "neighbour", "stranger"})
PLAIN = frozenset({"plain member"})  # treats patients, and has no account for the administration
PHYSIOS = frozenset({"physio", "cover", "other physio", "physio of both"}) | PLAIN
LEFT = frozenset({"ex-member"})
ADMINISTRATOR = frozenset({"administrator"})  # of a clinic, and no physio
EDITOR = frozenset({"editor"})
SUPERUSER = frozenset({"superuser"})
ANONYMOUS = frozenset({"anonymous"})
NOBODY = frozenset()
STAFF = PHYSIOS | LEFT | EDITOR | ADMINISTRATOR | SUPERUSER
READERS = STAFF - ADMINISTRATOR - PLAIN  # of the catalogue
EDITORS = EDITOR | SUPERUSER
# Whoever knocks: of two patients of a clinic the one knocks at the other's, and not the other way about.
PEOPLE = ("anonymous", *sorted({"patient", "stranger"} | STAFF))
SIGNED_IN = PATIENTS | STAFF
EVERYBODY = SIGNED_IN | ANONYMOUS

# Whose things a person may see. Two clinics: patient and neighbour are treated in one, stranger in the other.
IN_SIGHT = {
    "patient": {"patient"},
    "neighbour": {"neighbour"},
    "stranger": {"stranger"},
    "physio": {"patient", "neighbour"},
    "cover": {"patient", "neighbour"},
    "plain member": {"patient", "neighbour"},
    "other physio": {"stranger"},
    "physio of both": {"patient", "neighbour", "stranger"},
}
# Which clinics a person may change; to the others they are as absent.
RUNS = {
    "other physio": {"offer to stranger"},
    "physio of both": {"offer to stranger"},
    "administrator": {"clinic of stranger", "offer to stranger"},
    "superuser": {"clinic of stranger", "clinic of patient"},
}


@dataclass(frozen=True)
class Line:
    """Who is let in and what they get, a status or one for each of "anonymous", "patients" and "staff"; None where the
    address does not take the method. `of` names whose things the ids are, `door` who is sent to sign in first,
    `poster` who may send where fewer may than may look."""

    who: frozenset
    get: int | dict | None
    post: int | dict | None = None
    of: str = ""
    poster: frozenset | None = None
    refused: int = 404
    foreign: int | dict = 404
    absent_page: int | None = None  # what a form about something absent looks like, where it is shown all the same
    frozen: int = 403  # what a published version answers to whoever would write it
    hides_first: bool = False  # what is out of reach is answered as absent before anybody is refused
    door: frozenset = ANONYMOUS

    def expected(self, person, method, owners):
        """The status for `person`; `owners` says whose the things in the address are, empty where it names none."""
        if person in self.door:
            return 302
        status = self.get if method == "get" else self.post
        if status is None:
            return 405
        hidden = bool(owners) and not in_reach(person, owners)
        if hidden and self.hides_first:
            return self.answer(self.foreign, person)
        who = self.who if method == "get" or self.poster is None else self.poster
        if person not in who:
            return self.refused
        if hidden:
            shown = method == "get" and self.absent_page
            return shown or self.answer(self.foreign, person)
        if method == "post" and "frozen" in owners:
            return self.frozen
        return self.answer(status, person)

    def answer(self, status, person):
        return status[group_of(person)] if isinstance(status, dict) else status


def in_reach(person, owners):
    """Whether all that an address names exists, belongs together and may be seen by `person`."""
    [owner, *others] = set(owners)
    return not others and (owner in {"anybody", "frozen", *IN_SIGHT.get(person, ()), *RUNS.get(person, ())})


def group_of(person):
    return "anonymous" if person in ANONYMOUS else "patients" if person in PATIENTS else "staff"


def by_group(anonymous=302, patients=302, staff=302):
    return {"anonymous": anonymous, "patients": patients, "staff": staff}


# The site's own pages -------------------------------------------------------------------------------------------------

OWN = {
    "manifest": Line(EVERYBODY, 200, door=NOBODY),
    "service-worker": Line(EVERYBODY, 200, door=NOBODY),
    "home": Line(SIGNED_IN, 302),
    "picture": Line(SIGNED_IN, 200, of="picture"),  # of an exercise: content, and nobody's health data
    "join": Line(EVERYBODY, 200, by_group(), of="link", foreign=410, absent_page=410, door=NOBODY),
    "my-account": Line(SIGNED_IN, 200),
    "privacy": Line(EVERYBODY, 200, door=NOBODY),
    "record-paper": Line(PATIENTS, 200),
    "record-json": Line(PATIENTS, 200),
    "who-opened": Line(PATIENTS, 200),
    "who-opened-of": Line(PHYSIOS, 200, of="patient"),
    "sign-ins": Line(SIGNED_IN, 200),
    "end-sign-in": Line(SIGNED_IN, None, 302, of="sign-in", foreign=302),
    "prove-again": Line(SIGNED_IN, by_group(patients=200), by_group(patients=200)),
    "stay-signed-in": Line(SIGNED_IN, None, 204),
    "kept-form": Line(SIGNED_IN, 302, 302),
    "end-other-sign-ins": Line(SIGNED_IN, None, 302),
    "start-clinic": Line(EVERYBODY, 200, 200, of="start", door=NOBODY),
    "welcome": Line(EVERYBODY, 200, 302, of="welcome", foreign=410, door=NOBODY),
    "second-factor": Line(STAFF, 200),
    "own-address": Line(SIGNED_IN, 200, 422),
    "confirm-address": Line(EVERYBODY, 200, 200, of="confirmation", foreign=410, absent_page=200, door=NOBODY),
    "today": Line(PATIENTS, 200),
    "guide-session": Line(PATIENTS, 200),
    "log-session": Line(PATIENTS, 200, 422),
    "session-saved": Line(PATIENTS, 200, of="session"),
    "void-session": Line(PATIENTS, None, 302, of="session"),
    "note-no-injury": Line(PATIENTS, None, 302, of="session"),
    "answer-double": Line(PATIENTS, None, 302, of="session"),
    "record-morning": Line(PATIENTS, 200, 422),
    "put-right": Line(PATIENTS, 200, 422, of="entry"),
    "void-morning": Line(PATIENTS, None, 302, of="morning", foreign=302),
    "progress": Line(PATIENTS, 200),
    "month": Line(PATIENTS, 200),
    "programme": Line(PATIENTS, 200),
    "programme-paper": Line(PATIENTS, 200),
    "history-paper": Line(PATIENTS, 200),
    "guidance": Line(PATIENTS, 200),
    "patient-programme-paper": Line(PHYSIOS, 200, of="patient"),
    "patient-history-paper": Line(PHYSIOS, 200, of="patient"),
    "write-letter": Line(PHYSIOS, 200, 422, of="patient"),
    "raise-flag": Line(PATIENTS, 200, 422),
    "flag-raised": Line(PATIENTS, 200, of="tick"),
    "take-back-flag": Line(PATIENTS, None, 302, of="flag"),
    "say-away": Line(PATIENTS, 200, 422),
    "come-back": Line(PATIENTS, None, 302),
    "log-activity": Line(PATIENTS, 200, 422),
    "void-activity": Line(PATIENTS, None, 302, of="activity"),
    "note-day-reason": Line(PATIENTS, None, 302),
    "start-questions": Line(PATIENTS, 200, 422),
    "give-measure": Line(PATIENTS, 200, 422),
    "messages": Line(PATIENTS, 200, 422),
    "see-messages": Line(PATIENTS, None, 302),
    "reminders": Line(PATIENTS, 200, 422),
    "subscribe-push": Line(PATIENTS, None, 422),
    "renew-push": Line(PATIENTS, None, 200),
    "leave-push": Line(PATIENTS, None, 200),
    "follow-zone": Line(PATIENTS, None, 302),
    "put-off-reminders": Line(PATIENTS, None, 302),
    "stop-push": Line(PATIENTS, None, 302),
    "make-calendar": Line(PATIENTS, None, 200),
    "withdraw-calendar": Line(PATIENTS, None, 302),
    "stop-letters": Line(EVERYBODY, 200, 200, of="stop", foreign=410, absent_page=200, door=NOBODY),
    "calendar-feed": Line(EVERYBODY, 200, of="calendar", door=NOBODY),
    "absence": Line(PHYSIOS, 200, 422),
    "digest": Line(PHYSIOS, 200, 422),
    "outbox": Line(PATIENTS, 200),
    "outbox-token": Line(PATIENTS, 200),
    "caseload": Line(PHYSIOS, 200),
    "clinic-numbers": Line(PHYSIOS | ADMINISTRATOR, 200, 409),
    "team": Line(ADMINISTRATOR, 200),
    "end-member": Line(ADMINISTRATOR, 200, 422, of="member"),
    "absence-of": Line(ADMINISTRATOR, 200, 422, of="member"),
    "clinic-audit": Line(ADMINISTRATOR, 200, of="clinic"),
    "clinic-audit-csv": Line(ADMINISTRATOR, 200, of="clinic"),
    "erase-patient": Line(ADMINISTRATOR, 200, 422, of="clinic"),
    "invite-member": Line(ADMINISTRATOR, 200, 422, of="clinic"),
    "invite-again": Line(ADMINISTRATOR, None, 302, of="member"),
    "give-role": Line(ADMINISTRATOR, None, 302, of="member"),
    "reset-second-factor": Line(ADMINISTRATOR, 200, 302, of="member"),
    "hand-over": Line(PHYSIOS, 200, 422),
    "clinic-checklist": Line(ADMINISTRATOR, 200),
    "send-test-letter": Line(ADMINISTRATOR, None, 302),
    "send-welcome": Line(ADMINISTRATOR, None, 302, of="member"),
    "prove-mail": Line(ADMINISTRATOR, 200, 302, of="test letter", foreign=410, absent_page=200),
    "add-canned-texts": Line(ADMINISTRATOR, None, 302),
    "caseload-csv": Line(PHYSIOS, 200),
    "patient-record-paper": Line(PHYSIOS, 200, of="patient"),
    "patient-record-json": Line(PHYSIOS, 200, of="patient"),
    "sets-csv": Line(PHYSIOS, 200, of="patient"),
    "mark-triage": Line(PHYSIOS, None, 302, of="patient"),
    "next-patient": Line(PHYSIOS, None, 302, of="patient"),
    "patient-page": Line(PHYSIOS, 200, of="patient"),
    "first-minute": Line(PATIENTS, 200),
    "new-patient": Line(PHYSIOS, 200, 422),
    "identity": Line(PHYSIOS, 200, 422, of="patient"),
    "correct-address": Line(PHYSIOS, None, 302, of="patient"),
    "make-invitation": Line(PHYSIOS, None, 200, of="patient"),
    "withdraw-invitation": Line(PHYSIOS, None, 302, of="patient"),
    "close-lost-phone": Line(PHYSIOS, None, 302, of="patient"),
    "email-invitation": Line(PHYSIOS, None, 302, of="patient"),
    "print-slip": Line(PHYSIOS, None, 302, of="patient"),
    "thread": Line(PHYSIOS, 200, 422, of="patient"),
    "see-thread": Line(PHYSIOS, None, 302, of="patient"),
    "decide": Line(PHYSIOS, None, 422, of="patient review"),
    "what-if": Line(EDITORS, 200, of="draft"),
    "ask-what-if": Line(EDITORS, None, 302, of="draft", frozen=302),
    "retire": Line(EDITORS, 200, 409, of="catalogue"),
    "delete-unused": Line(EDITORS, 200, 409, of="catalogue"),
    "translations": Line(EDITORS, 200, of="language"),
    "translate": Line(EDITORS, 200, 409, of="translated"),
    "discard-draft": Line(EDITORS, 200, 409, of="draft", frozen=409),
    "publish-version": Line(EDITORS, 200, 409, of="draft", frozen=409),
    "import-programme": Line(EDITORS, 200, 422),
    "programme-schema": Line(EDITORS, 200),
    "export-version": Line(EDITORS, 200, of="draft"),
    "preview": Line(EDITORS, 200, of="draft"),
    "preview-page": Line(EDITORS, 200, of="page of a draft"),
    "undo-decision": Line(PHYSIOS, None, 422, of="patient"),
    "change-stage": Line(PHYSIOS, None, 422, of="patient"),
    "change-dose": Line(PHYSIOS, None, 422, of="patient"),
    "ease-dose": Line(PHYSIOS, None, 422, of="patient"),
    "ask-whole-plan": Line(PHYSIOS, None, 422, of="patient"),
    "set-line": Line(PHYSIOS, None, 422, of="patient"),
    "write-note": Line(PHYSIOS, None, 422, of="patient"),
    "end-programme": Line(PHYSIOS, None, 422, of="patient"),
    "discharge": Line(PHYSIOS, 200, 422, of="patient"),
    "undo-discharge": Line(PHYSIOS, None, 302, of="patient"),
    "take-on-again": Line(PHYSIOS, 302, 302, of="patient"),  # who is not discharged
    "transfer": Line(PHYSIOS, 200, 422, of="patient"),
    "withdraw-transfer": Line(PHYSIOS, None, 302, of="patient"),
    "transfers": Line(PHYSIOS | ADMINISTRATOR, 200),
    "accept-transfer": Line(PHYSIOS | ADMINISTRATOR, 200, 422, of="offer"),
    "change-version": Line(PHYSIOS, 200, 302, of="patient version"),
    "versions": Line(PHYSIOS, 200),
    "move-patients": Line(PHYSIOS, 200, 422, of="versions"),
    "log-in-clinic": Line(PHYSIOS, 200, 422, of="patient"),
    "settle-double": Line(PHYSIOS, None, 302, of="patient session"),
    "morning-in-clinic": Line(PHYSIOS, 200, 422, of="patient"),
    "correct-entry": Line(PHYSIOS, 200, 422, of="patient entry"),
    "ask-measure": Line(PHYSIOS, None, 422, of="patient"),
    "give-directive": Line(PHYSIOS, None, 422, of="patient"),
    "record-measure": Line(PHYSIOS, None, 422, of="patient"),
    "close-flag": Line(PHYSIOS, None, 422, of="patient flag"),
    "see-intake": Line(PHYSIOS, None, 302, of="patient"),
    "see-flag": Line(PHYSIOS, None, 302, of="patient flag"),
}

# Signing in and the own account: nothing of anybody else is reachable here --------------------------------------------

OUTSIDE = by_group(anonymous=200)  # who is in already is sent on
BY_PASSWORD = by_group(staff=200)  # who has none is sent on to a code by e-mail
BY_FACTOR = by_group()  # who has none is sent on to what they have

ACCOUNT = {
    "account_login": Line(EVERYBODY, OUTSIDE, OUTSIDE, door=NOBODY),
    "account_signup": Line(EVERYBODY, OUTSIDE, OUTSIDE, door=NOBODY),
    "account_request_login_code": Line(EVERYBODY, OUTSIDE, OUTSIDE, door=NOBODY),
    "account_confirm_login_code": Line(EVERYBODY, 302, 302, door=NOBODY),
    "account_reset_password": Line(EVERYBODY, 200, 200, door=NOBODY),
    "account_reset_password_done": Line(EVERYBODY, 200, door=NOBODY),
    "account_reset_password_from_key": Line(EVERYBODY, 200, 200, of="key", foreign=200, door=NOBODY),
    "account_reset_password_from_key_done": Line(EVERYBODY, 200, door=NOBODY),
    "account_confirm_email": Line(EVERYBODY, 200, 410, of="e-mail key", foreign=410, absent_page=200, door=NOBODY),
    "account_email_verification_sent": Line(EVERYBODY, 200, door=NOBODY),
    "account_inactive": Line(EVERYBODY, 200, door=NOBODY),
    "account_logout": Line(EVERYBODY, by_group(patients=200, staff=200), 302, door=NOBODY),
    "account_reauthenticate": Line(SIGNED_IN, BY_PASSWORD, BY_PASSWORD),
    "usersessions_list": Line(SIGNED_IN, 200),
    "account_email": Line(SIGNED_IN, 200, 422),
    "account_change_password": Line(SIGNED_IN, by_group(staff=200), by_group(staff=200)),
    "account_set_password": Line(SIGNED_IN, by_group(patients=200), by_group(patients=200)),
    "mfa_authenticate": Line(EVERYBODY, 302, 302, door=NOBODY),
    "mfa_login_webauthn": Line(EVERYBODY, 302, 302, door=NOBODY),
    "mfa_index": Line(SIGNED_IN, 200),
    "mfa_reauthenticate": Line(SIGNED_IN, BY_FACTOR, BY_FACTOR),
    "mfa_reauthenticate_webauthn": Line(SIGNED_IN, BY_FACTOR, BY_FACTOR),
    "mfa_activate_totp": Line(SIGNED_IN, 200, 200),
    "mfa_deactivate_totp": Line(NOBODY, 200, 200),
    "mfa_view_recovery_codes": Line(NOBODY, 200),
    "mfa_download_recovery_codes": Line(NOBODY, 200, 200),
    "mfa_generate_recovery_codes": Line(SIGNED_IN, 200, 200),
    "mfa_list_webauthn": Line(SIGNED_IN, 200),
    "mfa_add_webauthn": Line(SIGNED_IN, 200, 200),
    "mfa_edit_webauthn": Line(SIGNED_IN, 200, 200, of="passkey"),
    "mfa_remove_webauthn": Line(SIGNED_IN, 200, 200, of="passkey"),
}

# The admin: who is not staff is sent to the site's own door; staff without the permission are told no -----------------

NOT_STAFF = ANONYMOUS | PATIENTS | PLAIN
CLINICAL = PHYSIOS | LEFT | SUPERUSER  # may open the lists of patients; the last two find them empty


def admin(who, get, post=None, **options):
    return Line(who, get, post, **{"refused": 403, "foreign": 302, "door": NOT_STAFF, **options})


def rows_of(model, of, *, see, add=NOBODY, edit=NOBODY, delete=NOBODY, no_history=302, unseen=409):
    """The five pages that Django makes for a model. A history that may not be seen is answered as an absent one. What
    is sent from no page of ours is `unseen`, and not saved."""
    return {
        f"admin:{model}_changelist": admin(see, 200, 200),
        f"admin:{model}_add": admin(add, 200, 200),
        f"admin:{model}_change": admin(see, 200, unseen, of=of, poster=edit, frozen=unseen),
        f"admin:{model}_history": admin(see, 200, 200, of=of, hides_first=True, frozen=200, foreign=no_history),
        f"admin:{model}_delete": admin(delete, 200, 200, of=of),
    }


ADMIN = {
    "admin:index": admin(STAFF, 200, 200),
    "admin:app_list": admin(READERS, 200, 200, of="app", refused=404),
    "admin:login": Line(EVERYBODY, 302, 302, door=NOBODY),
    "admin:logout": admin(STAFF, None, 200),
    "admin:password_change": admin(STAFF, 200, 200),
    "admin:password_change_done": admin(STAFF, 200),
    "admin:autocomplete": admin(NOBODY, 200),
    "admin:jsi18n": admin(STAFF, 200),
    "admin:view_on_site": admin(NOBODY, 200, 200, of="content", refused=404),
    **rows_of("patients_patient", "patient row", see=CLINICAL, add=PHYSIOS, edit=CLINICAL),
    "admin:patients_patient_assign": admin(CLINICAL, 302, 302, of="patient", foreign=404),
    "admin:patients_patient_link": admin(CLINICAL, 302, 200, of="patient", foreign=404),
    "admin:patients_patient_assign_several": admin(CLINICAL, 302, 302),
    **rows_of("patients_assignment", "assignment row", see=CLINICAL),
    **rows_of(
        "patients_clinic",
        "clinic",
        see=ADMINISTRATOR | SUPERUSER,
        add=SUPERUSER,
        edit=ADMINISTRATOR | SUPERUSER,
    ),
    **rows_of("patients_notice", "notice", see=SUPERUSER),
    **rows_of("patients_auditentry", "audit entry", see=SUPERUSER),
    **rows_of("programs_exercise", "exercise", see=READERS, add=EDITORS, edit=EDITORS, no_history=404),
    "admin:programs_exercise_simple_history": admin(READERS, 200, 409, of="wording", poster=EDITORS, foreign=404),
    **rows_of("programs_picture", "picture row", see=READERS, add=EDITORS, edit=EDITORS)
    # one is added from its exercise
    | {"admin:programs_picture_add": admin(EDITORS, 302, 302)},
    **rows_of("programs_guidance", "card", see=READERS, add=EDITORS, edit=EDITORS, no_history=404),
    "admin:programs_guidance_simple_history": admin(READERS, 200, 409, of="card wording", poster=EDITORS, foreign=404),
    **rows_of("programs_program", "program", see=READERS, add=EDITORS, edit=EDITORS),
    **rows_of("programs_programversion", "draft", see=READERS, edit=EDITORS),
    "admin:programs_programversion_stages": admin(READERS, 200, of="draft", foreign=404),
    "admin:programs_programversion_duplicate": admin(EDITORS, None, 302, of="draft", foreign=404, frozen=302),
    "admin:programs_programversion_add-stage": admin(EDITORS, None, 302, of="draft", foreign=404, frozen=302),
    **rows_of("programs_stage", "stage", see=READERS, edit=EDITORS),
    "admin:programs_stage_earlier": admin(EDITORS, None, 302, of="stage", foreign=404, frozen=302),
    "admin:programs_stage_later": admin(EDITORS, None, 302, of="stage", foreign=404, frozen=302),
    "admin:programs_stage_remove": admin(EDITORS, None, 302, of="stage", foreign=404, frozen=302),
    **rows_of("hhtclinic_user", "user", see=SUPERUSER, add=SUPERUSER, edit=SUPERUSER),
    **rows_of("auth_group", "group", see=SUPERUSER, add=SUPERUSER, edit=SUPERUSER, delete=SUPERUSER),
}

# An address without a name: the old address of a row, and everything else under /admin/.
UNNAMED = {"<path:object_id>/": admin(STAFF, 302, 302), "(?P<url>.*)$": admin(NOBODY, 404, 404, refused=404)}

TABLE = {**OWN, **ACCOUNT, **ADMIN}
