class Refused(Exception):
    """A rule of the house said no. The message is a sentence for the person who asked; `code` tells a page which."""

    code = ""
