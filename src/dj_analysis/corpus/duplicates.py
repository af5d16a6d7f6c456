"""Find articles that repeat another one: reposts, copies with other noise, copies in another script."""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

KEPT = re.compile(r"[^\u3400-\u9fff\U00020000-\U0003ffff0-9A-Za-z+＋]+")
"""Everything but Han, digits, Latin and the plus sign is ignored; folding digits or + would make 1+2+6 equal 1+3+5."""
SHINGLE = 8
"""Characters of a shingle: shorter ones recur across articles of the genre (党支部党员…)."""
SAMPLE = 4
"""One shingle of four, chosen by its own hash, is compared: the same ones in every article."""
SAME = 0.75
"""Share of the shorter article's shingles found in the longer one. A repost with another lead scores above 0.9."""
FEWEST = 20
"""Articles with fewer sampled shingles (about 80 characters) are too short to judge."""
COMMON = 200
"""A shingle in more articles than this is a formula of the genre and finds no candidates."""


def find_near_duplicates(texts: Mapping[str, str], order: Sequence[str]) -> dict[str, str]:
    """Which document repeats which earlier one.

    ``texts`` are clean bodies by doc_id; ``order`` names the documents, the one to keep first. The result maps the id
    of a repeat to the id of the document it repeats, which itself repeats none.

    >>> body = "".join(chr(0x4E00 + 7 * i) for i in range(400))
    >>> find_near_duplicates({"a": body, "b": body[:380] + "转载", "c": body[::-1]}, ["a", "b", "c"])
    {'b': 'a'}
    """
    kept: dict[str, frozenset[int]] = {}
    index: dict[int, list[str]] = defaultdict(list)
    repeats: dict[str, str] = {}
    rank = {doc_id: place for place, doc_id in enumerate(order)}
    for doc_id in order:
        shingles = sample_shingles(texts[doc_id])
        if len(shingles) < FEWEST:
            continue
        shared = Counter(other for shingle in shingles if len(index[shingle]) <= COMMON for other in index[shingle])
        best = max(shared, key=lambda o: (shared[o] / min(len(kept[o]), len(shingles)), -rank[o]), default=None)
        if best and shared[best] >= SAME * min(len(kept[best]), len(shingles)):
            repeats[doc_id] = best
            continue
        kept[doc_id] = shingles
        for shingle in shingles:
            index[shingle].append(doc_id)
    return repeats


def sample_shingles(text: str) -> frozenset[int]:
    """Hashes of the sampled character shingles of a text."""
    chars = KEPT.sub("", text).replace("＋", "+")
    hashes = (
        int.from_bytes(hashlib.blake2b(chars[i : i + SHINGLE].encode(), digest_size=8).digest())
        for i in range(len(chars) - SHINGLE + 1)
    )
    return frozenset(h for h in hashes if h % SAMPLE == 0)
