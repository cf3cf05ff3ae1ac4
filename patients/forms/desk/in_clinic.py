"""The patient's own forms, filled in by a physio: their words then speak of the patient."""

from django.utils.translation import gettext_lazy as _

LABELS = {
    "mode": _("How was it done?"),
    "technique_ok": _("Did the back stay still?"),
    "stopped_for_pain": _("Stopped because of pain"),
    "painkiller": _("A painkiller was taken"),
    "note": _("Note"),
    "performed_at": _("When was it done?"),
}


def speak_of_the_patient(form, sides):
    for name in form.fields.keys() & LABELS.keys():
        form.fields[name].label = LABELS[name]
    for name in form.fields.keys() & {f"pain_{side}" for side in sides}:
        form.fields[name].help_text = _("the affected side")
