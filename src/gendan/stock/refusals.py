"""Why stock refuses: codes with parameters, and what each says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from gendan.core.refusals import Reason
from gendan.core.text import Text

REFUSALS: Final[Mapping[str, Text]] = {
    "stock.nothing": Text("没有写明货品或编码。", "Neither goods nor codes were named."),
    "stock.short": Text(
        "“{product}”不够：要 {wanted}，可用 {free}{measure}{place}。占用的单子：{held_by}",
        "Too little of “{product}”: {wanted} wanted, {free} {measure} free {place}. Held by: {held_by}",
    ),
    "stock.unknown_place": Text("没有库位“{place}”。", "There is no place “{place}”."),
    "stock.place_stands": Text("库位“{place}”已经有了。", "There is a place “{place}” already."),
    "stock.no_inspection": Text("“{place}”没有待检区。", "“{place}” has no place for inspection."),
    "stock.unknown_good": Text("库存里从来没有“{product}”。", "Stock has never had “{product}”."),
    "stock.unknown_measure": Text(
        "“{product}”不按“{measure}”计量，可用：{own}。",
        "“{product}” is not counted in “{measure}”, but in: {own}.",
    ),
    "stock.factor_stands": Text(
        "“{product}”的“{measure}”已按 {factor} 换算，不能改。",
        "A {measure} of “{product}” holds {factor} already, and that can't change.",
    ),
    "stock.amount": Text(
        "“{product}”的数量 {given} 不对：要大于零，有编码的按整数。",
        "{given} is no quantity of “{product}”: more than nothing, and whole pieces where they have codes.",
    ),
    "stock.codes_needed": Text("“{product}”逐件有编码，请写明编码。", "Pieces of “{product}” have codes: name them."),
    "stock.not_coded": Text("“{product}”不按编码管理。", "“{product}” is counted without codes."),
    "stock.unknown_code": Text("没有编码“{code}”。", "No unit has the code “{code}”."),
    "stock.taken": Text(
        "编码“{code}”已属于另一件货：{product} {unit}，{where}。",
        "The code “{code}” belongs to another unit: {product} {unit}, {where}.",
    ),
    "stock.came_in": Text(
        "编码“{code}”的货已经来过：{product}，{where}，最近由{by}于 {at} 经手。",
        "The unit “{code}” has come in before: {product}, {where}; {by} moved it last at {at}.",
    ),
    "stock.own_code": Text(
        "单件就叫“{code}”，单据都按它认，不能改；其余编码可以换。",
        "The unit is called “{code}”, and cases know it by that: it stays. Its other codes may be replaced.",
    ),
    "stock.doubled_code": Text("编码“{code}”重复（第 {row} 行已有）。", "The code “{code}” came before (row {row})."),
    "stock.code_twice": Text("编码“{code}”写了两次。", "The code “{code}” was written twice."),
    "stock.code_form": Text(
        "“{code}”不是编码：应为 1 至 100 个字符，不含空格。",
        "“{code}” is no code: 1 to 100 characters without blanks.",
    ),
    "stock.held": Text("编码“{code}”已被 {held_by} 占用。", "The unit “{code}” is held by {held_by}."),
    "stock.elsewhere": Text("编码“{code}”在“{where}”。", "The unit “{code}” is at “{where}”."),
    "stock.with_customer": Text("编码“{code}”已发给 {party}。", "The unit “{code}” was sent to {party}."),
    "stock.with_supplier": Text(
        "编码“{code}”不在库，在供方 {party}。", "The unit “{code}” is with its supplier {party}."
    ),
    "stock.is_lost": Text("编码“{code}”已报损。", "The unit “{code}” is written off."),
    "stock.used_up": Text("编码“{code}”已领用（{party}）。", "The unit “{code}” was handed out ({party})."),
    "stock.in_inspection": Text(
        "编码“{code}”还在待检（{where}）。", "The unit “{code}” still waits for inspection ({where})."
    ),
    "stock.never_sent": Text(
        "“{product}”没有发给“{party}”这么多：要退 {wanted}，发出未退 {sent}。",
        "So much of “{product}” was never sent to “{party}”: {wanted} to come back, {sent} sent.",
    ),
    "stock.never_drawn": Text(
        "“{party}”没有领这么多“{product}”：报损 {wanted}，领用未报损的 {drawn}。",
        "So much of “{product}” was not drawn by “{party}”: {wanted} lost, {drawn} drawn and not lost yet.",
    ),
    "stock.same_person": Text("制单人不能自己发料。", "Whoever made the issue out may not hand it out."),
    "stock.uncounted": Text("还没有盘点。", "Nothing was counted yet."),
    "stock.adjusted": Text(
        "这次盘点已由{by}于 {at} 调账；要再调，先重盘。",
        "{by} has adjusted the book by this count at {at}; count again before it is adjusted again.",
    ),
    "stock.not_counted": Text(
        "没有写“{product}”的实盘数；一件也没有就写 0。",
        "How much of “{product}” was found is not written; write 0 where there is none.",
    ),
    "stock.codes_disagree": Text(
        "“{product}”写了 {given}，编码却扫了 {scanned} 件，请核对。",
        "{given} of “{product}” were written, and {scanned} codes were scanned: which is right?",
    ),
    "stock.count_codes": Text(
        "“{product}”逐件有编码：实盘 {given}，账面 {book}，差的是哪几件要扫码重盘才知道。",
        "Pieces of “{product}” have codes: {given} were found, the book says {book}. Count again by their codes to tell"
        " which ones differ.",
    ),
    "stock.unknown_file": Text("没有这个文件。", "The file is not there."),
    "stock.no_code_column": Text(
        "文件里没有编码列；有：{given}；要：{expected}。",
        "No column of the file holds a code; it has: {given}; wanted: {expected}.",
    ),
    "stock.no_rows": Text("清单只有表头，下面没有货。", "Below its head the list is empty."),
    "stock.needs_product": Text("没有写明产品。", "No product is named."),
    "stock.other_product": Text(
        "编码“{code}”是“{product}”，不是“{given}”。", "The unit “{code}” is a “{product}”, not a “{given}”."
    ),
    "stock.rounded": Text(
        "编码“{code}”超过 15 位，Excel 已改动后几位；请把该列设为文本。",
        "The code “{code}” has more than 15 digits, and Excel has rounded it. Keep the column as text.",
    ),
}
"""Every reason of this room, with its parameters in braces."""


def reason(name: str, **parameters: object) -> Reason:
    """The reason `stock.NAME`. Raises KeyError for one that has no words."""
    code = f"stock.{name}"
    if code not in REFUSALS:
        raise KeyError(code)
    return Reason(code, parameters)
