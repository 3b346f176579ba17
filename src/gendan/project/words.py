"""What the terminal says to an operator: every text by its code, in Chinese and in English."""

from __future__ import annotations

import os
import sys
from typing import Final, NamedTuple


class Words(NamedTuple):
    """One text in both languages, with named places for its parameters."""

    zh: str
    en: str


WORDS: Final[dict[str, Words]] = {
    "providers.incomplete": Words(
        "登录方式没有设全，还缺：{missing}。", "A way to sign in is set in part; missing: {missing}."
    ),
    "providers.file": Words(
        "读不了 {variable} 所指的文件 {file}：{reason}", "The file {file} of {variable} can't be read: {reason}"
    ),
    "serve.starting": Words("正在启动跟单……", "Starting Gendan …"),
    "serve.ready": Words("跟单已就绪，请用浏览器打开： {url}", "Gendan is ready. Open in a browser: {url}"),
    "serve.sign_in": Words(
        "登录页上列出了演示公司的人员及其登录方式。",
        "The sign-in page lists the people of the demo company and how to sign in.",
    ),
    "serve.data": Words("数据保存在： {folder}", "The data is kept in: {folder}"),
    "serve.stop_hint": Words("按 Ctrl-C 停止。", "Press Ctrl-C to stop."),
    "serve.stopping": Words("正在停止……", "Stopping …"),
    "serve.stopped": Words("已停止。数据已保存。", "Stopped. The data is kept."),
    "serve.restarted": Words(
        "{process} 意外结束（退出码 {exit_code}），正在重新启动。",
        "{process} ended unexpectedly (exit code {exit_code}) and is started again.",
    ),
    "serve.database_restarted": Words(
        "数据库意外结束，已重新启动。", "The database had ended unexpectedly and was started again."
    ),
    "serve.keeps_failing": Words(
        "{process} 一再无法启动，已停止。原因见上方输出。",
        "{process} fails again and again; stopped. The reason is in the output above.",
    ),
    "serve.port_taken": Words(
        "端口 {port} 已被其他程序占用。请换一个端口，例如： make run PORT={other}",
        "Port {port} is taken by another program. Choose another one, for example: make run PORT={other}",
    ),
    "serve.port_forbidden": Words(
        "不允许使用地址 {host} 的端口 {port}：{reason}", "Address {host}, port {port} can't be used: {reason}"
    ),
    "serve.already_running": Words(
        "跟单已在运行（进程 {pid}，{url}）。请先在那里按 Ctrl-C 停止，或用 GENDAN_DATA 指定另一个数据目录。",
        "Gendan is already running (process {pid}, {url}). Stop it there with Ctrl-C, "
        "or name another data folder by GENDAN_DATA.",
    ),
    "serve.migrating": Words("正在更新数据库结构……", "Bringing the database up to date …"),
    "serve.seeding": Words("数据库是空的，正在建立演示公司……", "The database is empty: setting up the demo company …"),
    "database.first_start": Words("正在建立数据库（只需一次）……", "Setting up the database (once only) …"),
    "database.folders_opened": Words(
        "以 root 运行时，数据库使用帐号 {account}。为使其能进入自己的目录，已允许通过（不可列出）：{folders}",
        "Run as root, the database uses the account {account}. To let it reach its folder, "
        "these may now be passed through (not listed): {folders}",
    ),
    "database.no_account": Words(
        "以 root 运行时，PostgreSQL 需要一个普通帐号，而建立帐号 {account} 失败：{reason}",
        "Run as root, PostgreSQL needs an ordinary account, and creating {account} failed: {reason}",
    ),
    "database.foreign_folder": Words(
        "数据目录 {folder} 属于另一个帐号（{owner}）。请用该帐号运行，或用 GENDAN_DATA 指定另一个目录。",
        "The data folder {folder} belongs to another account ({owner}). "
        "Run as that account, or name another folder by GENDAN_DATA.",
    ),
    "database.other_version": Words(
        "目录 {folder} 的数据由 PostgreSQL {found} 写成，内置的是 {needed}。"
        "请先用旧版本备份，再恢复，参见 docs/operators.md。",
        "The data in {folder} was written by PostgreSQL {found}; the embedded one is {needed}. "
        "Back up with the old release and restore; see docs/operators.md.",
    ),
    "database.not_created": Words(
        "无法建立数据库目录 {folder}：\n{log}", "The database folder {folder} could not be set up:\n{log}"
    ),
    "database.not_started": Words(
        "内置数据库未能启动。日志 {path} 的末尾：\n{log}",
        "The embedded database did not start. The end of its log {path}:\n{log}",
    ),
    "database.not_stopped": Words(
        "内置数据库未能停止（进程 {pid}）。", "The embedded database did not stop (process {pid})."
    ),
    "database.unreachable": Words("无法连接数据库：{reason}", "The database can't be reached: {reason}"),
    "database.too_old": Words(
        "数据库是 PostgreSQL {found}，跟单需要 15 或更高版本。",
        "The database is PostgreSQL {found}; Gendan needs version 15 or later.",
    ),
    "database.url_scheme": Words(
        "DATABASE_URL 应以 postgresql:// 开头，而不是 {scheme}://。",
        "DATABASE_URL has to begin with postgresql://, not with {scheme}://.",
    ),
    "database.url_name": Words("DATABASE_URL 中缺少数据库名称。", "DATABASE_URL names no database."),
    "database.url_port": Words("DATABASE_URL 中的端口不是数字。", "The port in DATABASE_URL is not a number."),
    "database.pending_migrations": Words(
        "数据库结构不是当前版本，尚有 {count} 项未更新。请先运行： gendan migrate",
        "The database is not up to date: {count} migrations are missing. Run first: gendan migrate",
    ),
    "database.external": Words("使用 DATABASE_URL 指定的数据库。", "The database named by DATABASE_URL is used."),
    "database.running": Words(
        "内置数据库正在运行（进程 {pid}）。", "The embedded database is running (process {pid})."
    ),
    "database.stopped": Words("内置数据库未运行。", "The embedded database is not running."),
    "database.in_use": Words(
        "内置数据库仍被其他进程使用，未停止。",
        "The embedded database is still used by another process and was not stopped.",
    ),
    "database.kept": Words(
        "内置数据库已启动，将保持运行，直至 gendan database stop。",
        "The embedded database was started and keeps running until gendan database stop.",
    ),
    "migrate.done": Words("数据库结构已是当前版本。", "The database is up to date."),
    "serve.furnishing": Words(
        "演示公司的其余部门正在建立，建好一个就多一个；网站已经可用。",
        "The demo company's other departments are being set up, one after the other; the site can be used already.",
    ),
    "demo.seeded": Words("演示公司已建立。", "The demo company is set up."),
    "demo.not_empty": Words(
        "数据库中已有数据，未建立演示公司。", "The database already holds data; the demo company was not set up."
    ),
    "demo.added": Words("部门 {name} 已建立。", "The department {name} is set up."),
    "demo.failed": Words("部门 {name} 未能建立：{reason}。", "The department {name} could not be set up: {reason}."),
    "demo.unknown": Words(
        "没有 {names} 的演示；有演示的包：{known}。", "There is no demo of {names}; these have one: {known}."
    ),
    "administrator.made": Words("{username} 现在是管理员。", "{username} is an administrator now."),
    "administrator.differs": Words("两次输入的密码不同。", "The two passwords are not the same."),
    "activate.done": Words("已启用 {pack} {version}（{hash}）。", "{pack} {version} is active ({hash})."),
    "activate.moved": Words(
        "在办的单据改按新版办理：{moved} 张；未能改的：{stayed}。",
        "Running cases moved to the new version: {moved}; not moved: {stayed}.",
    ),
    "activate.unsound": Words("包有 {count} 处问题，未启用。", "The pack has {count} findings and was not activated."),
    "activate.changed": Words(
        "这个版本号已启用过，内容不同。已启用的版本不能更改，请换一个版本号。",
        "This version was activated before with other content. An active version never changes: give it a new version.",
    ),
    "verify.sound": Words(
        "未发现改动：{cases} 张单据，{events} 条事件，{anchors} 个存档。",
        "Nothing was changed: {cases} cases, {events} events, {anchors} anchors.",
    ),
    "verify.found": Words(
        "发现 {count} 处改动：共查 {cases} 张单据，{events} 条事件，{anchors} 个存档。",
        "{count} changes found in {cases} cases, {events} events, {anchors} anchors.",
    ),
    "backup.made": Words(
        "已备份到 {path}（{size} MB）：{cases} 张单据，{events} 条事件。文件里有全部数据和密钥，请妥善保管。",
        "Backed up to {path} ({size} MB): {cases} cases, {events} events. It holds all data and the key: guard it.",
    ),
    "backup.nothing": Words("这里还没有数据可备份。", "There is nothing to back up here yet."),
    "backup.removed": Words("已删除较早的备份 {path}。", "Removed the earlier backup {path}."),
    "backup.restored": Words(
        "已恢复 {made_at} 的备份：{cases} 张单据，{events} 条事件。可用 gendan verify 核验。",
        "Restored the backup of {made_at}: {cases} cases, {events} events. `gendan verify` checks it.",
    ),
    "backup.exists": Words(
        "{path} 已存在，不会覆盖。请换一个文件名，或给一个文件夹。",
        "{path} is there already and is not written over. Name another file, or a folder.",
    ),
    "backup.no_folder": Words("没有文件夹 {path}。请先建好。", "There is no folder {path}. Make it first."),
    "backup.not_written": Words("无法写入 {path}：{reason}", "{path} can't be written: {reason}"),
    "backup.missing": Words("没有文件 {path}。", "There is no file {path}."),
    "backup.not_one": Words(
        "这不是跟单的备份文件，或文件不完整。请用 gendan backup 写出的文件。",
        "This is no backup of Gendan, or not all of one. Give a file that `gendan backup` wrote.",
    ),
    "backup.damaged": Words(
        "备份已损坏：其中的 {name} 不是原来写下的内容。什么都没有改动；请换一份备份。",
        "The backup is damaged: {name} in it is not what was written. Nothing was changed; take another backup.",
    ),
    "backup.later": Words(
        "备份来自较新的版本（{version}）。请先升级跟单。",
        "The backup is of a later version ({version}). Upgrade Gendan first.",
    ),
    "backup.not_empty": Words(
        "数据库里已有数据，不会覆盖。请用空的数据库：另设 GENDAN_DATA，或让 DATABASE_URL 指向一个空库。",
        "The database holds something and is not written over. Give an empty one: another GENDAN_DATA, or a"
        " DATABASE_URL of an empty database.",
    ),
    "backup.older_server": Words(
        "备份来自 PostgreSQL {needed}，这里是 {found}。请用 {needed} 或更高的版本。",
        "The backup is from PostgreSQL {needed}, this is {found}. Use {needed} or later.",
    ),
    "backup.other_key": Words(
        "GENDAN_SECRET_KEY 与备份中的密钥不同，加密的内容将无法读出。请改用备份的密钥，或不设这个变量。",
        "GENDAN_SECRET_KEY is not the key of the backup: what is encrypted could not be read. Set the backup's key, or"
        " leave the variable unset.",
    ),
    "backup.dump_failed": Words("数据库导出失败：{reason}", "The database could not be dumped: {reason}"),
    "backup.load_failed": Words(
        "数据库恢复失败，数据库仍是空的：{reason}",
        "The database could not be restored and is still empty: {reason}",
    ),
    "backup.no_program": Words(
        "找不到程序 {name}。请安装 PostgreSQL 的客户端。", "{name} was not found. Install PostgreSQL's client."
    ),
    "rebuild.differs": Words(
        "{number}：{what} 现为 {stands}，按事件应为 {rebuilt}。",
        "{number}: {what} stands as {stands}, its events come to {rebuilt}.",
    ),
    "rebuild.compared": Words(
        "已比较 {cases} 张单据，不同 {count} 处。", "{cases} cases compared, {count} differences."
    ),
    "rebuild.done": Words(
        "已重建 {cases} 张单据，更正 {count} 处。", "{cases} cases rebuilt, {count} differences mended."
    ),
    "manual.no_post": Words("没有名为 {name} 的岗位。有：{known}", "There is no post named {name}. There are: {known}"),
    "manual.no_procedure": Words(
        "没有名为 {name} 的流程。有：{known}", "There is no procedure named {name}. There are: {known}"
    ),
    "manual.no_file": Words("读不到文件 {name}。", "The file {name} can't be read."),
    "archive.month": Words(
        "{month} {procedure}：{events} 条事件，{cases} 张单据，{kilobytes} KB。",
        "{month} {procedure}: {events} events, {cases} cases, {kilobytes} KB.",
    ),
    "archive.done": Words("归档了 {count} 个月份，在 {folder}。", "{count} months archived, in {folder}."),
    "archive.no_engine": Words(
        '没有装归档所需的组件：pip install "gendan[{extra}]"',
        'What archiving needs is not installed: pip install "gendan[{extra}]"',
    ),
    "command.unknown": Words("没有名为 {name} 的命令。", "There is no command named {name}."),
    "command.file": Words("{path} 无法读写：{reason}", "{path} can't be read or written: {reason}"),
    "command.interrupted": Words("已中断。", "Interrupted."),
}


def default_language() -> str:
    """The language of what one language is enough for, where a command is not told: GENDAN_LANGUAGE, else Chinese."""
    return "en" if os.environ.get("GENDAN_LANGUAGE", "zh").startswith("en") else "zh"


def both(code: str, **parameters: object) -> str:
    """The text of `code` in Chinese and, on a line below, in English."""
    words = WORDS[code]
    return f"{words.zh.format(**parameters)}\n{words.en.format(**parameters)}"


def say(code: str, **parameters: object) -> None:
    """Print the text of `code` in both languages to standard error, which leaves standard output to results."""
    print(both(code, **parameters), file=sys.stderr, flush=True)


def tell(code: str, **parameters: object) -> None:
    """Print the text of `code` in both languages to standard output: where it is what was asked for."""
    print(both(code, **parameters))
