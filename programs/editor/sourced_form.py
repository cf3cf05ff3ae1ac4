"""A form of a row that names its source."""

import datetime as dt

from django import forms


class SourcedForm(forms.ModelForm):
    """Whoever answers the request tells `today`."""

    today: dt.date

    def _post_clean(self):
        super()._post_clean()
        for name, fault in self.instance.to_come(self.today).items():
            if name not in self.errors:
                self.add_error(name, fault)
