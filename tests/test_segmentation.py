"""Tokens keep their places, and names, dates and amounts stay whole."""

import json
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dj_analysis.cutting import _base_tokenizer
from dj_analysis.lexicon import load_lexicon
from dj_analysis.segmentation import Segmenter

CASES = Path(__file__).parent / "cases" / "segmentation"
PLAIN = Segmenter(load_lexicon(), names=["四联四促四提升", "三亮", "支部+社区", "“点亮微心愿”活动"])


def read_cases(*names):
    cases = [case for name in names for case in json.loads((CASES / f"{name}.json").read_text("utf-8"))]
    return [pytest.param(case, id=case["label"]) for case in cases]


@pytest.mark.parametrize("case", read_cases("in_the_wild", "synthetic"))
def test_names_and_figures_stay_whole(case):
    tokens = Segmenter(load_lexicon(), names=case["names"]).tokens(case["text"])
    assert set(case["held"]) <= {token.text for token in tokens}


@pytest.mark.parametrize("case", read_cases("negative"))
def test_look_alikes_are_not_held(case):
    tokens = Segmenter(load_lexicon(), names=case["names"]).tokens(case["text"])
    assert not set(case["absent"]) & {token.text for token in tokens}


@given(
    st.text(alphabet="党员支部三亮比争12+N年月日.%,，。“” \n*社区心愿点亮微一百", max_size=60) | st.text(max_size=40)
)
def test_tokens_point_at_their_text_and_only_white_space_is_left_out(text):
    at = 0
    for token in PLAIN.tokens(text):
        assert text[token.start : token.end] == token.text
        assert token.start >= at
        assert not text[at : token.start].strip()
        at = token.end
    assert not text[at:].strip()


def test_terms_leave_out_stop_words_figures_marks_and_single_characters():
    assert PLAIN.terms("我们的支部在2020年开展了四联四促四提升，占75%。") == ["支部", "开展", "四联四促四提升"]


def test_the_analysts_stop_words_take_effect(tmp_path):
    (tmp_path / "stopwords.csv").write_text("term,kind,source,action\n支部,own,me,add\n我们,own,me,remove\n", "utf-8")
    segmenter = Segmenter(load_lexicon(tmp_path))
    assert segmenter.terms("我们支部党员") == ["我们", "党员"]
    assert "支部" in segmenter.stop_words


def test_stop_words_hold_no_model_or_figure():
    assert not {word for word in PLAIN.stop_words if any(c.isdigit() for c in word)}


def test_the_global_tokenizer_is_left_alone():
    Segmenter(load_lexicon(), names=["四联四促四提升", "双岗双责"])
    jieba = sys.modules["jieba"]  # imported by the segmenter, which keeps the warnings of its source quiet
    assert jieba.dt.initialized is False
    assert not jieba.dt.FREQ


def test_one_segmenter_does_not_know_the_names_of_another():
    Segmenter(load_lexicon(), names=["蓝马甲"])
    assert "蓝马甲" not in [token.text for token in Segmenter(load_lexicon()).tokens("穿上蓝马甲服务")]


def test_names_cost_nothing_to_look_up_when_there_are_many():
    text = "支部党员开展志愿服务活动，" * 2000
    names = [f"第{i}号党员先锋岗" for i in range(20000)]
    few, many = Segmenter(load_lexicon()), Segmenter(load_lexicon(), names=names)
    start = time.perf_counter()
    few.tokens(text)
    middle = time.perf_counter()
    many.tokens(text)
    assert time.perf_counter() - middle < 3 * (middle - start)


@pytest.mark.parametrize("piece", ["1", "一", "1+", "“", "A", "1,", "百", "20*", "4X"])
def test_monotonous_text_takes_linear_time(piece):
    start = time.perf_counter()
    sum(1 for _ in PLAIN._find_pinned(piece * 50_000))
    assert time.perf_counter() - start < 2


def test_importing_the_package_loads_no_heavy_library():
    code = (
        "import sys, dj_analysis; print([m for m in ('jieba', 'sklearn', 'scipy', 'matplotlib') if m in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def make_sample(count):
    """Words of jieba's dictionary, all marks that both engines are given, and any characters between them."""
    rng = random.Random(7)
    words = [word for word, frequency in _base_tokenizer().FREQ.items() if frequency]
    marks = "，。、；：？！“”‘’（）《》〈〉「」『』【】〔〕—…·～()[]\"':;,!?/|*<> \u3000\n"
    draw = (
        lambda: rng.choice(words),
        lambda: rng.choice(words),
        lambda: rng.choice(marks) * rng.randint(1, 3),
        lambda: chr(rng.randint(0x4E00, 0x9FFF)),
        lambda: rng.choice(["党支部", "双带头人", "三亮", "APP", "2.0", "红烛"]),
    )
    for _ in range(count):
        yield "".join(rng.choice(draw)() for _ in range(rng.randint(1, 40)))


def test_the_fast_engine_gives_the_tokens_of_the_reference():
    pytest.importorskip("rjieba")
    names = ["三亮", "双带头人", "党支部", "红烛", "学生", "星火讲堂", "支部+社区"]
    reference, fast = (Segmenter(load_lexicon(), names, fast=choice) for choice in (False, True))
    samples = [p.read_text("utf-8") for p in sorted((CASES.parent.parent / "samples" / "clean_bodies").glob("*.txt"))]
    assert samples
    for text in [*samples, *make_sample(5000)]:
        assert fast.tokens(text) == reference.tokens(text)


def test_segmenting_prints_nothing(capfd):
    Segmenter(load_lexicon()).tokens("支部党员")
    assert capfd.readouterr() == ("", "")
