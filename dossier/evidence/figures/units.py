"""Units that can be compared: a closed table of exact equals, and nothing else.

Factors that hold by definition: SI prefixes, the day of 24 hours (ISO 8601), the international foot and
mile (1959), percent and per mille (ISO 80000-1). What is not exact is not here: a month is no number of
days, and no currency is ever converted into another.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

SHARE = "a share"
_FAMILIES: dict[str, str] = {
    "a length": "millimetre mm 0.001, centimetre cm 0.01, metre m 1, kilometre km 1000, "
    "inch in 0.0254, foot ft 0.3048, mile mi 1609.344",
    "a area": "square-metre m2 1, hectare ha 10000, square-kilometre km2 1000000",
    "a volume": "millilitre ml 0.001, litre l 1, cubic-metre m3 1000",
    "a mass": "milligram mg 0.001, gram g 1, kilogram kg 1000, tonne t 1000000",
    "a power": "watt W 1, kilowatt kW 1000, megawatt MW 1000000, gigawatt GW 1000000000",
    "a energy": "watt-hour Wh 1, kilowatt-hour kWh 1000, megawatt-hour MWh 1000000, "
    "gigawatt-hour GWh 1000000000, terawatt-hour TWh 1000000000000",
    "a data": "byte B 1, kilobyte kB 1000, megabyte MB 1000000, gigabyte GB 1000000000, "
    "terabyte TB 1000000000000, petabyte PB 1000000000000000",
    "a duration": "millisecond ms 0.001, second s 1, minute min 60, hour h 3600, day d 86400, week wk 604800",
    "a calendar": "month months 1, quarter quarters 3, year years 12, decade decades 120, "
    "century centuries 1200",
    SHARE: "share fraction 100, percent % 1, permille ‰ 0.1",
}
_ISO_4217 = """
    AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN
    BZD CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS
    GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW
    KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD
    NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD
    SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VED
    VES VND VUV WST XAF XCD XDR XOF XPF YER ZAR ZMW ATS BEF DEM ESP FIM FRF GRD HRK IEP ITL NLG PTE
    SUR YUG
"""
"""The currency codes, with some that are no longer paid in but stand in older documents."""
_CURRENCIES = frozenset(_ISO_4217.split())
_SPELLINGS = {
    "percent": ("per-cent", "pct"),
    "permille": ("per-mille",),
    "share": ("proportion",),
    "foot": ("feet",),
    "inch": ("inches",),
    "person": ("people", "persons"),
}
_PAID_IN = {
    "CNY": ("rmb", "renminbi", "yuan", "cny", "人民币"),
    "USD": ("usd", "us-dollar", "us-dollars", "美元"),
    "EUR": ("eur", "euro", "euros", "欧元"),
    "GBP": ("gbp", "pound-sterling", "pounds-sterling"),
    "JPY": ("jpy", "yen", "日元"),
}
"""What is written for a code, and for no other one: a dollar or a crown is of many countries."""
_UNCOUNTED = ("time", "fold", "x", "point", "percentage-point", "degree", "ratio", "multiple")
"""Nouns for what comes in parts, too."""
_PER = re.compile(r"\s*/\s*|[\s-]+per[\s-]+")


def _build_table() -> tuple[dict[str, tuple[str, Decimal]], dict[str, dict[str, Decimal]]]:
    """Family and factor of every name, and the names of every family with their factors."""
    units: dict[str, tuple[str, Decimal]] = {}
    families: dict[str, dict[str, Decimal]] = {}
    for family, members in _FAMILIES.items():
        for member in members.split(", "):
            name, sign, factor = member.split()
            families.setdefault(family, {})[name] = Decimal(factor)
            american = name.replace("metre", "meter").replace("litre", "liter")
            for spelled in (name, american, sign, *_SPELLINGS.get(name, ())):
                units[spelled] = family, Decimal(factor)
    return units, families


_UNITS, _MEMBERS = _build_table()
_NOUNS = {spelled: noun for noun, ways in _SPELLINGS.items() for spelled in ways}
_CODES = {spelled: code for code, ways in _PAID_IN.items() for spelled in ways}


@dataclass(frozen=True, slots=True)
class FigureUnit:
    """What a figure counts: a kind of quantity, how many of its base unit one is, and which variety.

    `kW` is of the kind `a power` and a thousand of its base; `gpu:H800` is of the kind `gpu`, variety `h800`.
    """

    written: str
    kind: str
    factor: Decimal
    variety: str

    @property
    def is_currency(self) -> bool:
        """Whether it is an ISO 4217 code."""
        return self.kind in _CURRENCIES

    @property
    def is_counted(self) -> bool:
        """Whether it is a plain noun: things that come in whole numbers, as far as this table knows."""
        return not self.is_currency and "/" not in self.kind and self.kind not in (*_MEMBERS, *_UNCOUNTED)


@lru_cache(maxsize=4096)
def read_unit(written: str) -> FigureUnit:
    """Read a figure's unit: `gpus` is `gpu`, `kilometers` is `kilometre`, `USD per hour` is `USD/hour`."""
    noun, _, variety = (part.strip() for part in written.partition(":"))
    variety = variety.casefold()
    joined = "-".join(_PER.sub("/", noun).split())
    folded = joined.casefold()
    code = _CODES.get(folded, noun)
    if code in _CURRENCIES:
        return FigureUnit(written, code, Decimal(1), variety)
    for name in (joined, folded, folded.removesuffix("s")):
        if name in _UNITS and folded != "shares":  # of a company, which are counted
            kind, factor = _UNITS[name]
            return FigureUnit(written, kind, factor, variety)
    plural = len(folded) > 3 and folded.endswith("s") and not folded.endswith("ss")
    kind = _NOUNS.get(folded, folded[:-1] if plural else folded)
    return FigureUnit(written, kind, Decimal(1), variety)


def family_factors(of: FigureUnit) -> tuple[Decimal, ...]:
    """The factors of all units of its kind, its own first: the source may have counted in any of them."""
    others = _MEMBERS.get(of.kind, {}).values()
    return (of.factor, *(factor for factor in others if factor != of.factor))


def are_comparable(one: FigureUnit, other: FigureUnit) -> bool:
    """Whether an exact factor converts one into the other."""
    return (one.kind, one.variety) == (other.kind, other.variety)
