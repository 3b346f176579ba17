"""What is proven of several who work together: signatures, and children."""

from collections.abc import Mapping

from gendan.packs.wording.words import Words

WORDS: Mapping[str, Words] = {
    # signatures
    "maker_may_check": Words(
        "审核 {name} 可能由经办人自己完成：做过 {known} 的人没有被排除。",
        "Who did {known} is not kept from signing {name}: the maker could check his own work.",
        "在 unlike 里写上这些动作。",
        "Name these actions in unlike.",
    ),
    "part_unsigned": Words(
        "分项 {name} 不在任何动作的 signs 里，没有人会做它。",
        "The part {name} is in no action's signs: nobody is ever asked for it.",
        "写进 signs，或删去它。",
        "Add it to signs, or remove it.",
    ),
    "system_signs": Words(
        "动作 {name} 要系统签字，而系统不会签字。",
        "The action {name} wants a signature of the system, which signs nothing.",
        "换成岗位、字段或分项。",
        "Name a post, a field or a part.",
    ),
    "unlike_never": Words(
        "动作 {action} 排除做过 {name} 的人，但此前不可能做过 {name}。",
        "The action {action} keeps out who did {name}, which can't have been done before.",
        "改名，或从 unlike 中删去。",
        "Correct it, or take it out of unlike.",
    ),
    "covered_changes_later": Words(
        "{name} 已由 {signing} 签过，动作 {action} 却能改它而不必重签。",
        "The action {action} changes {name} behind the signing {signing}, and the case goes on without signing again.",
        "让该动作回到签字之前，或以 valid({signing}) 设关卡，或不改这个字段。",
        "Let it lead back before the signing, gate what follows by valid({signing}), or leave the field alone.",
    ),
    "unknown_covered_word": Words(
        "没有可以签字覆盖的 {name}。", "There is no {name} to cover by a signature.", "请改名。", "Correct it."
    ),
    "used_other_type": Words(
        "{name} 在这里是 {given}，在所取用的包里是 {expected}。",
        "{name} is of type {given} here and of type {expected} in the pack that is used.",
        "统一类型，或换一个名字。",
        "Make the types the same, or choose another name.",
    ),
    # children
    "takes_other_type": Words(
        "{name} 在这里是 {given}，在子单 {child} 里是 {expected}。",
        "{name} is of type {given} here and of type {expected} in the child {child}.",
        "统一类型。",
        "Make the types the same.",
    ),
    "takes_without_titles": Words(
        "{name} 在这里是选项，在子单 {child} 里是文字：那里只会显示选项的代号。",
        "{name} is a choice here and a text in the child {child}, which would show the option's name, not its title.",
        "在子单里也写成同样的选项。",
        "Make it the same choice in the child.",
    ),
    "gives_other_type": Words(
        "子单 {child} 给的是 {given}，本单的 {name} 是 {expected}。",
        "The child {child} gives {given}, and {name} is of type {expected} here.",
        "统一类型。",
        "Make the types the same.",
    ),
    "child_needs": Words(
        "子单 {child} 开单要有 {name}，这里没有给。",
        "The child {child} needs {name} to open, which is not given here.",
        "写进 takes 或 with。",
        "Add it to takes or with.",
    ),
    "then_incomplete": Words(
        "子单 {name}（{child}）以 {known} 结束时，本单不知道该做什么。",
        "When the child {name} ({child}) ends in {known}, the parent does not know what follows.",
        "在 then 里为每个终点状态写一个动作。",
        "Map every final state to an action in then.",
    ),
    "then_not_system": Words(
        "子单结束后要由系统执行 {name}，但它的 by 没有 system。",
        "The system is to do {name} when the child ends, and may not.",
        "在它的 by 里写上 system。",
        "Add system to its by.",
    ),
    "then_never_possible": Words(
        "子单 {child} 结束时，本单不可能处在能做 {name} 的状态。",
        "When the child {child} ends, the parent is in no state from which {name} can be done.",
        "改 from，或换一个动作。",
        "Correct its from, or name another action.",
    ),
    "then_not_from_waiting": Words(
        "本单在 {known} 等子单 {child}，但 {name} 不能从那里做。",
        "The parent waits for the child {child} in {known}, from where {name} can't be done.",
        "在它的 from 里加上该状态。",
        "Add the state to its from.",
    ),
    "waits_for_no_child": Words(
        "状态 {name} 在等子单 {child}，但到这里之前没有开过它。",
        "The state {name} waits for the child {child}, which nothing before has opened.",
        "在通向它的动作里写 opens，或改 waits。",
        "Open it on the way there, or correct waits.",
    ),
    "link_to_final": Words(
        "{name} 的 {state} 是终点状态，没有在办的单可以关联。",
        "{state} is a final state of {name}: no case that still runs is in it.",
        "写一个未结束的状态。",
        "Name a state that is not final.",
    ),
    "opens_without_end": Words(
        "{name} 一开单就开 {child}，而 {child} 又会开 {name}，没完没了。",
        "Opening {name} opens {child}, and that opens {name} again, without end.",
        "给其中一个写 when，或放到后面的动作里。",
        "Give one of them a when, or let a later action open it.",
    ),
    "wait_for_each_other": Words(
        "本单在 {known} 等子单 {name}，而 {child} 要等本单离开那里才能结束：互相等待。",
        "The parent waits in {known} for {name}, and {child} can only end once it is elsewhere: both wait for ever.",
        "改子单的条件，或给本单另一条出路。",
        "Correct the child's condition, or give the parent another way on.",
    ),
}
