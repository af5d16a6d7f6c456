"""Parts of a counted name listed where the text counts them in plainer words: 两盏灯:甲灯、乙灯 under 两盏红灯."""

from __future__ import annotations

from dataclasses import replace

from dj_analysis.extraction.listings import list_after
from dj_analysis.extraction.model_reading import Items, Reading, contains
from dj_analysis.extraction.model_shapes import ModelName, Slot
from dj_analysis.regexes import find_literal

_REACH = 300
"""Characters around a name in which the same things are counted again."""

_MEASURE = 2
"""Characters of a numeral and its measure."""


def list_counted_again(place: ModelName, slot: Slot, reading: Reading) -> Items:
    """The list behind the numeral, the measure and the last character of a counted name, each item ending in it."""
    text = reading.text
    bare = text[place.bare_start : place.bare_end]
    if place.form != "counted" or len(slot.core) < _MEASURE or len(bare) != len(slot.core) + _MEASURE:
        return ()
    again, noun = bare[:_MEASURE] + bare[-1], bare[-1]
    window = text[max(0, place.start - _REACH) : place.end + _REACH]
    base = max(0, place.start - _REACH)
    for at in find_literal(again, window):
        start, end = base + at, base + at + len(again)
        own = Slot(slot.symbol, slot.count, noun)
        there = replace(place, start=start, end=end, bare_start=start, bare_end=end, slots=(own,))
        items = list_after(there, own, reading)
        if len(items) == slot.count and all(contains(text, item, noun, edge=True) for item in items):
            return items
    return ()
