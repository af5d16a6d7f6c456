"""The frozen records that travel from the saved page to the tables.

Offsets are code points, half-open. Unless a name says ``raw``, they point into the clean text of the whole page.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

READ_REGIONS = frozenset({"title", "heading", "body", "caption"})
"""Regions an extractor reads; metadata, boilerplate and duplicate passages are kept but never read for facts."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open stretch of text."""

    start: int
    end: int

    def holds(self, other: Span) -> bool:
        """True when ``other`` lies wholly inside.

        >>> Span(0, 5).holds(Span(2, 5))
        True
        """
        return self.start <= other.start and other.end <= self.end

    def touches(self, other: Span) -> bool:
        """True when the two share at least one character."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Locator:
    """Where a stretch of raw text stood in a source that has pages, paragraphs or table cells."""

    raw_start: int
    raw_end: int
    label: str


@dataclass(frozen=True, slots=True)
class Document:
    """One saved file, decoded and otherwise untouched."""

    doc_id: str
    source_file: str
    sha256: str
    encoding: str
    raw: str
    other_files: tuple[str, ...] = ()
    locators: tuple[Locator, ...] = ()


class Change(NamedTuple):
    """What a cleaning rule wants done to the text it was given: replace ``[start, end)`` by ``after``.

    ``end`` is greater than ``start``: a rule that must insert replaces a neighbouring character.
    ``damage`` names the kind of loss the change leaves behind (``brand``, ``dropped``, ...), if any.
    """

    start: int
    end: int
    after: str
    confidence: float = 1.0
    damage: str | None = None


class Edit(NamedTuple):
    """A difference between raw and clean. Edits never overlap; replayed on raw in order they give clean."""

    stage: str
    rule: str
    raw_start: int
    raw_end: int
    before: str
    after: str
    confidence: float = 1.0


class Damage(NamedTuple):
    """A place the page has lost something for good (kinds: brand, dropped, mask, lost_byte, quote)."""

    kind: str
    start: int
    end: int
    raw_start: int
    raw_end: int


class Passage(NamedTuple):
    """A stretch of the clean page with one region label; passages in order partition the clean text."""

    position: int
    region: str
    start: int
    end: int
    locator: str | None = None


class Sentence(NamedTuple):
    """A sentence of a passage that extractors read, without surrounding white space."""

    start: int
    end: int
    passage: int
    region: str
    text: str


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the page says of itself; unknown is None."""

    title: str | None = None
    school: str | None = None
    school_basis: str = "none"
    unit: str | None = None
    unit_level: str | None = None
    group: str | None = None
    source: str | None = None
    author: str | None = None
    editor: str | None = None
    published_date: str | None = None
    url: str | None = None
    views: int | None = None
    script: str = "hans"


@dataclass(frozen=True, slots=True)
class Article:
    """A cleaned document, the only thing an extractor sees."""

    document: Document
    clean: str
    passages: tuple[Passage, ...]
    sentences: tuple[Sentence, ...]
    edits: tuple[Edit, ...] = ()
    damages: tuple[Damage, ...] = ()
    metadata: Metadata = field(default_factory=Metadata)


@dataclass(frozen=True, slots=True)
class Mention:
    """One occurrence of a row or of a party to it (roles: self, recipient, grantor, subject)."""

    role: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What every extracted row has: its span in the clean text and the rule that found it."""

    start: int
    end: int
    rule: str
    mentions: tuple[Mention, ...] = ()

    @property
    def span(self) -> Span:
        """The row's place in the clean text."""
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberRow(Row):
    """A stated amount. ``part_of`` is the span of the total it belongs to, ``measure`` how it relates to its item."""

    value: float
    low: float | None
    high: float | None
    bound: str
    unit: str
    kind: str
    item: str | None = None
    subject: str | None = None
    measure: str | None = None
    status: str = "stated"
    part_of: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HonorRow(Row):
    """A recognition, one row per named recipient."""

    title: str
    level: str = "unknown"
    level_basis: str | None = None
    grantor: str | None = None
    recipient: str | None = None
    recipient_kind: str | None = None
    kind: str = "award"
    status: str = "awarded"
    batch: str | None = None
    times: str | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InitiativeRow(Row):
    """A named practice; all wordings of it in one article are one row."""

    name: str
    type: str
    theme: str | None = None
    quoted: bool = False
    actor: str | None = None
    since: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ComponentRow(Row):
    """A part of a model, as the article itself lists it."""

    slot: int
    symbol: str
    count: int | None
    text: str
    unit: str | None = None
    verb: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelRow(Row):
    """A numeric-shorthand model with the components the article lists."""

    name: str
    canonical: str
    form: str
    n_announced: int | None
    expansion: str
    scope: str = "own"
    components: tuple[ComponentRow, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DateRow(Row):
    """A stated date or period; ends are ISO dates, NA where masked or not resolvable."""

    granularity: str
    iso_start: str | None
    iso_end: str | None
    role: str
    resolved_by: str
    masked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationRow(Row):
    """A named body."""

    name: str
    canonical: str
    kind: str
    masked: bool = False


@dataclass(frozen=True, slots=True)
class Extraction:
    """All rows of one article."""

    numbers: tuple[NumberRow, ...] = ()
    honors: tuple[HonorRow, ...] = ()
    initiatives: tuple[InitiativeRow, ...] = ()
    models: tuple[ModelRow, ...] = ()
    dates: tuple[DateRow, ...] = ()
    organisations: tuple[OrganisationRow, ...] = ()
