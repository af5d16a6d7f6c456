"""Nearly equal paragraphs: the quick search finds the pairs that comparing each with every other finds."""

import random
import time
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from dj_analysis.cleaning.alike import SHINGLE, find_alike
from dj_analysis.cleaning.duplicates import MIN_SIMILARITY, find_copies

WORDS = [
    "党支部",
    "全年",
    "集中",
    "学习",
    "十二次",
    "组织",
    "生活会",
    "每半年",
    "召开",
    "一次",
    "师生",
    "参加",
    "志愿",
    "服务",
    "社区",
    "义诊",
    "百余人",
    "课题",
    "获批",
    "教师",
    "学生",
]
SECONDS = 20e-6
"""CPU seconds a character: ten times what the search takes on a busy machine."""


def compare(lines):
    sets = [{line[i : i + SHINGLE] for i in range(len(line) - SHINGLE + 1)} for line in lines]
    return {
        (a, b)
        for a, b in combinations(range(len(lines)), 2)
        if len(sets[a] & sets[b]) >= MIN_SIMILARITY * len(sets[a] | sets[b])
    }


def write_paragraph(rng, size=16):
    return "".join(rng.choices(WORDS, k=size))


def edit(line, rng):
    """A few characters exchanged, put in or left out."""
    chars = list(line)
    for _ in range(rng.randint(0, 4)):
        at = rng.randrange(len(chars))
        chars[at : at + rng.randint(0, 2)] = rng.choice(["的", "和", "", "了,"])
    return "".join(chars)


@given(st.integers(0, 10_000))
def test_the_pairs_are_those_of_a_full_comparison(seed):
    rng = random.Random(seed)
    lines = [write_paragraph(rng) for _ in range(rng.randint(1, 8))]
    lines += [edit(rng.choice(lines), rng) for _ in range(rng.randint(0, 6))]
    lines = list(dict.fromkeys(lines))
    assert set(find_alike(lines, MIN_SIMILARITY)) == compare(lines)


def test_a_long_page_of_articles_saved_twice_and_edited():
    rng = random.Random(1)
    page = ["".join(chr(rng.randrange(0x4E00, 0x9000)) for _ in range(60)) for _ in range(4000)]
    again = [edit(line, rng) for line in page]
    both = [*page, *again, *page[:2000]]
    begun = time.process_time()
    copies = find_copies(both)
    assert time.process_time() - begun <= SECONDS * sum(map(len, both))
    alike = [i for i, pair in enumerate(zip(page, again, strict=True)) if (0, 1) in compare(pair)]
    found = sum(len(page) + i in copies for i in alike)
    assert found >= 0.99 * len(alike)
    assert len(copies) == found + 2000
    assert min(copies) >= len(page)
