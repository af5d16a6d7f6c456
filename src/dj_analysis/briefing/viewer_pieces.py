"""A sentence of a briefing cut where its figures and the wordings it repeats stand, so that each leads to its rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a sentence: plain text, or the figure or the cited wording of that number."""

    text: str
    kind: Literal["text", "figure", "cited"] = "text"
    number: int = -1


def cut_sentence(text: str, figures: Sequence[str], cited: Sequence[str] = ()) -> list[Piece]:
    """The sentence in pieces; a figure or wording that does not stand in it has none.

    A figure is no part of a longer number or of a cited wording. Figures are looked for in their order, and before it
    where they do not stand behind the last one.

    >>> pieces = cut_sentence("15个词中有5个，“1+2模式”1处", ["5", "1"], ["1+2模式"])
    >>> [piece.text for piece in pieces if piece.kind != "text"]
    ['5', '1+2模式', '1']
    """
    taken: list[tuple[int, int, Piece]] = []
    for kind, wordings in (("cited", cited), ("figure", figures)):
        after = 0
        for number, wording in enumerate(wordings):
            places = [at for at in _find(text, wording, whole=kind == "figure") if _is_free(taken, at, len(wording))]
            at = next((place for place in places if place >= after), places[0] if places else -1)
            if at >= 0:
                after = at + len(wording)
                taken.append((at, after, Piece(wording, "figure" if kind == "figure" else "cited", number)))
    return list(_fill(text, sorted(taken, key=lambda place: place[0])))


def _find(text: str, wording: str, *, whole: bool) -> Iterator[int]:
    at = text.find(wording) if wording else -1
    while at >= 0:
        around = (text[at - 1 : at], text[at + len(wording) :][:1])
        if not whole or not any(
            _continues(mark, end) for mark, end in zip(around, (wording[0], wording[-1]), strict=True)
        ):
            yield at
        at = text.find(wording, at + 1)


def _continues(mark: str, end: str) -> bool:
    """Whether a mark beside the end of a figure belongs to the same number."""
    return end.isdigit() and (mark.isdigit() or mark in tuple(".%"))


def _is_free(taken: Sequence[tuple[int, int, Piece]], at: int, length: int) -> bool:
    return all(end <= at or at + length <= start for start, end, _ in taken)


def _fill(text: str, taken: Sequence[tuple[int, int, Piece]]) -> Iterator[Piece]:
    at = 0
    for start, end, piece in taken:
        if start > at:
            yield Piece(text[at:start])
        yield piece
        at = end
    if at < len(text):
        yield Piece(text[at:])
