"""Figures: a number in normal form, and as the source wrote it."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Annotated

from pydantic import AfterValidator, model_validator

from dossier.records.base import Model, with_pattern
from dossier.records.dates import EdtfText
from dossier.records.vocabulary import Qualifier

_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_IRREGULAR = {"person": "people", "man": "men", "woman": "women", "child": "children", "foot": "feet"}
_IRREGULAR |= {sign: sign for sign in ("yuan", "yen", "min", "sec")}
_WORDS = {"exact": "", "approx": "about ", "at-least": "at least ", "at-most": "at most "}


def _decimal(text: str) -> str:
    if not _NUMBER.fullmatch(text):
        raise ValueError(f"{text!r} is not a decimal number such as 5580000 or 0.5")
    return text


DecimalText = Annotated[str, AfterValidator(_decimal), with_pattern(_NUMBER.pattern)]


class Figure(Model):
    """A number with its unit, how it is meant, and the words of the source.

    `unit` is an ISO 4217 currency code or a noun (`gpu:H800`, `parameter`). A `range` has `lower` and
    `upper`; every other qualifier has `value`.
    """

    value: DecimalText | None = None
    lower: DecimalText | None = None
    upper: DecimalText | None = None
    unit: str
    qualifier: Qualifier = "exact"
    as_written: str
    scope: str | None = None
    as_of: EdtfText | None = None

    @model_validator(mode="after")
    def _complete(self) -> Figure:
        if self.qualifier == "range":
            if self.lower is None or self.upper is None:
                raise ValueError("a range needs lower and upper")
            if Decimal(self.lower) > Decimal(self.upper):
                raise ValueError("lower is above upper")
        elif self.value is None:
            raise ValueError(f"a figure with qualifier {self.qualifier!r} needs a value")
        return self

    @property
    def human(self) -> str:
        """The figure in words: `at least 100,000,000,000 USD`."""
        if self.qualifier == "range":
            assert self.lower is not None  # noqa: S101  (checked when the figure was made)
            assert self.upper is not None  # noqa: S101
            unit = unit_words(self.unit, self.upper)
            return f"{group_digits(self.lower)} to {group_digits(self.upper)} {unit}"
        assert self.value is not None  # noqa: S101
        return f"{_WORDS[self.qualifier]}{group_digits(self.value)} {unit_words(self.unit, self.value)}"


def group_digits(number: str) -> str:
    """A decimal string with thousands separators; no digit is rounded away."""
    whole, _, fraction = number.removeprefix("-").partition(".")
    sign = "-" if number.startswith("-") else ""
    return f"{sign}{Decimal(whole):,}" + (f".{fraction}" if fraction else "")


def unit_words(unit: str, number: str) -> str:
    """The unit of a number in words: `gpu:H800` of 2048 is `H800 gpus`; currency codes stay."""
    noun, _, variety = unit.partition(":")
    if noun.islower() and Decimal(number) != 1:
        noun = _plural(noun)
    return f"{variety} {noun}" if variety else noun


def _plural(noun: str) -> str:
    """The English plural of a unit. Signs such as `km`, plurals, and what follows `per` stay."""
    for mark in ("/", " per "):
        if mark in noun:
            counted, _, each = noun.partition(mark)
            return f"{_plural(counted)}{mark}{each}"
    if noun in _IRREGULAR:
        return _IRREGULAR[noun]
    if len(noun) < 3 or noun.endswith(("s", "percent", "permille", "people")):
        return noun
    if noun.endswith("y") and noun[-2] not in "aeiou":
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith(("x", "ch", "sh")) else "s")
