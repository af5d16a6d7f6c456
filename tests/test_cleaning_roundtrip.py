"""Clean text spoiled in known ways and cleaned again: what can be restored is, and what cannot is marked."""

import random
import re
from functools import cache
from itertools import permutations
from pathlib import Path

import pytest

import noise
import roundtrip
from dj_analysis.cleaning import clean_document
from dj_analysis.corpus import make_document
from dj_analysis.lexicon import load_lexicon

BODIES = [
    path.read_text("utf-8").strip()
    for path in sorted((Path(__file__).parent / "samples" / "clean_bodies").glob("*.txt"))
]
READ = ("title", "heading", "body", "caption")
SEEDS = 3
LEAST_RESTORED = 0.999
LEAST_RESTORED_SLIPS = 0.97
"""A lost byte is restored only where the words around it decide; the rest is refused or marked."""

LEAST_MARKED = 0.95
LEAST_DROPPED = 0.95
FEW_PLACES = 40
HIDDEN = {"dropped": 2}
"""Places of a few articles that nothing shows: a college that is short wherever its page names it."""

PAIRS = [
    pair
    for pair in permutations(("toneless", "fold", "entities", "invisible", "indents", "doubled"), 2)
    if "doubled" not in pair[:1]
]
CLASSES = {**noise.REVERSIBLE, "fold": noise.fold_width}


@cache
def lexicon():
    return load_lexicon()


def flat(text):
    return re.sub(r"\s+", "", text).translate(noise.FOLD)


def clean(text):
    return clean_document(make_document(text.encode(), "page.txt"), lexicon())


def read(article):
    return flat("".join(article.clean[p.start : p.end] for p in article.passages if p.region in READ))


def wrong_share(text, spoil):
    """Characters that differ in place, as a share; traditional forms that no conversion tells apart are not counted."""
    got, want = read(clean(spoil)), flat(text)
    if got == want:
        return 0.0
    same = sum(a == b for a, b in zip(got, want, strict=False)) if len(got) == len(want) else len(longest(got, want))
    return 1 - same / len(want)


def longest(left, right):
    """Characters of the common start and the common end."""
    start = next((i for i, (a, b) in enumerate(zip(left, right, strict=False)) if a != b), min(len(left), len(right)))
    rest_left, rest_right = left[start:][::-1], right[start:][::-1]
    end = next((i for i, (a, b) in enumerate(zip(rest_left, rest_right, strict=False)) if a != b), 0)
    return left[: start + end]


@pytest.mark.parametrize("name", [name for name in CLASSES if name != "slip"])
def test_reversible_noise_is_undone(name):
    shares = [wrong_share(text, CLASSES[name](text, random.Random(seed))) for text in BODIES for seed in range(SEEDS)]
    assert 1 - sum(shares) / len(shares) >= LEAST_RESTORED


@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_pairs_of_reversible_noise_are_undone(first, second):
    shares = []
    for text in BODIES:
        spoiled = CLASSES[second](CLASSES[first](text, random.Random(1)), random.Random(2))
        shares.append(wrong_share(text, spoiled))
    assert 1 - sum(shares) / len(shares) >= LEAST_RESTORED


@pytest.mark.parametrize("name", noise.DESTRUCTIVE)
def test_destroyed_places_are_marked_and_nothing_beside_them_changes(name):
    places = marked = 0
    for text in BODIES:
        before = clean(text)
        spoiled, count = noise.DESTRUCTIVE[name](text, random.Random(3))
        article = clean(spoiled)
        kind = sum(damage.kind == name for damage in article.damages)
        places += count
        marked += min(count, kind - sum(damage.kind == name for damage in before.damages) if name != "mask" else kind)
        left = read(article).replace("\ufffd", "") if name == "lost_byte" else read(article)
        assert len(left) <= len(flat(spoiled))
    assert marked >= LEAST_MARKED * places - HIDDEN.get(name, 0)


@pytest.mark.parametrize("text", BODIES, ids=range(len(BODIES)))
def test_clean_text_stays_as_it_is(text):
    article = clean(text)
    assert read(article) == flat(text)
    assert [edit for edit in article.edits if edit.before.strip()] == []


def check_outcomes(found):
    kept = {name: out.share for name, out in found if name in roundtrip.SINGLES and name != "slip"}
    assert min(kept.values()) >= LEAST_RESTORED, kept
    pairs = [out for name, out in found if " then " in name]
    assert 1 - sum(out.wrong for out in pairs) / sum(out.characters for out in pairs) >= LEAST_RESTORED
    for name, out in found:
        if name in noise.DESTRUCTIVE:
            hidden = HIDDEN.get(name, 0) if out.places < FEW_PLACES else 0
            least = LEAST_DROPPED if name == "dropped" else LEAST_MARKED
            assert out.marked >= least * out.places - hidden, name
            assert out.beside == 0, name
    slips = dict(found)["slip"]
    assert slips.wrong == 0
    assert slips.restored >= slips.refused


def test_generated_articles_come_back():
    check_outcomes(list(roundtrip.measure_all(*roundtrip.SMALL)))


@pytest.mark.long
def test_five_hundred_generated_articles_come_back():
    found = list(roundtrip.measure_all(*roundtrip.FULL))
    assert sum(out.documents for _, out in found) >= 500
    check_outcomes(found)
