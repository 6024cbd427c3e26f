"""Numbers in words that a reader can check: `$5.58 million`, `at least 10,000 gpus`."""

from __future__ import annotations

from decimal import MAX_EMAX, MAX_PREC, MIN_EMIN, Context, Decimal

from dossier.records.figure import Figure, unit_words
from dossier.text import one_line

EXACT = Context(prec=MAX_PREC, Emax=MAX_EMAX, Emin=MIN_EMIN)
"""Arithmetic that never rounds: sums, products and powers of ten of what records hold."""

SCALES = {12: "trillion", 9: "billion", 6: "million"}
_SIGNS = {"USD": "$", "EUR": "€", "GBP": "£"}
_SHARES = ("share", "fraction", "proportion")
_HEDGES = {"exact": "", "approx": "about ", "at-least": "at least ", "at-most": "at most "}
_LONGEST = 30


def number_words(value: Decimal) -> str:
    """Every digit of it, with a scale word where that is shorter: `5.58 million`, `2,048`, `-0.5`."""
    digits, scale = _scale_number(value)
    return f"{digits} {scale}".rstrip()


def _scale_number(value: Decimal) -> tuple[str, str]:
    value = value.normalize(EXACT)
    digits = len(value.as_tuple().digits)
    if max(digits, abs(value.adjusted())) > _LONGEST:
        return f"a number of {max(digits, abs(value.adjusted()) + 1):,} digits", ""
    for exponent, word in SCALES.items():
        if value.adjusted() >= exponent and digits - 1 - value.adjusted() + exponent <= 3:
            return f"{value.scaleb(-exponent, EXACT):,f}", word
    return f"{value:,f}" if value else "0", ""


def with_unit(digits: str, unit: str, count: str) -> str:
    """A number in words with its unit, as many as `count` says: `$5.58 million`, `1 month`, `2 H800 gpus`."""
    if sign := _SIGNS.get(unit):
        return f"-{sign}{digits[1:]}" if digits.startswith("-") else f"{sign}{digits}"
    if unit in _SHARES:
        return f"a share of {digits}"
    return f"{digits} {one_line(unit_words(unit, count))}"


def figure_words(figure: Figure) -> str:
    """A figure with how it is meant, in few words: `about $8 billion`, `20 to 50 times`."""
    if figure.qualifier == "range":
        return range_words(Decimal(figure.lower or "0"), Decimal(figure.upper or "0"), figure.unit)
    value = Decimal(figure.value or "0")
    return _HEDGES[figure.qualifier] + with_unit(number_words(value), figure.unit, str(value))


def range_words(lower: Decimal | None, upper: Decimal | None, unit: str) -> str:
    """From one number to another, either of them open: `$5.55 to 5.65 million`, `$100 billion or more`."""
    if lower is None or upper is None:
        end = lower if lower is not None else upper
        words = with_unit(number_words(end), unit, str(end)) if end is not None else "any number"
        return f"{words} or {'more' if upper is None else 'less'}"
    if lower == upper:
        return with_unit(number_words(lower), unit, str(lower))
    (low, first), (high, last) = _scale_number(lower), _scale_number(upper)
    digits = f"{low} to {high} {last}" if first == last else f"{low} {first} to {high} {last}"
    return with_unit(" ".join(digits.split()), unit, str(upper))
