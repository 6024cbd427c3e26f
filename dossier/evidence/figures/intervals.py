"""What a figure leaves open: the numbers that its written digits can stand for.

A number as written stands for all that are rounded to it: from half a unit of its last digit below to
half a unit above (GUM, JCGM 100:2008, F.2.2.1, for what a display shows; ISO 80000-1:2009, annex B, for
rounding). Its digits are read from `as_written`, where a number with the significant digits of the stored
one stands there (`5,6 Mio`, `560万`, `$5.6B`, `six million`), else from the stored number.

Which digits count is the textbook rule of significant figures, with additions that are ours:

- *Zeros at the end* of a whole number may only hold places (10,000) or may be meant (50 percent). From 100 on
  they count as not written, but the number is never taken to be coarser than one part in twenty, the coarsest
  that two digits can be: 10,000 is 9,500 to 10,500. Below 100 and in percentages they count, unless the
  figure is said to be approximate.
- *A fraction or a dozen in words* (half a trillion) is good to one part in ten: 450 to 550 billion.
- *A word that names no number* (several, dozens, hundreds) leaves open all from half of what is stored to
  five times as much.
- *About* doubles what is left open, to a tenth of the number at most; *nearly* and *just over* do so on one
  side only. *At least* and *at most* are open on one side, and end at the number on the other. A
  bound is chosen, and not rounded by more than one part in a hundred: 1,912 is not "at least 2,000".
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_DOWN, ROUND_FLOOR, Context, Decimal
from functools import lru_cache

from dossier.evidence.figures.units import SHARE, FigureUnit, family_factors
from dossier.evidence.figures.words import EXACT
from dossier.records.figure import Figure

_SHORT = Context(prec=12, rounding=ROUND_DOWN)
"""For the one division: half a day in weeks has no end. Too little leaves numbers apart that only touch."""
HALF, TENTH, TWENTIETH, HUNDREDTH = Decimal("0.5"), Decimal("0.1"), Decimal("0.05"), Decimal("0.01")
_ROUND_FROM = 100

_NUMBER = re.compile(r"\d+(?:[.,'’]\d+|[ \u00a0\u202f]\d{3}(?!\d))*")
_SEPARATOR = re.compile(r"\D")
_DIGIT_WORDS = {
    word: str(digit)
    for digit, word in enumerate(("one", "two", "three", "four", "five", "six", "seven", "eight", "nine"), 1)
}
_DIGIT_WORD = re.compile(rf"\b({'|'.join(_DIGIT_WORDS)})\b")
_COARSE = re.compile(r"\b(half|halves|(third|quarter|fifth|sixth|eighth|tenth|hundredth|dozen)s?|score)\b")
_VAGUE = re.compile(
    r"\b(several|few|handful|couple|dozens|scores|hundreds|thousands|millions|billions)\b"
    r"|[数几][十百千万亿]|上[百千万亿]|若干"
)
_STRICT = re.compile(
    r"(?<!no )(?<!not )\b((more|greater|higher|fewer|less|lower) than|over|above|under|below"
    r"|exceed(s|ed|ing)?)\b"
    r"|(?<!不)(超过|多于|高于|少于|低于)|逾|不到|不足|未满"
)
_FRACTION = re.compile("[¼-¾⅐-⅞]")
_BELOW = re.compile(r"\b(nearly|almost|just under|just below|not quite)\b|将近|接近")
_ABOVE = re.compile(r"\b(just over|just above|slightly (more than|over|above)|a little (more than|over))\b")


@dataclass(frozen=True, slots=True)
class NumberRange:
    """Numbers from `lower` to `upper`; None: no end on that side."""

    lower: Decimal | None
    upper: Decimal | None

    def meets(self, other: NumberRange) -> bool:
        """Whether they have a number in common, an end included."""
        lower, upper = self._common_ends(other)
        return lower is None or upper is None or lower <= upper

    def overlaps(self, other: NumberRange) -> bool:
        """Whether they have more than an end in common."""
        lower, upper = self._common_ends(other)
        return lower is None or upper is None or lower < upper

    def intersect(self, other: NumberRange) -> NumberRange:
        """The numbers in both; only for ranges that meet."""
        return NumberRange(*self._common_ends(other))

    def _common_ends(self, other: NumberRange) -> tuple[Decimal | None, Decimal | None]:
        lowers = [end for end in (self.lower, other.lower) if end is not None]
        uppers = [end for end in (self.upper, other.upper) if end is not None]
        return max(lowers, default=None), min(uppers, default=None)

    def scale(self, factor: Decimal) -> NumberRange:
        """The same range in a unit that is `factor` times smaller."""
        lower = None if self.lower is None else EXACT.multiply(self.lower, factor)
        return NumberRange(lower, None if self.upper is None else EXACT.multiply(self.upper, factor))

    def widen(self, below: Decimal, above: Decimal) -> NumberRange:
        """Move its ends outward by so much."""
        lower = None if self.lower is None else EXACT.subtract(self.lower, below)
        return NumberRange(lower, None if self.upper is None else EXACT.add(self.upper, above))

    def keep_whole(self) -> NumberRange:
        """Only the whole numbers in it, if there are any: what is counted comes in whole numbers."""
        lower = None if self.lower is None else self.lower.to_integral_value(ROUND_CEILING)
        upper = None if self.upper is None else self.upper.to_integral_value(ROUND_FLOOR)
        empty = lower is not None and upper is not None and lower > upper
        return self if empty else NumberRange(lower, upper)


@dataclass(frozen=True, slots=True)
class Extent:
    """A figure as intervals in its own unit: what it says to the letter, and with its ends rounded."""

    stated: NumberRange
    rounded: NumberRange
    is_bound: bool
    """Whether it gives a bound (at least, at most, a range) and not one number."""

    @property
    def implied(self) -> NumberRange:
        """The numbers that the figure can mean; an open bound ends at the number that it names."""
        open_ = self.stated.lower is None or self.stated.upper is None
        return self.stated if open_ else self.rounded


def read_extent(figure: Figure, unit: FigureUnit) -> Extent:
    """Read which numbers a figure can mean."""
    written = _fold_written(figure.as_written)
    if figure.qualifier == "range":
        ends = figure.lower or "0", figure.upper or "0"
        stated = NumberRange(Decimal(ends[0]), Decimal(ends[1]))
        below, above = (half_unit(end, written, unit, zeros=True) for end in ends)
        return Extent(stated, stated.widen(below, above), is_bound=True)
    value = Decimal(figure.value or "0")
    half = half_unit(figure.value or "0", written, unit, zeros=figure.qualifier != "approx")
    point = NumberRange(value, value)
    if figure.qualifier in ("exact", "approx") and _is_vague(written):
        less, more = sorted(EXACT.multiply(value, factor) for factor in (HALF, Decimal(5)))
        vague = NumberRange(less, more)
        return Extent(point if figure.qualifier == "exact" else vague, vague, is_bound=False)
    if figure.qualifier == "exact":
        return Extent(point, point.widen(half, half), is_bound=False)
    if figure.qualifier == "approx":
        about = _read_about(point, half, written)
        return Extent(about, about, is_bound=False)
    half = min(half, EXACT.multiply(abs(value), HUNDREDTH))
    at_least = figure.qualifier == "at-least"
    stated = NumberRange(value, None) if at_least else NumberRange(None, value)
    return Extent(stated, stated.widen(half, half), is_bound=True)


def _fold_written(written: str) -> str:
    written = _FRACTION.sub(" half ", written)  # else it were digits: 2½ normalizes to 21⁄2
    return unicodedata.normalize("NFKC", written).casefold()


def _has_digits(written: str) -> bool:
    return any(map(str.isdigit, written))


def _is_vague(written: str) -> bool:
    return _VAGUE.search(written) is not None and not _has_digits(written)


def is_strict(figure: Figure) -> bool:
    """Whether it is a bound that excludes the number that it names: `more than`, not `at least`."""
    return (
        figure.qualifier in ("at-least", "at-most")
        and _STRICT.search(_fold_written(figure.as_written)) is not None
    )


def _read_about(point: NumberRange, half: Decimal, written: str) -> NumberRange:
    value = abs(point.lower or Decimal(0))
    width = max(half, min(EXACT.multiply(half, Decimal(2)), EXACT.multiply(value, TENTH)))
    nothing = Decimal(0)
    if _BELOW.search(written):
        return point.widen(width, nothing)
    return point.widen(nothing if _ABOVE.search(written) else width, width)


@lru_cache(maxsize=4096)
def half_unit(stored: str, written: str, unit: FigureUnit, *, zeros: bool) -> Decimal:
    """Half a unit of the last digit that was written of a stored number, in `unit`.

    `written` is `as_written`, folded. A number in it counts if it has the significant digits of the stored
    one, also in another unit of the same kind: its scale, in whatever language, need not be understood.
    Of several, the one that is the stored number itself counts, else the one with most digits. `zeros`:
    whether those at the end may be meant.
    """
    value = abs(Decimal(stored))
    if not _has_digits(written):
        if _COARSE.search(written):
            return _round_to_digit(EXACT.multiply(value, TENTH))
        written = _DIGIT_WORD.sub(lambda found: _DIGIT_WORDS[found[0]], written)
    in_base = EXACT.multiply(value, unit.factor)
    fitting = []
    for token, decimals in _find_numbers(written):
        for factor in family_factors(unit):
            shift = _power_of_ten(in_base, EXACT.multiply(token, factor))
            if shift is not None:
                meant = zeros and _means_zeros(token.scaleb(shift, EXACT), unit)
                half = EXACT.multiply(_half_of_last_digit(token, decimals, meant), factor).scaleb(
                    shift, EXACT
                )
                rank = shift == 0, factor == unit.factor, len(token.as_tuple().digits), half
                fitting.append((rank, _SHORT.divide(half, unit.factor)))
    if fitting:
        return max(fitting)[1]
    return _half_of_last_digit(value, len(stored.partition(".")[2]), zeros and _means_zeros(value, unit))


def _round_to_digit(half: Decimal) -> Decimal:
    """Keep one digit: a third, stored as 0.3333, is good to 0.03, not to 0.03333."""
    return half and EXACT.quantize(half, Decimal(1).scaleb(half.adjusted(), EXACT))


def _means_zeros(value: Decimal, unit: FigureUnit) -> bool:
    return value < _ROUND_FROM or unit.kind == SHARE


def _half_of_last_digit(value: Decimal, decimals: int, zeros: bool) -> Decimal:
    """Half a unit of the last digit of `value`, of which so many decimals are written."""
    half = EXACT.multiply(Decimal(1).scaleb(-decimals, EXACT), HALF)
    if decimals or zeros or not value:
        return half
    places = len(value.as_tuple().digits) - len(value.normalize(EXACT).as_tuple().digits)
    return max(half, min(half.scaleb(places, EXACT), EXACT.multiply(value, TWENTIETH)))


def _power_of_ten(value: Decimal, token: Decimal) -> int | None:
    """The power of ten that `token` has to be multiplied by to be `value`; None if there is none."""
    if not value or not token:
        return 0 if value == token else None
    shift = value.adjusted() - token.adjusted()
    return shift if token.scaleb(shift, EXACT) == value else None


def _find_numbers(written: str) -> Iterator[tuple[Decimal, int]]:
    """Every number in a text, in each way that it can be read, and how many decimals are written.

    `1,500` may be fifteen hundred or one and a half, `1.500` likewise; `2,048` with `1.5` beside may not.
    """
    for token in _NUMBER.findall(written):
        groups = _SEPARATOR.split(token)
        last = token[-len(groups[-1]) - 1 : -len(groups[-1])] if len(groups) > 1 else ""
        whole = "".join(groups)
        single = token.count(last) == 1 if last else False
        if not single or (last not in ".," or len(groups[-1]) == 3):
            yield Decimal(whole), 0
        if single and last in ".,":
            decimals = len(groups[-1])
            yield Decimal(whole).scaleb(-decimals, EXACT), decimals
