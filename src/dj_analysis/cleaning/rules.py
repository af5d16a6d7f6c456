"""The text rules in the order they run, and the loop that runs them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dj_analysis.cleaning.annotation import find_annotations
from dj_analysis.cleaning.brands import drop_brands
from dj_analysis.cleaning.codec import repair_codecs
from dj_analysis.cleaning.damage import Loss
from dj_analysis.cleaning.edits import OffsetMap, apply_changes, check_changes, compose
from dj_analysis.cleaning.markdown import strip_markdown
from dj_analysis.cleaning.markup import strip_markup
from dj_analysis.cleaning.obscene import drop_obscene
from dj_analysis.cleaning.page_breaks import drop_page_breaks
from dj_analysis.cleaning.script import convert_script
from dj_analysis.cleaning.slip import repair_slips
from dj_analysis.cleaning.spacing import decode_entities, drop_invisible, set_spaces
from dj_analysis.cleaning.sprinkles import drop_sprinkles
from dj_analysis.cleaning.wraps import join_wraps
from dj_analysis.lexicon import Lexicon
from dj_analysis.records import Change, Edit


@dataclass(frozen=True, slots=True)
class Rule:
    """A named rule: given a text, what it wants changed."""

    name: str
    stage: str
    find: Callable[[str, Lexicon], Sequence[Change]]


RULES: tuple[Rule, ...] = (
    Rule("markup", "html", strip_markup),
    Rule("markdown", "html", strip_markdown),
    Rule("codec", "codec", repair_codecs),
    Rule("slip", "codec", repair_slips),
    Rule("invisible", "space", drop_invisible),
    Rule("page_break", "line", drop_page_breaks),
    Rule("wrap", "line", join_wraps),
    Rule("entity", "html", decode_entities),
    Rule("reading", "annotation", find_annotations),
    Rule("wrap_again", "line", join_wraps),
    Rule("sprinkle", "brand", drop_sprinkles),
    Rule("brand", "brand", drop_brands),
    Rule("obscene", "brand", drop_obscene),
    Rule("t2s", "script", convert_script),
    Rule("space", "space", set_spaces),
)
"""Repairs of misread bytes come first, as they need every character the page still has; white space comes last.

Lines are joined twice: a width shows before entities and readings are gone where the page was wrapped with them in
place, and behind them where it was not."""


def clean_text(raw: str, lexicon: Lexicon) -> tuple[str, tuple[Edit, ...], tuple[Loss, ...]]:
    """Clean text, the edits between it and ``raw``, and the losses that changes left behind, in order."""
    text = raw
    edits: tuple[Edit, ...] = ()
    lost: list[Loss] = []
    idle: set[object] = set()
    for rule in RULES:
        changes = rule.find(text, lexicon) if rule.find not in idle else ()
        changes = check_changes(text, changes) if changes else []
        if not changes:
            idle.add(rule.find)
            continue
        idle.clear()  # what found nothing may find something in the text that follows
        place = OffsetMap(edits)
        lost += [Loss(kind, *place.to_raw(start, end)) for start, end, _, _, kind in changes if kind is not None]
        edits = compose(raw, edits, changes, rule.stage, rule.name, place)
        text = apply_changes(text, changes)
    return text, edits, tuple(sorted(lost, key=lambda loss: loss[1:]))
