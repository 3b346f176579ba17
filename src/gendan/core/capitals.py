"""人民币大写 An amount of money in the Chinese capitals that papers carry, which nobody can alter with one stroke."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Final

DIGITS: Final = "零壹贰叁肆伍陆柒捌玖"
PLACES: Final = ("", "拾", "佰", "仟")
SECTIONS: Final = ("", "万", "亿", "万亿")
MOST: Final = Decimal(10) ** 16
"""Amounts from here on have no capitals."""


def in_capitals(amount: Decimal | int) -> str:
    """`1680.32` as `壹仟陆佰捌拾元叁角贰分`, `107000` as `壹拾万零柒仟元整`, nothing as `零元整`, `-5` as `负伍元整`.

    To the cent, half a cent away from zero. What ends before the cents ends with 整. Where zeros stand between two
    figures there is one 零 between them. The source is 《支付结算办法》, appendix 1. Raises ValueError from MOST on.
    """
    cents = int((abs(Decimal(amount)) * 100).quantize(Decimal(1), ROUND_HALF_UP))
    if cents >= MOST * 100:
        raise ValueError(f"no capitals for {amount}")
    if cents == 0:
        return "零元整"
    whole, jiao, fen = cents // 100, cents // 10 % 10, cents % 10
    said = "负" if amount < 0 else ""
    if whole:
        said += _whole(whole) + "元"
    if not jiao and not fen:
        return said + "整"
    if jiao:
        said += DIGITS[jiao] + "角"
    elif whole:
        said += "零"
    return said + (DIGITS[fen] + "分" if fen else "整")


def _whole(number: int) -> str:
    """A whole number of at most sixteen figures, in sections of four."""
    said, zeros = "", False
    sections = [number // 10 ** (4 * place) % 10_000 for place in range(4)]
    for place in reversed(range(4)):
        section = sections[place]
        for digit_place in reversed(range(4)):
            digit = section // 10**digit_place % 10
            if digit:
                said += ("零" if zeros and said else "") + DIGITS[digit] + PLACES[digit_place]
                zeros = False
            else:
                zeros = True
        if section:
            # 万亿 is one thing: where a section of 亿 follows, its name stands there.
            name = "万" if place == 3 and sections[2] else SECTIONS[place]
            said += name
    return said
