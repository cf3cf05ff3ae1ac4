"""What is the same to whoever reads quickly: two names, two telephone numbers, two record numbers."""

import re
import unicodedata

LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})
LEAST_DIGITS, COMPARED_DIGITS = 6, 9  # the end of a number is the same with and without the code of the country


def folded(name: str) -> str:
    """Case, accents, hyphens and the order of the words left out: "Núñez, José" is "Jose Nunez"."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(one for one in plain if not unicodedata.combining(one)).translate(LETTERS)
    return " ".join(sorted(re.findall(r"[^\W_]+", re.sub(r"['’‘]", "", plain))))


def plain(name: str) -> str:
    """As lists are ordered and searched: case and accents left out, so that "lucia" finds Lucía."""
    return "".join(one for one in unicodedata.normalize("NFKD", name) if not unicodedata.combining(one)).casefold()


def share_a_word(one: str, other: str) -> bool:
    """Whether two names have a word in common, as those of one person before and after a marriage."""
    return bool(set(folded(one).split()) & set(folded(other).split()))


def end_of_number(phone: str) -> str:
    """The digits by which a telephone number is known, "" where there are too few."""
    digits = "".join(one for one in phone if one.isdigit())
    return digits[-COMPARED_DIGITS:] if len(digits) >= LEAST_DIGITS else ""


def plain_record_number(typed: str) -> str:
    """As it is kept: no space before, after, or twice."""
    return " ".join(typed.split())
