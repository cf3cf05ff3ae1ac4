"""What became of a letter that was not sent."""


class NotSent(Exception):
    """Certainly not sent. `refused` where asking again would get the same answer."""

    def __init__(self, why, *, refused=False):
        super().__init__(why)
        self.refused = refused


class Unknown(Exception):
    """Handed over, and nobody answered: it may have gone."""
