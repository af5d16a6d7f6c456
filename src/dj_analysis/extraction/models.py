"""Numeric models of an article: 1+3+N, 三亮三比三争, 三个结合, with the parts that the article lists for them.

One row per model: all wordings of a name (with pause marks, full width signs, a head) are mentions of one row. A name
that only counts something is a row only where its parts are listed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dj_analysis.extraction.components import find_components
from dj_analysis.extraction.model_names import find_names
from dj_analysis.extraction.model_reading import Reading, find_occurrences
from dj_analysis.extraction.model_shapes import ModelName
from dj_analysis.extraction.model_words import PAUSES, compile_words, fold
from dj_analysis.lexicon import Lexicon
from dj_analysis.records import READ_REGIONS, Article, Mention, ModelRow, Span

_BETWEEN = f" \u3000{PAUSES}“”「」"


def find_models(article: Article, lexicon: Lexicon) -> list[ModelRow]:
    """All numeric models of an article, in the order of their first mention.

    >>> from dj_analysis.cleaning.passages import wrap_text
    >>> from dj_analysis.lexicon import load_lexicon
    >>> text = "推行“三抓”工作法,即抓学习、抓队伍、抓阵地。"
    >>> row = find_models(wrap_text(text), load_lexicon())[0]
    >>> row.canonical, [part.text for part in row.components]
    ('三抓', ['抓学习', '抓队伍', '抓阵地'])
    """
    text = _read_text(article)
    names = find_names(text, lexicon)
    if not names:
        return []
    reading = Reading(
        text,
        fold(text),
        compile_words(lexicon),
        tuple(Span(name.start, name.end) for name in names),
    )
    rows = [row for group in _group_names(names) if (row := _build_row(group, reading))]
    return sorted(_drop_inner(rows), key=lambda row: (row.start, row.end))


def _read_text(article: Article) -> str:
    """The clean text with everything that is not to be read blanked out, so that offsets stay."""
    return "".join(
        article.clean[p.start : p.end] if p.region in READ_REGIONS else "\n" * (p.end - p.start)
        for p in article.passages
    )


def _group_names(names: Sequence[ModelName]) -> list[list[ModelName]]:
    """Occurrences of one model together: 1+3+N with 1个站+3个岗+N个点, 三项制度 with 三项工作制度."""
    groups: dict[str, list[ModelName]] = {}
    for name in names:
        groups.setdefault(_key_of(name), []).append(name)
    short = {key: group for key, group in groups.items() if group[0].form == "counted" and len(group[0].slots) == 1}
    for key, group in short.items():
        slot = group[0].slots[0]
        for cut in range(1, len(slot.core) - 1):
            shorter = short.get(f"{slot.symbol} {slot.core[cut:]}") or short.get(f"{slot.symbol} {slot.core[:-cut]}")
            if shorter and shorter is not group and key in groups:
                shorter += groups.pop(key)
                break
    return list(groups.values())


def _key_of(name: ModelName) -> str:
    """What the occurrences of one model have in common."""
    if name.form == "plus" and all(slot.symbol != slot.core for slot in name.slots):
        return "+".join(slot.symbol for slot in name.slots)
    if name.form == "counted" and len(name.slots) == 1:
        return f"{name.slots[0].symbol} {name.slots[0].core}"
    return name.canonical


def _build_row(group: Sequence[ModelName], reading: Reading) -> ModelRow | None:
    """The row of one model; None where nothing makes the name a model."""
    wordings = {place.canonical: place for place in sorted(group, key=lambda place: (place.sure, -place.bare_start))}
    found = [
        (*find_components(name, [place for place in group if place.canonical == name.canonical], reading), name)
        for name in sorted(wordings.values(), key=lambda place: place.bare_start)
    ]
    expansion, parts, name = max(found, key=lambda each: len(each[1]))
    by_slot = name.form == "plus" or not name.slots[0].core
    complete = len({part.slot for part in parts}) >= len(name.slots) if by_slot else len(parts) == name.announced
    if not any(place.sure for place in group) and not complete:
        return None
    mentions = {mention for wording in wordings.values() for mention in _mentions(wording, reading.folded)}
    return ModelRow(
        start=name.start,
        end=name.end,
        rule=name.rule,
        mentions=_without_inner(mentions),
        name=reading.text[name.start : name.end],
        canonical=_key_of(name) if name.form == "plus" and len(wordings) > 1 else name.canonical,
        form=name.form,
        n_announced=name.announced,
        expansion=expansion,
        scope=name.scope,
        components=parts,
    )


def _without_inner(mentions: Iterable[Mention]) -> tuple[Mention, ...]:
    """Mentions in order, without those inside a longer one."""
    kept: list[Mention] = []
    for mention in sorted(mentions, key=lambda each: (each.start, -each.end)):
        if not kept or mention.end > kept[-1].end:
            kept.append(mention)
    return tuple(kept)


def _mentions(name: ModelName, text: str) -> tuple[Mention, ...]:
    """Every occurrence of the name in any wording: with pauses, spaces, quotes or full width signs."""
    if name.form == "plus":
        terms = name.canonical.split("+")
        pieces = [piece for term in terms for piece in (term, "+")][:-1]
    else:
        links = [slot.symbol + slot.core for slot in name.slots if slot.core]
        head = name.canonical[: name.canonical.find(links[0])] if links else name.canonical
        pieces = [piece for piece in (head, *links) if piece]
    if name.form == "counted" and len(name.slots) == 1:
        pieces = [name.canonical]
    found = [Mention("self", span.start, span.end) for span in find_occurrences(text, pieces, _BETWEEN)]
    return tuple(found) or (Mention("self", name.bare_start, name.bare_end),)


def _drop_inner(rows: list[ModelRow]) -> list[ModelRow]:
    """The rows without those whose name is a piece of another's (三争 of 三亮三比三争)."""
    chains = [row.canonical for row in rows if row.form == "shorthand"]
    return [
        row
        for row in rows
        if not _is_part(row, rows)
        and not _spells_out(row, rows)
        and not _repeats(row, rows)
        and (row.form != "shorthand" or not any(row.canonical != c and _is_piece(row.canonical, c) for c in chains))
    ]


def _is_part(row: ModelRow, others: Sequence[ModelRow]) -> bool:
    """True for a count that another model lists as one of its parts: 3个平台 under 1+3+N, “两条主线” under “1234”."""
    if row.rule not in ("counted", "quoted_counted"):
        return False
    outer = (o for o in others if o is not row and (row.rule == "counted" or o.form == "plus" or o.rule == "digits"))
    return any(row.start <= part.start < row.end for other in outer for part in other.components)


def _spells_out(row: ModelRow, others: Sequence[ModelRow]) -> bool:
    """True for a chain of counts in which a formula finds its parts: “一个站、两个岗”的“1+2”."""
    listed = (other.components for other in others if other is not row and len(other.components) > 1)
    return not row.components and any(all(row.start <= part.start < row.end for part in parts) for parts in listed)


def _repeats(row: ModelRow, others: Sequence[ModelRow]) -> bool:
    """True for a count whose parts are those of a named model: 从…四个维度 under 四维画像, “3个平台” under “1+3”."""
    if not row.components or "counted" not in (row.rule, row.form):
        return False
    outer = {"plus"} if row.rule != "counted" else {"plus", "shorthand", "counted"}
    named = (o.components for o in others if o is not row and o.form in outer and o.rule != row.rule)
    return any(
        all(any(one.start < part.end and part.start < one.end for one in parts) for part in row.components)
        for parts in named
    )


def _is_piece(piece: str, chain: str) -> bool:
    return piece in chain and len(chain) - len(piece) >= 2
