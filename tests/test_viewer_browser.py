"""The evidence viewer in a real browser: search, filters, jumps, links, hostile text, 500 articles, keys and print."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import viewer_corpus
from dj_analysis.briefing.viewer import write_viewer
from dj_analysis.briefing.viewer_words import KINDS
from dj_analysis.build import BuildReport
from dj_analysis.inspection import read_text
from dj_analysis.schema import TABLES
from dj_analysis.tables import Tables

pytestmark = [pytest.mark.long, pytest.mark.xdist_group("browser")]
ARGUMENTS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update",
]  # fmt: skip
LAPTOP = {"width": 1366, "height": 768}
COPIES = 100
"""Times the five samples are taken for the test of size: 500 articles."""
SLOW = 3000
"""Milliseconds nothing may take on a loaded machine; measured on a quiet one it is a tenth of it."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        pytest.skip("no chromium on this machine")
    playwright = pytest.importorskip("playwright.sync_api").sync_playwright().start()
    launched = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
    yield launched
    launched.close()
    playwright.stop()


class Viewer:
    """A page of the viewer with what it complained of and what it asked the network for."""

    def __init__(self, browser: Any, path: Path, link: str = "", **context: Any) -> None:
        self.context = browser.new_context(viewport=LAPTOP, **context)
        self.page = self.context.new_page()
        self.complaints: list[str] = []
        self.asked: list[str] = []
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("dialog", lambda dialog: self.complaints.append(dialog.message))
        self.path = path
        self.open(link)

    def open(self, link: str = "") -> None:
        self.page.goto("about:blank")
        self.page.goto(self.path.as_uri() + link)
        if self.page.locator("noscript p").count() == 0:
            self.page.wait_for_selector("#tools", state="attached")

    def read(self, script: str, *given: Any) -> Any:
        return self.page.evaluate(script, *given)

    def wait(self, script: str) -> None:
        self.page.wait_for_function(script)

    def search(self, words: str) -> None:
        self.page.fill("#query", words)
        self.page.wait_for_function("words => document.activeElement.value === words", arg=words)
        self.page.wait_for_timeout(50)

    def go_to_row(self, row_id: str) -> None:
        self.read("id => { location.hash = id; }", row_id)
        self.page.locator(".panel", has_text=row_id).wait_for()

    def listed(self) -> list[str]:
        return self.page.locator("#list .item:not(.snippet) .name").all_inner_texts()


@pytest.fixture(scope="module")
def sample_page(samples: BuildReport, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("证据 页") / "证据.html"
    return write_viewer(samples.tables, samples.out / "texts", target, title="样本证据")


@pytest.fixture(scope="module")
def briefing_page(samples: BuildReport, tmp_path_factory: pytest.TempPathFactory) -> Path:
    briefing = viewer_corpus.make_briefing(samples.tables)
    target = tmp_path_factory.mktemp("briefing") / "证据.html"
    return write_viewer(samples.tables, samples.out / "texts", target, title="简报证据", briefing=briefing)


@pytest.fixture
def viewer(browser: Any, sample_page: Path) -> Iterator[Viewer]:
    opened = Viewer(browser, sample_page)
    yield opened
    opened.context.close()
    assert opened.complaints == []
    assert all(url.startswith(("file:", "about:", "data:")) for url in opened.asked)


CHOSEN = """() => [...document.querySelectorAll('.seg.chosen')]
  .map((one) => [Number(one.dataset.at), one.textContent])"""
FIRST_IN_VIEW = r"""() => {
  const edge = document.querySelector('#tools').getBoundingClientRect().bottom;
  const found = [...document.querySelectorAll('.seg')].find((one) => one.getBoundingClientRect().bottom > edge);
  return found.closest('.passage').textContent.replace(/\([a-z]+\)/g, '').slice(0, 4);
}"""
NAMELESS = """() => [...document.querySelectorAll('button, select, input, [role=listbox], dialog')]
  .filter((one) => !(one.getAttribute('aria-label') || one.textContent.trim() || one.title))
  .map((one) => one.outerHTML)"""
OVERHANG = """() => {
  const reader = document.querySelector('#reader'), page = document.documentElement;
  return [page.scrollWidth - innerWidth, page.scrollHeight - innerHeight, reader.scrollWidth - reader.clientWidth];
}"""


def list_rows(tables: Tables, doc_id: str) -> pd.DataFrame:
    """Rows of an article as the viewer numbers them is left to it; id, quote and raw place are what counts."""
    frames = []
    for kind in KINDS:
        table = TABLES[kind.table]
        if len(table.key) == 1:
            frame = getattr(tables, kind.table)
            frame = frame[frame["doc_id"] == doc_id].rename(columns={table.key[0]: "row_id"})
            frames.append(frame[["row_id", "quote", "start", "end", "raw_start", "raw_end"]])
    return pd.concat(frames, ignore_index=True)


TEXT_WITHOUT = """(name) => {
  const copy = document.querySelector('.body').cloneNode(true);
  copy.querySelectorAll('.gap, summary, ' + name).forEach((one) => one.remove());
  return copy.textContent;
}"""
IN_VIEW = """() => {
  const reader = document.querySelector('#reader').getBoundingClientRect();
  const seen = [...document.querySelectorAll('.seg.chosen, .gap.chosen')].map((one) => one.getBoundingClientRect());
  return seen.some((box) => box.top >= reader.top && box.bottom <= reader.bottom);
}"""


def test_opens_from_disk_without_network_or_complaint(viewer: Viewer) -> None:
    assert viewer.page.title().endswith("样本证据")
    assert len(viewer.listed()) == 5
    assert viewer.read("() => document.querySelectorAll('.paper').length") == 1


def test_every_row_can_be_linked_to_and_is_marked_at_its_quote(viewer: Viewer, samples: BuildReport) -> None:
    """The quote is put together again from the segments that carry the row; places are those of the tables."""
    for doc_id in samples.tables.documents["doc_id"]:
        viewer.read("id => { location.hash = id; }", doc_id)
        rows = list_rows(samples.tables, doc_id)
        for row in rows.sample(min(8, len(rows)), random_state=1).itertuples():
            viewer.go_to_row(row.row_id)
            chosen = viewer.read(CHOSEN)
            joined = "".join(text for at, text in chosen if row.start <= at < row.end)
            assert joined == row.quote
            assert viewer.read(IN_VIEW)


def test_raw_view_holds_the_saved_page_and_its_edits(viewer: Viewer, samples: BuildReport) -> None:
    for doc_id in samples.tables.documents["doc_id"]:
        viewer.open(f"#{doc_id}/raw")
        for fold in viewer.page.locator("button.fold").all():
            fold.click()
        raw, clean = (read_text(samples.out, doc_id, kind) for kind in ("raw", "clean"))
        assert viewer.read(TEXT_WITHOUT, "ins").replace("⏎\n", "\n") == raw
        assert viewer.read(TEXT_WITHOUT, "del").replace("⏎", "\n").replace("␣", " ") == clean
        edits = viewer.page.locator(".body del")
        assert (edits.count() > 0) == (raw != clean)
        assert all("：" in title for title in edits.evaluate_all("all => all.map((one) => one.title)"))


def test_clean_view_holds_the_clean_text(viewer: Viewer, samples: BuildReport) -> None:
    for doc_id in samples.tables.documents["doc_id"]:
        viewer.open(f"#{doc_id}")
        assert viewer.read(TEXT_WITHOUT, "del") == read_text(samples.out, doc_id, "clean")


def test_search_counts_every_hit_of_all_articles(viewer: Viewer, samples: BuildReport) -> None:
    texts = [read_text(samples.out, doc_id, "clean") for doc_id in samples.tables.documents["doc_id"]]
    for word in ("党员", "服务", "１２"):
        plain = word.replace("１２", "12")
        viewer.search(word)
        found = sum(text.count(plain) for text in texts)
        documents = sum(plain in text for text in texts)
        assert viewer.page.inner_text("#found") == f"{documents} 篇中 {found} 处"
    viewer.search('"没有这样的话"')
    assert "没有找到" in viewer.page.inner_text("#found")


def test_words_have_to_stand_in_one_article_and_enter_jumps_to_the_first(viewer: Viewer, samples: BuildReport) -> None:
    texts = [read_text(samples.out, doc_id, "clean") for doc_id in samples.tables.documents["doc_id"]]
    both = sum("学生" in text and "党总支" in text for text in texts)
    assert 0 < both < len(texts)
    viewer.search("学生 党总支")
    assert viewer.page.inner_text("#list-articles") == f"文章 {both}"
    viewer.page.press("#query", "Enter")
    viewer.wait("() => document.querySelector('.seg.flash, .flash')")
    assert viewer.page.locator(".body mark.hit").count() > 0
    assert viewer.read("() => document.activeElement.id") == "list"


def test_school_kind_and_theme_filter_articles_and_rows(viewer: Viewer, samples: BuildReport) -> None:
    tables = samples.tables
    school = tables.documents["school"].dropna().iloc[0]
    viewer.page.select_option("#school", school)
    assert viewer.page.inner_text("#list-articles") == f"文章 {(tables.documents['school'] == school).sum()}"
    viewer.page.click("#reset")
    viewer.page.click("#kinds-all")
    viewer.page.click("#legend .chip.k-1")
    assert viewer.page.inner_text("#list-articles") == f"文章 {tables.honors['doc_id'].nunique()}"
    assert viewer.page.inner_text("#list-rows") == f"条目 {len(tables.honors)}"
    viewer.page.click("#reset")
    theme = tables.initiatives["theme"].dropna().str.split(";").explode().mode()[0]
    viewer.page.select_option("#theme", theme)
    with_theme = tables.initiatives[tables.initiatives["theme"].str.contains(theme).fillna(False)]
    assert viewer.page.inner_text("#list-rows") == f"条目 {len(with_theme)}"
    assert viewer.page.inner_text("#list-articles") == f"文章 {with_theme['doc_id'].nunique()}"
    assert set(
        viewer.page.locator(".body .k").evaluate_all("all => all.map((one) => one.className.match(/k-\\d/)[0])")
    ) <= {"k-2"}


def test_a_jump_leads_back_to_where_one_was(viewer: Viewer) -> None:
    viewer.page.locator("#reader").evaluate("one => { one.scrollTop = 300; }")
    viewer.page.wait_for_timeout(100)
    viewer.page.locator("#side .row").last.click()
    viewer.wait("() => document.querySelector('.seg.chosen, .gap.chosen')")
    assert viewer.read(IN_VIEW)
    assert viewer.read("() => document.querySelector('#reader').scrollTop") > 400
    viewer.page.keyboard.press("Escape")
    viewer.wait("() => !document.querySelector('.back')")
    assert viewer.read("() => document.querySelector('#reader').scrollTop") == pytest.approx(300, abs=2)


def test_a_row_in_the_text_opens_its_panel_and_overlapping_rows_are_offered(browser: Any, tmp_path: Path) -> None:
    tables = viewer_corpus.make_hostile(tmp_path / "texts")
    viewer = Viewer(browser, write_viewer(tables, tmp_path / "texts", tmp_path / "证据.html", title="证据"))
    viewer.page.locator(".seg[data-rows*=' ']").last.click()
    labels = viewer.page.locator("#menu .label").all_inner_texts()
    assert labels == ["学生 120余人", "<b>称号</b>（校级）"]
    viewer.page.keyboard.press("ArrowDown")
    viewer.page.keyboard.press("Enter")
    viewer.wait("() => document.querySelector('.panel')")
    assert "3" * 16 in viewer.page.inner_text(".panel")
    assert viewer.page.locator("#menu").is_hidden()
    viewer.page.locator(".seg[data-rows]:not([data-rows*=' '])").first.click()
    assert "1" * 16 in viewer.page.inner_text(".panel")


def test_hostile_text_shows_as_itself_and_does_nothing(browser: Any, tmp_path: Path) -> None:
    tables = viewer_corpus.make_hostile(tmp_path / "texts")
    title = "</title><script>window.ran=9</script>\u202e倒"
    viewer = Viewer(browser, write_viewer(tables, tmp_path / "texts", tmp_path / "证据.html", title=title))
    shown = viewer_corpus.HOSTILE
    for character, name in (
        ("\u202e", "RLO"),
        ("\u202c", "PDF"),
        ("\u200b", "ZWSP"),
        ("\u2028", "LS"),
        ("\u2029", "PS"),
    ):
        shown = shown.replace(character, f"⟦{name}⟧")
    assert viewer.read(TEXT_WITHOUT, "x") == shown
    assert viewer.page.inner_text("#title") == "</title><script>window.ran=9</script>⟦RLO⟧倒"
    assert viewer.listed() == [viewer_corpus.HOSTILE[:12]]
    assert (
        viewer.page.locator(".paper script, .paper img, .paper style, .paper b, #side .label b, .meta i").count() == 0
    )
    for row_id, quote in (("1" * 16, "“护绿𠮷”行动"), ("2" * 16, "学生120余人"), ("3" * 16, "行动，服务🎓学生120余人")):
        viewer.go_to_row(row_id)
        assert "".join(viewer.page.locator(".seg.chosen").all_text_contents()) == quote
        assert viewer.page.inner_text(".panel blockquote") == quote
    viewer.search("]]>与</script>")
    assert viewer.page.inner_text("#found") == "1 篇中 1 处"
    assert viewer.page.locator(".snippet mark").inner_text() == "]]>与</script>"
    viewer.search("𠮷野")
    assert viewer.page.locator(".body mark").inner_text() == "𠮷野"
    assert viewer.read("() => window.ran") is None
    assert viewer.complaints == []


def test_clean_and_raw_keep_the_place(viewer: Viewer, samples: BuildReport) -> None:
    tables = samples.tables
    doc_id = tables.documents.sort_values("noise_share")["doc_id"].iloc[-1]
    row = tables.initiatives[tables.initiatives["doc_id"] == doc_id].iloc[-1]
    viewer.open(f"#{row['initiative_id']}")
    for view in ("raw", "clean"):
        viewer.page.keyboard.press("r")
        viewer.wait(f"() => document.querySelector('.paper.{view}')")
        assert viewer.read(IN_VIEW)
        assert viewer.read("() => location.hash").endswith("/raw") == (view == "raw")
    viewer.open(f"#{doc_id}")
    viewer.page.locator("#reader").evaluate("one => { one.scrollTop = one.scrollHeight * 0.4; }")
    before = viewer.read(FIRST_IN_VIEW)
    viewer.page.keyboard.press("r")
    viewer.page.wait_for_timeout(100)
    viewer.page.keyboard.press("r")
    viewer.page.wait_for_timeout(100)
    assert viewer.read(FIRST_IN_VIEW) == before


def test_keys_move_through_rows_articles_and_lists(viewer: Viewer) -> None:
    page = viewer.page
    first = page.locator("#side .row").first.inner_text()
    page.keyboard.press("j")
    viewer.wait("() => document.querySelector('.panel')")
    assert page.locator("#side .row[aria-expanded]").inner_text() == first
    page.keyboard.press("j")
    page.wait_for_timeout(100)
    page.keyboard.press("k")
    viewer.wait(f"() => document.querySelector('#side .row[aria-expanded]').innerText === {json.dumps(first)}")
    title = page.title()
    page.keyboard.press("n")
    viewer.wait(f"() => document.title !== {json.dumps(title)}")
    page.keyboard.press("/")
    assert viewer.read("() => document.activeElement.id") == "query"
    page.keyboard.type("j")
    assert page.input_value("#query") == "j"
    page.keyboard.press("Escape")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    viewer.wait("() => document.querySelector('#list .item[aria-selected=true]').dataset.at === '1'")
    page.keyboard.press("?")
    assert page.locator("#help").is_visible()
    page.keyboard.press("Escape")
    assert page.locator("#help").is_hidden()


def test_a_briefing_leads_from_a_figure_to_the_row_and_back(
    browser: Any, briefing_page: Path, samples: BuildReport
) -> None:
    viewer = Viewer(browser, briefing_page, "#论-001")
    honors = samples.tables.honors
    viewer.wait("() => document.querySelector('.claim.chosen')")
    assert viewer.page.inner_text(".claim.chosen").split("\n")[-1].startswith("共 5 篇文章")
    viewer.page.locator(".claim.chosen .figure").nth(1).click()
    viewer.wait("() => document.querySelector('.figure.chosen')")
    assert viewer.page.inner_text(".how").replace("\u3000", "") == f"{len(honors)}共 {len(honors)} 条，逐条如下。"
    viewer.page.locator(".trace-list .item.trace").first.click()
    viewer.wait("() => document.querySelector('.panel')")
    assert viewer.read(IN_VIEW)
    assert "论-001" in viewer.page.inner_text(".panel")
    viewer.page.click(".back")
    viewer.wait("() => document.querySelector('.claim.chosen .figure.chosen')")
    viewer.open("#论-003")
    viewer.page.locator(".trace-list .item.trace").first.click()
    viewer.wait("() => document.querySelector('.body mark.hit')")
    assert viewer.page.locator(".body mark.hit").all_inner_texts() == ["党员"]
    assert viewer.page.locator(".body mark.hit").is_visible()
    viewer.open("#图-01.2")
    viewer.wait("() => document.querySelector('.exhibit.chosen')")
    assert "算法 频次" in viewer.page.inner_text("#side")
    viewer.open("#论-002.3")
    viewer.wait("() => document.querySelector('.trace')")
    assert "gone（不在所选文章之内）" in viewer.page.inner_text(".trace")
    assert viewer.complaints == []


def test_the_focus_stays_where_one_works(viewer: Viewer) -> None:
    viewer.page.locator("#side .row").nth(2).focus()
    viewer.page.keyboard.press("Enter")
    viewer.wait("() => document.querySelector('.panel')")
    assert viewer.read("() => document.activeElement.getAttribute('aria-expanded')") == "true"
    viewer.page.keyboard.press("n")
    viewer.wait("() => !document.querySelector('.panel')")
    assert viewer.read("() => document.activeElement.id") == "reader"


def test_an_id_in_the_search_box_is_opened(viewer: Viewer, samples: BuildReport) -> None:
    row_id = samples.tables.models["model_id"].iloc[-1]
    viewer.page.fill("#query", row_id)
    viewer.page.press("#query", "Enter")
    viewer.page.locator(".panel", has_text=row_id).wait_for()


def test_a_link_to_nothing_says_so(viewer: Viewer) -> None:
    viewer.open("#0123456789abcdef")
    viewer.wait("() => document.querySelector('#live').textContent")
    assert "没有编号为 0123456789abcdef 的条目" in viewer.page.inner_text("#live")
    assert viewer.page.locator(".paper").count() == 1


def test_five_hundred_articles_stay_quick(browser: Any, samples: BuildReport, tmp_path: Path) -> None:
    tables = viewer_corpus.multiply(samples.tables, samples.out / "texts", tmp_path / "texts", COPIES)
    target = write_viewer(tables, tmp_path / "texts", tmp_path / "证据.html", title="五百篇")
    viewer = Viewer(browser, target)
    viewer.wait("() => document.querySelector('#list-rows').textContent.length > 6")
    started = viewer.read("() => performance.now()")
    assert started < 2 * SLOW
    assert viewer.page.inner_text("#list-articles") == "文章 500"
    texts = [read_text(samples.out, doc_id, "clean") for doc_id in samples.tables.documents["doc_id"]]
    took = viewer.read("""() => { const from = performance.now(), query = document.querySelector('#query');
      query.value = '党员'; query.dispatchEvent(new Event('input'));
      return new Promise((done) => requestAnimationFrame(() => done(performance.now() - from))); }""")
    assert took < SLOW
    hits = COPIES * sum(text.count("党员") for text in texts)
    assert viewer.page.inner_text("#found") == f"500 篇中 {hits} 处"
    assert viewer.page.locator("#list .item").count() < 60
    assert viewer.page.locator(".paper").count() == 1
    viewer.page.locator("#list").evaluate("one => { one.scrollTop = one.scrollHeight; }")
    viewer.wait("() => document.querySelector('#list .item:last-child').getAttribute('aria-posinset') > 1900")
    last = tables.honors["honor_id"].iloc[-1]
    viewer.go_to_row(last)
    assert viewer.complaints == []


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (1000, 700), (400, 760)])
def test_nothing_sticks_out_of_the_window(viewer: Viewer, width: int, height: int) -> None:
    viewer.page.set_viewport_size({"width": width, "height": height})
    viewer.page.keyboard.press("j")
    viewer.wait("() => document.querySelector('.panel')")
    assert max(viewer.read(OVERHANG)) <= 0
    if width < 1100:
        viewer.page.click("#drawer")
        assert viewer.page.locator("#list .item").first.is_visible()


def test_print_shows_the_article_and_its_rows_only(viewer: Viewer) -> None:
    viewer.page.emulate_media(media="print")
    assert viewer.page.locator(".body").is_visible()
    assert viewer.page.locator("#side .row").last.is_visible()
    for name in (".bar", ".filters", "#left", "#tools"):
        assert viewer.page.locator(name).is_hidden()
    height = viewer.read(
        "() => document.querySelector('#reader').scrollHeight - document.querySelector('#reader').clientHeight"
    )
    assert height <= 1


def test_focus_shows_and_everything_has_a_name(viewer: Viewer) -> None:
    for _ in range(4):
        viewer.page.keyboard.press("Tab")
    assert viewer.read("() => getComputedStyle(document.activeElement).outlineStyle") == "solid"
    assert viewer.read(NAMELESS) == []


def test_without_script_a_sentence_says_so(browser: Any, sample_page: Path) -> None:
    viewer = Viewer(browser, sample_page, java_script_enabled=False)
    assert "请在浏览器中允许本页运行脚本" in viewer.page.locator("noscript p").inner_text()
    assert viewer.page.locator("noscript p").bounding_box()["height"] > 20
    assert not viewer.page.locator(".bar").is_visible()
    viewer.context.close()


def test_a_browser_that_cannot_unpack_is_told_so(browser: Any, sample_page: Path) -> None:
    context = browser.new_context()
    context.add_init_script("delete window.DecompressionStream")
    page = context.new_page()
    page.goto(sample_page.as_uri())
    page.wait_for_timeout(4200)
    assert page.locator("text=这个浏览器太旧").is_visible()
    context.close()


def test_real_articles_come_back_character_for_character(browser: Any, real: BuildReport, tmp_path: Path) -> None:
    viewer = Viewer(browser, write_viewer(real.tables, real.out / "texts", tmp_path / "证据.html", title="证据"))
    for doc_id in real.tables.documents["doc_id"]:
        viewer.open(f"#{doc_id}/raw")
        for fold in viewer.page.locator("button.fold").all():
            fold.click()
        assert viewer.read(TEXT_WITHOUT, "ins").replace("⏎\n", "\n") == read_text(real.out, doc_id, "raw")
    assert viewer.complaints == []
