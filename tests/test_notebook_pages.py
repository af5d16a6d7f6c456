"""What notebooks show: tables to browse, findings with their rows; corpora that are small, or asked for wrongly."""

import re
from dataclasses import replace
from html.parser import HTMLParser

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import dj_analysis as dj
from articles import write
from dj_analysis import analysis, notebooks
from dj_analysis.analysis.wording import HEADINGS, to_chinese
from dj_analysis.notebooks.browsing import MAX_ROWS, PAGE, load_browsing, name_bundle
from dj_analysis.notebooks.findings import EVIDENCE
from dj_analysis.notebooks.limits import LIMITS, tell_limits

pytest.importorskip("itables")
LATIN_HEADINGS = {"G²", "NPMI", "PMI", "logDice", "TF-IDF"}


class Cells(HTMLParser):
    """The texts of a table's cells, as a browser reads them."""

    def __init__(self, html):
        super().__init__()
        self.texts, self.tags, self._in_cell = [], set(), False
        self.feed(html.split("<script")[0])

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        if tag == "td":
            self._in_cell = True
            self.texts.append("")

    def handle_endtag(self, tag):
        if tag == "td":
            self._in_cell = False

    def handle_data(self, data):
        if self._in_cell:
            self.texts[-1] += data


@given(st.lists(st.text(max_size=30), min_size=1, max_size=5))
def test_text_in_a_cell_is_text(texts):
    shown = notebooks.browse_table(pd.DataFrame({"text": texts}))
    read = Cells(shown.html)
    assert read.texts == [" ".join(text.split()) for text in texts]
    assert read.tags <= {"style", "table", "thead", "tbody", "tr", "th", "td"}


def test_a_tag_in_a_cell_shows_as_itself():
    html = notebooks.browse_table(pd.DataFrame({"text": ["<script>alert(1)</script>"]})).html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert "<script>alert" not in html


def test_the_same_table_gives_the_same_bytes_and_another_one_others():
    frame = pd.DataFrame({"term": ["党建", "服务"], "n": [3, 1]})
    one, same, other = (notebooks.browse_table(f).html for f in (frame, frame.copy(), frame.assign(n=[3, 2])))
    assert one == same
    assert re.search(r"dj-[0-9a-f]{12}", one)[0] != re.search(r"dj-[0-9a-f]{12}", other)[0]


def test_a_table_is_paged_only_when_it_is_long_and_says_what_it_leaves_out():
    frame = pd.DataFrame({"term": [f"词{i}" for i in range(MAX_ROWS + 5)]})
    assert '"paging": true' in notebooks.browse_table(frame).html
    assert '"paging": false' in notebooks.browse_table(frame.head(PAGE)).html
    shown = notebooks.browse_table(frame)
    assert f"共{MAX_ROWS + 5:,}行" in shown.html
    assert len(Cells(shown.html).texts) == MAX_ROWS
    assert "没有可列的行" in notebooks.browse_table(frame.head(0)).html


def test_numbers_are_read_as_they_are_meant():
    frame = pd.DataFrame({"value": [4.0, None], "share": [0.125, None], "rate": [0.5, 2.0], "n": [1, 2]})
    assert Cells(notebooks.browse_table(frame).html).texts == ["4", "12%", "0.50", "1", "—", "—", "2.00", "2"]


def test_tables_use_the_name_the_bundle_of_itables_goes_by(monkeypatch):
    shown = []
    monkeypatch.setattr("IPython.display.display", shown.append)
    load_browsing()
    bundle = "".join(item.data for item in shown)
    assert all(name in bundle for name in name_bundle())
    assert not re.search(r"""(?:src|href)\s*=\s*["']?https?:|from 'https?:""", bundle)


@pytest.fixture(scope="module")
def corpus(samples):
    return notebooks.open_corpus(samples.out)


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """One article that says next to nothing, and one that says something."""
    folders = []
    for name, text in (
        ("bare", "今天天气很好。\n"),
        ("one", "江北师范大学生物系党支部开展“红烛一号”行动,坚持“三个结合”。\n"),
    ):
        raw = tmp_path_factory.mktemp(name)
        write(raw / "raw" / "000.txt", text)
        dj.build(raw / "raw", raw / "processed")
        folders.append(raw / "processed")
    return folders


def conclude_all(corpus):
    return [
        notebooks.conclude_corpus(corpus),
        notebooks.conclude_keywords(corpus),
        notebooks.conclude_models(corpus),
        notebooks.conclude_schools(corpus),
        notebooks.conclude_schools(corpus, by="group"),
    ]


def test_every_finding_stands_on_rows_that_are_in_the_pages(corpus, samples):
    found = [item for findings in conclude_all(corpus) for item in findings.items]
    assert len(found) >= 12
    raw = {
        row["source_file"]: (samples.out / "texts" / f"{row['doc_id']}.raw.txt").read_text("utf-8")
        for row in corpus.tables.documents.to_dict("records")
    }
    cited = [item for item in found if len(item.evidence)]
    assert len(cited) >= 10
    for item in cited:
        assert set(item.evidence.columns) >= set(EVIDENCE) - {"sentence"}
        for row in item.evidence.to_dict("records"):
            assert 0 <= row["raw_start"] < len(raw[row["source_file"]])


def test_evidence_quotes_the_page_at_its_place(corpus, samples):
    lone = next(item for item in notebooks.conclude_keywords(corpus).items if "只属于一篇" in item.text)
    term = re.search("“(.+?)”", lone.text)[1]
    for row in lone.evidence.to_dict("records"):
        doc = corpus.tables.documents.set_index("source_file").loc[row["source_file"], "doc_id"]
        raw = (samples.out / "texts" / f"{doc}.raw.txt").read_text("utf-8")
        assert raw[row["raw_start"]] == term[0]
        assert f"【{term}】" in row["quote"]


def test_a_corpus_of_one_article_gives_findings_and_limits_and_no_exception(small):
    for folder in small:
        corpus = notebooks.open_corpus(folder)
        assert corpus.n_articles == 1
        clusters = notebooks.cluster_articles(corpus), notebooks.cluster_passages(corpus)
        for findings in (*conclude_all(corpus), notebooks.conclude_clusters(corpus, *clusters)):
            assert all(item.text.endswith(("。", "）")) for item in findings.items), findings
            assert findings._repr_html_().count("<table") <= len(findings.items)
        fits = tell_limits(corpus, *LIMITS)["fits"].tolist()
        assert fits.count("不够") == len(fits)


@pytest.mark.parametrize(
    ("asked", "told", "n_articles"),
    [
        pytest.param({"school": "长春科技学院"}, "", 1, id="one-school"),
        pytest.param({"school": ["长春科技学院", "重庆第二师范学院"]}, "", 2, id="two-schools"),
        pytest.param({"school": "长春科技大学"}, "长春科技学院", 5, id="a-misspelt-school"),
        pytest.param({"school": ["长春科技学院", "没有的学校"]}, "没有名为“没有的学校”", 1, id="one-of-two-is-there"),
        pytest.param({"group": "民办高校"}, "", 2, id="a-group"),
        pytest.param({"group": "没有的组"}, "没有名为“没有的组”的分组", 5, id="an-unknown-group"),
        pytest.param({"since": "1990", "until": "1991"}, "改用全部文章", 5, id="a-time-without-articles"),
        pytest.param({"since": "很久以前"}, "改用全部文章", 5, id="no-date"),
        pytest.param({"since": 2020}, "", 3, id="a-year-as-a-number"),
    ],
)
def test_what_is_asked_for_wrongly_is_told_and_stops_nothing(samples, asked, told, n_articles):
    corpus = notebooks.open_corpus(samples.out, **asked)
    assert corpus.n_articles == n_articles
    assert told in corpus._repr_markdown_()
    assert bool(corpus.notes) == bool(told)
    assert len(analysis.narrow_tables(corpus.whole, **corpus.choice).documents) == n_articles


def test_a_theme_without_initiatives_names_those_that_have_some(corpus):
    rows, said = notebooks.choose_theme(corpus, "宇宙航行")
    assert rows.empty
    assert "“宇宙航行”没有举措" in said
    assert "服务师生" in said
    rows, said = notebooks.choose_theme(corpus, "服务师生")
    assert len(rows) > 0
    assert notebooks.browse_table(rows.head(0), caption=said).html.count("没有可列的行") == 1


def test_a_model_that_is_not_there_is_told(corpus):
    chosen, said = notebooks.choose_models(corpus, ["1+2+2+6+N", "九霄云外"])
    assert chosen == ["1+2+2+6+N"]
    assert "“九霄云外”" in said
    assert notebooks.choose_models(corpus, "九霄云外")[0] is None
    assert notebooks.choose_models(corpus) == (None, "")


def test_no_tables_is_one_sentence_with_the_command(tmp_path):
    with pytest.raises(analysis.NoTablesError, match="dj-analysis build") as caught:
        notebooks.open_corpus(tmp_path)
    assert caught.value._render_traceback_() == [str(caught.value)]


def test_tables_are_found_by_variable_and_above(samples, tmp_path, monkeypatch):
    monkeypatch.setenv("DJ_TABLES", str(samples.out))
    assert notebooks.open_corpus().folder == samples.out.resolve()
    monkeypatch.delenv("DJ_TABLES")
    (tmp_path / "data").mkdir()
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "data" / "processed").symlink_to(samples.out)
    monkeypatch.chdir(tmp_path / "notebooks")
    assert notebooks.open_corpus().n_articles == 5


def test_every_column_of_every_analysis_has_a_chinese_heading(corpus):
    tables, documents = corpus.tables, corpus.tables.documents
    keyness = notebooks.score_schools(corpus)
    frames = [
        corpus.passages, corpus.sizes, corpus.terms, analysis.rank_terms(corpus.terms, corpus.sizes), keyness,
        analysis.weigh_odds(corpus.terms, corpus.sizes), analysis.find_contexts(corpus.passages, "党员"),
        analysis.measure_noise(documents, tables.passages, tables.edits), analysis.describe_groups(documents),
        analysis.compare_models(tables.models, tables.model_components, documents),
        analysis.list_parts(tables.models, tables.model_components, documents),
        analysis.match_models(tables.models, tables.model_components, documents),
        analysis.catalogue_models(tables.models, documents), analysis.compare_themes(tables.initiatives, documents),
        analysis.compare_practices(tables.initiatives, documents), analysis.compare_honors(tables.honors, documents),
        analysis.relate_numbers(tables.numbers, documents), analysis.measure_formulas(corpus.passages),
        analysis.find_formulas(corpus.passages), analysis.count_rows(tables.facts, tables.models, documents),
        analysis.date_findings(documents, tables.models, tables.honors, tables.dates),
        analysis.list_quantities(tables.numbers, documents), analysis.leave_one_out(corpus.terms, corpus.sizes),
        analysis.find_shared_passages(corpus.passages), analysis.bound_rates(corpus.terms, corpus.sizes),
    ]  # fmt: skip
    shown = {heading for frame in frames for heading in to_chinese(frame).columns}
    assert {name for name in shown if not re.search("[\u4e00-\u9fff]", name)} <= LATIN_HEADINGS


def test_headings_of_a_frame_are_told_apart(corpus):
    frame = analysis.match_models(corpus.tables.models, corpus.tables.model_components, corpus.tables.documents)
    assert len(set(to_chinese(frame).columns)) == len(frame.columns)
    assert HEADINGS["school"] != HEADINGS["other_school"]


def test_findings_of_a_corpus_without_a_school_name_do_not_claim_schools(small):
    bare = notebooks.open_corpus(small[0])
    told = [item.text for item in notebooks.conclude_corpus(bare).items]
    assert "这篇文章没有写明学校。" in told


def test_a_corpus_without_models_says_so(corpus):
    empty = replace(corpus, tables=replace(corpus.tables, models=corpus.tables.models.head(0)))
    assert "没有提出" in notebooks.conclude_models(empty).items[0].text


def test_where_nothing_is_clustered_the_longest_passages_are_read(corpus, small):
    one = notebooks.open_corpus(small[1])
    picked = notebooks.pick_passages(one, notebooks.cluster_passages(one), 1)
    assert picked["text"].str.len().tolist() == [one.passages["text"].str.len().max()]
    refused = analysis.Clustering(*[pd.DataFrame()] * 3, reason="太少")
    assert notebooks.pick_passages(corpus, refused, 2)["doc_id"].value_counts().tolist() == [2] * 5
