"""East Asian fonts of Office files: without them Chinese text falls to whatever face a program thinks of."""

from __future__ import annotations

from typing import Any

LATIN = EAST_ASIAN = "微软雅黑"
"""Comes with Windows and with Office for Mac; elsewhere it is replaced by the system's Chinese sans serif. Letters,
digits and quotation marks take the same face: those of a Latin one look out of place in Chinese text."""
THEME_LATIN, THEME_EAST_ASIAN = "+mn-lt", "+mn-ea"
"""The body fonts of a file's theme, whichever they are."""
LANGUAGE = "zh-CN"

DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
AFTER_FONTS = ("cs", "sym", "hlinkClick", "hlinkMouseOver", "rtl", "extLst")
"""What follows ``ea`` in the properties of drawn text; programs refuse a file with another order."""
THEME_ATTRIBUTES = ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme")
"""References to theme fonts, which would win over a face that is named."""


def set_drawing_font(properties: Any, *, latin: str = THEME_LATIN, east_asian: str = THEME_EAST_ASIAN) -> None:  # noqa: ANN401
    """Set the faces of text in slides and charts. In: ``a:rPr``, ``a:defRPr`` or ``a:endParaRPr``, an lxml element.

    >>> from lxml import etree
    >>> run = etree.fromstring('<a:rPr xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:cs/></a:rPr>')
    >>> set_drawing_font(run)
    >>> [child.tag.split("}")[1] for child in run]
    ['latin', 'ea', 'cs']
    """
    for tag in ("latin", "ea"):
        for old in properties.findall(DRAWING + tag):
            properties.remove(old)
    later = [child for child in properties if child.tag in {DRAWING + tag for tag in AFTER_FONTS}]
    place = properties.index(later[0]) if later else len(properties)
    for offset, (tag, face) in enumerate((("latin", latin), ("ea", east_asian))):
        element = properties.makeelement(DRAWING + tag, {"typeface": face})
        properties.insert(place + offset, element)


def set_word_font(properties: Any, *, latin: str = LATIN, east_asian: str = EAST_ASIAN) -> None:  # noqa: ANN401
    """Set the faces of text in a Word file. In: ``w:rPr`` of a run or of a style, an lxml element.

    >>> from lxml import etree
    >>> run = etree.fromstring(
    ...     '<w:rPr xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    ...     '<w:rFonts w:asciiTheme="minorHAnsi"/></w:rPr>'
    ... )
    >>> set_word_font(run, east_asian="宋体")
    >>> [value for value in run[0].attrib.values()]
    ['微软雅黑', '微软雅黑', '微软雅黑', '宋体']
    """
    fonts = properties.find(WORD + "rFonts")
    if fonts is None:
        fonts = properties.makeelement(WORD + "rFonts", {})
        style = properties.find(WORD + "rStyle")
        properties.insert(0 if style is None else 1, fonts)
    for name in THEME_ATTRIBUTES:
        fonts.attrib.pop(WORD + name, None)
    for name, face in (("ascii", latin), ("hAnsi", latin), ("cs", latin), ("eastAsia", east_asian)):
        fonts.set(WORD + name, face)


def set_theme_fonts(theme: bytes, *, latin: str = LATIN, east_asian: str = EAST_ASIAN) -> bytes:
    """A theme, of slides or of a Word file, with its heading and body fonts set, in all scripts that are Chinese.

    In and out: the XML of ``theme1.xml``.
    """
    return _change_theme_fonts(theme, latin, east_asian)


def fill_theme_fonts(theme: bytes) -> bytes:
    """A theme of someone else's: only where it names no East Asian face it gets one, its own for Chinese or ours."""
    return _change_theme_fonts(theme, None, None)


def _change_theme_fonts(theme: bytes, latin: str | None, east_asian: str | None) -> bytes:
    from lxml import etree  # noqa: PLC0415 - only where a file is written

    root = etree.fromstring(theme)
    for kind in ("majorFont", "minorFont"):
        for fonts in root.iter(DRAWING + kind):
            chinese = fonts.find(f"{DRAWING}font[@script='Hans']")
            if latin is not None:
                fonts.find(DRAWING + "latin").set("typeface", latin)
            if chinese is not None and east_asian is not None:
                chinese.set("typeface", east_asian)
            ea = fonts.find(DRAWING + "ea")
            if east_asian is not None or not ea.get("typeface"):
                ea.set("typeface", east_asian or (EAST_ASIAN if chinese is None else chinese.get("typeface")))
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))
