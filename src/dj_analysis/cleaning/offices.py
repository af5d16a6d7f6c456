"""Names of offices as bylines, mastheads and sign-offs have them."""

from __future__ import annotations

from dj_analysis.regexes import compile_re

ORGANISATION_END = compile_re(
    r"^(?!.{0,24}(?:入选|获|开展|举[行办]|召开|推[进动]|创建|打造|走进|公示|成立|建设|如何|让))"
    r"(?:中共|共青团)?[\u4e00-\u9fff*()（）\d]{2,24}(?:大学|学院|学校|党委|党支部|党总支|支部|总支|委员会|办公室|宣传部|组织部|工作部|系|处|中心|党组)$"
)
OFFICE_END = compile_re(
    r"(?:部|处|室|党委|团委|委员会|学生会|研究会|协会|工会|院|系|支部|总支|中心|办|社|站|小组|大学|党校|馆|所|记者团|报道组|通讯组)$"
)
ISSUER_TAIL = compile_re(r"\s?(?:主?编印?|印发?|主办|供稿)$")
NO_OFFICE = compile_re("[·•◆■●]|召开|举[行办]|开展|走进|组织(?!部)|参加|参观|赴|获|当选|成立|建设")


def is_office(text: str) -> bool:
    """Whether a short text ends like an office and tells of no event.

    >>> [is_office(text) for text in ("党委宣传部编", "学院召开工会", "爱岗敬业")]
    [True, False, False]
    """
    return OFFICE_END.search(ISSUER_TAIL.sub("", text)) is not None and not NO_OFFICE.search(text)
