"""How many wrong passwords an address may try in a minute, whatever accounts they are for.

A try takes a place before the password is looked at, or many at once would be looked at. A right one gives it back, a
wrong one keeps it for a minute. Where every place is taken, but not yet by a wrong one, the next waits: a clinic signs
in from one address, and each of its people holds a place for as long as a password takes.
"""

import time
from dataclasses import dataclass

from django.core.cache import cache

PLACES, SECONDS_KEPT = 10, 60
TRIED, WRONG = "tried", "wrong"
LONGEST_WAIT, BETWEEN = 20, 0.05  # seconds, of the 30 that a worker may take; passwords take long where many are typed


@dataclass
class Place:
    key: str

    def keep(self):
        cache.set(self.key, WRONG, SECONDS_KEPT)

    def rollback(self):
        cache.delete(self.key)


def take_place(address):
    """A `Place`, None where the address has guessed wrong too often."""
    keys = [f"wrong-password:{address}:{number}" for number in range(PLACES)]
    until = time.monotonic() + LONGEST_WAIT
    while True:
        taken = cache.get_many(keys)
        for key in keys:
            if key not in taken and cache.add(key, TRIED, SECONDS_KEPT):
                return Place(key)
        if list(taken.values()) == [WRONG] * PLACES or time.monotonic() > until:
            return None
        time.sleep(BETWEEN)
