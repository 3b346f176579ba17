"""What the checker knows of the place where an expression stands."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from gendan.core.expression.signatures import LANGUAGE, Signature, SymbolKind
from gendan.core.expression.types import Type


class Names(Protocol):
    """The names that may be used in one place of a pack, with their types."""

    def field(self, name: str) -> Type | None:
        """The type of a bare name: a field of the case, or of the event being judged."""

    def word(self, word: str) -> Type | None:
        """The type of a dotted word or of `x@end`. Never asked for `now`, `today`, `actor`."""

    def signature(self, word: str) -> Signature | None:
        """What a call takes and gives. The language's own stand in LANGUAGE; None where a call has no place here."""

    def symbol(self, kind: SymbolKind, name: str) -> bool:
        """Whether there is an action, a post, … of that name."""

    def member(self, word: str, symbols: tuple[str | None, ...], member: str) -> Type | None:
        """The type of `last(quote).member`, or of the keyword in `open_cases(procedure, member=…)`."""

    def rows(self, head: str) -> Mapping[str, Type] | None:
        """The fields of the rows that `head` names in `sum(head.field)`; None where it names none."""

    def known(self, code: str) -> Iterable[str]:
        """What could have been meant, for a finding of that code: all fields for `unknown_name`, words for
        `unknown_word`, calls for `unknown_call`, all that some call may have for `unknown_member`, and for
        `unknown_symbol` all that a symbol may name."""


@dataclass(frozen=True)
class MappingNames:
    """Names that are all known beforehand. Calls beyond the language's are given in `signatures`."""

    fields: Mapping[str, Type] = field(default_factory=dict)
    words: Mapping[str, Type] = field(default_factory=dict)
    signatures: Mapping[str, Signature] = field(default_factory=lambda: LANGUAGE)
    symbols: Mapping[SymbolKind, Iterable[str]] = field(default_factory=dict)
    members: Mapping[str, Type] = field(default_factory=dict)
    tables: Mapping[str, Mapping[str, Type]] = field(default_factory=dict)

    def field(self, name: str) -> Type | None:
        """The field's type, or None."""
        return self.fields.get(name)

    def word(self, word: str) -> Type | None:
        """The word's type, or None."""
        return self.words.get(word)

    def signature(self, word: str) -> Signature | None:
        """The call's signature, or None."""
        return self.signatures.get(word)

    def symbol(self, kind: SymbolKind, name: str) -> bool:
        """Whether it is among the symbols of that kind."""
        return name in self.symbols.get(kind, ())

    def member(self, word: str, symbols: tuple[str | None, ...], member: str) -> Type | None:
        """The member's type, by the key `last(quote).reason` or `open_cases(p).room`, or None."""
        return self.members.get(f"{word}({', '.join(symbol or '' for symbol in symbols)}).{member}")

    def rows(self, head: str) -> Mapping[str, Type] | None:
        """The rows' fields, or None."""
        return self.tables.get(head)

    def known(self, code: str) -> Iterable[str]:
        """All names of the kind that the finding is about."""
        if code == "unknown_name":
            return self.fields
        if code == "unknown_word":
            return [*self.words, *(f"{head}.{name}" for head, columns in self.tables.items() for name in columns)]
        if code == "unknown_call":
            return self.signatures
        if code == "unknown_member":
            return [member.rpartition(".")[2] for member in self.members]
        return [name for names in self.symbols.values() for name in names]
