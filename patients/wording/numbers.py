"""Numbers of the database in the reader's form."""

from decimal import Decimal


def plain(number: Decimal) -> int | float:
    """2.0 as 2, 1.5 as 1.5: without the decimals that the column adds."""
    return int(number) if number == int(number) else float(number)
