"""What is not compared of a text: quotations, phrases that every paper uses, leftovers of a web page.

Two papers that quote one speaker did not copy each other, nor did two that both say that a company did not
respond to a request for comment. What is masked is one word of no weight; it equals another that hides the
same words, so that a copied passage goes on across it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from dossier.evidence.echoes.words import GAP, MASKED

Spans = list[tuple[int, int]]

_PHRASES = """
people familiar with the matter|person familiar with the matter|people with knowledge of the matter
sources familiar with the matter|on condition of anonymity|on the condition of anonymity
because they were not authorized|because they were not authorised
authorized to speak publicly|authorised to speak publicly|authorized to discuss|authorised to discuss
did not immediately respond to|did not respond to|request for comment|requests for comment
request for a comment|declined to comment|declined further comment|do not comment on|does not comment on
no comment at this time|immediately available for comment|could not be reached for comment
could not independently verify|could not be independently verified|independently verify the
at the time of writing|at the time of publication|said in a statement|said in an interview with
this is a breaking news story|this story has been updated|contributed to this report|reporting by
good morning ladies and gentlemen|good evening ladies and gentlemen|ladies and gentlemen
女士们先生们|女士们、先生们
据知情人士透露|知情人士表示|尚未回应置评请求|未立即回应|拒绝置评|不予置评|截至发稿|关係者によると|コメントを控え
lehnte eine stellungnahme ab|reagierte nicht auf eine anfrage|n'a pas souhaité commenter
"""
"""Masked themselves. In small letters, as are the following."""

_NOTICES = """
all rights reserved|uses cookies|use cookies|cookie policy|cookies policy|privacy policy|terms of use
terms of service|terms and conditions|our newsletter|is now on whatsapp|follow us on|download our app
forward-looking statements|forward looking statements|actual results to differ materially
differ materially from|risks and uncertainties|private securities litigation reform act
undertakes no obligation|no obligation to update|may not be published, broadcast|may not be reproduced
subscribe now|sign up for|click here to|for informational purposes only|does not constitute investment
this email address is being protected|javascript to be enabled|enable javascript
alle rechte vorbehalten|tous droits réservés|todos los derechos reservados
版权所有|未经授权|转载请注明|免责声明|责任编辑|無断転載
"""
"""Masked with their paragraph, or with their sentence where that is long."""

_LONG_PARAGRAPH = 600
_SENTENCE_ENDS = (". ", "! ", "? ", "。", "！", "？", "\n")


def _split_phrases(lines: str) -> tuple[str, ...]:
    return tuple(phrase for line in lines.split("\n") for phrase in line.split("|") if phrase)


PHRASES, NOTICES = _split_phrases(_PHRASES), _split_phrases(_NOTICES)

_QUOTED = re.compile(
    r"“[^“”»\n]*[”»]?|„[^“”\n]*[“”]?|«[^»\n]*»?|「[^」\n]*」?|『[^』\n]*』?|《[^》\n]*》?"
    r'|(?<!\w)"(?=\S)[^"\n]*(?<=\S)"(?!\w)|(?<!\w)‘(?:[^‘’\n]|’(?=\w))*’'
    r"|(?<![\w'])'(?=[^\W\d])(?:[^'\n]|(?<=\w)'(?=\w)){8,}(?<=[\w.,!?])'(?!\w)|``[^`\n]*?''"
    r'|^[ \t]*(?:"(?=\S)[^"\n]*|>[^\n]*|[—―][^\n]*)$',
    re.MULTILINE,
)
"""Between marks, or a paragraph that begins with one: of a speech in several, only the last closes it."""
_OPENING = frozenset("“„«「『《\"‘'`>—―")
_OPENED_BEFORE = re.compile(r"[^“”„«»「」\n]*[”»」]")
_TAG = re.compile(r"</?[a-zA-Z!][^<>]{0,400}>|&(?:[a-zA-Z]{2,8}|#\d{2,6}|#x[0-9a-fA-F]{2,5});")
_RESERVED = {ord(MASKED): " ", ord(GAP): " "}


def mask_text(text: str, said: Iterable[tuple[int, int]] = (), *, excerpt: bool = False) -> tuple[str, Spans]:
    """Replace what is not compared by a mask and blanks, keeping the length; also return where that is.

    `said` are spans known to be somebody's words. An `excerpt` may begin within a quotation.
    """
    spans = sorted([*said, *find_quotations(text, excerpt=excerpt), *find_stock_phrases(text)])
    if MASKED in text or GAP in text:
        text = text.translate(_RESERVED)
    text = blank_markup(text)
    merged = join_spans(spans)
    pieces: list[str] = []
    position = 0
    for start, end in merged:
        pieces += (text[position:start], MASKED, " " * (end - start - 1))
        position = end
    pieces.append(text[position:])
    return "".join(pieces), merged


def blank_markup(text: str) -> str:
    """Replace tags and character references by blanks."""
    return _TAG.sub(lambda tag: " " * len(tag[0]), text) if "<" in text or "&" in text else text


def join_spans(spans: Spans) -> Spans:
    """Join sorted spans that overlap."""
    merged: Spans = []
    for start, end in spans:
        if merged and start < merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        elif end > start:
            merged.append((start, end))
    return merged


def find_quotations(text: str, *, excerpt: bool = False) -> Iterator[tuple[int, int]]:
    """Spans between quotation marks; to the end of the paragraph where a mark is not closed."""
    if not _OPENING.isdisjoint(text):
        for found in _QUOTED.finditer(text):
            yield found.span()
    if excerpt and (before := _OPENED_BEFORE.match(text)):
        yield before.span()


def find_stock_phrases(text: str) -> Iterator[tuple[int, int]]:
    """Spans of the phrases and notices that every paper uses."""
    lowered = text.lower()
    if len(lowered) != len(text):  # a letter such as İ has a longer small form
        lowered = "".join(small if len(small := char.lower()) == 1 else char for char in text)
    for phrase in PHRASES:
        for start in _find_phrase(lowered, phrase):
            yield start, start + len(phrase)
    for notice in NOTICES:
        for start in _find_phrase(lowered, notice):
            yield _paragraph_around(lowered, start, start + len(notice))


def _find_phrase(text: str, phrase: str) -> Iterator[int]:
    at = text.find(phrase)
    while at >= 0:
        yield at
        at = text.find(phrase, at + len(phrase))


def _paragraph_around(text: str, start: int, end: int) -> tuple[int, int]:
    """The paragraph around a span; the sentence, where the paragraph is long."""
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", end)
    last = len(text) if last < 0 else last
    return sentence_around(text, start, end) if last - first > _LONG_PARAGRAPH else (first, last)


def sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """The sentence around a span."""
    before = ((text.rfind(stop, 0, start), len(stop)) for stop in _SENTENCE_ENDS)
    after = (text.find(stop, end) for stop in _SENTENCE_ENDS)
    first = max((at + length for at, length in before if at >= 0), default=0)
    return first, min((at + 1 for at in after if at >= 0), default=len(text))
