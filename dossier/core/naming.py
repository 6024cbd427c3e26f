"""Words for the targets of an act (`10 claims`, `claim DeepSeek spent 5.58..`), and what every act checks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from dossier.records.kinds import KIND_BY_LETTER
from dossier.records.names import kind_and_name, name_of
from dossier.records.problems import EditRefused
from dossier.text import one_line, plural

if TYPE_CHECKING:
    from dossier.core.dossier import Dossier

THE_DOSSIER = "dossier"
"""The author of bundled records, which every analyst may change."""


def is_yours(dossier: Dossier, by: str) -> bool:
    """Whether you may change what `by` made; what another analyst made can only be answered."""
    return by in (dossier.by, THE_DOSSIER)


def describe_targets(dossier: Dossier, targets: Sequence[str]) -> str:
    """The targets of an act in a few words, for the label of its edit."""
    if len(targets) == 1:
        doc = dossier.peek(targets[0])
        if doc.get("type") and "from" in doc:
            one, other = (name_of(dossier.peek(str(doc.get(end))), 28) for end in ("from", "to"))
            return one_line(f"relation {one} {doc['type']} {other}")
        return kind_and_name(doc)
    letters = {target[0] for target in targets}
    if len(letters) > 1:
        return plural(len(targets), "record")
    return count_of_kind(len(targets), letters.pop())


def count_of_kind(count: int, letter: str) -> str:
    """`1 entity`, `2,000 entities`."""
    kind = KIND_BY_LETTER[letter]
    return plural(count, kind.noun, kind.nouns)


def count_records(dossier: Dossier, letters: str) -> str:
    """How many records of these kinds a dossier has: `36 sources, 47 entities`."""
    counts = []
    for letter in letters:
        records = dossier.collection(KIND_BY_LETTER[letter].table)
        counts.append(count_of_kind(len(records), letter))
    return ", ".join(counts)


def require_records(dossier: Dossier, targets: Sequence[str]) -> list[str]:
    """`targets`, each once and in order; EditRefused names the first that is not in the dossier."""
    wanted = list(dict.fromkeys(targets))
    if not wanted:
        raise EditRefused("nothing is chosen")
    for target in wanted:
        if dossier.find(target) is None:
            dossier.get(target)  # says what is wrong: unknown, or broken
            raise EditRefused(f"{one_line(target)} is not in this dossier")
    return wanted


def require_storable(text: str, what: str) -> str:
    """`text` if it can be written as UTF-8; else EditRefused says which character cannot."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise EditRefused(
            f"{what} cannot be stored: character {error.start + 1} is half of a surrogate pair"
        ) from None
    return text
