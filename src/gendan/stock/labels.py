"""标签 Codes as bars for labels: Code 128, set B, as a drawing of rectangles."""

from __future__ import annotations

from typing import Final

_SYMBOLS: Final = (
    "212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 122132 122231 113222"
    " 123122 123221 223211 221132 221231 213212 223112 312131 311222 321122 321221 312212 322112 322211 212123 212321"
    " 232121 111323 131123 131321 112313 132113 132311 211313 231113 231311 112133 112331 132131 113123 113321 133121"
    " 313121 211331 231131 213113 213311 213131 311123 311321 331121 312113 312311 332111 314111 221411 431111 111224"
    " 111422 121124 121421 141122 141221 112214 112412 122114 122411 142112 142211 241211 221114 413111 241112 134111"
    " 111242 121142 121241 114212 124112 124211 411212 421112 421211 212141 214121 412121 111143 111341 131141 114113"
    " 114311 411113 411311 113141 114131 311141 411131 211412 211214 211232 2331112"
)
"""The widths of each symbol's bars and spaces, in turn, in modules (ISO/IEC 15417)."""
_PATTERNS: Final = tuple(_SYMBOLS.split())
_START_B: Final = 104
_STOP: Final = 106
_QUIET: Final = 10
"""Modules that stay empty on either side, as scanners want."""


def bars(text: str) -> tuple[tuple[int, int], ...]:
    """The bars of a code, each as its place and its width in modules. Raises ValueError for what set B has not."""
    values = [ord(character) - 32 for character in text]
    if not values or any(not 0 <= value <= 94 for value in values):
        raise ValueError(text)
    check = (_START_B + sum(place * value for place, value in enumerate(values, 1))) % 103
    found: list[tuple[int, int]] = []
    place = _QUIET
    for symbol in (_START_B, *values, check, _STOP):
        for number, width in enumerate(map(int, _PATTERNS[symbol])):
            if number % 2 == 0:
                found.append((place, width))
            place += width
    return tuple(found)


def width(text: str) -> int:
    """The whole width of a code in modules, the quiet zones included."""
    last, wide = bars(text)[-1]
    return last + wide + _QUIET


def path(text: str, height: int = 40) -> str:
    """The bars as the path of an SVG drawing of `height`."""
    return "".join(f"M{place} 0h{wide}v{height}h-{wide}z" for place, wide in bars(text))
