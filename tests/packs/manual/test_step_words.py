"""What a manual says of steps: what they open, who does them, and how long they may take."""

from gendan.packs.manual.content import plain
from gendan.packs.manual.step_words import opening, who_line
from gendan.packs.manual.time_words import limit_in_words
from tests.packs.manual.at_hand import pack, speech


def test_what_a_step_opens_is_told_with_what_is_filled_in_and_what_follows():
    spoken = speech("shipped cash_desk", "announcement", "zh")
    (opened,) = spoken.procedure.actions["issue"].opens
    told = plain(opening(opened, spoken))
    assert "只在“各人”不是经办人" in told
    assert "“阅读人”填“各人”" in told
    assert "以“已读”或“未读而止”结束时本单接着办“收到一份回执”" in told


def test_a_limit_that_hangs_on_the_kind_is_told_of_a_kind_as_what_it_is():
    procedure = pack("shipped warehouse").procedures["ledger"]
    spoken = speech("shipped warehouse", "ledger", "zh")
    told = {
        name: limit_in_words(procedure.deadlines["submit"], spoken.of_kind(kind))
        for name, kind in procedure.kinds.items()
    }
    assert (told["day"], told["month"]) == ("当个工作日下班前", "3个工作日内")


def test_a_new_case_is_of_the_kind_that_is_called_so_and_several_ends_lead_on_together():
    spoken = speech("shipped dealers", "activation", "zh")
    actions = spoken.procedure.actions
    (opened,) = actions["ask_removal"].opens
    told = plain(opening(opened, spoken))
    assert "“类别”填“撤机”" in told
    assert "以“未办理”或“已撤回”结束时本单接着办“维持原状”" in told
    assert plain(who_line(actions["keep"], spoken)) == "系统自动办理：“终端变更与撤机”以“未办理”或“已撤回”结束时。"
