"""Rows: the raw place of a row is the one that the offset map gives, however the edits fall."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dj_analysis.cleaning.edits import OffsetMap
from dj_analysis.records import Edit
from dj_analysis.rows import locate_span

PIECES = st.lists(
    st.tuples(st.text("支部", max_size=3), st.text("党员", max_size=2), st.text("获奖", max_size=2)), max_size=6
)
"""Kept text, what an edit took away behind it, and what it put there instead."""


@given(PIECES, st.integers(0, 30), st.integers(0, 30))
def test_a_place_is_widened_and_mapped_as_the_offset_map_says(
    pieces: list[tuple[str, str, str]], one: int, two: int
) -> None:
    raw, clean, edits = "", "", []
    for kept, before, after in pieces:
        raw, clean = raw + kept, clean + kept
        if before:
            edits.append(Edit("characters", "case", len(raw), len(raw) + len(before), before, after))
            raw, clean = raw + before, clean + after
    start, end = sorted((min(one, len(clean)), min(two, len(clean))))
    offsets = OffsetMap(edits)
    found = locate_span(offsets, clean, start, end)
    wide = offsets.widen(start, end)
    assert (found["start"], found["end"]) == wide
    assert (found["raw_start"], found["raw_end"]) == offsets.to_raw(*wide)
    assert found["quote"] == clean[slice(*wide)]
