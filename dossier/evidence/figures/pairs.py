"""How two figures of one subject and property stand to each other, and why, in words.

The tests run in this order; the first that holds gives the verdict:

1. Units that no exact factor joins: *different scope*. No currency is converted.
2. A factor of 1,000 or a power of it, with two digits or more that agree: *unit slip*, whatever the scopes
   say: digits do not agree by chance, and a wrong word for million brings its own scope along.
3. Scopes that are both given and differ: *different scope*, also where the numbers agree, for a tenth of
   the men and a tenth of the women are two facts. One scope alone settles nothing; the reason names it.
4. Dates (`as_of`, else the claim's) that are both given and have no day in common: *different date*. That a
   figure has a date is what says that it may change; a plan for a day is not what is counted before.
5. The numbers: equal, or a number within a bound, is *same*; numbers that could be one when both are
   rounded are *rounding*; then *unit slip*, with one digit that agrees; else *conflict*.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from dossier.evidence.figures.intervals import TWENTIETH, Extent, NumberRange, is_strict, read_extent
from dossier.evidence.figures.units import FigureUnit, are_comparable, read_unit
from dossier.evidence.figures.words import EXACT, figure_words, range_words
from dossier.evidence.plans import is_hedged_as_plan
from dossier.records import edtf
from dossier.records.figure import Figure, unit_words
from dossier.text import clip, one_line

VerdictKind = Literal[
    "same", "rounding", "unit slip (x1000)", "different scope", "different date", "conflict"
]
SAME: VerdictKind = "same"
ROUNDING: VerdictKind = "rounding"
SLIP: VerdictKind = "unit slip (x1000)"
SCOPE: VerdictKind = "different scope"
DATE: VerdictKind = "different date"
CONFLICT: VerdictKind = "conflict"
WORST_FIRST = (CONFLICT, SLIP, ROUNDING, DATE, SCOPE, SAME)

_ARTICLES = ("a", "an", "the")
_SCOPE_CELLS = 80
_WRITTEN_CELLS = 40
_MOST_STEPS = 4
_STEPS = {0: "", 3: "thousand", 6: "million", 9: "billion", 12: "trillion"}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found of two figures, and why."""

    kind: VerdictKind
    reason: str


@dataclass(frozen=True, slots=True)
class FigureReading:
    """A figure of a claim, read: its unit and what it leaves open, in its own unit and in the base unit."""

    figure: Figure
    date: str | None
    words: str
    """The figure in few words: `about $8 billion`."""
    unit: FigureUnit
    extent: Extent
    value: Decimal | None
    """Its one number in the base unit; None for a range."""
    stated: NumberRange
    rounded: NumberRange
    hedge: str = ""
    """With which words its claim is hedged: a plan and an outcome need not agree."""

    @classmethod
    def read_figure(cls, figure: Figure, date: str | None = None, hedge: str | None = None) -> FigureReading:
        """Read a figure. `date` and `hedge` are the claim's; the date is for a figure without an `as_of`."""
        counts = read_unit(figure.unit)
        leaves = read_extent(figure, counts)
        value = None if figure.value is None else EXACT.multiply(Decimal(figure.value), counts.factor)
        stated, rounded = leaves.stated.scale(counts.factor), leaves.rounded.scale(counts.factor)
        words = figure_words(figure), counts, leaves, value, stated, rounded
        return cls(figure, figure.as_of or date, *words, one_line(hedge or ""))

    @property
    def is_bound(self) -> bool:
        """Whether it gives a bound and not one number."""
        return self.extent.is_bound

    @property
    def scope(self) -> str:
        """Its scope without what makes no difference: case, spaces, a leading article, a final full stop."""
        words = (self.figure.scope or "").casefold().replace("’", "'").split()
        return " ".join(words[1:] if words[1:] and words[0] in _ARTICLES else words).rstrip(".;, ")

    @property
    def written(self) -> str:
        """The figure as the source writes it."""
        return f"“{clip(one_line(self.figure.as_written), _WRITTEN_CELLS)}”"

    @property
    def quoted(self) -> str:
        """A bound as the source writes it, for `at least` can be written in many ways; else its words."""
        return self.written if self.is_bound else self.words

    @property
    def implied(self) -> str:
        """The numbers that it could mean, in words and in its own unit."""
        implied = self.extent.implied.keep_whole() if self.unit.is_counted else self.extent.implied
        return range_words(implied.lower, implied.upper, self.figure.unit)

    @property
    def width(self) -> Decimal:
        """How wide it is in the base unit: the wider of two figures is the rounder one."""
        if self.rounded.lower is None or self.rounded.upper is None:
            return Decimal("Infinity")
        return EXACT.subtract(self.rounded.upper, self.rounded.lower)

    @property
    def statement(self) -> tuple[object, ...]:
        """What it says; two readings with equal statements say the same."""
        return (
            *(self.unit.kind, self.unit.variety, self.stated.lower, self.stated.upper),
            *(self.figure.qualifier, self.scope, self.date),
        )

    @property
    def sort_key(self) -> tuple[object, ...]:
        """A total order, smallest number first: no two different readings are equal in it."""
        low = Decimal("-Infinity") if self.stated.lower is None else self.stated.lower
        high = Decimal("Infinity") if self.stated.upper is None else self.stated.upper
        point = self.value if self.value is not None else low
        figure = self.figure
        words = figure.qualifier, figure.as_written, figure.scope or "", self.date or "", figure.unit
        numbers = str(figure.value), str(figure.lower), str(figure.upper)
        return self.unit.kind, self.unit.variety, point, low, high, *words, *numbers


def judge_figures(one: FigureReading, other: FigureReading) -> Verdict:
    """The verdict on two figures of one subject and property; the same, word for word, in either order."""
    one, other = sorted((one, other), key=lambda reading: reading.sort_key)  # so reasons have one order
    if not are_comparable(one.unit, other.unit):
        return Verdict(SCOPE, _two_units_words(one, other))
    kind, why = _judge_numbers(one, other)
    if kind != SLIP or _count_common_digits(one, other) < 2:
        if _differ_in_scope(one, other):
            return Verdict(SCOPE, _two_scopes_words(one, other) + _numbers_words(one, other, kind, why))
        if one.date and other.date and not edtf.parse_date(one.date).may_overlap(edtf.parse_date(other.date)):
            return Verdict(DATE, _two_dates_words(one, other) + _numbers_words(one, other, kind, why))
        if kind == CONFLICT and (planned := _find_plan(one, other)):
            return Verdict(
                DATE, f"{planned.words} is a plan for {_date_words(planned)}, the other one has no date"
            )
    more = _one_sided_words(one, other, kind)
    if more:
        why += f" ({more})" if why.endswith("?") else f"; {more}"
    return Verdict(kind, why)


def _find_plan(one: FigureReading, other: FigureReading) -> FigureReading | None:
    """The figure that is hedged as a plan and dated, if the other is neither."""
    for plan, count in ((one, other), (other, one)):
        dated = plan.date and not count.date
        if dated and is_hedged_as_plan(plan.hedge) and not is_hedged_as_plan(count.hedge):
            return plan
    return None


def _differ_in_scope(one: FigureReading, other: FigureReading) -> bool:
    return bool(one.scope and other.scope and one.scope != other.scope)


def _two_units_words(one: FigureReading, other: FigureReading) -> str:
    """Why their units cannot be compared, and their scopes where those differ too."""
    why = f"{one.words} and {other.words} {_unlike_units_words(one.unit, other.unit)}"
    if _differ_in_scope(one, other):
        why += f"; one is for {_scope_words(one)}, the other for {_scope_words(other)}"
    return why


def _unlike_units_words(one: FigureUnit, other: FigureUnit) -> str:
    if one.kind == other.kind:
        return "are of different kinds" if one.variety and other.variety else "need not be of one kind"
    if one.is_currency and other.is_currency:
        return "are in different currencies, and none is converted into another"
    if {one.kind, other.kind} == {"a duration", "a calendar"}:
        return "cannot be compared exactly: months differ in length"
    return "are in different units, which nothing here converts into one another"


def _two_scopes_words(one: FigureReading, other: FigureReading) -> str:
    return f"{one.words} is for {_scope_words(one)}, {other.words} for {_scope_words(other)}"


def _two_dates_words(one: FigureReading, other: FigureReading) -> str:
    return f"{one.words} is of {_date_words(one)}, {other.words} of {_date_words(other)}"


def _scope_words(reading: FigureReading) -> str:
    return f"“{clip(one_line(reading.figure.scope or ''), _SCOPE_CELLS)}”"


def _date_words(reading: FigureReading) -> str:
    return edtf.parse_date(reading.date).human if reading.date else "no date"


def _numbers_words(one: FigureReading, other: FigureReading, kind: VerdictKind, why: str) -> str:
    """What to add about the numbers although the figures are of two things."""
    if kind == CONFLICT:
        return ""
    if kind == SLIP:
        return f"; {why}"
    fit = "do not clash" if one.is_bound or other.is_bound else "agree"
    return f"; the numbers as such {fit}: {why}"


def _one_sided_words(one: FigureReading, other: FigureReading, kind: VerdictKind) -> str:
    """What only one of the two says and what could explain the difference."""
    words = []
    if bool(one.scope) != bool(other.scope):
        words.append(f"only one says for what: {_scope_words(one if one.scope else other)}")
    if bool(one.date) != bool(other.date):
        words.append(f"only one is dated: {_date_words(one if one.date else other)}")
    if kind in (CONFLICT, SLIP) and bool(one.hedge) != bool(other.hedge):
        words.append(f"only one is hedged: “{clip(one.hedge or other.hedge, _WRITTEN_CELLS)}”")
    if kind == SLIP and _differ_in_scope(one, other):
        words.append(_two_scopes_words(one, other))
    return "; ".join(words)


def _judge_numbers(one: FigureReading, other: FigureReading) -> tuple[VerdictKind, str]:
    """Judge the numbers alone, in units that can be compared."""
    first, second = one.words, other.words
    if one.stated == other.stated and one.figure.qualifier == other.figure.qualifier:
        same_unit = one.unit.factor == other.unit.factor
        return SAME, f"both say {first}" if same_unit else f"{first} is {second}"
    bounded = one.is_bound or other.is_bound
    if one.value is not None and one.value == other.value and not bounded:
        return SAME, f"both say {figure_words(_without_hedge(one.figure))}, one of them with “about”"
    if bounded and one.stated.meets(other.stated):
        return _judge_strict_end(one, other) or (SAME, _within_words(one, other))
    if one.rounded.overlaps(other.rounded):
        return ROUNDING, _rounding_words(one, other)
    if steps := _count_slip_steps(one, other):
        return SLIP, _slip_words(one, other, steps)
    return CONFLICT, _conflict_words(one, other)


def _judge_strict_end(one: FigureReading, other: FigureReading) -> tuple[VerdictKind, str] | None:
    """`more than 10,000` and 10,000 are a rounding: strictly they clash, but nobody counts so closely."""
    common = one.stated.intersect(other.stated)
    if common.lower is not None and common.lower == common.upper:
        for bound, inside in ((one, other), (other, one)):
            if bound.value == common.lower and is_strict(bound.figure):
                verb = "begins" if bound.figure.qualifier == "at-least" else "ends"
                touching = f", and {inside.quoted} touches it" if inside.is_bound else ""
                return (
                    ROUNDING,
                    f"{bound.quoted} {verb} at {figure_words(_without_hedge(bound.figure))}{touching}",
                )
    return None


def _without_hedge(figure: Figure) -> Figure:
    return figure.model_copy(update={"qualifier": "exact"})


def _within_words(one: FigureReading, other: FigureReading) -> str:
    """Why a bound and another figure can both hold."""
    common = one.stated.intersect(other.stated)
    for inner, outer in ((one, other), (other, one)):
        if common == inner.stated:
            return f"{outer.quoted} leaves room for {inner.words}"
    left = one.extent.stated.intersect(other.extent.stated)
    return f"{one.words} and {other.words} can both hold{_overlap_words(one, other, left)}"


def _rounding_words(one: FigureReading, other: FigureReading) -> str:
    """Why two numbers that differ can be one."""
    for bound, inside in ((one, other), (other, one)):
        if bound.is_bound and not inside.is_bound:
            return f"{inside.words} is outside {bound.quoted} only by rounding"
    fine, coarse = sorted((one, other), key=lambda reading: reading.width)
    if coarse.figure.qualifier == "exact" and (rounded := _rounded_words(coarse, fine)):
        return rounded
    if fine.value is not None and coarse.rounded.meets(NumberRange(fine.value, fine.value)):
        return f"{_meaning_words(coarse)}, which leaves room for {fine.words}"
    left = one.extent.rounded.intersect(other.extent.rounded)
    return f"{one.words} and {other.words} can stand for the same{_overlap_words(one, other, left)}"


def _overlap_words(one: FigureReading, other: FigureReading, numbers: NumberRange) -> str:
    """The numbers that both allow, where they count in one unit."""
    same_unit = one.unit.factor == other.unit.factor
    return f": {range_words(numbers.lower, numbers.upper, one.figure.unit)}" if same_unit else ""


def _meaning_words(reading: FigureReading) -> str:
    return f"{reading.written} could mean {reading.implied}"


def _rounded_words(coarse: FigureReading, fine: FigureReading) -> str | None:
    """`$5.6 million is $5.58 million rounded to two digits`, if its significant digits are that."""
    if coarse.figure.value is None or fine.figure.value is None or coarse.unit.factor != fine.unit.factor:
        return None
    rounder, exact = Decimal(coarse.figure.value), Decimal(fine.figure.value)
    words = f"{coarse.words} is {fine.words} rounded"
    last = _last_place(rounder)
    place = min(last, exact.adjusted())
    if _equal_at(rounder, exact, place):
        digits = exact.adjusted() - place + 1
        return f"{words} to {_COUNTS.get(digits, str(digits))} digit{'s' if digits > 1 else ''}"
    return words if _equal_at(rounder, exact, last) else None


_COUNTS = {1: "one", 2: "two", 3: "three", 4: "four", 5: "five", 6: "six"}


def _last_place(value: Decimal) -> int:
    """The power of ten of the last digit of a number that is not a zero."""
    return int(value.normalize(EXACT).as_tuple().exponent)


def _equal_at(one: Decimal, other: Decimal, place: int) -> bool:
    """Whether two numbers differ by no more than half a unit at a decimal place."""
    half = Decimal(5).scaleb(place - 1, EXACT)
    return abs(EXACT.subtract(one, other)) <= half


def _numbers_of(reading: FigureReading) -> tuple[Decimal, ...]:
    """The number of a figure, or both of a range."""
    if reading.value is not None:
        return (reading.value,)
    return tuple(end for end in (reading.stated.lower, reading.stated.upper) if end is not None)


def _count_slip_steps(one: FigureReading, other: FigureReading) -> int:
    """How many steps of 1,000 lie between two figures with the same digits; 0 for others."""
    if len(_numbers_of(one)) != len(_numbers_of(other)):
        return 0
    pairs = [sorted(ends, key=abs) for ends in zip(_numbers_of(one), _numbers_of(other), strict=True)]
    for steps in range(1, _MOST_STEPS + 1):
        if all(_digits_agree(low.scaleb(3 * steps, EXACT), high) for low, high in pairs):
            return steps
    return 0


def _digits_agree(one: Decimal, other: Decimal) -> bool:
    """Whether two numbers are equal in the digits that both have, and nearly so in all."""
    if not one or not other or one.adjusted() - other.adjusted() not in (-1, 0, 1):
        return False
    near = abs(EXACT.subtract(one, other)) <= EXACT.multiply(abs(other), TWENTIETH)
    return near and _equal_at(one, other, max(_last_place(one), _last_place(other)))


def _count_common_digits(one: FigureReading, other: FigureReading) -> int:
    """How many digits agree of two figures whose digits agree."""
    counts = [
        max((len(end.normalize(EXACT).as_tuple().digits) for end in _numbers_of(reading)), default=0)
        for reading in (one, other)
    ]
    return min(counts)


def _slip_words(one: FigureReading, other: FigureReading, steps: int) -> str:
    """Which two words may have been taken for one another."""
    low, high = sorted((max(_numbers_of(reading), key=abs) for reading in (one, other)), key=abs)
    about = "" if low.scaleb(3 * steps, EXACT) == high else "about "
    if one.unit.factor == other.unit.factor:
        own = (max(abs(Decimal(end)) for end in _written_ends(reading.figure)) for reading in (one, other))
        words = [_STEPS.get(end.adjusted() // 3 * 3, "") for end in sorted(own)]
    else:
        words = [one_line(unit_words(reading.figure.unit, "1")) for reading in (one, other)]
    guess = (
        f"{words[0]} and {words[1]} mixed up?" if all(words) else f"{3 * steps} zeros too many or too few?"
    )
    both = f"{one.words} and {other.words}"
    return f"{both} are {about}a factor of {1000**steps:,} apart: {guess}"


def _written_ends(figure: Figure) -> tuple[str, ...]:
    return tuple(end for end in (figure.value, figure.lower, figure.upper) if end is not None)


def _conflict_words(one: FigureReading, other: FigureReading) -> str:
    """Why two figures cannot both be right."""
    first, second = one.words, other.words
    if one.value is not None and other.value is not None and one.value == EXACT.minus(other.value):
        return f"{first} and {second} differ in sign"
    if one.is_bound or other.is_bound:
        return f"{one.quoted} and {other.quoted} rule each other out"
    hedged = [reading for reading in (one, other) if reading.figure.qualifier == "approx"]
    if hedged:
        return f"{first} and {second} do not meet: " + ", ".join(map(_meaning_words, hedged))
    fine, coarse = sorted((one, other), key=lambda reading: reading.width)
    if (
        _rounded_words(coarse, fine) and coarse.implied != coarse.words
    ):  # but more digits, or zeros, are written
        return f"{_meaning_words(coarse)}, which leaves out {fine.words}"
    return f"{first} and {second}: neither is the other one rounded"
