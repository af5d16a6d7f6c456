"""Names of files that every system takes, whatever an article's wording holds."""

from __future__ import annotations

import re
import unicodedata

from dj_analysis.regexes import compile_re

FORBIDDEN = compile_re(r'[<>:"/\\|?*\s]+')
"""What Windows does not take in a name, and white space of any kind."""
RESERVED = compile_re(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)
"""Names Windows keeps for devices."""
LONGEST = 60
"""Characters of a name: 180 bytes in UTF-8, with room for an ending below the 255 of most systems."""


def name_file(text: str, *, otherwise: str = "未命名") -> str:
    """Text as a name of a file without its ending: forbidden characters and runs of white space become one space.

    >>> name_file("a/b: <c>?"), name_file("con.txt"), name_file("...")
    ('a b c', '_con.txt', '未命名')
    """
    shown = "".join(character for character in text if _is_visible(character))
    name = FORBIDDEN.sub(" ", shown)[:LONGEST].strip(" .")
    return f"_{name}" if RESERVED.match(name) else name or otherwise


def _is_visible(character: str) -> bool:
    """Whether a character may stand in a name: control and direction marks and halves of characters may not."""
    return character.isspace() or unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Co", "Cn")
