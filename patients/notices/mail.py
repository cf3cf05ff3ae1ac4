"""E-mail by Django's backend: a file in the demonstration, SMTP in production."""

from django.core.mail import EmailMessage


def send(address, subject, text):
    """One letter. It says that a machine wrote it, so that absence notes do not answer. OSError or SMTPException when
    the post does not take it."""
    headers = {"Auto-Submitted": "auto-generated"}
    EmailMessage(subject, text, to=[address], headers=headers).send()
