"""E-mail by Django's backend: a file in the demonstration, SMTP in production."""

from django.core.mail import EmailMessage, get_connection

from patients.notices.outcomes import NotSent, Unknown

HEADERS = {"Auto-Submitted": "auto-generated"}  # a machine wrote it: absence notes do not answer


def stopping(link):
    """With these a mail programme shows a button of its own, and its press is a POST (RFC 8058)."""
    return {"List-Unsubscribe": f"<{link}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


class Post:
    """The mail server for one round. Where it did not let us in, nobody asks it again in this round."""

    def __init__(self):
        self._line, self._away = None, None

    def __enter__(self):
        return self

    def __exit__(self, *_error):
        self.hang_up()

    def open(self):
        """NotSent when the server is away."""
        if self._away:
            raise NotSent(self._away)
        if self._line is None:
            line = get_connection()
            try:
                line.open()
            except Exception as error:
                self._away = type(error).__name__
                raise NotSent(self._away) from error
            self._line = line

    def give(self, address, subject, text, stop=""):
        """Hands one letter over, on the open line, with the link that stops such letters: NotSent or Unknown when it
        was not taken."""
        headers = HEADERS | stopping(stop) if stop else HEADERS
        try:
            self._line.send_messages([EmailMessage(subject, text, to=[address], headers=headers)])
        except (NotSent, Unknown):
            self.hang_up()
            raise
        except Exception as error:  # of a backend that is not ours, which does not say when
            self.hang_up()
            raise Unknown(type(error).__name__) from error

    def hang_up(self):
        line, self._line = self._line, None
        if line is not None:
            line.close()
