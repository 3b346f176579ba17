"""A bank's statement file, CSV or xlsx, in any usual encoding: its lines, each kept once however often it comes."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Final

from gendan.cases.sheets import Column, Table, open_table
from gendan.cases.store import cursor
from gendan.core.headers import comparable
from gendan.core.refusals import Reason, Refused
from gendan.core.scalars import to_cents
from gendan.money.amounts import NOTHING
from gendan.money.models import AccountSort, BankFile
from gendan.money.posting import lock, place

ROLES: Final[Mapping[str, tuple[str, ...]]] = {
    "on": ("交易日期", "记账日期", "入账日期", "交易时间", "日期", "date", "booking date", "value date"),
    "credit": ("贷方发生额", "贷方金额", "收入金额", "收入", "贷方", "收款金额", "credit"),
    "debit": ("借方发生额", "借方金额", "支出金额", "支出", "借方", "付款金额", "debit"),
    "amount": ("交易金额", "发生额", "金额", "amount"),
    "reference": ("交易流水号", "流水号", "业务参考号", "交易参考号", "凭证号", "凭证号码", "reference"),
    "payer": ("对方户名", "对方账户名称", "对方名称", "付款人", "付款人名称", "付款方", "对方单位", "payer", "name"),
    "memo": ("摘要", "用途", "附言", "交易附言", "备注", "交易说明", "memo", "description"),
}
"""What a column may be, and by which headers banks call it, the surest first."""

_DAY: Final = re.compile(r"(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})日?(?:[ T].*)?|(\d{4})(\d{2})(\d{2}).*")
_NOT_A_FIGURE: Final = re.compile(r"[\s,，¥￥]|RMB|CNY|元")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line: the day, the amount (what left is negative), and what the bank says of it."""

    row: int
    on: date
    amount: Decimal
    reference: str
    payer: str
    memo: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What reading a file came to: how many lines it has, and how many of them were new."""

    file: int
    lines: int
    added: int


def columns_of(table: Table, chosen: Mapping[str, str] | None = None) -> dict[str, Column]:
    """Which column of the table is what: as chosen (role to header), else by its header. Raises Refused
    `money.no_columns` where the day, or every amount, is missing."""
    found: dict[str, Column] = {}
    for role, headers in ROLES.items():
        for header in [chosen[role]] if chosen and chosen.get(role) else headers:
            column = table.column(header)
            if column is not None:
                found[role] = column
                break
    missing = [ROLES["on"][0]] if "on" not in found else []
    if not found.keys() & {"credit", "amount"}:
        missing.append(ROLES["amount"][0])
    if missing:
        known = [column.header for column in table.columns if column.header]
        raise Refused((Reason("money.no_columns", {"missing": missing, "known": known}),))
    return found


def lines_of(path: Path, chosen: Mapping[str, str] | None = None) -> tuple[list[Line], dict[str, str]]:
    """The lines of a file, and which header was taken for what. Lines without an amount (a carried balance) are left
    out. Raises Refused: `sheet.…` for no table, `money.no_columns`, `money.line` for a cell that can't be read."""
    table = open_table(path, wanted=[header for headers in ROLES.values() for header in headers])
    columns = columns_of(table, chosen)
    return list(_lines(table, columns)), {role: column.header for role, column in columns.items()}


def _lines(table: Table, columns: Mapping[str, Column]) -> Iterator[Line]:
    for line in table.rows():

        def cell(role: str, cells: tuple[str, ...] = tuple(line.cells)) -> str:
            column = columns.get(role)
            return cells[column.place].strip() if column is not None and column.place < len(cells) else ""

        def figure(role: str, row: int = line.number) -> Decimal:
            return _figure(cell(role), row, columns[role].header) if role in columns else NOTHING

        amount = figure("credit") - abs(figure("debit")) or figure("amount")
        if not amount:
            continue
        yield Line(
            row=line.number,
            on=_day(cell("on"), line.number, columns["on"].header),
            amount=amount,
            reference=cell("reference")[:300],
            payer=cell("payer")[:300],
            memo=cell("memo"),
        )


def _day(text: str, row: int, header: str) -> date:
    found = _DAY.fullmatch(text)
    try:
        if found is None:
            raise ValueError
        year, month, day = (int(each) for each in (found.groups()[:3] if found[1] else found.groups()[3:]))
        return date(year, month, day)
    except ValueError:
        raise Refused((Reason("money.line", {"row": row, "column": header, "given": text}),)) from None


def _figure(text: str, row: int, header: str) -> Decimal:
    bare = _NOT_A_FIGURE.sub("", text)
    if bare in ("", "-", "--"):
        return NOTHING
    try:
        value = Decimal(bare)
        if not value.is_finite():
            raise InvalidOperation
        return to_cents(value)
    except InvalidOperation:
        raise Refused((Reason("money.line", {"row": row, "column": header, "given": text}),)) from None


def take(
    path: Path, *, name: str, account: str, chosen: Mapping[str, str] | None = None, actor: int, at: datetime
) -> Taken:
    """Read a statement of the bank account that people call `account`. A line that came before, with this file or
    another, is not added again: the same file twice changes nothing, half a file and then all of it are all of it.

    Raises Refused as `lines_of`, and `money.place`; then nothing is added.
    """
    of = place(account)
    if of.sort not in (AccountSort.BANK, AccountSort.CLEARING):
        raise Refused((Reason("money.place", {"name": account}),))
    number = lock([of])[of]
    lines, columns = lines_of(path, {**last_columns(number, path), **(chosen or {})})
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    seen: Counter[str] = Counter()
    rows = []
    for line in lines:
        said = "\x1f".join(
            (str(number), line.on.isoformat(), str(line.amount), line.reference, comparable(line.payer), line.memo)
        )
        identity = hashlib.sha256(f"{said}\x1f{seen[said]}".encode()).hexdigest()
        seen[said] += 1
        rows.append((line.on, line.amount, line.reference, line.payer, line.memo, identity))
    known = _known([row[-1] for row in rows])
    new = [row for row in rows if row[-1] not in known]
    before = BankFile.objects.filter(sha256=sha256, account_id=number).order_by("id").first()
    if before is not None and not new:
        return Taken(file=before.id, lines=len(lines), added=0)
    file = BankFile.objects.create(
        sha256=sha256,
        name=name[:300],
        account_id=number,
        by=actor,
        at=at,
        rows=len(lines),
        added=len(new),
        columns=columns,
    )
    if new:
        with cursor() as on:
            on.execute(
                'insert into money_bankline (file_id, account_id, "on", amount, reference, payer, memo, identity)'
                " select $1, $2, *"
                " from unnest($3::date[], $4::numeric[], $5::text[], $6::text[], $7::text[], $8::text[])",
                [file.id, number, *(list(column) for column in zip(*new, strict=True))],
            )
    return Taken(file=file.id, lines=len(lines), added=len(new))


def _known(identities: list[str]) -> set[str]:
    with cursor() as on:
        on.execute("select identity from money_bankline where identity = any($1::text[])", [identities])
        return {identity for (identity,) in on.fetchall()}


def last_columns(account: int, path: Path) -> dict[str, str]:
    """Which header was what in the last file of the account, as far as this file has these headers too."""
    last = BankFile.objects.filter(account_id=account).order_by("-id").first()
    if last is None:
        return {}
    table = open_table(path, wanted=[header for headers in ROLES.values() for header in headers])
    return {role: header for role, header in last.columns.items() if table.column(header) is not None}
