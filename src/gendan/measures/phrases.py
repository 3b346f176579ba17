"""What measures count and what they ask of it, as parts of sentences: events, conditions and values."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from gendan.cases import registry
from gendan.core.expression import Expression
from gendan.core.expression.tree import (
    Arithmetic,
    Call,
    Choices,
    Comparison,
    Conditional,
    Constant,
    Junction,
    Name,
    Negative,
    Node,
    Not,
    Symbol,
    Word,
)
from gendan.core.field import Field
from gendan.core.pack import Pack
from gendan.core.procedure import Procedure
from gendan.core.text import Text
from gendan.measures.matching import Match, Sort, matches

_BUILT_IN: Final[Mapping[str, tuple[str, str]]] = {
    "claim": ("领单", "being claimed"),
    "release": ("退回队列", "being released"),
    "reject": ("驳回", "rejection"),
    "withdraw": ("撤回签字", "a signature's withdrawal"),
    "hand_over": ("转交", "being handed over"),
    "correct": ("更正", "a correction"),
    "sign": ("签字", "a signature"),
}
_ENDINGS: Final[Mapping[str, tuple[str, str]]] = {
    "done": ("办结", "done"),
    "failed": ("未成", "failed"),
    "cancelled": ("取消", "cancelled"),
}
_BARE: Final[Mapping[str, tuple[str, str]]] = {
    "met": ("按时", "in time"),
    "late": ("逾期", "late"),
    "state": ("状态", "state"),
    "kind": ("类别", "kind"),
    "number": ("单号", "number"),
    "label": ("短号", "label"),
    "booked": ("金额", "amount"),
}
_OPERATORS: Final[Mapping[str, tuple[str, str]]] = {
    "==": ("为", "is"),
    "!=": ("不为", "is not"),
    "<": ("小于", "<"),
    "<=": ("不超过", "<="),
    ">": ("大于", ">"),
    ">=": ("不少于", ">="),
    "in": ("属于", "in"),
    "not in": ("不属于", "not in"),
}
_SPANS: Final[Mapping[str, tuple[str, str]]] = {
    "minutes": ("分钟", "minutes"),
    "hours": ("小时", "hours"),
    "days": ("天", "days"),
    "workdays": ("个工作日", "workdays"),
}


class Phrases:
    """The words of a pack's procedures (`scope`) in one language: 0 Chinese, 1 English."""

    def __init__(self, pack: Pack, scope: tuple[Procedure, ...], language: int) -> None:
        self.pack = pack
        self.scope = scope
        self.language = language

    def both(self, zh: str, en: str) -> str:
        """One of two texts."""
        return (zh, en)[self.language]

    def of(self, words: tuple[str, str]) -> str:
        """One of a pair."""
        return words[self.language]

    def text(self, text: Text) -> str:
        """A title."""
        return text.in_language("en" if self.language else "zh")

    def quoted(self, title: str) -> str:
        """A title among other words."""
        return self.both(f"“{title}”", f"“{title}”")

    # -- what is counted

    def base(self, name: str | None) -> str:
        """What is counted: events of one name, or (none) cases."""
        if name is None:
            return self.both("单据", "a case")
        found = [self._match(each) for each in matches(self.scope, name, states=True)]
        return self.both("或", " or ").join(dict.fromkeys(found))

    def _match(self, match: Match) -> str:
        procedures = [self.pack.procedures[each.partition(".")[2]] for each in match.procedures]
        first = procedures[0]
        title = self.text(first.title)
        match match.sort:
            case Sort.OPENED | Sort.ACTED:
                action = first.actions.get(match.name)
                return self.quoted(self.text(action.title) if action is not None else match.name)
            case Sort.CREATED:
                return self.both(f"新的{title}", f"a new {title}")
            case Sort.PART:
                return self.quoted(self.text(first.parts[match.name].title))
            case Sort.ENTERED:
                state = self.quoted(self.text(first.states[match.name].title))
                return self.both(f"进入{state}", f"coming to {state}")
            case Sort.ENDED:
                return self.of(_ENDINGS[match.name])
            case Sort.KIND:
                return self.of(_BUILT_IN[match.name])
            case Sort.FILLED:
                field = self.text(first.fields[match.name].title)
                return self.both(f"填写{self.quoted(field)}", f"{self.quoted(field)} being filled in")
            case Sort.CLOCK:
                clock = self.quoted(self.text(first.deadlines[match.name].title))
                return self.both(f"结束的{clock}计时", f"clocks {clock} that ended")
            case Sort.EFFECT:
                effect = registry.vocabulary().effect(match.name)
                return self.quoted(self.text(effect.title)) if effect is not None else match.name
            case Sort.BOOKED:
                return self._booked(match.name)

    def _booked(self, word: str) -> str:
        """An area's entries, by their days."""
        title = self._area_word(word)
        return self.both(f"入账的{title}（按每笔的入账日期）", f"entries of {title} (by the day of each)")

    def _area_word(self, word: str) -> str:
        fact = registry.vocabulary().facts.get(word)
        return self.quoted(self.text(fact.title)) if fact is not None else word

    def state(self, name: str) -> str:
        """A state by its title."""
        found = next((each.states[name] for each in self.scope if name in each.states), None)
        return self.text(found.title) if found is not None else name

    def _field(self, name: str) -> Field | None:
        return next((found for each in self.scope if (found := _field_of(each, name)) is not None), None)

    def name(self, name: str) -> str:
        """A field, or another name of a condition, by its title."""
        field = self._field(name)
        if field is not None:
            return self.text(field.title)
        return self.of(_BARE[name]) if name in _BARE else name

    # -- conditions

    def condition(self, expression: Expression) -> str:
        """A condition as a part of a sentence."""
        return self.node(expression.tree)

    def expression(self, expression: Expression | None) -> str:
        """A value as a part of a sentence."""
        return self.node(expression.tree) if expression is not None else ""

    def node(self, node: Node, of: Field | None = None) -> str:
        """One part of an expression; `of` is the field that it is compared with."""
        match node:
            case Constant():
                return self._constant(node.value, of)
            case Name() | Symbol():
                return self.name(node.name)
            case Word():
                return self._word(node.word)
            case Call():
                return self._call(node)
            case Choices():
                return self.both("、", ", ").join(self.node(each, of) for each in node.items)
            case Not():
                return self.both(f"并非（{self.node(node.operand)}）", f"not ({self.node(node.operand)})")
            case Junction():
                join = self.both("且" if node.operator == "and" else "或", f" {node.operator} ")
                return join.join(self._within(each) for each in node.parts)
            case Comparison():
                return self._comparison(node)
            case Arithmetic():
                operator = {"*": "×", "/": "÷"}.get(node.operator, node.operator)
                return f"{self._within(node.left)} {operator} {self._within(node.right)}"
            case Negative():
                return f"-{self._within(node.operand)}"
            case Conditional():
                then, condition, otherwise = (self.node(each) for each in (node.then, node.condition, node.otherwise))
                return self.both(f"{condition}时{then}，否则{otherwise}", f"{then} if {condition}, else {otherwise}")
            case _:
                return str(node)

    def _within(self, node: Node) -> str:
        said = self.node(node)
        return (
            f"（{said}）"
            if isinstance(node, Junction | Arithmetic) and not self.language
            else (f"({said})" if isinstance(node, Junction | Arithmetic) else said)
        )

    def _comparison(self, node: Comparison) -> str:
        said = []
        for left, operator, right in zip(node.operands, node.operators, node.operands[1:], strict=False):
            of = self._compared(left) or self._compared(right)
            if isinstance(right, Constant) and right.value == "" and operator in ("==", "!="):
                filled = operator == "!="
                name = self.node(left)
                said.append(
                    self.both(
                        f"{name}{'已填' if filled else '未填'}", f"{name} is {'given' if filled else 'not given'}"
                    )
                )
                continue
            words = self.of(_OPERATORS[operator])
            gap = self.both("", " ")
            said.append(f"{self.node(left, of)}{gap}{words}{gap}{self.node(right, of)}")
        return self.both("且", " and ").join(said)

    def _compared(self, node: Node) -> Field | None:
        if isinstance(node, Name):
            return self._field(node.name)
        return self._field(node.word.removesuffix("@end")) if isinstance(node, Word) else None

    def _constant(self, value: object, of: Field | None) -> str:
        if isinstance(value, bool):
            return self.both("是" if value else "否", "yes" if value else "no")
        if isinstance(value, str):
            found = next((each for each in of.choices if each.name == value), None) if of is not None else None
            known = self.text(found.title) if found is not None else self.state(value)
            return self.quoted(known)
        return f"{value:f}" if isinstance(value, Decimal) else str(value)

    def _word(self, word: str) -> str:
        bare = word.removesuffix("@end")
        if bare != word:
            return self.both(f"最终的{self.name(bare)}", f"{self.name(bare)} in the end")
        head, _, rest = word.partition(".")
        if head == "setting" and rest in self.pack.settings:
            return self.text(self.pack.settings[rest].field.title)
        if head == "kind":
            return self.both(f"类别的{rest}", f"the kind's {rest}")
        field = self._field(head)
        return f"{self.text(field.title)}.{rest}" if field is not None and rest else self._area_word(word)

    def _call(self, call: Call) -> str:
        if call.word == "followed_by":
            return self._followed(call)
        if call.word == "given":
            return self.both(f"已填{self.node(call.arguments[0])}", f"{self.node(call.arguments[0])} is given")
        if call.word == "count" and call.symbols and call.symbols[0]:
            base = self.base(call.symbols[0])
            return self.both(f"{base}的次数", f"the number of {base}")
        if call.word == "booked":
            return self.both(
                f"{self._booked(str(call.arguments[0]))}合计", f"the {self._booked(str(call.arguments[0]))}"
            )
        if call.word == "sum":
            value = self.node(call.arguments[0])
            return self.both(f"{value}之和", f"the sum of {value}")
        if call.word == "done" and call.symbols and call.symbols[0]:
            base = self.base(call.symbols[0])
            return self.both(f"已有{base}", f"{base} was done")
        if call.word in _SPANS:
            return self._span(call)
        return str(call)

    def _span(self, call: Call) -> str:
        zh, en = _SPANS[call.word]
        amount = self.node(call.arguments[0])
        return self.both(f"{amount} {zh}", f"{amount} {en}")

    def _followed(self, call: Call) -> str:
        given = dict(call.keywords)
        window = self.node(given.pop("within"))
        base = self.base(call.symbols[0] if call.symbols else None)
        with_ = [
            f"{self.name(name)}{self.both('为', ' is ')}{self.node(node, self._field(name))}"
            for name, node in given.items()
        ]
        some = self.both("，且", " with ") + self.both("、", ", ").join(with_) if with_ else ""
        return self.both(f"其后 {window}内有{base}{some}", f"it is followed within {window} by {base}{some}")


def _field_of(procedure: Procedure, name: str) -> Field | None:
    """The field of the case, or of an event alone."""
    if name in procedure.fields:
        return procedure.fields[name]
    asks = [ask for each in procedure.actions.values() for ask in each.asks]
    asks += [ask for each in procedure.parts.values() for ask in each.asks]
    return next((ask.field for ask in asks if ask.field.name == name), None)
