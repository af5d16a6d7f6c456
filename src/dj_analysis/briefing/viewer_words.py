"""Chinese wording of the evidence viewer: kinds of rows, cleaning rules, and coded values no other page shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of row the viewer draws: its table, the letter it is marked with, its name."""

    table: str
    tag: str
    zh: str


KINDS = (
    Kind("numbers", "数", "数字"),
    Kind("honors", "荣", "荣誉"),
    Kind("initiatives", "举", "举措"),
    Kind("models", "模", "工作模式"),
    Kind("model_components", "构", "模式构成"),
    Kind("dates", "日", "日期"),
    Kind("organisations", "机", "机构"),
    Kind("unresolved", "损", "无法复原处"),
)
"""In the order of the legend."""

RULES: Mapping[str, tuple[str, str]] = {
    "markup": ("网页标记", "网页的标签与脚本，不是正文"),
    "markdown": ("排版符号", "Markdown 的标题、加粗、链接等记号"),
    "codec": ("错码", "用错误的编码读成的字，按字节还原"),
    "slip": ("串码", "缺了字节而前后错读的字，按字节还原"),
    "invisible": ("隐形字符", "零宽字符、方向控制符等看不见的字符"),
    "page_break": ("分页", "页码、页眉、页脚插在句子中间"),
    "wrap": ("断行", "句子中间被强行断开的行，接回"),
    "wrap_again": ("断行", "句子中间被强行断开的行，接回"),
    "entity": ("字符实体", "&nbsp; 一类的记号，还原为字符"),
    "reading": ("注音", "插在字后的拼音"),
    "sprinkle": ("表情符号", "被篡改的网页里撒在标点前、字词间的表情与图形符号"),
    "brand": ("植入串", "顶替或插入正文的广告字样"),
    "obscene": ("搜索词", "不良网站的搜索词，成串夹在页首或顶替了正文的字"),
    "t2s": ("繁转简", "繁体字转为简体"),
    "space": ("空白", "多余的空格与空行"),
}
"""What a cleaning rule is called and what it takes away or replaces."""

FOUND_BY: Mapping[str, str] = {
    "quoted": "名称有引号", "lost_quote": "名称的引号残缺", "bare": "名称没有引号，由末尾的通用词认出",
    "listed": "由列出的各项认出", "noun_ahead": "所数的事项写在数前", "noun_behind": "所数的事项写在数后",
    "verb_ahead": "所数的事项由前面的动词带出", "honor_media": "媒体报道的说法", "honor_list": "成串列出的荣誉",
    "honor_roll": "荣誉名单", "honor_apposition": "称号与获得者连写", "honor": "授予、获得一类的说法",
    "plus": "用加号连成的名称", "chain": "数字与简称相连的名称", "counted": "数目加名词的名称",
    "policy": "全国通行的政策用语", "single": "只有一个数字的名称", "aligned": "按名称的次序与各项逐一对应",
    "explained": "文中解释了该位", "list": "按文中列出的次序", "member_list": "按文中列出的次序",
    "own_words": "名称自身写明", "shared": "各项有共同的字", "stated": "文中写明的日期",
    "organisation": "由机构名的通用词认出", "region": "按所在位置划分",
    "carried_on": "所数的事项承接上文", "same_unit": "所数的事项与前一个数相同", "earlier": "所数的事项在前面的句子里",
    "quoted_before": "所数的事项是前面的名称", "object_before": "所数的事项是前面所做之物",
    "clause_before": "所数的事项在前一分句", "topic": "所数的事项是句首的话题",
    "said_of_it": "所数的事项由后面的话说明",
    "members": "所数的是列出的各项", "no_noun": "文中没有写明所数的事项", "digits": "数字连写的名称",
    "ratio": "比例式的名称", "flat_list": "按文中列出的次序", "slot_list": "按文中列出的次序",
    "woven_list": "按文中列出的次序", "place_before": "所数的是前面说到的处所", "person_before": "所数的是前面说到的人",
    "such_before": "所数的是前面说到的一类", "each": "所数的是每一个",
    "find_runs": "各项有共同的字", "said_in_full": "文中写出了全称",
}  # fmt: skip
"""How a row was found, for readers: families of rules by how their names begin."""
FOUND_OTHERWISE = "其他写法"


def tell_found(rule: str) -> str:
    """How a row was found, in words: of its rules each family once.

    >>> tell_found("quoted_head"), tell_found("honor_confer+honor_list"), tell_found("new")
    ('名称有引号', '授予、获得一类的说法；成串列出的荣誉', '其他写法')
    """
    told = [
        next((FOUND_BY[name] for name in sorted(FOUND_BY, key=len, reverse=True) if one.startswith(name)), "")
        for one in rule.split("+")
    ]
    return "；".join(dict.fromkeys(filter(None, told))) or FOUND_OTHERWISE


def name_rule(rule: str) -> tuple[str, str]:
    """Name of a cleaning rule, or of several joined by ``+``, and what it does.

    >>> name_rule("slip+t2s")[0], name_rule("new_rule")
    ('串码、繁转简', ('new_rule', '规则 new_rule'))
    """
    names, tips = zip(*(RULES.get(one, (one, f"规则 {one}")) for one in rule.split("+")), strict=True)
    return "、".join(dict.fromkeys(names)), "；".join(dict.fromkeys(tips))
