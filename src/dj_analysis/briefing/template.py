"""Our slide template, made by code: 16:9, East Asian theme fonts, the palette of the charts, six layouts.

It is an ordinary template: whoever opens a briefing in PowerPoint or WPS finds its layouts, colours and fonts there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape, quoteattr

from dj_analysis.briefing.fonts import set_theme_fonts
from dj_analysis.charts.style import INK, MUTED, PALETTE

if TYPE_CHECKING:
    from pptx.presentation import Presentation

EMU = 914400
"""English metric units to the inch, in which Office files measure."""
WIDTH, HEIGHT = 13.333, 7.5
MARGIN, FULL = 0.6, 12.133
TOP, DEPTH = 1.66, 5.12
"""Where the content of a slide begins, and how high it is, in inches."""
DARK, LIGHT = "#12324A", "#F3F6F8"
TITLE_SIZE, TEXT_SIZE, SMALL_SIZE = 26, 16, 10
NAMESPACES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
)
KICKER, LEFT, RIGHT, FOOTER, NUMBER = 10, 1, 2, 11, 12
"""Places (``idx``) of the placeholders on our layouts: what the slide is about, its content, source and page."""

Box = tuple[float, float, float, float]
"""Left, top, width and height in inches."""


@dataclass(frozen=True, slots=True)
class Holder:
    """A placeholder: its kind (``type`` of the file format), place, size of text and the words it prompts with."""

    kind: str
    idx: int
    name: str
    box: Box
    size: float | None = None
    color: str | None = None
    anchor: str = "t"
    bullet: bool = False
    prompt: str = "单击此处添加文字"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A layout: its name and kind, its placeholders, and the colour behind them where it is not white."""

    name: str
    kind: str
    holders: tuple[Holder, ...]
    background: str | None = None


TITLE = Holder("title", 0, "标题", (MARGIN, 0.68, FULL, 0.84), prompt="标题说出发现")
ABOUT = Holder("body", KICKER, "栏目", (MARGIN, 0.38, FULL, 0.3), 12, "accent1")
SOURCE = Holder("ftr", FOOTER, "来源", (MARGIN, 6.98, 10.8, 0.3), SMALL_SIZE, MUTED, "ctr")
PAGE = Holder("sldNum", NUMBER, "页码", (11.93, 6.98, 0.8, 0.3), SMALL_SIZE, MUTED, "ctr")
HEAD, FOOT = (TITLE, ABOUT), (SOURCE, PAGE)
TEXT_WIDTH, GAP = 4.1, 0.3
CHART_LEFT = MARGIN + TEXT_WIDTH + GAP
HALF = (FULL - GAP) / 2

SHEETS = {
    "title": Sheet(
        "标题",
        "title",
        (
            Holder("ctrTitle", 0, "标题", (1.0, 1.75, 11.3, 1.95), 38, "bg1", "b", prompt="标题"),
            Holder("subTitle", LEFT, "副标题", (1.0, 3.95, 11.3, 0.8), 20, "bg1"),
            Holder("body", KICKER, "语料", (1.0, 5.45, 11.3, 1.3), 14, "bg1"),
        ),
        "tx2",
    ),
    "section": Sheet(
        "章节",
        "secHead",
        (
            Holder("title", 0, "标题", (1.0, 2.3, 11.3, 1.5), 34, "tx2", "b", prompt="章节"),
            Holder("body", LEFT, "说明", (1.0, 4.05, 11.3, 1.6), 16, MUTED),
            *FOOT,
        ),
        "bg2",
    ),
    "chart": Sheet(
        "单图",
        "objTx",
        (
            *HEAD,
            Holder("body", LEFT, "论断", (MARGIN, TOP, TEXT_WIDTH, DEPTH), TEXT_SIZE, bullet=True),
            Holder("obj", RIGHT, "图", (CHART_LEFT, TOP, FULL - TEXT_WIDTH - GAP, DEPTH), prompt="图"),
            *FOOT,
        ),
    ),
    "columns": Sheet(
        "双栏",
        "twoObj",
        (
            *HEAD,
            Holder("obj", LEFT, "左栏", (MARGIN, TOP, HALF, DEPTH), TEXT_SIZE, bullet=True),
            Holder("obj", RIGHT, "右栏", (MARGIN + HALF + GAP, TOP, HALF, DEPTH), TEXT_SIZE, bullet=True),
            *FOOT,
        ),
    ),
    "table": Sheet("表格", "tbl", (*HEAD, Holder("obj", LEFT, "表", (MARGIN, TOP, FULL, DEPTH), prompt="表"), *FOOT)),
    "text": Sheet(
        "文字",
        "tx",
        (*HEAD, Holder("body", LEFT, "文字", (MARGIN, TOP, FULL, DEPTH), TEXT_SIZE, bullet=True), *FOOT),
    ),
}
"""The layouts by what they are for, in the order of the file."""


def make_template() -> Presentation:
    """An empty presentation in the house style, with the layouts of ``SHEETS``.

    >>> [layout.name for layout in make_template().slide_layouts]
    ['标题', '章节', '单图', '双栏', '表格', '文字']
    """
    import pptx  # noqa: PLC0415 - an optional part of the package
    import pptx.util  # noqa: PLC0415

    made = pptx.Presentation()
    made.slide_width, made.slide_height = pptx.util.Emu(_emu(WIDTH)), pptx.util.Emu(_emu(HEIGHT))
    made.element.find(".//{*}sldSz").attrib.pop("type", None)
    made.element.find(".//{*}defPPr/{*}defRPr").set("lang", "zh-CN")
    _drop_parts(made)
    _set_theme(made)
    _rewrite_master(made.slide_master)
    for layout in list(made.slide_layouts)[len(SHEETS) :]:
        made.slide_layouts.remove(layout)
    for layout, sheet in zip(made.slide_layouts, SHEETS.values(), strict=True):
        _rewrite_layout(layout, sheet)
    return made


def find_theme(part: Any) -> Any:  # noqa: ANN401 - a part of python-pptx, which has no types
    """The theme part of a slide master or notes master."""
    return next(rel.target_part for rel in part.rels.values() if rel.reltype.endswith("/theme"))


def _emu(inches: float) -> int:
    return round(inches * EMU)


def _drop_parts(made: Presentation) -> None:
    """Take out what belongs to the machine the base file was made on: printer settings and a preview picture."""
    for rels, kind in ((made.part.rels, "/printerSettings"), (made.part.package._rels, "/thumbnail")):
        for key in [key for key, rel in rels.items() if rel.reltype.endswith(kind)]:
            rels.pop(key)


def _set_theme(made: Presentation) -> None:
    from lxml import etree  # noqa: PLC0415

    part = find_theme(made.slide_master.part)
    root = etree.fromstring(set_theme_fonts(part.blob))
    root.set("name", "dj-analysis")
    scheme = root.find(".//{*}clrScheme")
    scheme.set("name", "dj-analysis")
    colors = dict(zip((f"accent{i}" for i in range(1, 7)), PALETTE, strict=False))
    colors |= {"dk1": INK, "lt1": "#FFFFFF", "dk2": DARK, "lt2": LIGHT, "hlink": MUTED, "folHlink": MUTED}
    for slot in scheme:
        for old in list(slot):
            slot.remove(old)
        color = colors[etree.QName(slot).localname].removeprefix("#")
        slot.append(slot.makeelement(f"{{{etree.QName(slot).namespace}}}srgbClr", {"val": color}))
    part._blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _rewrite_master(master: Any) -> None:  # noqa: ANN401
    """Put title, body, source and page in place, a line above the source, and the styles of title and text."""
    body = Holder("body", 1, "正文", (MARGIN, TOP, FULL, DEPTH), prompt="单击此处编辑文字")
    bar = _draw_bar("标题边线", (0, 0.42, 0.16, 0.9), "accent1", 90)
    line = _draw_bar("页脚线", (MARGIN, 6.93, FULL, 0.01), MUTED, 91)
    holders = (TITLE, body, SOURCE, PAGE)
    _fill_tree(master._element, [bar, line, *(_write_holder(h, 2 + i) for i, h in enumerate(holders))])
    styles = master._element.find("{*}txStyles")
    for tag, xml in (("titleStyle", _title_style()), ("bodyStyle", _body_style())):
        old = styles.find("{*}" + tag)
        styles.replace(old, _parse(xml))


def _rewrite_layout(layout: Any, sheet: Sheet) -> None:  # noqa: ANN401
    element = layout._element
    element.set("type", sheet.kind)
    element.find("{*}cSld").set("name", sheet.name)
    if sheet.background:
        element.set("showMasterSp", "0")
        background = f"<p:bg {NAMESPACES}><p:bgPr>{_fill(sheet.background)}<a:effectLst/></p:bgPr></p:bg>"
        element.find("{*}cSld").insert(0, _parse(background))
    _fill_tree(element, [_write_holder(holder, 2 + i) for i, holder in enumerate(sheet.holders)])


def _fill_tree(element: Any, shapes: Sequence[str]) -> None:  # noqa: ANN401
    """Replace all shapes of a master or layout, and the mark by which programs know the file it was made from."""
    tree = element.find("{*}cSld/{*}spTree")
    for shape in list(tree)[2:]:
        tree.remove(shape)
    for xml in shapes:
        tree.append(_parse(xml))
    for mark in element.findall("{*}cSld/{*}extLst"):
        mark.getparent().remove(mark)


def _parse(xml: str) -> Any:  # noqa: ANN401
    from pptx.oxml import parse_xml  # noqa: PLC0415

    return parse_xml(xml)


def _draw_bar(name: str, box: Box, color: str, shape_id: int) -> str:
    return (
        f'<p:sp {NAMESPACES}><p:nvSpPr><p:cNvPr id="{shape_id}" name={quoteattr(name)}/><p:cNvSpPr/>'
        f'<p:nvPr userDrawn="1"/></p:nvSpPr><p:spPr>{_place(box)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        f"{_fill(color)}<a:ln><a:noFill/></a:ln></p:spPr></p:sp>"
    )


def _write_holder(holder: Holder, shape_id: int) -> str:
    """The XML of a placeholder."""
    kind = "" if holder.kind == "obj" else f' type="{holder.kind}"'
    idx = f' idx="{holder.idx}"' if holder.idx else ""
    quarter = ' sz="quarter"' if holder.kind in ("ftr", "sldNum") else ""
    return (
        f'<p:sp {NAMESPACES}><p:nvSpPr><p:cNvPr id="{shape_id}" name={quoteattr(holder.name)}/>'
        f'<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph{kind}{quarter}{idx}/></p:nvPr></p:nvSpPr>'
        f'<p:spPr>{_place(holder.box)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr>'
        f'<p:txBody><a:bodyPr lIns="0" tIns="0" rIns="0" bIns="0" anchor="{holder.anchor}"><a:noAutofit/></a:bodyPr>'
        f"<a:lstStyle>{_list_style(holder)}</a:lstStyle><a:p>{_write_prompt(holder)}</a:p></p:txBody></p:sp>"
    )


def _write_prompt(holder: Holder) -> str:
    if holder.kind == "sldNum":
        return (
            '<a:fld id="{C1FF6DA9-008F-8B48-92A6-B652298478BF}" type="slidenum"><a:rPr lang="zh-CN"/>'
            "<a:t>‹#›</a:t></a:fld>"
        )
    return f'<a:r><a:rPr lang="zh-CN" altLang="en-US"/><a:t>{escape(holder.prompt)}</a:t></a:r>'


def _list_style(holder: Holder) -> str:
    """Size and colour of a placeholder's text, where they are not those of the master."""
    if holder.size is None and holder.color is None:
        return ""
    size = f' sz="{round(holder.size * 100)}"' if holder.size else ""
    color = _fill(holder.color) if holder.color else ""
    align = ' algn="r"' if holder.kind == "sldNum" else ' algn="l"'
    plain = holder.kind not in ("title", "ctrTitle") and not holder.bullet
    bullet = "<a:buNone/>" if plain else ""
    indent = ' marL="0" indent="0"' if plain else ""
    return f"<a:lvl1pPr{indent}{align}>{bullet}<a:defRPr{size}>{color}</a:defRPr></a:lvl1pPr>"


def _title_style() -> str:
    return (
        f'<p:titleStyle {NAMESPACES}><a:lvl1pPr algn="l" eaLnBrk="1" hangingPunct="1"><a:lnSpc><a:spcPct val="100000"/>'
        f'</a:lnSpc><a:spcBef><a:spcPct val="0"/></a:spcBef><a:buNone/><a:defRPr sz="{TITLE_SIZE}00" b="1" kern="1200">'
        f"{_fill('tx1')}{_faces('mj')}</a:defRPr></a:lvl1pPr></p:titleStyle>"
    )


def _body_style() -> str:
    levels = "".join(
        f'<a:lvl{i}pPr marL="{_emu(0.22 * i)}" indent="{-_emu(0.22)}" algn="l" eaLnBrk="1" hangingPunct="1">'
        f'<a:spcBef><a:spcPts val="600"/></a:spcBef><a:buClr><a:schemeClr val="accent1"/></a:buClr>'
        f'<a:buFont typeface="Arial"/><a:buChar char="•"/>'
        f'<a:defRPr sz="{max(TEXT_SIZE - 2 * (i - 1), SMALL_SIZE)}00" kern="1200">'
        f"{_fill('tx1')}{_faces('mn')}</a:defRPr></a:lvl{i}pPr>"
        for i in range(1, 6)
    )
    return f"<p:bodyStyle {NAMESPACES}>{levels}</p:bodyStyle>"


def _faces(kind: str) -> str:
    return f'<a:latin typeface="+{kind}-lt"/><a:ea typeface="+{kind}-ea"/><a:cs typeface="+{kind}-cs"/>'


def _fill(color: str) -> str:
    """A fill of a colour of the theme, by its name, or of a colour given as #RRGGBB."""
    inner = f'<a:srgbClr val="{color[1:]}"/>' if color.startswith("#") else f'<a:schemeClr val="{color}"/>'
    return f"<a:solidFill>{inner}</a:solidFill>"


def _place(box: Box) -> str:
    left, top, width, height = map(_emu, box)
    return f'<a:xfrm><a:off x="{left}" y="{top}"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
