"""条件 Conditions and computed values of the pack language, said in words.

Every construct of the language has its words here, or in `call_words` where it is a call; what is not true is said by
what is, as `not` is a complement in the language itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

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
from gendan.packs.manual import call_words
from gendan.packs.manual.kind_folding import folded
from gendan.packs.manual.speech import Speech
from gendan.packs.manual.value_sorts import NUMBERS, Sorts

_NUMBERS = {
    "<": ("小于", "is less than"),
    "<=": ("不超过", "is at most"),
    ">": ("大于", "is more than"),
    ">=": ("不少于", "is at least"),
}
_NOT_NUMBERS = {
    "<": ("不小于", "is not less than"),
    "<=": ("并非不超过", "is not at most"),
    ">": ("不大于", "is not more than"),
    ">=": ("并非不少于", "is not at least"),
}
_MOMENTS = {
    "<": ("早于", "is before"),
    "<=": ("不晚于", "is no later than"),
    ">": ("晚于", "is after"),
    ">=": ("不早于", "is no earlier than"),
}
_NOT_MOMENTS = {
    "<": ("并非早于", "is not before"),
    "<=": ("并非不晚于", "is not by"),
    ">": ("并非晚于", "is not after"),
    ">=": ("并非不早于", "is not from then on:"),
}
_SIGNS = {"+": "+", "-": "−", "*": "×", "/": "÷"}


def condition_in_words(expression: Expression, speech: Speech) -> str:
    """What has to be so, as a clause without its stop: `“件数”不超过设置“一单最多件数”（现为1）`."""
    return Words(speech).condition(folded(expression.tree, speech.kind))


def value_in_words(expression: Expression, speech: Speech, field: Field | None = None) -> str:
    """What a computed value is, as a noun: `“商品”各行“数量”之和`. A choice of `field` is called by its title."""
    return Words(speech, field).value(folded(expression.tree, speech.kind))


@dataclass(frozen=True)
class Words(Sorts):
    """Says the parts of one expression."""

    becomes: Field | None = None
    """The field that the value is for, whose choices it may be."""

    def both(self, chinese: str, english: str) -> str:
        """One of two texts."""
        return self.speech.both(chinese, english)

    def within(self, speech: Speech) -> Words:
        """The words for what is spoken of elsewhere: for each row, say."""
        return Words(speech)

    # -- conditions

    def condition(self, node: Node, wanted: bool = True) -> str:
        """A clause that says that `node` is true, or, not `wanted`, that it is not."""
        match node:
            case Constant(value=value):
                holds = (value is True) == wanted
                return self.both("总是如此" if holds else "从不如此", "always" if holds else "never")
            case Not(operand=operand):
                return self.condition(operand, not wanted)
            case Junction(operator=operator, parts=parts):
                return self._joined(parts, (operator == "and") == wanted, wanted)
            case Comparison(operands=operands, operators=operators):
                links = zip(operands, operators, operands[1:], strict=False)
                said = [self._comparison(left, operator, right, wanted) for left, operator, right in links]
                return self.both("，且" if wanted else "，或", ", and " if wanted else ", or ").join(said)
            case Conditional(then=then, condition=condition, otherwise=otherwise):
                return self._case(condition, self.condition(then, wanted), self.condition(otherwise, wanted))
            case Call():
                return call_words.condition(node, self, wanted) or self.is_yes(self.value(node), wanted)
            case Name(name=name):
                return self._chosen(name, wanted)
            case _:
                return self.is_yes(self.value(node), wanted)

    def _case(self, condition: Node, then: str, otherwise: str) -> str:
        said = self.condition(condition)
        return self.both(f"若{said}，则须{then}；否则须{otherwise}", f"if {said}, then {then}; otherwise {otherwise}")

    def _joined(self, parts: tuple[Node, ...], all_of: bool, wanted: bool) -> str:
        said: list[str] = []
        for filled, run in groupby(parts, key=lambda part: all_of and wanted and _is_filled(part)):
            some = list(run)
            if filled and len(some) > 1:
                names = self.speech.anded(self.value(each.arguments[0]) for each in some if isinstance(each, Call))
                said.append(self.both(f"{names}都已填", f"{names} are filled in"))
            else:
                said += [self._bracketed(part, all_of, wanted) for part in some]
        return self.both("，且" if all_of else "，或", ", and " if all_of else ", or ").join(said)

    def _bracketed(self, part: Node, all_of: bool, wanted: bool) -> str:
        said, inner, sense = self.condition(part, wanted), part, wanted
        while isinstance(inner, Not):
            inner, sense = inner.operand, not sense
        other = isinstance(inner, Junction) and ((inner.operator == "and") == sense) != all_of
        if other or isinstance(inner, Conditional):
            return self.both(f"（{said}）", f"({said})")
        return said

    def _chosen(self, name: str, wanted: bool) -> str:
        if name in ("met", "late") and self.speech.field_of(name) is None:
            met = (name == "met") == wanted
            return self.both("按时" if met else "逾期", "it was met in time" if met else "it was late")
        said = self.speech.quoted(self.speech.field(name))
        if wanted:
            return self.both(f"{said}为“是”", f"{said} is “yes”")
        return self.both(f"{said}不为“是”", f"{said} is not “yes”")

    def is_yes(self, value: str, wanted: bool) -> str:
        """That a yes or no is yes."""
        if wanted:
            return self.both(f"{value}为“是”", f"{value} is “yes”")
        return self.both(f"{value}不为“是”", f"{value} is not “yes”")

    def _comparison(self, left: Node, operator: str, right: Node, wanted: bool) -> str:
        if operator in ("!=", "not in"):
            return self._comparison(left, "==" if operator == "!=" else "in", right, not wanted)
        if operator == "in":
            return self._member(left, right, wanted)
        if isinstance(left, Call) and (said := call_words.compared(left, operator, right, self, wanted)):
            return said
        if operator == "==":
            return self._equal(left, right, wanted)
        timed = self.is_time(left) or self.is_time(right)
        words = (_MOMENTS if wanted else _NOT_MOMENTS) if timed else _NUMBERS if wanted else _NOT_NUMBERS
        field = self.field_of(left) or self.field_of(right)
        said, other = self.operand(left, field), self.operand(right, field)
        return self.both(f"{said}{words[operator][0]}{other}", f"{said} {words[operator][1]} {other}")

    def _equal(self, left: Node, right: Node, wanted: bool) -> str:
        if isinstance(left, Constant) and not isinstance(right, Constant):
            left, right = right, left
        if isinstance(right, Constant) and isinstance(right.value, bool):
            return self.condition(left, right.value == wanted)
        if kinds := self._kinds(left, right):
            said = self.speech.quoted(self.speech.field("kind"))
            titles = self.speech.ored(map(self.speech.quoted, kinds))
            return self.both(
                f"{said}{'为' if wanted else '不是'}{titles}", f"{said} {'is' if wanted else 'is not'} {titles}"
            )
        said = self.value(left)
        if isinstance(right, Constant) and right.value == "":
            if wanted:
                return self.both(f"{said}为空", f"{said} is empty")
            return self.both(f"{said}不为空", f"{said} is not empty")
        other = self.operand(right, self.field_of(left), of=left)
        if any(self.is_number(each) or self._counts(each) for each in (left, right)):
            return self.both(
                f"{said}{'' if wanted else '不'}等于{other}", f"{said} {'is' if wanted else 'is not'} {other}"
            )
        return self.both(f"{said}{'为' if wanted else '不是'}{other}", f"{said} {'is' if wanted else 'is not'} {other}")

    def _counts(self, node: Node) -> bool:
        field = self.field_of(node)
        return field is not None and field.type in NUMBERS

    def _kinds(self, left: Node, right: Node) -> list[str]:
        """The kinds of which it is true that what a kind has is this."""
        if isinstance(left, Word) and left.word.startswith("kind.") and isinstance(right, Constant):
            return self.speech.kinds_with(left.word.partition(".")[2], right.value)
        return []

    def _member(self, left: Node, right: Node, wanted: bool) -> str:
        said = self.value(left)
        if not isinstance(right, Choices):
            other = self.value(right)
            return self.both(
                f"{said}{'在' if wanted else '不在'}{other}之中", f"{said} is {'' if wanted else 'not '}among {other}"
            )
        field = self.field_of(left)
        options = [self.operand(item, field, of=left) for item in right.items]
        if len(options) == 1:
            return self.both(
                f"{said}{'为' if wanted else '不是'}{options[0]}", f"{said} is {'' if wanted else 'not '}{options[0]}"
            )
        if wanted:
            return self.both(f"{said}为{self.speech.ored(options)}", f"{said} is {self.speech.ored(options)}")
        return self.both(f"{said}既不是{'，也不是'.join(options)}", f"{said} is neither {' nor '.join(options)}")

    # -- values

    def value(self, node: Node) -> str:
        """What a value is, as a noun."""
        match node:
            case Constant(value=value):
                return self.constant(value, self.becomes)
            case Name(name=name):
                if self.becomes is not None and name == self.becomes.name:
                    return self.both("原来所填的", "what was filled in before")
                return self.speech.quoted(self.speech.field(name))
            case Symbol(name=name):
                return self.speech.quoted(name)
            case Word(word=word):
                return self.word(word)
            case Call():
                return call_words.value(node, self)
            case Choices(items=items):
                return self.speech.listed(map(self.value, items))
            case Arithmetic():
                return self._arithmetic(node)
            case Negative(operand=operand):
                return "−" + self._factor(operand)
            case Conditional():
                return self._alternatives(node)
            case _:
                said = self.condition(node)
                return self.both(f"是否{said}", f"whether {said}")

    def operand(self, node: Node, field: Field | None, *, of: Node | None = None) -> str:
        """A value that is compared with a field: one of its choices by its title, a state and a kind by theirs."""
        if isinstance(node, Constant):
            title = self._title(node.value, of)
            return self.speech.quoted(title) if title is not None else self.constant(node.value, field)
        said = self.value(node)
        chosen = isinstance(node, Conditional) and _size_of(node) is None
        return self.both(f"（{said}）", f"({said})") if chosen else said

    def _title(self, value: object, of: Node | None) -> str | None:
        if not isinstance(value, str) or of is None:
            return None
        match of:
            case Name(name="state"):
                return self.speech.state(value)
            case Name(name="kind"):
                return self.speech.kind_title(value)
            case Word(word=word):
                word = word.removesuffix("@end")
                head, _, member = word.partition(".")
                if word == "state":
                    return self.speech.state(value)
                if word == "kind":
                    return self.speech.kind_title(value)
                if member == "state" and (other := self.speech.joined(head)) is not None:
                    return self.speech.about(other).state(value)
                if head == "parent" and member == "state" and self.speech.parents:
                    return self.speech.about(self.speech.parents[0]).state(value)
        return None

    def constant(self, value: object, field: Field | None) -> str:
        """A constant: one of a field's choices by its title, other texts as they are written."""
        if value == "" and isinstance(value, str):
            return self.both("空", "empty")
        if isinstance(value, bool | int | Decimal):
            return self.speech.value(None, value)
        said = self.speech.value(field, value)
        return said if said.startswith("“") else self.speech.quoted(said)

    def word(self, word: str) -> str:
        """A declared word: what an area knows, a setting, the kind's, the parent's, a child's, a row's."""
        ended = word.endswith("@end")
        word = word.removesuffix("@end")
        said = self._word(word)
        return self.both(f"{said}（单结束时的）", f"{said} (as it ended)") if ended else said

    def _word(self, word: str) -> str:
        speech = self.speech
        head, _, rest = word.partition(".")
        if not rest:
            return _BARE[word][speech.english] if word in _BARE else speech.quoted(speech.field(word))
        if head == "setting":
            title, value = speech.setting(rest)
            return self.both(
                f"设置{speech.quoted(title)}（现为{value}）", f"the setting {speech.quoted(title)} (now {value})"
            )
        if head == "kind":
            column = speech.quoted(speech.kind_column(rest))
            return self.both(f"该类别的{column}", f"the kind’s {column}")
        if head == "parent":
            title = next((speech.about(each).field(rest) for each in speech.parents), rest)
            return self.both(f"上级单的{speech.quoted(title)}", f"{speech.quoted(title)} of the case above")
        if speech.opening(head) is not None or speech.joined(head) is not None:
            return self.both(
                f"{speech.quoted(speech.child(head))}的{speech.quoted(self.child_figure(head, rest))}",
                f"{speech.quoted(self.child_figure(head, rest))} of {speech.quoted(speech.child(head))}",
            )
        rows = speech.field_of(head)
        if rows is not None and rows.columns:
            return speech.quoted(speech.among(rows.columns).field(rest))
        return speech.quoted(speech.fact(word))

    def child_figure(self, child: str, member: str) -> str:
        """What a figure of a child is called."""
        field = self.speech.child_field(child, member)
        if field is not None:
            return self.speech.say(field.title)
        known = {"state": ("状态", "State"), "number": ("单号", "Number"), "final": ("结果", "Outcome")}
        return known[member][self.speech.english] if member in known else member

    def _alternatives(self, node: Conditional) -> str:
        if (sized := _size_of(node)) is not None:
            size = self.value(sized)
            return self.both(f"{size}的绝对值", f"the size of {size}")
        said = []
        rest: Node = node
        while isinstance(rest, Conditional):
            when, then = Words(self.speech).condition(rest.condition), self.value(rest.then)
            said.append(self.both(f"若{when}，则为{then}", f"{then} if {when}"))
            rest = rest.otherwise
        otherwise = self.value(rest)
        return self.both("；", "; ").join((*said, self.both(f"否则为{otherwise}", f"otherwise {otherwise}")))

    def _arithmetic(self, node: Arithmetic) -> str:
        left, right = node.left, node.right
        if node.operator in "+-" and (self.is_time(left) or self.is_time(right)):
            return self._time(node)
        if node.operator == "+" and (self.is_text(left) or self.is_text(right)):
            return self.both(
                f"{self.value(left)}后接{self.value(right)}", f"{self.value(left)} followed by {self.value(right)}"
            )
        first, second = self._factor(left), self._factor(right)
        if node.operator == "//":
            return self.both(f"{first}除以{second}的整数部分", f"the whole part of {first} ÷ {second}")
        if node.operator == "%":
            return self.both(f"{first}除以{second}的余数", f"the remainder of {first} ÷ {second}")
        if node.operator in "+-" and not isinstance(left, Conditional):
            first = self.value(left)
        if node.operator in "+-" and isinstance(right, Arithmetic) and right.operator in "*/":
            second = self.value(right)  # which binds closer, as everybody reads it
        return f"{first} {_SIGNS[node.operator]} {second}"

    def _time(self, node: Arithmetic) -> str:
        left, right = node.left, node.right
        if node.operator == "-" and self.is_time(right):
            first, second = self.value(left), self.value(right)
            return self.both(f"{second}到{first}的时长", f"the time from {second} to {first}")
        if not self.is_time(left):
            left, right = right, left
        moment, span = self.value(left), self.value(right)
        if node.operator == "+":
            return self.both(f"{moment}之后{span}", f"{span} after {moment}")
        return self.both(f"{moment}之前{span}", f"{span} before {moment}")

    def _factor(self, node: Node) -> str:
        said = self.value(node)
        return self.both(f"（{said}）", f"({said})") if isinstance(node, Arithmetic | Conditional | Negative) else said


_BARE = {"now": ("现在", "now"), "today": ("今天", "today"), "actor": ("经办人", "whoever does it")}


def _size_of(node: Conditional) -> Node | None:
    """What `x if x > 0 else 0 - x` is the size of, None where it is something else."""
    match node:
        case Conditional(
            then=then,
            condition=Comparison(operands=(left, Constant(value=0)), operators=((">" | ">="),)),
            otherwise=Negative(operand=other) | Arithmetic(left=Constant(value=0), operator="-", right=other),
        ) if then == left == other:
            return then
    return None


def _is_filled(node: Node) -> bool:
    """Whether it says of one field that it is filled in."""
    return isinstance(node, Call) and node.word == "given" and isinstance(node.arguments[0], Name | Word)
