"""What the outbox of a phone sends with every entry: its id, its zone, and its time, then and at sending."""

import datetime as dt
import uuid

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from patients.domain import phone_clock
from patients.forms.fields import client_id_field, day_words, zone_named


def entered_at(data, now):
    """When a phone says that `data` was entered, by its own clock put right; `now` where it says nothing."""
    ahead = phone_clock.seconds_ahead(data.get("sent_at"), now)
    zone = zone_named(data.get("time_zone"))
    said = zone and phone_clock.phone_time(data.get("captured_at"), zone, ahead, dt.date.min, now)
    return said.at if said else now


def columns_of(earlier, *names):
    """What an entry said, for the form that puts it right."""
    return {name: getattr(earlier, name) for name in names}


class PhoneForm(forms.Form):
    """A form that a phone may send later. Without script neither zone nor times come, and what is sent is now.

    `captured_at` (the phone's wall time), `sent_at` (its instant) and `time_zone` are no fields: nobody types them, and
    what cannot be read is as good as not said. An alarm is not refused for a clock.
    """

    def __init__(self, assignment, now, data=None, *, initial=None):
        self.assignment = assignment
        self._receive(assignment.patient, assignment.started_on, now, data, initial, ended_at=assignment.ended_at)

    def _receive(self, patient, earliest, now, data, initial=None, ended_at=None):
        """`earliest` is the first local date that an entry can be of; from `ended_at` on there is none."""
        self.earliest, self.now, self.ended_at = earliest, now, ended_at
        super().__init__(data, initial={"client_id": uuid.uuid4(), **(initial or {})})
        self.fields["client_id"] = client_id_field()
        self.zone = zone_named(self.data.get("time_zone")) or patient.zone
        self.today = patient.today(now)

    def clean(self):
        cleaned = super().clean()
        entered_at = self.captured.at if self.captured else self.now
        if self.ended_at and entered_at >= self.ended_at:
            raise forms.ValidationError(
                _("Your programme ended on %(day)s. What came after it is not stored. Please tell your clinic.")
                % {"day": day_words(self.ended_at.astimezone(self.zone).date())}
            )
        return cleaned

    @property
    def ahead(self):
        """By how many seconds the phone's clock is ahead at sending; None where it did not say."""
        return phone_clock.seconds_ahead(self.data.get("sent_at"), self.now)

    @cached_property
    def captured(self):
        """The `PhoneTime` of when the form was filled in; None where the phone did not say."""
        return phone_clock.phone_time(self.data.get("captured_at"), self.zone, self.ahead, self.earliest, self.now)

    @property
    def clock_off(self):
        return self.captured.clock_off if self.captured else self.ahead
