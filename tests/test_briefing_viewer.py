"""The evidence viewer's file: what lies in it, that nothing of an article can act, and that it is always the same."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
import zlib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import dj_analysis as dj
import viewer_corpus
from conftest import ROOT
from dj_analysis.briefing.viewer import escape_json, make_viewer, write_viewer
from dj_analysis.briefing.viewer_pieces import cut_sentence
from dj_analysis.briefing.viewer_words import FOUND_OTHERWISE, KINDS, RULES, tell_found
from dj_analysis.build import BuildReport
from dj_analysis.cleaning.rules import RULES as CLEANING
from dj_analysis.corrections import Correction
from dj_analysis.errors import DjAnalysisError, TableError
from dj_analysis.schema import TABLES
from dj_analysis.tables import Tables

ISLAND = re.compile(r'<script type="(?:application/json|text/plain)" id="([\w-]+)">([^<]*)</script>')


def read_islands(page: str) -> dict:
    """The data of a page, unpacked without the page's own script."""
    found = dict(ISLAND.findall(page))
    data = {name: json.loads(zlib.decompress(base64.b64decode(text))) for name, text in found.items() if name != "head"}
    return {"head": json.loads(found["head"]), **data}


def list_articles(islands: dict) -> list[dict]:
    bundles = sorted((name for name in islands if name.startswith("bundle-")), key=lambda name: int(name[7:]))
    return [article for name in bundles for article in islands[name]]


@pytest.fixture(scope="module")
def page(samples: BuildReport) -> str:
    return make_viewer(
        samples.tables, samples.out / "texts", title="证据", briefing=viewer_corpus.make_briefing(samples.tables)
    )


@pytest.fixture
def hostile(tmp_path: Path) -> Tables:
    return viewer_corpus.make_hostile(tmp_path / "texts")


def test_policy_allows_the_pages_own_script_and_style_only(page: str) -> None:
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)[1]
    script = re.search(r"<script>(.*)</script>", page, re.DOTALL)[1]
    style = re.search(r"<style>(.*)</style>", page, re.DOTALL)[1]
    for kind, text in (("script-src", script), ("style-src", style)):
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{kind} 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy


def test_nothing_is_loaded_and_no_handler_stands_in_the_markup(page: str) -> None:
    markup = ISLAND.sub("", re.sub(r"<script>.*</script>", "", page, flags=re.DOTALL))
    assert not re.search(r"""\b(?:src|href)\s*=\s*["'](?!data:)""", markup)
    assert not re.search(r"\son\w+\s*=", markup)
    assert not re.search(r"@import|url\(", markup)
    assert not re.search(r"\b(?:innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval|Function)\b", page)


def test_a_sentence_stands_there_for_who_has_no_script(page: str) -> None:
    assert "请在浏览器中允许本页运行脚本" in re.search(r"<noscript>(.*?)</noscript>", page)[1]


def test_all_articles_rows_and_edits_are_in_the_page(page: str, samples: BuildReport) -> None:
    islands, tables = read_islands(page), samples.tables
    articles = list_articles(islands)
    documents = tables.documents.sort_values("source_file")
    assert [doc["id"] for doc in islands["head"]["docs"]] == documents["doc_id"].tolist()
    assert sum(len(article["edits"]) for article in articles) == len(tables.edits)
    for number, kind in enumerate(KINDS):
        frame = getattr(tables, kind.table)
        rows = [row for row in islands["index"]["rows"] if row[1] == number]
        assert len(rows) == len(frame) == sum(doc["counts"][number] for doc in islands["head"]["docs"])
        if len(TABLES[kind.table].key) == 1:
            assert {row[2] for row in rows} == set(frame[TABLES[kind.table].key[0]])
            assert all(row[4] for row in rows)


def test_every_row_of_the_page_stands_at_its_quote(page: str, samples: BuildReport) -> None:
    islands = read_islands(page)
    quotes = {
        row[0]: row[1]
        for kind in KINDS if len(TABLES[kind.table].key) == 1
        for row in getattr(samples.tables, kind.table)[[TABLES[kind.table].key[0], "quote"]].itertuples(index=False)
    }  # fmt: skip
    ends = [row[0] for article in list_articles(islands) for row in article["rows"]]
    for (number, _, row_id, start, _, _), end in zip(islands["index"]["rows"], ends, strict=True):
        assert islands["index"]["texts"][number][start:end] == quotes.get(
            row_id, islands["index"]["texts"][number][start:end]
        )


def test_raw_text_comes_back_from_clean_text_and_the_changes(page: str, samples: BuildReport) -> None:
    islands = read_islands(page)
    for number, article in enumerate(list_articles(islands)):
        clean, raw, at = islands["index"]["texts"][number], [], 0
        for place, before, after, _ in article["edits"]:
            assert clean[place : place + len(after)] == after
            raw += [clean[at:place], before]
            at = place + len(after)
        path = samples.out / "texts" / f"{islands['head']['docs'][number]['id']}.raw.txt"
        assert "".join([*raw, clean[at:]]) == path.read_bytes().decode()


def test_every_trace_of_a_briefing_leads_to_its_row(page: str, samples: BuildReport) -> None:
    islands, briefing = read_islands(page), viewer_corpus.make_briefing(samples.tables)
    claims = islands["evidence"]["sections"][0]["claims"]
    assert [claim["id"] for claim in claims] == ["论-001", "论-002", "论-003"]
    told = [islands["evidence"]["quantities"][figure] for claim in claims for figure in claim["figures"]]
    for quantity, shown in zip((q for c in briefing.claims for q in c.quantities), told, strict=True):
        assert (shown["shown"], shown["how"]) == (quantity.shown, quantity.how)
        for trace, target in zip(quantity.traces, shown["traces"], strict=True):
            if isinstance(target, str):
                assert target == trace.row_id == "gone"
            elif isinstance(target, list):
                text = islands["index"]["texts"][target[0]]
                assert text[target[1] : target[1] + target[2]] == quantity.term
            elif target < 0:
                assert islands["head"]["docs"][-1 - target]["id"] == trace.row_id
            else:
                assert islands["index"]["rows"][target][2] == trace.row_id
    exhibit = islands["evidence"]["sections"][0]["exhibits"][0]
    assert exhibit["cells"][1] == [["<i>乙"], ["—"], ["1.25"]]
    assert isinstance(exhibit["cells"][0][1], int)
    assert [piece for piece in claims[0]["text"] if isinstance(piece, int)] == claims[0]["figures"]
    assert claims[1]["text"] == ["另有一个数。", *claims[1]["figures"]]
    number, start, _ = islands["evidence"]["quantities"][exhibit["cells"][0][2]]["traces"][0]
    last = samples.tables.passages.iloc[-1]
    assert (islands["head"]["docs"][number]["id"], start) == (last["doc_id"], last["start"])


CUTS = {
    "in order": ("共5篇，15项", ["5", "15"], [], ["共", 0, "篇，", 1, "项"]),
    "no part of a longer number": ("15篇中5篇，占5.5%", ["5"], [], ["15篇中", 0, "篇，占5.5%"]),
    "turned round": ("3所，5篇", ["5", "3"], [], [1, "所，", 0, "篇"]),
    "not in a cited wording": ("“1+2模式”1处", ["1"], ["1+2模式"], ["“", "c0", "”", 0, "处"]),
    "not there": ("没有数", ["7"], ["某词"], ["没有数"]),
    "twice the same": ("5篇中有5篇", ["5", "5"], [], [0, "篇中有", 1, "篇"]),
    "a day": ("2011年1月7日起", ["2011年1月7日"], [], [0, "起"]),
}


@pytest.mark.parametrize("name", CUTS)
def test_a_sentence_is_cut_where_its_figures_stand(name: str) -> None:
    text, figures, cited, wanted = CUTS[name]
    pieces = cut_sentence(text, figures, cited)
    told = {"text": lambda p: p.text, "figure": lambda p: p.number, "cited": lambda p: f"c{p.number}"}
    assert [told[piece.kind](piece) for piece in pieces] == wanted


@given(st.text("15.+%篇党"), st.lists(st.text("15.%", min_size=1)), st.lists(st.text("15+篇党", min_size=1)))
def test_pieces_of_a_sentence_are_the_sentence(text: str, figures: list[str], cited: list[str]) -> None:
    pieces = cut_sentence(text, figures, cited)
    assert "".join(piece.text for piece in pieces) == text
    assert all(
        piece.text == {"figure": figures, "cited": cited}[piece.kind][piece.number]
        for piece in pieces
        if piece.number >= 0
    )


def test_what_a_figure_shows_is_said_in_words_below_its_title(samples: BuildReport) -> None:
    briefing = viewer_corpus.make_briefing(samples.tables)
    section = briefing.sections[0]
    rows = section.exhibits[0].quantities[0, "荣誉"]
    exhibit = replace(section.exhibits[0], quoted=(rows,), finding=f"荣誉共{rows.shown}项")
    told = replace(briefing, sections=(replace(section, exhibits=(exhibit,)),))
    page = make_viewer(samples.tables, samples.out / "texts", title="证据", briefing=told)
    shown = read_islands(page)["evidence"]["sections"][0]["exhibits"][0]
    assert shown["title"] == ["各校荣誉"]
    assert shown["note"] == ["荣誉共", shown["figures"][-1], "项。</script>注"]


def test_same_input_gives_the_same_bytes(samples: BuildReport, page: str, tmp_path: Path) -> None:
    briefing = viewer_corpus.make_briefing(samples.tables)
    path = write_viewer(
        samples.tables, samples.out / "texts", tmp_path / "新建" / "证据.html", title="证据", briefing=briefing
    )
    assert path.read_bytes() == page.encode()
    shuffled = {name: frame.sample(frac=1, random_state=1) for name, frame in samples.tables.items()}
    assert make_viewer(Tables(**shuffled), samples.out / "texts", title="证据", briefing=briefing) == page


def test_tables_may_be_those_of_some_documents(samples: BuildReport) -> None:
    doc_id = samples.tables.documents["doc_id"].iloc[2]
    some = {name: frame[frame["doc_id"] == doc_id] for name, frame in samples.tables.items()}
    islands = read_islands(make_viewer(Tables(**some), samples.out / "texts", title="一篇"))
    assert [doc["id"] for doc in islands["head"]["docs"]] == [doc_id]
    assert "evidence" not in islands


def test_a_viewer_without_articles_can_be_written(samples: BuildReport) -> None:
    none = Tables(**{name: frame.head(0) for name, frame in samples.tables.items()})
    islands = read_islands(make_viewer(none, samples.out / "texts", title="空"))
    assert islands["head"]["docs"] == islands["index"]["rows"] == []


def test_hostile_text_lies_in_the_page_as_data_only(hostile: Tables, tmp_path: Path) -> None:
    page = make_viewer(hostile, tmp_path / "texts", title="</title><script>alert(1)</script>{{SCRIPT}}\u2028")
    islands = read_islands(page)
    assert len(re.findall(r"<script\b", page)) == len(islands) + 1
    assert "alert(1)</script>" not in page
    assert islands["head"]["title"] == "</title><script>alert(1)</script>{{SCRIPT}}\u2028"
    assert html.unescape(re.search(r"<title>(.*?)</title>", page)[1]) == islands["head"]["title"]
    assert islands["index"]["texts"] == [viewer_corpus.HOSTILE]
    assert islands["head"]["docs"][0]["title"] == viewer_corpus.HOSTILE[:12]


@given(
    st.recursive(
        st.text() | st.integers() | st.none(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
    )
)
def test_escaped_json_is_the_same_data_and_cannot_end_an_element(data: object) -> None:
    text = escape_json(data)
    assert json.loads(text) == data
    assert not set(text) & set("<>&\u2028\u2029")


def test_coded_values_and_headings_are_chinese(page: str, samples: BuildReport) -> None:
    islands = read_islands(page)
    han = re.compile(r"[\u4e00-\u9fff]|^$|^[\d.+\-]+$|^N$|^X$")
    coded = {
        (number, kind["columns"].index(column.zh))
        for number, kind in enumerate(islands["head"]["kinds"])
        for column in TABLES[kind["table"]].columns
        if (column.allowed or column.kind == "flag") and column.zh in kind["columns"]
    }
    kinds = [row[1] for row in islands["index"]["rows"]]
    rows = [row for article in list_articles(islands) for row in article["rows"]]
    shown = {row[4][at] for kind, row in zip(kinds, rows, strict=True) for number, at in coded if number == kind}
    assert shown > {"是", "否", "校级", "有余"}
    assert not [value for value in shown if not han.search(value)]


def test_every_cleaning_rule_has_a_chinese_name() -> None:
    assert {rule.name for rule in CLEANING} <= set(RULES)


def test_how_a_row_was_found_is_told_in_words(tmp_path: Path) -> None:
    tables = dj.build(ROOT / "tests" / "gold" / "unseen" / "round6", tmp_path / "out").tables
    rows = [
        getattr(tables, name)["rule"].dropna() for name in TABLES if "rule" in TABLES[name].names and name != "edits"
    ]
    rules = {one for column in rows for rule in column for one in rule.split("+")}
    assert len(rules) > 20
    assert {rule for rule in rules if tell_found(rule) == FOUND_OTHERWISE} == set()


def test_a_corrected_row_tells_why(samples: BuildReport) -> None:
    row = samples.tables.honors.iloc[0]
    given = {"action": "change", "table": "honors", "document": row["doc_id"] + "0" * 48, "row_id": row["honor_id"]}
    correction = Correction(
        line=2,
        column="level",
        old="school",
        new="national",
        reason="名单在教育部网站",
        who="甲",
        when="2026-01-02",
        **given,
    )
    islands = read_islands(make_viewer(samples.tables, samples.out / "texts", title="证据", corrections=[correction]))
    told = [note for article in list_articles(islands) for notes in article["corrections"].values() for note in notes]
    assert told == [["修改", "级别", "校级", "国家级", "名单在教育部网站", "甲 2026-01-02"]]


def test_texts_of_another_build_are_refused(hostile: Tables, tmp_path: Path) -> None:
    doc_id = hostile.documents["doc_id"].iloc[0]
    (tmp_path / "texts" / f"{doc_id}.clean.txt").write_text("别的文字", encoding="utf-8")
    with pytest.raises(TableError, match=r"deadbeef\.txt: its texts and tables are not of one build; run"):
        make_viewer(hostile, tmp_path / "texts", title="证据")


def test_a_missing_text_and_a_closed_folder_are_named(hostile: Tables, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(DjAnalysisError, match=r"file.证据\.html: cannot be written .* choose another folder"):
        write_viewer(hostile, tmp_path / "texts", tmp_path / "file" / "证据.html", title="证据")
    with pytest.raises(TableError, match=r"nowhere.*raw\.txt: cannot be read .* run 'dj-analysis build' again"):
        make_viewer(hostile, tmp_path / "nowhere", title="证据")


def test_a_copy_of_the_corpus_has_ids_of_its_own(samples: BuildReport, tmp_path: Path) -> None:
    many = viewer_corpus.multiply(samples.tables, samples.out / "texts", tmp_path, 3)
    islands = read_islands(make_viewer(many, tmp_path, title="多篇"))
    ids = [row[2] for row in islands["index"]["rows"] if row[2]]
    assert len(islands["head"]["docs"]) == 15
    assert len(ids) == len(set(ids))


def test_a_briefing_may_be_empty(samples: BuildReport) -> None:
    briefing = viewer_corpus.make_briefing(samples.tables)
    lost = replace(briefing, sections=())
    assert (
        read_islands(make_viewer(samples.tables, samples.out / "texts", title="证据", briefing=lost))["evidence"][
            "sections"
        ]
        == []
    )
