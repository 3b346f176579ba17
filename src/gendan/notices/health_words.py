"""What the lines of `health` are called, what they say, and what is to be done where one is not well."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from gendan.core.text import Text

NONE: Final = Text("")


@dataclass(frozen=True, slots=True)
class Words:
    """A line's title, its text with the figures in braces, and its advice. `idle` stands for the text where the moment
    that it would tell is none.
    """

    title: Text
    says: Text
    advice: Text = NONE
    idle: Text | None = None


WORDS: Final[Mapping[str, Words]] = {
    "database": Words(
        Text("数据库", "Database"), Text("PostgreSQL {version}，{bytes}", "PostgreSQL {version}, {bytes}")
    ),
    "connections": Words(
        Text("数据库连接", "Database connections"),
        Text("已用 {count}，最多 {most}", "{count} of {most}"),
        Text(
            "连接快用完了：调小 GENDAN_DATABASE_POOL，或调大数据库的 max_connections。",
            "Nearly all are in use: lower GENDAN_DATABASE_POOL, or raise the server's max_connections.",
        ),
    ),
    "locks": Words(
        Text("等锁", "Waiting for locks"),
        Text("{count} 个语句在等", "{count} statements wait"),
        Text(
            "有语句在互相等待；持续不消就看数据库日志。",
            "Statements wait for each other; if it lasts, see the server's log.",
        ),
    ),
    "clock": Words(
        Text("时钟", "Clock"),
        Text("与数据库相差 {seconds} 秒", "{seconds} s from the database's"),
        Text("时限按时钟计算，请用 NTP 校准各台机器。", "Deadlines go by the clock: set all machines by NTP."),
    ),
    "disk": Words(
        Text("磁盘", "Disk"),
        Text("{path}：剩 {free}，共 {total}", "{path}: {free} free of {total}"),
        Text("磁盘快满了；写满后数据库会停。", "The disk is nearly full; the database stops when it is."),
    ),
    "worker": Words(
        Text("作业进程", "Worker"),
        Text("{count} 个，最近有动静：{at}", "{count}, last sign of life: {at}"),
        Text(
            "没有作业进程：时限、通知、批量都不会动。请启动 gendan serve 或 gendan worker。",
            "No worker is alive: deadlines, messages and batches stand still. Start gendan serve or gendan worker.",
        ),
    ),
    "jobs": Words(
        Text("等着的作业", "Waiting jobs"),
        Text("{count} 个，最早的从 {since} 起", "{count}, the oldest since {since}"),
        Text("作业积压，可多开一个 gendan worker。", "Jobs pile up; another gendan worker would help."),
        Text("{count} 个，都还没到时候", "{count}, none of them due"),
    ),
    "failed_jobs": Words(
        Text("失败的作业", "Failed jobs"),
        Text("{count} 个", "{count}"),
        Text("到“作业”页重试，或写明原因放弃。", "On the page of jobs, try them again or give them up with a reason."),
    ),
    "outbox": Words(
        Text("后续处理", "What follows steps"),
        Text("{count} 项到时未办，最早的从 {since} 起", "{count} are due, the oldest since {since}"),
        Text("后续处理积压，请看作业进程。", "It lags: look at the worker."),
        Text("没有到时未办的", "Nothing is due"),
    ),
    "outbox_dead": Words(
        Text("办不成的后续处理", "What could not be done"),
        Text("{count} 项", "{count}"),
        Text("到“作业”页看原因，重试或放弃。", "See why on the page of jobs; try again or give up."),
    ),
    "anchors": Words(
        Text("锚", "Anchors"),
        Text("{count} 个文件，最近写于 {at}", "{count} files, the last written {at}"),
        Text(
            "该写的锚没有写，记录被改就看不出来。请看作业进程。",
            "No anchor was written for what has changed: look at the worker.",
        ),
        Text("还没有写过", "None was written yet"),
    ),
    "backup": Words(
        Text("备份", "Backup"),
        Text("最近一次：{at}", "the last: {at}"),
        Text("请运行 gendan backup，并让它每天自动运行。", "Run gendan backup, and have it run every day."),
        Text("还没有备份过", "None was made yet"),
    ),
    "webhooks": Words(
        Text("网络回调", "Webhooks"),
        Text("{count} 个，投递失败 {failed} 次", "{count}, {failed} deliveries failed"),
        Text(
            "到“网络回调”页看对方的回答，修好后重发。",
            "See the receivers' answers on the page of webhooks, then replay.",
        ),
    ),
    "versions": Words(
        Text("版本", "Versions"),
        Text("Gendan {gendan}，Python {python}，Django {django}", "Gendan {gendan}, Python {python}, Django {django}"),
    ),
}
"""By the codes of `health.Line`."""
