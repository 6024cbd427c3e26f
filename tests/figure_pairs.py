"""Pairs of figures of one subject and property, each with its verdict and words that its reason must have.

Read a row as: this figure, that figure, what they are to one another, because. Figures are as a careful
analyst would record them; what is hard about a section stands in its heading.
"""

from __future__ import annotations

from dataclasses import dataclass

from dossier.evidence.figures.pairs import FigureReading
from dossier.records.figure import Figure

SAME, ROUNDING, SLIP = "same", "rounding", "unit slip (x1000)"
SCOPE, DATE, CONFLICT = "different scope", "different date", "conflict"


@dataclass(frozen=True)
class Case:
    """Two figures, the verdict, and a fragment of the reason."""

    one: FigureReading
    other: FigureReading
    kind: str
    because: str

    def __str__(self) -> str:
        return f"{self.one.figure.as_written} / {self.other.figure.as_written}"


def fig(
    as_written: str,
    value: str,
    unit: str = "USD",
    qualifier: str = "exact",
    *,
    scope: str | None = None,
    of: str | None = None,
    date: str | None = None,
    hedge: str | None = None,
) -> FigureReading:
    """A figure with one number. `of`: its own date; `date`, `hedge`: those of its claim."""
    doc = {"value": value, "unit": unit, "qualifier": qualifier, "as_written": as_written}
    return FigureReading.read_figure(Figure.from_doc({**doc, "scope": scope, "as_of": of}), date, hedge)


def about(as_written: str, value: str, unit: str = "USD", **more: str) -> FigureReading:
    """A figure that is meant approximately."""
    return fig(as_written, value, unit, "approx", **more)


def least(as_written: str, value: str, unit: str = "USD", **more: str) -> FigureReading:
    """A lower bound."""
    return fig(as_written, value, unit, "at-least", **more)


def most(as_written: str, value: str, unit: str = "USD", **more: str) -> FigureReading:
    """An upper bound."""
    return fig(as_written, value, unit, "at-most", **more)


def between(as_written: str, lower: str, upper: str, unit: str = "USD") -> FigureReading:
    """A range."""
    doc = {"lower": lower, "upper": upper, "unit": unit, "qualifier": "range", "as_written": as_written}
    return FigureReading.read_figure(Figure.from_doc(doc))


V3, R1, BIG = "computing power for V3", "training of R1", "training of the 671-billion-parameter model"
FIVE_58 = fig("$5.58 million", "5580000")
FIVE_6 = fig("$5.6 million", "5600000")
FIVE_6B = fig("$5.6B", "5600000000")

# fmt: off
_BUNDLED = [
    (FIVE_6, FIVE_58, ROUNDING, "$5.6 million is $5.58 million rounded to two digits"),
    (FIVE_6, FIVE_6B, SLIP, "a factor of 1,000 apart: million and billion mixed up?"),
    (FIVE_58, FIVE_6B, SLIP, "about a factor of 1,000 apart: million and billion"),
    (fig("$5.6 million", "5600000", scope=BIG), fig("$5.58 million", "5580000", scope=V3),
     SCOPE, "the numbers as such agree: $5.6 million is $5.58 million rounded"),
    (fig("$5.6 million", "5600000", scope=BIG), fig("$5.6B", "5600000000", scope=R1),
     SLIP, "mixed up? ($5.6 million is for “training of the 671-billion-parameter model”, $5.6 billion for"),
    (FIVE_58, most("less than $6 million", "6000000"),
     SAME, "“less than $6 million” leaves room for $5.58 million"),
    (most("less than $6 million", "6000000", scope=V3), fig("$5.6B", "5600000000", scope=R1),
     SCOPE, "for “computing power for V3”"),
    (fig("2,048 Nvidia H800s", "2048", "gpu:H800", scope="used to train"),
     fig("50,000 Nvidia H100 chips", "50000", "gpu:H100", scope="possessed"),
     SCOPE, "50,000 H100 gpus and 2,048 H800 gpus are of different kinds; one is for “possessed”"),
    (least("more than half a trillion dollars", "500000000000"),
     least("at least $100 billion", "100000000000"),
     SAME, "“at least $100 billion” leaves room for at least $500 billion"),
    (about("around the value of an entire Stargate", "500000000000"),
     least("at least $100 billion", "100000000000"), SAME, "leaves room for about $500 billion"),
    (least("over 100 billion RMB", "100000000000", "CNY"), about("approximately $15 billion", "15000000000"),
     SCOPE, "different currencies, and none is converted"),
    (about("approximately $15 billion", "15000000000"), about("around $8 billion", "8000000000"),
     CONFLICT, "“around $8 billion” could mean $7.2 to 8.8 billion"),
    (between("20 to 50 times cheaper", "20", "50", "times"), fig("95% less", "95", "percent"),
     SCOPE, "are in different units"),
    (about("nearer thirty", "30", "crossing"), fig("40 crossings", "40", "crossing"),
     CONFLICT, "“nearer thirty” could mean 27 to 33 crossings"),
    (fig("1,140 passengers", "1140", "passenger"), about("约有1100人次", "1100", "passenger"),
     ROUNDING, "“约有1100人次” could mean 1,000 to 1,200 passengers, which leaves room for 1,140"),
]

_ROUNDING = [
    (fig("$6 million", "6000000"), FIVE_58, ROUNDING, "$6 million is $5.58 million rounded to one digit"),
    (fig("six million", "6000000"), FIVE_58, ROUNDING, "rounded to one digit"),
    (fig("$5.5 million", "5500000"), FIVE_58, CONFLICT, "neither is the other one rounded"),
    (fig("$5.60 million", "5600000"), FIVE_6, SAME, "both say $5.6 million"),
    (fig("$5.60 million", "5600000"), FIVE_58, CONFLICT, "$5.595 to 5.605 million"),
    (fig("$5.65m", "5650000"), FIVE_6, ROUNDING, "rounded to two digits"),  # half up or half even
    (fig("$5.66m", "5660000"), FIVE_6, CONFLICT, "neither"),
    (fig("2,000", "2000", "gpu"), fig("2,048", "2048", "gpu"),
     ROUNDING, "2,000 gpus is 2,048 gpus rounded to one"),
    (fig("1,100", "1100", "job"), fig("1,140", "1140", "job"), ROUNDING, "rounded to two digits"),
    (fig("10,000", "10000", "job"), fig("10,400", "10400", "job"), ROUNDING, "rounded to one digit"),
    (fig("10,000", "10000", "job"), fig("9,800", "9800", "job"), ROUNDING, "rounded to one digit"),
    (fig("0.98 litres", "0.98", "litre"), fig("1.0 litres", "1.0", "litre"),
     ROUNDING, "1 litre is 0.98 litres"),
    (fig("the nearest: 1", "1", "tonne"), fig("0.7", "0.7", "tonne"),
     ROUNDING, "1 tonne is 0.7 tonnes rounded"),
    (fig("$300 million", "300000000"), fig("$310 million", "310000000"), ROUNDING, "rounded to one digit"),
    (fig("$2 billion", "2000000000"), fig("$1.8 billion", "1800000000"), ROUNDING, "to one digit"),
    (fig("3 percent", "3", "percent"), fig("3.4%", "3.4", "percent"),
     ROUNDING, "3 percent is 3.4 percent rounded"),
    (fig("1.234.567,89 €", "1234567.89", "EUR"), fig("1,23 Mio. Euro", "1230000", "EUR"),
     ROUNDING, "three digits"),
]

_ZEROS = [  # that may be meant: below 100, and in percentages; else at most one part in twenty is open
    (fig("10,000", "10000", "job"), fig("14,000", "14000", "job"), CONFLICT, "10,000 jobs and 14,000 jobs"),
    (fig("$100 million", "100000000"), fig("$140 million", "140000000"), CONFLICT, "neither"),
    (fig("50,000", "50000", "gpu"), fig("48,000", "48000", "gpu"),
     ROUNDING, "50,000 gpus is 48,000 gpus rounded"),
    (fig("50,000", "50000", "gpu"), fig("45,000", "45000", "gpu"), CONFLICT, "47,500 to 52,500 gpus"),
    (fig("20 employees", "20", "employee"), fig("21", "21", "employee"), CONFLICT, "neither"),
    (fig("100 percent", "100", "percent"), fig("95 percent", "95", "percent"), CONFLICT, "99.5 to 100.5"),
    (fig("50%", "50", "percent"), fig("48%", "48", "percent"), CONFLICT, "49.5 to 50.5 percent"),
    (about("about half", "50", "percent"), fig("48%", "48", "percent"), ROUNDING, "room for 48 percent"),
    (fig("$50 billion", "50000000000"), fig("$48 billion", "48000000000"), ROUNDING, "rounded to one digit"),
    (fig("1,000", "1000", "job"), fig("1 000", "1000", "job"), SAME, "both say 1,000 jobs"),
    (fig("1,000", "1000", "job"), fig("1,140", "1140", "job"), CONFLICT, "950 to 1,050 jobs"),
    (fig("zero", "0", "employee"), fig("one", "1", "employee"), CONFLICT, "0 employees and 1 employee"),
    (fig("0 percent", "0", "percent"), fig("0.3 percent", "0.3", "percent"),
     ROUNDING, "0 percent is 0.3 percent rounded"),
    (fig("no", "0", "employee"), fig("0", "0", "employee"), SAME, "both say 0 employees"),
    (fig("3 founders", "3", "founder"), fig("4 founders", "4", "founder"),
     CONFLICT, "3 founders and 4 founders"),
]

_HEDGED = [
    (about("about 12 million", "12000000", "crown"), fig("11.8m", "11800000", "crown"),
     ROUNDING, "11 to 13 million"),
    (about("nearly 12 million", "12000000", "crown"), fig("11.8m", "11800000", "crown"),
     ROUNDING, "11 to 12 million"),
    (about("nearly 12 million", "12000000", "crown"), fig("12.3m", "12300000", "crown"),
     CONFLICT, "do not meet"),
    (about("just over 12 million", "12000000", "crown"), fig("11.8m", "11800000", "crown"),
     CONFLICT, "12 to 13"),
    (about("almost 2,000", "2000", "job"), fig("1,960", "1960", "job"),
     ROUNDING, "leaves room for 1,960 jobs"),
    (about("将近2000人", "2000", "person"), fig("2,100", "2100", "person"), CONFLICT, "1,800 to 2,000"),
    (about("about a month", "1", "month"), about("around two months", "2", "month"), CONFLICT, "do not meet"),
    (about("about $8bn", "8000000000"), fig("$8 billion", "8000000000"), SAME, "one of them with “about”"),
    (about("about $8bn", "8000000000"), about("some $9bn", "9000000000"),
     ROUNDING, "the same: $8.1 to 8.8 billion"),
    (about("around $8 billion", "8000000000"), fig("$9.4 billion", "9400000000"),
     CONFLICT, "$7.2 to 8.8 billion"),
    (fig("a dozen", "12", "person"), fig("11", "11", "person"),
     ROUNDING, "“a dozen” could mean 11 to 13 people"),
    (fig("a dozen", "12", "person"), fig("14", "14", "person"), CONFLICT, "12 people and 14 people"),
    (fig("a dozen people", "12", "people"), fig("twelve", "12", "person"), SAME, "both say 12 people"),
    (fig("half a trillion dollars", "500000000000"), fig("$480 billion", "480000000000"),
     ROUNDING, "rounded to one"),
    (fig("half a trillion", "500000000000"), fig("$589 billion", "589000000000"), CONFLICT, "neither"),
    (fig("two thirds", "0.667", "share"), fig("64%", "64", "percent"),
     ROUNDING, "“two thirds” could mean a share"),
    (fig("three quarters", "75", "percent"), fig("61 percent", "61", "percent"),
     CONFLICT, "61 percent and 75"),
]

_BOUNDS = [
    (least("more than 10,000", "10000", "gpu"), fig("50,000", "50000", "gpu"),
     SAME, "leaves room for 50,000 gpus"),
    (least("at least 10,000", "10000", "gpu"), fig("8,000", "8000", "gpu"), CONFLICT, "rule each other out"),
    (least("at least $5.6 million", "5600000"), FIVE_58,
     ROUNDING, "outside “at least $5.6 million” only by rounding"),
    (least("at least 2,000", "2000", "job"), fig("1,912", "1912", "job"), CONFLICT, "rule each other out"),
    (least("at least two thousand", "2000", "job"), fig("1,960", "1960", "job"), CONFLICT, "rule each"),
    (least("at least $100bn", "100000000000"), fig("$99.7bn", "99700000000"), ROUNDING, "only by rounding"),
    (least("at least $100bn", "100000000000"), fig("$97bn", "97000000000"), CONFLICT, "rule each other"),
    (most("up to 500", "500", "seat"), fig("510", "510", "seat"), CONFLICT, "rule each other out"),
    (most("up to 500", "500", "seat"), fig("498", "498", "seat"), SAME, "leaves room for 498 seats"),
    (most("up to 500", "500", "seat"), fig("540", "540", "seat"),
     CONFLICT, "“up to 500” and 540 seats rule"),
    (least("at least 100", "100", "job"), most("at most 100", "100", "job"), SAME, "can both hold: 100 jobs"),
    (least("over 300", "300", "job"), most("under 200", "200", "job"), CONFLICT, "rule each other out"),
    (least("over 300", "300", "job"), most("under 500", "500", "job"), SAME, "300 to 500 jobs"),
    (least("thousands", "1000", "gpu"), least("tens of thousands", "10000", "gpu"),
     SAME, "leaves room for at least"),
    (least("at least 40", "40", "job"), least("at least 40", "40", "job"), SAME, "both say at least 40 jobs"),
    (least("over $5.6 billion", "5600000000"), FIVE_58, SLIP, "million and billion mixed up"),
    (least("over $5.6 million", "5600000"), FIVE_6B, SAME, "leaves room"),  # a bound that holds is no slip
    (between("5 to 6 million", "5000000", "6000000"), FIVE_58,
     SAME, "“5 to 6 million” leaves room for $5.58"),
    (between("20 to 50", "20", "50", "times"), fig("50.3", "50.3", "times"), ROUNDING, "only by rounding"),
    (between("20 to 50", "20", "50", "times"), fig("80", "80", "times"), CONFLICT, "rule each other out"),
    (between("20-50", "20", "50", "times"), between("40-60", "40", "60", "times"), SAME, "40 to 50 times"),
    (between("20-30", "20", "30", "times"), between("50-60", "50", "60", "times"),
     CONFLICT, "rule each other out"),
    (between("20-50", "20", "50", "times"), between("20-50", "20", "50", "times"),
     SAME, "both say 20 to 50 times"),
    (between("5-6m", "5000000", "6000000"), between("5-6bn", "5000000000", "6000000000"),
     SLIP, "and billion"),
    (between("10-20", "10", "20", "job"), least("at least 15", "15", "job"), SAME, "15 to 20 jobs"),
]

_UNITS = [
    (fig("two weeks", "2", "week"), fig("14 days", "14", "day"), SAME, "14 days is 2 weeks"),
    (fig("48 hours", "48", "hours"), fig("2 days", "2", "day"), SAME, "2 days is 48 hours"),
    (fig("a year", "1", "year"), fig("12 months", "12", "month"), SAME, "12 months is 1 year"),
    (about("about a month", "1", "month"), fig("30 days", "30", "day"), SCOPE, "months differ in length"),
    (fig("3.5 km", "3500", "metre"), fig("3.5 kilometers", "3.5", "kilometer"),
     SAME, "3.5 kilometers is 3,500 metres"),
    (fig("10 miles", "10", "mile"), fig("16 km", "16", "km"),
     ROUNDING, "9.5 to 10.5 miles, which leaves room for 16 km"),
    (fig("10%", "10", "percent"), fig("one-tenth", "0.1", "share"), SAME, "10 percent is a share of 0.1"),
    (fig("5 ‰", "5", "permille"), fig("0.5 %", "0.5", "percent"), SAME, "0.5 percent is 5 permille"),
    (fig("5 percent", "5", "percent"), fig("5", "5", "percentage point"), SCOPE, "are in different units"),
    (fig("1.2 million shares", "1200000", "shares"), fig("12%", "12", "percent"), SCOPE, "different units"),
    (fig("150 MW", "150", "MW"), fig("150 kilowatts", "150", "kilowatt"), SLIP, "kilowatt and MW mixed up?"),
    (fig("2 GWh", "2", "GWh"), fig("2 GW", "2", "GW"), SCOPE, "are in different units"),
    (fig("2,048 GPUs", "2048", "gpu"), fig("2,048 H800s", "2048", "gpu:H800"),
     SCOPE, "need not be of one kind"),
    (fig("2,048", "2048", "GPU:h800"), fig("2,048", "2048", "gpus:H800"), SAME, "both say 2,048 h800 GPU"),
    (fig("€5.6m", "5600000", "EUR"), FIVE_6,
     SCOPE, "€5.6 million and $5.6 million are in different currencies"),
    (fig("14 bridges", "14", "bridge"), fig("14 ferries", "14", "ferry"), SCOPE, "14 bridges and 14 ferries"),
    (fig("8 tonnes", "8", "tonnes"), fig("8,000 kg", "8000", "kg"), SAME, "8 tonnes is 8,000 kg"),
]

_SCRIPTS = [  # and other ways to write a number
    (fig("560万美元", "5600000"), fig("558万美元", "5580000"),
     ROUNDING, "$5.6 million is $5.58 million rounded to two digits"),
    (fig("5.6亿", "560000000", "CNY"), fig("5.58亿元", "558000000", "CNY"), ROUNDING, "560 million CNY"),
    (fig("56万", "560000", "CNY"), fig("5.6亿", "560000000", "CNY"), SLIP, "thousand and million mixed up?"),
    (fig("１．５億円", "150000000", "JPY"), fig("1.5億円", "150000000", "JPY"),
     SAME, "both say 150 million JPY"),
    (fig("1,5 Mio. Euro", "1500000", "EUR"), fig("1.48 million euros", "1480000", "EUR"),
     ROUNDING, "two digits"),
    (fig("4,2 Mrd.", "4200000000", "NOK"), fig("4.2 million", "4200000", "NOK"), SLIP, "million and billion"),
    (fig("2.5 lakh", "250000", "INR"), fig("250,000 rupees", "250000", "INR"), SAME, "both say 250,000 INR"),
    (fig("3 crore", "30000000", "INR"), fig("₹28.7 million", "28700000", "INR"),
     ROUNDING, "rounded to one digit"),
    (fig("−3.2 %", "-3.2", "percent"), fig("-3.18%", "-3.18", "percent"), ROUNDING, "-3.2 percent is -3.18"),
    (fig("a loss of $2m", "-2000000"), fig("$2 million", "2000000"),
     CONFLICT, "-$2 million and $2 million differ in"),
    (fig("minus 5.6 million", "-5600000"), fig("-5.6bn", "-5600000000"),
     SLIP, "million and billion mixed up"),
    (fig("$1 million", "1000000"), fig("$1 trillion", "1000000000000"),
     SLIP, "1,000,000 apart: million and trillion"),
    (fig("$1 million", "1000000"), fig("$1.4 billion", "1400000000"), CONFLICT, "neither"),
    (fig("560", "560", "tonne"), fig("560,000", "560000", "tonne"), SLIP, "3 zeros too many or too few?"),
    (fig("0.0056", "0.0056", "share"), fig("5.6", "5.6", "share"), SLIP, "a factor of 1,000"),
]

_SCOPES_AND_DATES = [
    (fig("4.2 million", "4200000", "NOK", scope="the whole refit"),
     fig("5.1 million", "5100000", "NOK", scope="the hull"),
     SCOPE, "4.2 million NOK is for “the whole refit”, 5.1 million NOK for “the hull”"),
    (fig("12%", "12", "percent", scope="women"), fig("12.4%", "12.4", "percent", scope="men"),
     SCOPE, "the numbers as such agree: 12 percent is 12.4 percent rounded"),
    (fig("1 million", "1000000", scope="the pilot"), fig("1 billion", "1000000000", scope="the country"),
     SCOPE, "a factor of 1,000 apart"),
    (fig("40", "40", "crossing"), fig("30", "30", "crossing", scope="against the wind"),
     CONFLICT, "only one says for what: “against the wind”"),
    (fig("40", "40", "job", scope=" The  Harbour. "), fig("50", "50", "job", scope="the harbour"),
     CONFLICT, "40 jobs and 50 jobs"),
    (fig("120 employees", "120", "employee", of="2021"),
     fig("450 employees", "450", "employee", of="2024-06"),
     DATE, "120 employees is of 2021, 450 employees of June 2024"),
    (fig("120", "120", "employee", of="2021"), fig("120", "120", "employee", of="2024"),
     DATE, "the numbers as such agree: both say 120 employees"),
    (fig("120", "120", "employee", of="2024"), fig("450", "450", "employee", of="2024-06"),
     CONFLICT, "120 employees and 450 employees"),
    (fig("120", "120", "employee", of="2021/2023"), fig("450", "450", "employee", of="2023/.."),
     CONFLICT, "neither"),
    (fig("120", "120", "employee", date="2021"), fig("450", "450", "employee", of="2024"),
     DATE, "of 2021, 450 employees of 2024"),
    (fig("120", "120", "employee", of="2024", date="2021"), fig("450", "450", "employee", of="2024"),
     CONFLICT, "neither"),
    (fig("120", "120", "employee"), fig("450", "450", "employee", of="2024"),
     CONFLICT, "only one is dated: 2024"),
    (fig("2,480", "2480", "job", hedge="will be"), fig("1,912", "1912", "job"),
     CONFLICT, "rounded; only one is hedged: “will be”"),
    (fig("5.6m", "5600000", of="2023"), fig("5.6bn", "5600000000", of="2024"),
     SLIP, "million and billion mixed up?"),
    (fig("100", "100", "job", scope="port", of="2020"), fig("200", "200", "job", scope="fleet", of="2024"),
     SCOPE, "for “port”"),
]

_WORDS_OF_SOURCES = [  # which name no number, leave a bound's own number out, or spell a unit in their way
    (about("several", "3", "person"), fig("5", "5", "person"), ROUNDING, "“several” could mean 2 to 15"),
    (about("a couple of", "2", "person"), fig("3", "3", "person"), ROUNDING, "leaves room for 3 people"),
    (fig("dozens", "24", "person"), fig("60", "60", "person"), ROUNDING, "“dozens” could mean 12 to 120"),
    (about("数百人", "200", "person"), fig("780", "780", "person"), ROUNDING, "leaves room for 780 people"),
    (about("hundreds", "200", "person"), fig("5,000", "5000", "person"), CONFLICT, "100 to 1,000 people"),
    (about("some 2 hundreds", "200", "person"), fig("780", "780", "person"), CONFLICT, "150 to 250 people"),
    (fig("a third", "0.3333", "share"), fig("40%", "40", "percent"), CONFLICT, "40 percent"),
    (least("more than 10,000", "10000", "gpu"), fig("10,000", "10000", "gpu"),
     ROUNDING, "“more than 10,000” begins at 10,000 gpus"),
    (most("fewer than five", "5", "person"), fig("5", "5", "person"), ROUNDING, "ends at 5 people"),
    (most("fewer than five", "5", "person"), between("5 to 10", "5", "10", "person"),
     ROUNDING, "“fewer than five” ends at 5 people, and “5 to 10” touches it"),
    (most("no more than five", "5", "person"), fig("5", "5", "person"), SAME, "leaves room for 5 people"),
    (most("不超过5人", "5", "person"), fig("5", "5", "person"), SAME, "leaves room for 5 people"),
    (most("不到5人", "5", "person"), fig("5", "5", "person"), ROUNDING, "“不到5人” ends at 5 people"),
    (fig("1亿元", "100000000", "CNY"), fig("100 million RMB", "100000000", "RMB"), SAME, "both say"),
    (fig("3亿元", "300000000", "CNY"), fig("100 million yuan", "100000000", "yuan"),
     CONFLICT, "100 million yuan and 300 million CNY"),
    (fig("5 dollars", "5", "dollar"), fig("$5", "5"), SCOPE, "different units, which nothing here converts"),
    (fig("14 cents", "0.14", "USD per million tokens"), fig("$0.14", "0.14", "USD/million tokens"),
     SAME, "both say 0.14"),
    (fig("14 a day", "14", "crossing/day"), fig("98 a week", "98", "crossing per week"),
     SCOPE, "14 crossings/day and 98 crossings per week are in different units"),
    (about("roughly double", "2", "times"), fig("2.3 times", "2.3", "times"), ROUNDING, "1.5 to 2.5 times"),
    (fig("900", "900", "person", hedge="plans", of="2026"), fig("500", "500", "person"),
     DATE, "900 people is a plan for 2026, the other one has no date"),
    (fig("900", "900", "person", hedge="plans", of="2026"), fig("500", "500", "person", hedge="to be"),
     DATE, "a plan for 2026"),
    (fig("900", "900", "person", hedge="reportedly", of="2026"), fig("500", "500", "person"),
     CONFLICT, "only one is dated: 2026"),
    (fig("$5m", "5000000", scope="the final run"), fig("$9m", "9000000", scope="Final run."),
     CONFLICT, "$5 million and $9 million"),
    (fig("$5m", "5000000", scope="the"), fig("$9m", "9000000", scope="a"), SCOPE, "is for “the”"),
]
# fmt: on

CASES = [
    Case(*row)
    for section in (
        *(_BUNDLED, _ROUNDING, _ZEROS, _HEDGED, _BOUNDS),
        *(_UNITS, _SCRIPTS, _SCOPES_AND_DATES, _WORDS_OF_SOURCES),
    )
    for row in section
]
