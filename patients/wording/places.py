"""Time zones as people call them."""


def place_words(zone: str) -> str:
    """The city of an IANA name such as America/Argentina/Buenos_Aires."""
    return zone.rsplit("/", 1)[-1].replace("_", " ")
