"""The words of what is wrong with the text of a file, or with the files of a pack."""

from collections.abc import Mapping

from gendan.packs.wording.words import Words

WORDS: Mapping[str, Words] = {
    "no_folder": Words("找不到这个文件夹。", "There is no such folder.", "请核对路径。", "Check the path."),
    "no_pack_file": Words(
        "包里没有 pack.yaml。",
        "The pack has no pack.yaml.",
        "请写 pack.yaml：包名、版本、标题、岗位。",
        "Write pack.yaml with the pack's name, version, title and posts.",
    ),
    "link_leads_out": Words(
        "链接指向包以外的文件。", "The link leads out of the pack.", "请把文件放进包里。", "Put the file into the pack."
    ),
    "pack_too_large": Words(
        "包太大（最多 {most} 字节、2000 个文件）。",
        "The pack is too large (at most {most} bytes and 2000 files).",
        "请移走不属于定义的文件。",
        "Take out what is no part of the definition.",
    ),
    "unknown_file": Words(
        "不认识的文件 {name}。",
        "No part of a pack stands in {name}.",
        "包的文件名见参考手册。",
        "The reference lists the files of a pack.",
    ),
    "empty_file": Words("文件是空的。", "The file is empty.", "请填写内容或删去文件。", "Fill it, or remove it."),
    "one_document": Words(
        "这个文件只能有一个文档。",
        "This file may hold one document only.",
        "请去掉 --- 以后的内容，或放进另一个文件；只有故事可以一个文件写几个。",
        "Take out what follows ---, or put it in another file; only stories may share one.",
    ),
    "file_too_large": Words(
        "文件超过 {most} 字节。", "The file is larger than {most} bytes.", "请拆成几个文件。", "Divide it."
    ),
    "byte_order_mark": Words(
        "文件以字节序标记开头（{encoding}）。",
        "The file begins with a byte order mark ({encoding}).",
        "请存成不带 BOM 的 UTF-8。",
        "Save it as UTF-8 without BOM.",
    ),
    "not_utf8": Words(
        "文件不是 UTF-8 编码（像是 {looks_like}）。",
        "The file is not UTF-8 (it looks like {looks_like}).",
        "请另存为 UTF-8。",
        "Save it as UTF-8.",
    ),
    "control_character": Words(
        "含有不可见的控制字符 {character}。",
        "There is a control character {character}.",
        "请删去它。",
        "Remove it.",
    ),
    "nested_too_deep": Words(
        "嵌套超过 {most} 层。", "It is nested deeper than {most} levels.", "请减少层次。", "Use fewer levels."
    ),
    "text_too_long": Words(
        "一段文字超过 {most} 个字符。", "A text is longer than {most} characters.", "请缩短。", "Shorten it."
    ),
    "too_many_values": Words(
        "文件展开后超过 {most} 个值。",
        "The file unfolds to more than {most} values.",
        "请不要用引用成倍展开内容。",
        "Don't multiply content by aliases.",
    ),
    "alias_of_itself": Words(
        "引用 *{name} 指向自己。", "The alias *{name} is part of itself.", "请写出内容。", "Write the content out."
    ),
    "alias_unknown": Words(
        "引用 *{name} 没有对应的锚点。", "The alias *{name} has no anchor.", "请写出内容。", "Write the content out."
    ),
    "tag_refused": Words("不允许类型标签 {tag}。", "A tag {tag} is not allowed.", "请删去它。", "Remove it."),
    "key_not_text": Words("键必须是文字。", "A key must be text.", "请给它一个名字。", "Give it a name."),
    "full_width_key": Words(
        "键 {key} 里有全角标点。",
        "The key {key} has full-width punctuation.",
        "请用半角冒号、逗号和括号，冒号后加一个空格。",
        "Use ASCII colons, commas and brackets, with a space after the colon.",
    ),
    "duplicate_key": Words(
        "键 {key} 重复了，第一次在第 {line} 行。",
        "The key {key} stands twice; first in line {line}.",
        "请留一个。",
        "Keep one.",
    ),
    "empty_value": Words(
        "{key} 没有值。",
        "{key} has no value.",
        '请填写，或删去这个键；确要空文字时写 ""。',
        'Fill it, or remove the key; where empty text is meant, write "".',
    ),
    "empty_item": Words("列表里有空项。", "An item of the list is empty.", "请填写或删去。", "Fill it, or remove it."),
    "condition_unquoted": Words(
        "{key} 的条件被逗号截断了。",
        "The condition of {key} is cut by its comma.",
        "在 {{…}} 里，带逗号或引号的条件要放在双引号中。",
        "Inside {{…}}, a condition with a comma or quotes stands in quotes.",
    ),
    "yaml_tab": Words("用了制表符缩进。", "There is a tab.", "YAML 只能用空格缩进。", "Indent with spaces."),
    "yaml_colon": Words(
        "这里的冒号读不通。",
        "A colon makes no sense here.",
        "请检查缩进；带冒号的文字要放在引号中。",
        "Check the indentation; a text with a colon stands in quotes.",
    ),
    "yaml_flow": Words(
        "{{…}} 或 […] 里的写法有误。",
        "What stands in {{…}} or […] can't be read.",
        "请检查括号和逗号；带逗号、冒号或引号的文字要放在双引号中。",
        "Check brackets and commas; a text with a comma, a colon or quotes stands in quotes.",
    ),
    "yaml_quote": Words("引号没有闭合。", "A quote is not closed.", "请补上引号。", "Close it."),
    "yaml_indent": Words(
        "缩进不齐。", "The indentation is uneven.", "同一层的键要对齐。", "Align the keys of one level."
    ),
    "yaml_syntax": Words(
        "不是正确的 YAML（{detail}）。", "This is no YAML ({detail}).", "请检查写法。", "Check the text."
    ),
    "csv_syntax": Words(
        "不是正确的 CSV（{detail}）。", "This is no CSV ({detail}).", "请检查引号。", "Check the quotes."
    ),
    "no_file": Words("包里没有文件 {name}。", "The pack has no file {name}.", "请核对文件名。", "Check its name."),
    "column_twice": Words("列 {name} 出现两次。", "The column {name} stands twice.", "请删去一列。", "Remove one."),
    "column_unknown": Words(
        "表中没有列 {name}（有 {known}）。",
        "The table has no column {name} (it has {known}).",
        "请改列名，或在 columns 里声明。",
        "Correct it, or declare it in columns.",
    ),
    "column_missing": Words("缺少列 {name}。", "The column {name} is missing.", "请补上。", "Add it."),
    "row_uneven": Words(
        "这一行有 {cells} 格，表头有 {columns} 列。",
        "This row has {cells} cells; the header has {columns}.",
        "请补齐；带逗号的内容要加引号。",
        "Make them equal; quote what has a comma.",
    ),
    "row_without_key": Words("这一行没有填键（{known}）。", "This row has no key ({known}).", "请填写。", "Fill it."),
    "row_twice": Words(
        "键 {given} 重复了，第一次在第 {line} 行。",
        "The key {given} stands twice; first in line {line}.",
        "请留一行。",
        "Keep one.",
    ),
    "rows_and_file": Words(
        "rows 和 file 只能用一个。", "Rows stand here or in a file, not in both.", "请留一个。", "Keep one."
    ),
    "too_many_rows": Words("行数超过 {most}。", "There are more than {most} rows.", "请减少。", "Use fewer."),
    "labels_language": Words(
        "labels/{name}.yaml：中文写在包里，这里只放 en.yaml。",
        "labels/{name}.yaml: Chinese stands in the pack itself; only en.yaml stands here.",
        "请改名为 en.yaml。",
        "Call it en.yaml.",
    ),
    "label_of_nothing": Words(
        "没有名为 {name} 的元素。",
        "No element has the path {name}.",
        "路径如 procedures.door_order.states.received。",
        "A path is like procedures.door_order.states.received.",
    ),
}
