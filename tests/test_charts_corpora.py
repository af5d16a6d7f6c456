"""Every chart there is, drawn from the tables of forty schools, of one article and of nothing."""

import inspect

import pytest

from chart_checks import check_chart, list_texts, read_words
from chart_data import list_charts
from dj_analysis import charts

CORPORA = {"forty": (40, 2), "one": (1, 1), "none": (0, 2)}
NAMES = tuple(list_charts(0))


def test_no_chart_is_left_out():
    functions = {name: thing for name in charts.__all__ if inspect.isfunction(thing := getattr(charts, name))}
    drawing = {name for name, thing in functions.items() if thing.__annotations__.get("return") == "ChartFigure"}
    assert set(NAMES) == drawing - {"show_reason"}


@pytest.mark.parametrize("size", CORPORA)
@pytest.mark.parametrize("name", NAMES)
def test_every_chart_of_every_corpus_is_whole(name, size):
    figure = list_charts(*CORPORA[size])[name]()
    check_chart(figure)
    if size == "none":
        assert not figure.axes, "a reason instead of empty axes"
    if size == "forty" and figure.axes:
        assert min(text.get_size() for text in list_texts(figure)) >= 7
        assert len(read_words(figure)) < 6000
