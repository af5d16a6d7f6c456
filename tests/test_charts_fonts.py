"""The font comes with the package, the machine needs none of its own, and what no font has is told of."""

import os
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pandas as pd
import pytest
from matplotlib import font_manager
from PIL import Image

from chart_checks import check_glyphs, check_inside, list_characters, list_texts, read_words
from dj_analysis.charts import FontMissingError, find_fonts, find_missing, fonts, save, show_reason
from dj_analysis.charts.fonts import keep_legal, list_missing, mend_text
from dj_analysis.charts.style import new_chart

RARE = "㙍\U00020bb7\U0001f9d1\ue123"
"""An ideograph the own font has, one it lacks, a pictograph and a private character no font has."""
ODD = "甲\t乙\r丙\x0b丁\x00戊\u200b己\ufe0f庚\ufffd\uffff"


def draw_names(names, **kwargs):
    """A chart that has the names as tick labels, written by hand and in a legend."""
    data = pd.DataFrame({"school": names, "n": range(1, len(names) + 1)})

    def draw(figure):
        left, right = figure.subplots(1, 2)
        left.barh(data["school"], data["n"])
        right.barh(data.index, data["n"], label=names[-1])
        right.set_yticks(data.index, data["school"])
        right.text(1, 0, names[0])
        right.legend()

    return new_chart((8, 4), draw, title="数量", note=f"n = {len(names)}", data=data, **kwargs)


def test_the_fonts_come_with_the_package_and_before_others_of_their_name():
    assert find_fonts()[:2] == ("Noto Sans SC", "Noto Serif SC")
    assert find_fonts()[-1] == "DejaVu Sans"
    assert "pylopdf_fonts_zh_cn" in font_manager.findfont("Noto Sans SC", fallback_to_default=False)


def test_another_font_of_the_same_name_does_not_come_first(monkeypatch):
    latin = font_manager.findfont("DejaVu Sans", fallback_to_default=False)
    other = font_manager.FontEntry(fname=latin, name="Noto Sans SC", style="normal", variant="normal", weight=400,
                                   stretch="normal", size="scalable")  # fmt: skip
    monkeypatch.setattr(font_manager.fontManager, "ttflist", [other])
    fonts.load_own_fonts()
    assert "pylopdf_fonts_zh_cn" in font_manager.findfont("Noto Sans SC", fallback_to_default=False)


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        (["DejaVu Sans", "SimHei"], ("SimHei", "DejaVu Sans")),
        (["SimSun-ExtB", "SimHei", "Microsoft YaHei"], ("Microsoft YaHei", "SimHei", "SimSun-ExtB", "DejaVu Sans")),
    ],
)
def test_without_the_package_named_system_fonts_are_taken(monkeypatch, known, expected):
    monkeypatch.setattr(fonts, "load_own_fonts", list)
    monkeypatch.setattr(fonts.font_manager, "get_font_names", lambda: known)
    assert find_fonts.__wrapped__() == expected


def test_no_chinese_font_at_all_is_told_clearly(monkeypatch):
    monkeypatch.setattr(fonts, "FONT_PACKAGE", "no_such_package_of_fonts")
    monkeypatch.setattr(fonts.font_manager, "get_font_names", lambda: ["DejaVu Sans", "SimSun-ExtB"])
    with pytest.raises(FontMissingError, match="pip install pylopdf-fonts-zh-cn"):
        find_fonts.__wrapped__()


def test_a_character_no_font_has_fails_the_check():
    figure = show_reason("私用区\ue123", title="缺字", data=pd.DataFrame())
    with pytest.raises(AssertionError):
        check_glyphs(figure)


def test_the_rest_is_drawn_and_the_character_is_placed():
    figure = draw_names(["海滨大学", f"江北{RARE}学院"])
    texts = [text.get_text() for text in list_texts(figure)]
    assert texts.count("江北㙍□□□学院") == 3, "two tick labels and the legend"
    assert figure.missing["code_point"].tolist() == ["U+20BB7", "U+1F9D1", "U+E123"]
    assert set(figure.missing["column"]) == {"school"}
    assert set(figure.missing["row"]) == {2}
    assert set(figure.missing["text"]) == {f"江北{RARE}学院"}
    assert "□代替各字体都没有的字：U+20BB7（数据第2行“学校”）、U+1F9D1" in read_words(figure)
    assert figure.data["school"][1] == f"江北{RARE}学院", "the data stays as it is"
    check_inside(figure)


def test_a_character_of_the_title_has_no_row():
    figure = show_reason("没有行", title="李\U00020bb7的支部", data=pd.DataFrame({"school": ["甲"]}))
    assert figure.missing["code_point"].tolist() == ["U+20BB7"]
    assert figure.missing["row"].isna().all()
    assert read_words(figure).startswith("李□的支部")


def test_nothing_is_missing_where_a_later_font_has_it():
    only_serif, only_last = "鿰", "\U0001f600"
    sans, serif, last = (list_characters((family,)) for family in ("Noto Sans SC", "Noto Serif SC", "DejaVu Sans"))
    assert ord(only_serif) in serif - sans
    assert ord(only_last) in last - sans - serif
    figure = draw_names(["㙍", "①②㎡℃—…·×", "A−é", only_serif, only_last])
    assert figure.missing.empty
    check_glyphs(figure)


def test_odd_characters_neither_warn_nor_spoil_a_file(tmp_path):
    figure = draw_names([ODD, "$a$ 与 $b$"], alt=ODD)
    assert "甲 乙 丙 丁 戊" in read_words(figure)
    assert "$a$ 与 $b$" in read_words(figure)
    assert not any(text.get_parse_math() for text in list_texts(figure)), "dollar signs are no formula"
    png, svg, _, csv = save(figure, tmp_path / "odd")
    Image.open(png).load()
    ET.parse(svg)
    assert pd.read_csv(csv).shape == (2, 2)


def test_many_missing_characters_are_counted_not_listed():
    figure = draw_names([chr(0x20000 + i) for i in range(30)])
    assert figure.missing["character"].nunique() == 30
    assert "等30个字" in read_words(figure)


def test_missing_characters_of_any_frame_are_found():
    frame = pd.DataFrame({"a": ["好", None, "\U00020bb7好\U00020bb7"], "n": [1, 2, 3], "b": ["\ue000", "", "好"]})
    found = find_missing(frame)
    assert found[["code_point", "column", "row"]].values.tolist() == [["U+20BB7", "a", 3], ["U+E000", "b", 1]]
    assert find_missing(frame, only=["\ue000"])["column"].tolist() == ["b"]
    assert find_missing(frame.head(0)).empty


def test_what_is_mended_can_be_drawn_and_is_as_long():
    for text in (RARE, ODD, "第一行\n第二行"):
        assert not list_missing(mend_text(text))
        assert len(mend_text(text)) == len(text)
        keep_legal(text).encode("utf-8")
    assert mend_text("第一行\n第二行") == "第一行\n第二行"


def test_a_description_is_in_every_file(tmp_path):
    figure = draw_names(["甲", "乙"], alt="甲1，乙2 & <两所>。")
    png, svg, pdf, _ = save(figure, tmp_path / "described")
    with Image.open(png) as picture:
        assert picture.info["Title"] == "数量"
        assert picture.info["Description"] == figure.alt
        assert round(picture.info["dpi"][0]) == 200
    root = ET.parse(svg).getroot()
    assert root.get("role") == "img"
    assert [child.text for child in root[:2]] == ["数量", figure.alt]
    assert figure.alt.encode("utf-16-be") in pdf.read_bytes()


FRESH = """
import sys, warnings
from matplotlib import font_manager
font_manager.fontManager.ttflist[:] = [f for f in font_manager.fontManager.ttflist if "mpl-data" in f.fname]
from dj_analysis import charts
from chart_checks import check_chart
from chart_data import list_charts
warnings.simplefilter("error")
for name, draw in list_charts(5).items():
    figure = draw()
    check_chart(figure)
    figure.savefig(f"{sys.argv[1]}/{name}.png")
charts.save(figure, f"{sys.argv[1]}/last")
print(*charts.find_fonts(), sep="|")
"""


def test_a_machine_without_chinese_fonts_and_without_caches_draws_every_chart(tmp_path):
    nowhere = tmp_path / "nowhere"
    nowhere.mkdir()
    environment = {
        **os.environ, "MPLCONFIGDIR": str(nowhere), "HOME": str(nowhere), "XDG_CONFIG_HOME": str(nowhere),
        "XDG_DATA_HOME": str(nowhere), "FONTCONFIG_FILE": os.devnull, "FONTCONFIG_PATH": str(nowhere),
        "PYTHONUTF8": "1", "PYTHONPATH": str(Path(__file__).parent),
    }  # fmt: skip
    command = [sys.executable, "-c", FRESH, str(tmp_path)]
    run = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", env=environment, check=False)
    assert run.returncode == 0, run.stderr
    assert run.stdout.strip() == "Noto Sans SC|Noto Serif SC|DejaVu Sans"
    assert len(list(tmp_path.glob("*.png"))) >= 10
