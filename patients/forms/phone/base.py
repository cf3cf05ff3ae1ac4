"""What the outbox of a phone sends with every entry: its id, its zone, and its time, then and at sending."""

import datetime as dt
import uuid

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from patients.domain import phone_clock
from patients.forms.fields import client_id_field, day_words, zone_named


def entered_at(data, own, now):
    """When a phone says that `data` was entered, by its own clock put right; `now` where it says nothing. `own` answers
    the zone of whose phone it is, and is asked where the phone names none."""
    if not data.get("captured_at"):
        return now
    said = _phone_time(data, _zone(data, zone_named(data.get("time_zone")) or own()), dt.date.min, now)
    return said.at if said else now


def columns_of(earlier, *names):
    """What an entry said, for the form that puts it right."""
    return {name: getattr(earlier, name) for name in names}


def _phone_time(data, zone, earliest, now):
    ahead, offset = phone_clock.seconds_ahead(data.get("sent_at"), now), phone_clock.offset_said(data.get("utc_offset"))
    return phone_clock.phone_time(data.get("captured_at"), zone, ahead, earliest, now, offset)


def _zone(data, named):
    """What a phone's wall times are read in: the zone that is `named`, unless its offset says otherwise."""
    return phone_clock.zone_of(data.get("captured_at"), named, phone_clock.offset_said(data.get("utc_offset")))


class PhoneForm(forms.Form):
    """A form that a phone may send later. Without script neither zone nor times come, and what is sent is now.

    `captured_at` (the phone's wall time), `sent_at` (its instant), `time_zone` and `utc_offset` (minutes) are no
    fields: nobody types them, and what cannot be read is as good as not said. Nothing is refused for a clock.
    """

    def __init__(self, assignment, now, data=None, *, initial=None):
        self.assignment = assignment
        self._receive(assignment.patient, assignment.started_on, now, data, initial, ended_at=assignment.ended_at)

    def _receive(self, patient, earliest, now, data, initial=None, ended_at=None):
        """`earliest` is the first local date that an entry can be of; from `ended_at` on there is none."""
        self.earliest, self.now, self.ended_at = earliest, now, ended_at
        super().__init__(data, initial={"client_id": uuid.uuid4(), **(initial or {})})
        self.fields["client_id"] = client_id_field()
        self.zone = _zone(self.data, zone_named(self.data.get("time_zone")) or patient.zone)
        self.today = now.astimezone(self.zone).date()

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
        return _phone_time(self.data, self.zone, self.earliest, self.now)

    @property
    def captured_on(self):
        """The local date on the phone when the form was filled in; `today` is that of its arrival."""
        return self.captured.at.astimezone(self.zone).date() if self.captured else self.today

    @property
    def offset(self):
        """By how many minutes the phone's clock is ahead of UTC; None where it did not say."""
        return phone_clock.offset_said(self.data.get("utc_offset"))

    @property
    def capture(self):
        """The `Capture`; nothing in it where the phone said nothing."""
        named = zone_named(self.data.get("time_zone"))
        at = self.captured.at if self.captured else None
        on = self.captured_on if at or named else None
        return phone_clock.Capture(at, on, named.key if named else None, self.offset, phone_clock.zone_name(self.zone))

    @property
    def clock_off(self):
        return self.captured.clock_off if self.captured else self.ahead
