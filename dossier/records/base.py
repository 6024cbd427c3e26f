"""What every record has in common: frozen, unknown fields kept, absent fields left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Annotated, Any, Self, get_args

from pydantic import AfterValidator, BaseModel, ConfigDict, WithJsonSchema

from dossier.records.dates import Moment
from dossier.records.ids import ID_PATTERN, explain_no_id, id_pattern, name_kinds
from dossier.records.kinds import LETTERS

_SHA256 = re.compile(r"[0-9a-f]{64}")
Doc = dict[str, Any]
_LAST = ("created", "modified", "by")


class Model(BaseModel):
    """A frozen value. Fields that this version does not know are kept."""

    model_config = ConfigDict(frozen=True, extra="allow", populate_by_name=True, serialize_by_alias=True)

    @classmethod
    def from_doc(cls, doc: Doc) -> Self:
        """The model of a raw document; pydantic.ValidationError if it is not one."""
        return cls.model_validate(doc)

    def to_doc(self) -> Doc:
        """The document as it is stored: absent fields (None, empty) left out, at every depth."""
        return type(self).canonical(self.model_dump())

    @classmethod
    def canonical(cls, doc: Doc) -> Doc:
        """`doc` with the known keys in the order of this model, without absent fields.

        An unknown key stays with its value, after the known key that it came after.
        """
        known = cls._known()
        unknown_after: dict[str, list[str]] = {}
        last_known = ""
        for key in doc:
            if key in known:
                last_known = key
            else:
                unknown_after.setdefault(last_known, []).append(key)
        ordered: Doc = {key: doc[key] for key in unknown_after.get("", ())}
        for key, models in known.items():
            if key in doc:
                value = _canonical_value(models, doc[key])
                if not cls._means_absent(key, value):
                    ordered[key] = value
            for unknown in unknown_after.get(key, ()):
                ordered[unknown] = doc[unknown]
        return ordered

    @classmethod
    def unknown_keys(cls, doc: Doc, at: str = "") -> Iterator[tuple[str, list[str]]]:
        """The path of each unknown key, with the known keys that are missing beside it."""
        known = cls._known()
        for key, value in doc.items():
            if key not in known:
                yield f"{at}{key}", [name for name in known if name not in doc]
                continue
            models = known[key]
            if not models:
                continue
            if isinstance(value, dict):
                yield from _closest_model(models, value).unknown_keys(value, f"{at}{key}.")
            elif isinstance(value, list | tuple):
                for number, item in enumerate(value):
                    if isinstance(item, dict):
                        where = f"{at}{key}[{number}]."
                        yield from _closest_model(models, item).unknown_keys(item, where)

    @classmethod
    def _means_absent(cls, key: str, value: object) -> bool:
        """Whether a value means the same as leaving its key out: None, empty, or such a default."""
        if value is None or value in ((), [], {}):
            return True
        field = cls.model_fields.get(key)
        return value in ("", False) and field is not None and field.default == value

    @classmethod
    @cache
    def _known(cls) -> dict[str, tuple[type[Model], ...]]:
        """Every key as it is stored, with the models that its value or its items can have."""
        names = sorted(cls.model_fields, key=lambda name: name in _LAST)
        fields = {name: cls.model_fields[name] for name in names}
        return {field.alias or name: tuple(_models_in(field.annotation)) for name, field in fields.items()}


class Record(Model):
    """One line of a table."""

    id: str
    created: Moment
    modified: Moment
    by: str


def _models_in(annotation: object) -> Iterator[type[Model]]:
    if isinstance(annotation, type) and issubclass(annotation, Model):
        yield annotation
    for argument in get_args(annotation):
        yield from _models_in(argument)


def _closest_model(models: tuple[type[Model], ...], value: Doc) -> type[Model]:
    """The model that knows most keys of `value`."""
    return max(models, key=lambda model: len(model._known().keys() & value))


def _canonical_value(models: tuple[type[Model], ...], value: Any) -> Any:
    if models and isinstance(value, dict):
        return _closest_model(models, value).canonical(value)
    if isinstance(value, list | tuple):
        return [_canonical_value(models, item) for item in value]
    return value


def with_pattern(pattern: str) -> WithJsonSchema:
    """The JSON Schema of a string that must match this regular expression."""
    return WithJsonSchema({"type": "string", "pattern": f"^{pattern}$"})


def reference_to(letters: str) -> AfterValidator:
    """A field type check: the value is the id of a record of one of these kinds."""

    def check(value: str) -> str:
        if not ID_PATTERN.fullmatch(value):
            raise ValueError(explain_no_id(value, letters))
        if value[0] not in letters:
            raise ValueError(f"{value!r} is not the id of {name_kinds(letters)} ({'., '.join(letters)}.)")
        return value

    return AfterValidator(check)


def _sha256(value: str) -> str:
    if not _SHA256.fullmatch(value):
        raise ValueError(f"{value!r} is not a sha256 (64 characters 0-9a-f)")
    return value


Sha256 = Annotated[str, AfterValidator(_sha256), with_pattern(_SHA256.pattern)]
EntityId = Annotated[str, reference_to("e"), with_pattern(id_pattern("e"))]
SourceId = Annotated[str, reference_to("s"), with_pattern(id_pattern("s"))]
QuoteId = Annotated[str, reference_to("q"), with_pattern(id_pattern("q"))]
ClaimId = Annotated[str, reference_to("c"), with_pattern(id_pattern("c"))]
TagId = Annotated[str, reference_to("t"), with_pattern(id_pattern("t"))]
AnyId = Annotated[str, reference_to(LETTERS), with_pattern(ID_PATTERN.pattern)]
OriginId = Annotated[str, reference_to("es"), with_pattern(id_pattern("es"))]
