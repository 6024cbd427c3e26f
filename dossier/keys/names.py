"""Names of keys, read from what people write and written as people read them.

A sequence is steps with spaces between them (`g c`); a step is a printable character or Textual's name of
the key (`pagedown`, `ctrl+x`, `shift+tab`, `alt+shift+x`). People write `gc`, `PgDn`, `shift+Tab`.
"""

from __future__ import annotations

import unicodedata

_FUNCTION_KEYS = {f"f{number}": f"F{number}" for number in range(1, 25)}
_MOVING_KEYS = {
    "up": "Up",
    "down": "Down",
    "left": "Left",
    "right": "Right",
    "home": "Home",
    "end": "End",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "insert": "Ins",
    "delete": "Del",
}
_PLAIN_KEYS = {
    "enter": "Enter",
    "escape": "Esc",
    "tab": "Tab",
    "space": "Space",
    "backspace": "Backspace",
}
NAMES = _MOVING_KEYS | _PLAIN_KEYS | _FUNCTION_KEYS
_WRITTEN = {words.casefold(): name for name, words in NAMES.items()} | {
    "return": "enter",
    "bksp": "backspace",
}
_MODIFIERS = {"alt", "ctrl", "shift"}
_ARRIVES_AS = {"ctrl+i": "Tab", "ctrl+m": "Enter", "ctrl+h": "Backspace"}


class UnreadableKeysError(ValueError):
    """A text that names no key, or one that terminals do not send; the message says what was expected."""


def key_words(sequence: str) -> str:
    """A key sequence as people write it: `g c` is `gc`, `pagedown` is `PgDn`."""
    steps = [_step_words(step) for step in sequence.split(" ")]
    only_characters = all(len(step) == 1 for step in steps)
    return "".join(steps) if only_characters else " ".join(steps)


def _step_words(step: str) -> str:
    if len(step) == 1:
        return step
    *modifiers, key = step.split("+")
    if modifiers == ["alt", "shift"] and len(key) == 1:
        return f"alt+{key.upper()}"
    return "+".join([*modifiers, NAMES.get(key, key)])


def read_keys(written: str) -> str:
    """The sequence that somebody wrote; raises UnreadableKeysError."""
    words = unicodedata.normalize("NFC", written).split()
    if not words:
        raise UnreadableKeysError('expected a key, such as "t", "g c", "ctrl+x" or "Space"')
    if len(words) == 1 and len(words[0]) == 2 and not _is_key_name(words[0]):
        words = list(words[0])  # gc
    return " ".join(map(_read_step, words))


def _is_key_name(word: str) -> bool:
    return word.casefold() in NAMES or word.casefold() in _WRITTEN


def _read_step(word: str) -> str:
    if len(word) == 1 and word.isprintable():
        return word
    *before, last = word.split("+")
    modifiers = {modifier.casefold() for modifier in before}
    key = _WRITTEN.get(last.casefold(), last.casefold())
    step = "+".join([*sorted(modifiers), key])
    if modifiers <= _MODIFIERS and (key in NAMES or _is_letter(last)):
        return _read_modified(step, modifiers, key, last) if modifiers else step
    raise UnreadableKeysError(
        'is no key: expected one such as "t", "g c", "ctrl+x", "alt+x", "shift+Tab", "PgDn"'
    )


def _is_letter(key: str) -> bool:
    return len(key) == 1 and key.isascii() and key.isalnum()


def _read_modified(step: str, modifiers: set[str], key: str, written: str) -> str:
    """A step as a terminal sends it: few keys have modifiers, and some arrive as other keys."""
    if key in _MOVING_KEYS or key in _FUNCTION_KEYS or step == "shift+tab":
        return step
    if arrives := _ARRIVES_AS.get(step) or NAMES.get(key):
        raise UnreadableKeysError(f'arrives as {arrives} in most terminals: expected "{arrives}"')
    if modifiers == {"shift"} and key.isalpha():
        return key.upper()
    if modifiers == {"alt"}:
        return f"alt+shift+{key}" if written.isupper() else step
    if modifiers in ({"ctrl"}, {"alt", "shift"}) and key.isalpha():
        return step
    raise UnreadableKeysError("does not arrive from most terminals: expected ctrl or alt with one letter")
