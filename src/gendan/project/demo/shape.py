"""The shape of a real shop's month: what 28,010 orders of February 2020 have in common. Shares, and none of the
orders."""

from __future__ import annotations

from typing import Final

PROVINCES: Final = {
    "上海": 120, "广东省": 88, "江苏省": 76, "浙江省": 74, "北京": 73, "四川省": 72, "山东省": 64, "辽宁省": 42,
    "天津": 41, "湖南省": 39, "河北省": 39, "重庆": 37, "河南省": 35, "云南省": 28, "安徽省": 22, "陕西省": 19,
    "福建省": 18, "山西省": 17, "广西壮族自治区": 16, "江西省": 15, "吉林省": 14, "黑龙江省": 14, "贵州省": 12,
    "内蒙古自治区": 8, "海南省": 6, "甘肃省": 6, "湖北省": 3, "新疆维吾尔自治区": 2, "宁夏回族自治区": 2, "青海省": 1,
}  # fmt: skip
"""Orders in a thousand, by province as the export writes it."""

HOURS: Final = (
    37, 19, 12, 7, 5, 4, 9, 20, 31, 46, 60, 59, 49, 48, 54, 61, 53, 43, 45, 55, 71, 79, 76, 59,
)  # fmt: skip
"""Orders in a thousand, by the hour of the day at which they were made."""

UNPAID: Final = 0.14
REFUNDED_WHOLLY: Final = 0.183
REFUNDED_PARTLY: Final = 0.018

SECONDS_TO_PAY: Final = ((0.1, 4), (0.3, 6), (0.5, 8), (0.7, 13), (0.85, 30), (0.95, 200), (1.0, 3600))
"""Up to which share of the paid orders the payment came within so many seconds."""
