"""Templates of the user's own: read, emptied, and their layouts found by kind, by name or by what they hold."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from dj_analysis.briefing.template import EMU
from dj_analysis.errors import DjAnalysisError

if TYPE_CHECKING:
    from pptx.presentation import Presentation

Role = Literal["title", "section", "chart", "columns", "table", "text"]
CONTENT_TYPES = "[Content_Types].xml"
MAIN = b"application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
TEMPLATES = tuple(
    b"application/vnd.openxmlformats-officedocument.presentationml.%b.main+xml" % kind
    for kind in (b"template", b"slideshow")
)
NAMES: dict[Role, tuple[str, ...]] = {
    "title": ("标题幻灯片", "title slide", "封面", "cover", "首页"),
    "section": ("节标题", "section header", "章节", "过渡页", "section"),
    "text": ("标题和内容", "title and content", "标题和文本", "正文", "内容", "content", "文字", "text"),
}
"""How layouts are called in Chinese and English templates, likeliest first."""
KINDS: dict[Role, tuple[str, ...]] = {"title": ("title",), "section": ("secHead",), "text": ("obj", "tx", "txAndObj")}
"""What the file format calls them."""
TITLES = ("TITLE", "CENTER_TITLE")
CONTENTS = ("BODY", "OBJECT", "VERTICAL_BODY", "VERTICAL_OBJECT")
LEAST_WIDTH, LEAST_HEIGHT = 4.0, 2.2
"""Inches of a layout that hold a chart or a table."""


class TemplateError(DjAnalysisError):
    """A template that cannot be used; the message names it and the remedy."""


def read_template(path: Path) -> Presentation:
    """A .pptx or .potx as a presentation without slides. Raises TemplateError where it cannot be read."""
    import pptx  # noqa: PLC0415 - an optional part of the package

    try:
        made = pptx.Presentation(io.BytesIO(_declare_presentation(path.read_bytes())))
        _drop_slides(made)
    except FileNotFoundError as error:
        raise TemplateError(f"{path}: there is no such template; name a .pptx or .potx file with --template") from error
    except OSError as error:
        raise TemplateError(f"{path}: cannot be read ({error.strerror}); close it or copy it elsewhere") from error
    except Exception as error:  # python-pptx raises whatever a broken part makes it raise
        raise TemplateError(
            f"{path}: is no PowerPoint file that can be read; open it in PowerPoint and save it as .pptx or .potx"
        ) from error
    return made


def _declare_presentation(blob: bytes) -> bytes:
    """A template or show as a presentation: they differ in one word of their list of contents."""
    with zipfile.ZipFile(io.BytesIO(blob)) as source:
        parts = [(info, source.read(info)) for info in source.infolist()]
    changed = io.BytesIO()
    with zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as target:
        for info, content in parts:
            for kind in TEMPLATES if info.filename == CONTENT_TYPES else ():
                content = content.replace(kind, MAIN)  # noqa: PLW2901
            target.writestr(info, content)
    return changed.getvalue()


def _drop_slides(made: Presentation) -> None:
    """Leave out the slides a template shows itself with, and the list of sections that names them."""
    slides = made.slides._sldIdLst
    for entry in list(slides):
        made.part.drop_rel(entry.rId)
        slides.remove(entry)
    for extension in made.element.findall("{*}extLst/{*}ext"):
        if extension.find("{*}sectionLst") is not None:
            extension.getparent().remove(extension)


def choose_layouts(made: Presentation, path: Path) -> dict[Role, Any]:
    """The layouts of a template by what they are used for: found by kind, by name, then by what they hold.

    Raises TemplateError where none has both a title and room for content.
    """
    layouts = [layout for master in made.slide_masters for layout in master.slide_layouts]
    fit = [layout for layout in layouts if find_holder(layout, TITLES) is not None and find_content(layout)]
    text = _find_layout(fit, "text") or (fit[0] if fit else None)
    if text is None:
        raise TemplateError(
            f"{path}: none of its {len(layouts)} layouts has a title and room for content; add a layout "
            "'Title and Content' (标题和内容) to it"
        )
    titled = [layout for layout in layouts if find_holder(layout, TITLES) is not None]
    title = _find_layout(titled, "title") or titled[0]
    section = _find_layout(titled, "section") or title
    return {"title": title, "section": section, "chart": text, "columns": text, "table": text, "text": text}


def _find_layout(layouts: list[Any], role: Role) -> Any:  # noqa: ANN401
    for kind in KINDS[role]:
        for layout in layouts:
            if layout._element.get("type") == kind:
                return layout
    for name in NAMES[role]:
        for layout in layouts:
            if name in layout.name.lower():
                return layout
    return None


def find_holder(layout: Any, kinds: tuple[str, ...]) -> Any:  # noqa: ANN401
    """The first placeholder of some kinds, in the order they stand on the layout."""
    holders = (h for h in layout.placeholders if h.placeholder_format.type.name in kinds)
    return next(holders, None)


def find_content(layout: Any) -> Any:  # noqa: ANN401
    """The largest placeholder for content; None where none is large enough."""
    holders = [h for h in layout.placeholders if h.placeholder_format.type.name in CONTENTS and h.width and h.height]
    largest = max(holders, key=lambda h: h.width * h.height, default=None)
    if largest is None or largest.width < LEAST_WIDTH * EMU or largest.height < LEAST_HEIGHT * EMU:
        return None
    return largest
