"""Office files that do not change from run to run: the same parts give the same bytes."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime

from dj_analysis.regexes import compile_re

MADE = datetime(2000, 1, 1)  # noqa: DTZ001 - Office properties have no time zone
"""The date of every file a pack holds, where none is given: a date of now would make every run another file."""
EPOCH = (1980, 1, 1, 0, 0, 0)
"""The first date a zip archive knows."""
CORE = "docProps/core.xml"
DATES = compile_re(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(?=<)")


def freeze_archive(blob: bytes, *, made: datetime = MADE) -> bytes:
    """An Office file (pptx, docx, xlsx) with ``made`` for all its dates, also in the workbooks behind its charts.

    In and out: the bytes of the file. The order of its parts stays.
    """
    with zipfile.ZipFile(io.BytesIO(blob)) as source:
        parts = [(name, source.read(name)) for name in source.namelist()]
    frozen = io.BytesIO()
    with zipfile.ZipFile(frozen, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as target:
        for name, content in parts:
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            target.writestr(entry, _freeze_part(name, content, made))
    return frozen.getvalue()


def _freeze_part(name: str, content: bytes, made: datetime) -> bytes:
    if name.endswith((".xlsx", ".docx", ".pptx")):
        return freeze_archive(content, made=made)
    if name == CORE:
        return DATES.sub(rb"\g<1>" + made.strftime("%Y-%m-%dT%H:%M:%SZ").encode(), content)
    return content
