"""How Han text is cut into words: jieba is the reference, rjieba gives the same words many times faster.

rjieba is filled from the reference's own table of words, and is given only text that both read alike: stretches without
Latin letters, digits and the few ASCII marks that jieba may join to a word. What both make of such text is compared in
tests over a large sample; everything else is left to jieba.
"""

from __future__ import annotations

import logging
import tempfile
import warnings
from collections.abc import Callable, Iterable
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dj_analysis.regexes import compile_re

if TYPE_CHECKING:
    import jieba

Cut = Callable[[str], list[str]]

MARKS = r"，。、；：？！“”‘’（）《》〈〉「」『』【】〔〕—…·～()\[\]\"':;,!?/|*<> \u3000\n"
"""Marks that jieba and rjieba treat alike: each stands by itself and ends the word before it."""
ALIKE = compile_re(rf"[\u4e00-\u9fd5{MARKS}]+")
"""Text that both cut alike; jieba takes Latin letters, digits and +#&._%- into words."""
BETWEEN_MARKS = compile_re(rf"[^{MARKS}]+")


def make_cut(words: Iterable[str], *, fast: bool | None = None) -> Cut:
    """A function from text to its words, white space among them; ``words`` are known beside the dictionary's.

    ``fast`` asks for rjieba (True) or jieba (False); unset, rjieba is taken where it is installed.

    >>> make_cut(["红烛行动"], fast=False)("支部开展红烛行动")
    ['支部', '开展', '红烛行动']
    """
    reference = _private_tokenizer()
    for word in words:
        reference.add_word(word)
    # A word that is added twice is counted twice in the total, which would shift the weights of all others.
    reference.total = sum(reference.FREQ.values())
    if fast is None:
        fast = find_spec("rjieba") is not None
    plain: Cut = reference.lcut
    return _make_fast_cut(reference) if fast else plain


def _make_fast_cut(reference: jieba.Tokenizer) -> Cut:
    import rjieba  # noqa: PLC0415 - an optional extra

    kind: Any = rjieba.Jieba
    filled = kind.empty()
    for word, frequency in reference.FREQ.items():
        if frequency:
            filled.add_word(word, frequency, None)
    quick: Cut = filled.cut
    alike = ALIKE.fullmatch

    plain: Cut = reference.lcut

    def cut(text: str) -> list[str]:
        if alike(text):
            return quick(text)
        words, at = [], 0
        for stretch in BETWEEN_MARKS.finditer(text):
            if not alike(stretch.group()):
                words += quick(text[at : stretch.start()])
                words += plain(stretch.group())
                at = stretch.end()
        return words + quick(text[at:])

    return cut


def _private_tokenizer() -> jieba.Tokenizer:
    """A tokenizer of our own; its word frequencies are copied from one that has read the dictionary."""
    base = _base_tokenizer()
    own = type(base)()
    own.FREQ, own.total, own.initialized = dict(base.FREQ), base.total, True
    return own


@lru_cache(maxsize=1)
def _base_tokenizer() -> jieba.Tokenizer:
    with warnings.catch_warnings():
        # Unescaped patterns in jieba 0.42.1 warn from Python 3.12 on.
        warnings.simplefilter("ignore")
        import jieba  # noqa: PLC0415 - a quarter of a second that most commands do not need

    # jieba reports the time it took, which would end up in notebook output.
    logging.getLogger("jieba").setLevel(logging.CRITICAL)
    base = jieba.Tokenizer()
    base.tmp_dir = str(_cache_folder())
    base.initialize()
    return base


def _cache_folder() -> Path:
    """Our own cache folder: jieba's default is one file in the system's temporary folder, closed to other users."""
    from platformdirs import user_cache_path  # noqa: PLC0415

    try:
        folder = user_cache_path("dj-analysis", ensure_exists=True)
        with tempfile.TemporaryFile(dir=folder):
            return folder
    except OSError:
        return Path(tempfile.mkdtemp(prefix="dj-analysis-"))
