"""Every seeded fault is found at its line, and nothing is said that is not about it."""

from string import Formatter

import pytest

from gendan.packs.check import check_folder
from gendan.packs.register.rows import register_rows
from gendan.packs.wording import CATALOGUE, as_json, line
from tests.packs.check.at_hand import edited, pack, words
from tests.packs.check.faults import FAULTS, Fault
from tests.packs.packs_at_hand import line_of


def seeded(fault: Fault) -> dict[str, bytes]:
    files = edited(pack(fault.pack), fault.path, fault.old, fault.new)
    for path, old, new in fault.more:
        files = edited(files, path, old, new)
    return files


def test_there_are_faults_of_every_sort() -> None:
    assert len(FAULTS) >= 60
    assert len({fault.name for fault in FAULTS}) == len(FAULTS)
    assert {fault.code for fault in FAULTS} <= CATALOGUE.keys()


@pytest.mark.parametrize("fault", FAULTS, ids=str)
def test_a_fault_is_found_at_its_line(fault: Fault) -> None:
    files = seeded(fault)
    rows = tuple(register_rows())
    found = [each for each in check_folder(files, vocabulary=words(), register=rows) if each.is_error]
    path = fault.in_file or fault.path
    places = [(finding.code, finding.place.file, finding.place.line) for finding in found]
    assert (fault.code, path, line_of(files, path, fault.at)) in places
    assert {finding.code for finding in found} == {fault.code}, [line(finding, "en") for finding in found]
    for finding in found:
        words_of_it = CATALOGUE[finding.code]
        named = {name for text in (words_of_it.en, words_of_it.mend_en) for _, name, _, _ in Formatter().parse(text)}
        assert named - {None} <= finding.params.keys()
        assert as_json(finding)["code"] == fault.code


def test_all_faults_are_told_at_once() -> None:
    files = edited(pack("doors"), "procedures/door_order.yaml", "given(deliver_on)", "given(deliver_om)")
    files = edited(files, "procedures/loss_statement.yaml", "owner: production_clerk}", "rests: false}")
    files = edited(files, "pack.yaml", "money.refund]", "money.refnd]")
    codes = [finding.code for finding in check_folder(files, vocabulary=words())]
    assert codes == ["unknown_area_action", "expression_unknown_name", "state_without_owner"]


def test_the_column_is_that_of_the_word_also_behind_a_quotation_mark() -> None:
    files = edited(pack("doors"), "procedures/door_order.yaml", "when: orders.unmade == 0", 'when: "0 == orders.unmad"')
    (finding,) = check_folder(files, vocabulary=words())
    text = files["procedures/door_order.yaml"].decode().splitlines()[finding.place.line - 1]
    assert text[finding.place.column - 1 :].startswith("orders.unmad")
    assert finding.params["meant"] == ("orders.unmade",)


def test_what_could_not_be_read_leads_to_no_accusation() -> None:
    files = edited(
        pack("doors"), "procedures/door_order.yaml", "to: quoted, by: order_taker,", "to: qoted, by: order_taker,"
    )
    assert [finding.code for finding in check_folder(files, vocabulary=words())] == ["unknown_state"]


def test_a_choice_that_a_child_takes_as_text_is_pointed_at() -> None:
    shipment, claim = "procedures/shipment.yaml", "procedures/claim.yaml"
    files = edited(
        pack("freight"),
        shipment,
        "  plate:     {title: 车牌",
        "  about: {title: 事由, type: choice, of: [货损]}\n  plate: {title: 车牌",
    )
    files = edited(
        files,
        shipment,
        "takes: [consignee], with: {amount: loss, about: \"'货损'\"}",
        "takes: [consignee, about], with: {amount: loss}",
    )
    files = edited(
        files,
        shipment,
        "lines, deliver_on], needs: [consignee, address",
        "lines, deliver_on, about], needs: [consignee, address",
    )
    told = [each for each in check_folder(files, vocabulary=words()) if each.code == "takes_without_titles"]
    assert [(each.place.file, dict(each.params)) for each in told] == [(shipment, {"name": "about", "child": "claim"})]
    as_choice = edited(
        files, claim, "about:     {title: 事由, type: text}", "about: {title: 事由, type: choice, of: [货损]}"
    )
    assert [each.code for each in check_folder(as_choice, vocabulary=words()) if each.code.startswith("takes_")] == []
