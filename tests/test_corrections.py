"""A correction is made once, holds when rules change, and says when it no longer applies."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from dj_analysis.build import build
from dj_analysis.cells import shield_cell, unshield_cell
from dj_analysis.cleaning import clean_document, pipeline
from dj_analysis.cleaning.edits import apply_edits
from dj_analysis.corpus import find_files, read_document
from dj_analysis.corrections import (
    COLUMNS,
    CorrectionsError,
    Outcome,
    correct_rows,
    find_corrections,
    read_corrections,
)
from dj_analysis.corrections.file import format_corrections, parse_corrections
from dj_analysis.corrections.values import parse_values
from dj_analysis.errors import DjAnalysisError
from dj_analysis.extraction import extract
from dj_analysis.lexicon import Lexicon, load_lexicon
from dj_analysis.records import Article, Edit, Extraction, HonorRow, Mention, NumberRow
from dj_analysis.rows import make_article_rows
from dj_analysis.schema import TABLES
from dj_analysis.tables import Tables, format_csv, make_tables

ARTICLE = (
    "江北师范大学机关党支部工作总结\n"
    "江北师范大学机关党支部现有党员29人，其中教师党员4人。支部开展“红色故事”宣讲活动12场，服务学生120余人次。\n"
    "支部实行“1+2+N”工作模式，“1”是建好一个党员活动室，“2”是办好读书班和宣讲团，“N”是带动多个学生社团。\n"
    "2019年，支部被江北师范大学评为“先进基层党组织”。支部设立党员先锋岗，党员先锋岗由教师党员轮流值守。\n"
)
LEXICON = load_lexicon()
CASES = Path(__file__).parent / "cases" / "corrections"


Rules = Callable[[Article, Lexicon], Extraction]


@dataclass(frozen=True)
class Report:
    """What a build comes to, made without its files."""

    tables: Tables
    corrections: list[Outcome]
    texts: dict[tuple[str, str], str]


class Desk:
    """A folder with one article and its corrections."""

    def __init__(self, folder: Path) -> None:
        self.raw, self.out, self.file = folder / "raw", folder / "out", folder / "corrections.csv"
        self.rules: Rules = extract
        self.repeats: dict[str, str] = {}
        self.raw.mkdir()
        self.write(ARTICLE)

    def write(self, text: str, name: str = "a.txt") -> None:
        (self.raw / name).write_text(text, encoding="utf-8", newline="")

    @property
    def sha256(self) -> str:
        return hashlib.sha256((self.raw / "a.txt").read_bytes()).hexdigest()

    def build(self) -> Report:
        lexicon = LEXICON
        rows: dict[str, list[dict[str, Any]]] = {name: [] for name in TABLES}
        texts: dict[tuple[str, str], str] = {}
        for path in find_files(self.raw):
            article = clean_document(read_document(path, self.raw), lexicon)
            for name, table in make_article_rows(article, self.rules(article, lexicon)).items():
                rows[name] += table
            texts[article.document.doc_id, "clean"] = article.clean
            texts[article.document.doc_id, "raw"] = article.document.raw
        for document in rows["documents"]:
            document["duplicate_of"] = self.repeats.get(document["source_file"])
        file = find_corrections(self.raw, None)
        found, problems = read_corrections(file) if file else ([], [])
        corrected, outcomes = correct_rows(rows, lambda doc_id, kind: texts[doc_id, kind], found)
        return Report(make_tables(corrected), [*problems, *outcomes], texts)

    def correct(self, *lines: dict[str, Any], encoding: str = "utf-8") -> None:
        text = "\n".join([",".join(COLUMNS), *(",".join(_cell(line.get(c)) for c in COLUMNS) for line in lines)]) + "\n"
        self.file.write_text(text, encoding=encoding, newline="")

    def line(self, table: str, row: Any, action: str = "change", **values: Any) -> dict[str, Any]:
        return {
            "action": action, "table": table, "document": self.sha256, "source_file": "a.txt", "quote": row["quote"],
            "raw_start": row["raw_start"], "raw_end": row["raw_end"], **values,
        }  # fmt: skip


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    return '"' + text.replace('"', '""') + '"'


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def find(report: Any, table: str, **values: Any) -> Any:
    frame = getattr(report.tables, table)
    for name, value in values.items():
        frame = frame[frame[name] == value]
    assert len(frame) == 1, frame
    return frame.iloc[0]


def told(report: Any) -> list[tuple[int, str]]:
    return [(o.line, o.status) for o in report.corrections]


def change_number(desk: Desk, value: int = 29, **values: Any) -> dict[str, Any]:
    row = find(desk.build(), "numbers", value=value)
    return desk.line("numbers", row, column="item", old=row["item"], new="在册党员", who="甲", **values)


def test_a_change_is_made_on_every_build_and_facts_follow(desk: Desk) -> None:
    before = find(desk.build(), "numbers", value=29)
    desk.correct(change_number(desk))
    for _ in range(2):
        report = desk.build()
        row = find(report, "numbers", value=29)
        assert row["item"] == "在册党员"
        assert row["number_id"] == before["number_id"]
        assert row["rule"] == before["rule"] + "+corrected"
        assert find(report, "facts", fact_id=row["number_id"])["label"] == "在册党员 29人"
        assert told(report) == [(2, "applied")]


def test_a_change_holds_when_rules_change(desk: Desk) -> None:
    desk.correct(change_number(desk))

    def shifted(article: Any, lexicon: Any) -> Extraction:
        """Another rule set: every number begins two characters earlier, has another name and unit, and one is new."""
        found = extract(article, lexicon)
        numbers = tuple(
            replace(n, start=max(0, n.start - 2), rule="other", unit="位", subject="支部",
                    mentions=(Mention("self", max(0, n.start - 2), n.end),))
            for n in found.numbers
        )  # fmt: skip
        return replace(found, numbers=numbers)

    desk.rules = shifted
    report = desk.build()
    row = find(report, "numbers", value=29)
    assert (row["item"], row["unit"], row["rule"]) == ("在册党员", "位", "other+corrected")
    assert told(report) == [(2, "applied")]


def test_a_change_holds_when_a_cleaning_rule_moves_all_offsets(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    before = find(desk.build(), "numbers", value=29)
    desk.correct(change_number(desk), {**change_number(desk), "action": "drop", "raw_start": 0, "raw_end": 1})
    plain = pipeline.clean_text

    def shorter(raw: str, lexicon: Lexicon) -> Any:
        """The page without its first six characters."""
        clean, edits, lost = plain(raw, lexicon)
        return clean[6:], (Edit("other", "other", 0, 6, raw[:6], ""), *edits), lost

    monkeypatch.setattr(pipeline, "clean_text", shorter)
    report = desk.build()
    row = find(report, "numbers", value=29)
    assert (row["item"], row["start"]) == ("在册党员", before["start"] - 6)
    assert report.texts[row["doc_id"], "clean"][row["start"] : row["end"]] == row["quote"]
    assert told(report) == [(2, "applied"), (3, "right")]


def test_a_renamed_file_keeps_its_corrections(desk: Desk) -> None:
    desk.correct(change_number(desk))
    (desk.raw / "a.txt").rename(desk.raw / "另一个名字.txt")
    assert told(desk.build()) == [(2, "applied")]


def test_rows_of_one_place_are_told_apart_by_what_they_say(desk: Desk) -> None:
    at = ARTICLE.index("先进基层党组织")
    span = {"start": at, "end": at + 7, "rule": "list", "title": "先进基层党组织"}
    desk.rules = lambda _article, _lexicon: Extraction(
        honors=tuple(HonorRow(**span, recipient=name) for name in ("第一支部", "第二支部"))
    )
    row = find(desk.build(), "honors", recipient="第二支部")
    change = desk.line(
        "honors", row, column="level", old="unknown", new="校级", key="title=先进基层党组织; recipient=第二支部"
    )
    desk.correct(change)
    report = desk.build()
    assert find(report, "honors", recipient="第二支部")["level"] == "school"
    assert find(report, "honors", recipient="第一支部")["level"] == "unknown"
    desk.correct({**change, "key": ""})
    report = desk.build()
    assert told(report) == [(2, "stale")]
    assert "2 rows" in report.corrections[0].text
    desk.correct({**change, "key": "", "row_id": row["honor_id"]})
    assert told(desk.build()) == [(2, "applied")]


def test_one_honour_to_a_second_recipient_is_added_beside_the_first(desk: Desk) -> None:
    count = len(desk.build().tables.honors)
    values = "title=先进基层党组织; level=school; recipient=机关二支部; kind=award; status=awarded"
    desk.correct(add(desk, "honors", "先进基层党组织", values))
    report = desk.build()
    assert told(report) == [(2, "applied")]
    assert len(report.tables.honors) == count + 1


def test_an_added_row_can_be_dropped_and_changed_later(desk: Desk) -> None:
    desk.correct(add(desk, "initiatives", "宣讲团", "name=宣讲团; type=team"))
    row = find(desk.build(), "initiatives", name="宣讲团")
    one = add(desk, "initiatives", "宣讲团", "name=宣讲团; type=team")
    desk.correct(one, desk.line("initiatives", row, column="type", old="team", new="brand", who="甲"))
    report = desk.build()
    assert find(report, "initiatives", name="宣讲团")["type"] == "brand"
    desk.correct(one, desk.line("initiatives", row, "drop", who="甲"))
    assert "宣讲团" not in set(desk.build().tables.initiatives["name"])


def test_a_part_whose_total_is_dropped_stands_alone(desk: Desk) -> None:
    whole, part = ARTICLE.index("29人"), ARTICLE.index("4人")
    row = {"bound": "exact", "unit": "人", "kind": "count", "rule": "r"}
    total = NumberRow(start=whole, end=whole + 3, value=29, low=29, high=29, item="党员", **row)
    share = NumberRow(start=part, end=part + 2, value=4, low=4, high=4, item="教师", part_of=total.span, **row)
    desk.rules = lambda _article, _lexicon: Extraction(numbers=(total, share))
    whole_row = find(desk.build(), "numbers", value=29)
    assert find(desk.build(), "numbers", value=4)["part_of"] == whole_row["number_id"]
    desk.correct(desk.line("numbers", whole_row, "drop"))
    assert desk.build().tables.numbers["part_of"].isna().all()


def test_a_rule_that_now_says_so_itself_is_reported_as_right(desk: Desk) -> None:
    desk.correct(change_number(desk))

    def better(article: Any, lexicon: Any) -> Extraction:
        found = extract(article, lexicon)
        return replace(found, numbers=tuple(replace(n, item="在册党员") for n in found.numbers))

    desk.rules = better
    report = desk.build()
    assert told(report) == [(2, "right")]
    assert not find(report, "numbers", value=29)["rule"].endswith("+corrected")


def test_a_rule_that_says_something_third_makes_the_correction_stale(desk: Desk) -> None:
    desk.correct(change_number(desk))

    def third(article: Any, lexicon: Any) -> Extraction:
        found = extract(article, lexicon)
        return replace(found, numbers=tuple(replace(n, item="同志") for n in found.numbers))

    desk.rules = third
    report = desk.build()
    assert told(report) == [(2, "stale")]
    assert find(report, "numbers", value=29)["item"] == "同志"


def test_a_changed_source_makes_its_corrections_stale(desk: Desk) -> None:
    desk.correct(change_number(desk))
    desk.write(ARTICLE.replace("12场", "13场"))
    report = desk.build()
    assert told(report) == [(2, "stale")]
    assert "a.txt" in report.corrections[0].text
    assert "changed" in report.corrections[0].text
    assert find(report, "numbers", value=29)["item"] != "在册党员"


def test_two_people_who_differ_are_a_conflict_and_neither_is_applied(desk: Desk) -> None:
    one = change_number(desk)
    desk.correct(one, {**one, "new": "全体党员", "who": "乙"})
    report = desk.build()
    assert told(report) == [(2, "conflicting"), (3, "conflicting")]
    assert find(report, "numbers", value=29)["item"] == one["old"]
    assert "甲" in report.corrections[0].text
    assert "乙" in report.corrections[0].text


def test_two_people_who_agree_are_no_conflict(desk: Desk) -> None:
    one = change_number(desk)
    desk.correct(one, {**one, "who": "乙"})
    assert told(desk.build()) == [(2, "applied"), (3, "applied")]


def test_unnamed_people_are_not_taken_for_one(desk: Desk) -> None:
    one = change_number(desk)
    desk.correct({**one, "who": ""}, {**one, "who": "", "new": "全体党员"})
    assert told(desk.build()) == [(2, "conflicting"), (3, "conflicting")]


def test_the_later_word_of_one_person_holds(desk: Desk) -> None:
    one = change_number(desk)
    desk.correct(one, {**one, "old": "在册党员", "new": "全体党员"})
    report = desk.build()
    assert sorted(told(report)) == [(2, "superseded"), (3, "applied")]
    assert find(report, "numbers", value=29)["item"] == "全体党员"


def test_who_corrects_a_correction_in_its_knowledge_is_followed(desk: Desk) -> None:
    one = change_number(desk)
    desk.correct(one, {**one, "old": "在册党员", "new": "全体党员", "who": "乙"})
    assert find(desk.build(), "numbers", value=29)["item"] == "全体党员"


@pytest.mark.parametrize("order", [1, -1], ids=["drop-first", "drop-last"])
def test_one_drops_and_another_keeps_is_a_conflict(desk: Desk, order: int) -> None:
    one = change_number(desk)
    drop = {**one, "action": "drop", "column": "", "old": "", "new": "", "who": "乙"}
    desk.correct(*[one, drop][::order])
    report = desk.build()
    assert told(report) == [(2, "conflicting"), (3, "conflicting")]
    assert len(find(report, "numbers", value=29))


def test_accepting_and_changing_one_cell_is_a_conflict(desk: Desk) -> None:
    one = change_number(desk)
    accept = {**one, "action": "accept", "column": "", "old": f"value=29; item={one['old']}", "new": "", "who": "乙"}
    desk.correct(accept, one)
    assert told(desk.build()) == [(2, "conflicting"), (3, "conflicting")]
    desk.correct({**accept, "old": "value=29; item=在册党员"}, one)
    assert told(desk.build()) == [(2, "right"), (3, "applied")]


def test_an_accepted_row_that_changed_is_told(desk: Desk) -> None:
    row = find(desk.build(), "numbers", value=29)
    desk.correct(desk.line("numbers", row, "accept", old=f"value=29; unit=名; item={row['item']}"))
    assert told(desk.build()) == [(2, "stale")]


def test_a_dropped_row_takes_its_mentions_and_facts_along(desk: Desk) -> None:
    row = find(desk.build(), "numbers", value=29)
    desk.correct(desk.line("numbers", row, "drop"))
    report = desk.build()
    assert told(report) == [(2, "applied")]
    for table, column in (
        ("numbers", "number_id"),
        ("facts", "fact_id"),
        ("mentions", "row_id"),
        ("numbers", "part_of"),
    ):
        assert row["number_id"] not in set(getattr(report.tables, table)[column].dropna())
    desk.write(ARTICLE + "另有一行。\n", "b.txt")
    assert told(desk.build()) == [(2, "applied")]


def test_a_dropped_model_takes_its_parts_along(desk: Desk) -> None:
    report = desk.build()
    model = find(report, "models", canonical="1+2+N")
    assert model["model_id"] in set(report.tables.model_components["model_id"])
    desk.correct(desk.line("models", model, "drop"))
    report = desk.build()
    assert not len(report.tables.models)
    assert not len(report.tables.model_components)
    assert set(report.tables.mentions["row_id"]) <= ids(report)


def test_a_drop_of_what_no_rule_finds_is_right_and_a_change_of_it_stale(desk: Desk) -> None:
    one = change_number(desk)
    desk.correct({**one, "action": "drop"}, {**one, "table": "honors", "column": "year", "old": "", "new": "2019"})
    desk.rules = lambda _article, _lexicon: Extraction()
    assert told(desk.build()) == [(2, "right"), (3, "stale")]


def ids(report: Report) -> set[str]:
    return {
        i for name, f in report.tables.items() if name in TABLES and len(TABLES[name].key) == 1 for i in f.iloc[:, 1]
    }


def add(desk: Desk, table: str, quote: str, new: str, **values: Any) -> dict[str, Any]:
    return {"action": "add", "table": table, "document": desk.sha256, "quote": quote, "new": new, "who": "甲", **values}


def test_a_missed_row_is_added_by_quoting_it(desk: Desk) -> None:
    report = desk.build()
    assert "宣讲团" not in set(report.tables.initiatives["name"])
    desk.correct(add(desk, "initiatives", "宣讲团", "name=宣讲团; type=队伍; theme=理论学习;服务师生"))
    report = desk.build()
    assert told(report) == [(2, "applied")]
    row = find(report, "initiatives", name="宣讲团")
    assert (row["rule"], row["type"], row["theme"], row["quoted"]) == ("added", "team", "理论学习;服务师生", False)
    clean = report.texts[row["doc_id"], "clean"]
    assert clean[row["start"] : row["end"]] == row["quote"] == "宣讲团"
    assert find(report, "facts", fact_id=row["initiative_id"])["label"] == "宣讲团（队伍）"
    assert row["initiative_id"] in set(report.tables.mentions["row_id"])


def test_an_added_name_has_all_its_mentions(desk: Desk) -> None:
    desk.correct(add(desk, "organisations", "教师党员", "name=教师党员; canonical=教师党员; kind=branch"))
    report = desk.build()
    row = find(report, "organisations", name="教师党员")
    assert (report.tables.mentions["row_id"] == row["organisation_id"]).sum() == 2


def test_an_added_number_knows_its_bounds_and_passage(desk: Desk) -> None:
    desk.correct(add(desk, "numbers", "一个", "value=1; unit=个; item=党员活动室; bound=exact; kind=count"))
    report = desk.build()
    row = find(report, "numbers", rule="added")
    assert (row["low"], row["high"]) == (1, 1)
    assert row["passage_id"] in set(report.tables.passages["passage_id"])


@pytest.mark.parametrize(
    ("table", "quote", "new", "reason"),
    [
        ("numbers", "党员", "value=1; bound=exact; kind=count", "times"),
        ("numbers", "没有这句", "value=1; bound=exact; kind=count", "does not stand"),
        ("numbers", "一个", "value=1", "bound, kind"),
        ("model_components", "读书班", "model_id=2+3; slot=1; symbol=2; text=读书班", "no model"),
    ],
    ids=["ambiguous", "not-there", "column-missing", "unknown-model"],
)
def test_a_row_that_cannot_be_added_is_told_why(desk: Desk, table: str, quote: str, new: str, reason: str) -> None:
    desk.correct(add(desk, table, quote, new))
    report = desk.build()
    assert told(report) == [(2, "stale")]
    assert reason in report.corrections[0].text


def test_brackets_mark_the_row_among_the_words_around_it(desk: Desk) -> None:
    desk.correct(add(desk, "numbers", "是建好【一个】党员活动室", "value=1; unit=个; bound=exact; kind=count"))
    assert find(desk.build(), "numbers", rule="added")["quote"] == "一个"


def test_a_quote_of_the_raw_page_is_found_in_the_clean_text(desk: Desk) -> None:
    page = "<html><head><title>t</title></head><body>" + "".join(f"<p>{p}</p>" for p in ARTICLE.split("\n")) + "</body>"
    desk.write(page.replace("一个党员活动室", "一个<b>党员</b>活动室"))
    (desk.raw / "a.txt").rename(desk.raw / "a.html")
    sha256 = hashlib.sha256((desk.raw / "a.html").read_bytes()).hexdigest()
    line = {"action": "add", "table": "initiatives", "document": sha256, "quote": "<b>党员</b>活动室"}
    desk.correct({**line, "new": "name=党员活动室; type=platform"})
    report = desk.build()
    assert [o.status for o in report.corrections] in (["applied"], ["right"]), report.corrections
    row = find(report, "initiatives", name="党员活动室")
    raw = report.texts[row["doc_id"], "raw"]
    edits = [
        Edit(**{k: "" if k == "after" and not isinstance(v, str) else v for k, v in e.items() if k != "doc_id"})
        for e in report.tables.edits.to_dict("records")
        if row["raw_start"] <= e["raw_start"] and e["raw_end"] <= row["raw_end"]
    ]
    assert apply_edits(raw[row["raw_start"] : row["raw_end"]], edits, row["raw_start"]) == row["quote"]


def test_an_added_row_that_a_rule_finds_now_is_no_second_row(desk: Desk) -> None:
    row = find(desk.build(), "numbers", value=12)
    new = f"value=12; unit={row['unit']}; item={row['item']}; bound=exact; kind={row['kind']}"
    desk.correct(add(desk, "numbers", row["quote"], new))
    assert told(desk.build()) == [(2, "right")]
    desk.correct(add(desk, "numbers", row["quote"], new.replace(str(row["item"]), "主题宣讲")))
    report = desk.build()
    assert told(report) == [(2, "applied")]
    assert find(report, "numbers", value=12)["item"] == "主题宣讲"


def test_two_people_add_one_row_in_two_ways(desk: Desk) -> None:
    one = add(desk, "initiatives", "宣讲团", "name=宣讲团; type=team")
    desk.correct(one, {**one, "new": "name=宣讲团; type=brand", "who": "乙"})
    report = desk.build()
    assert told(report) == [(2, "conflicting"), (3, "conflicting")]
    assert "宣讲团" not in set(report.tables.initiatives["name"])


def test_parts_are_added_to_a_model_and_counted(desk: Desk) -> None:
    before = find(desk.build(), "models", canonical="1+2+N")
    desk.correct(
        add(desk, "model_components", "学生社团", "model_id=1+2+N; slot=3; symbol=N; text=学生社团"),
        add(desk, "models", "红色故事", "name=红色故事; canonical=红色故事; form=counted; expansion=none; scope=own"),
    )
    report = desk.build()
    assert find(report, "models", canonical="1+2+N")["n_found"] - before["n_found"] in (0, 1)
    assert find(report, "models", canonical="红色故事")["n_found"] == 0
    assert "学生社团" in set(report.tables.model_components["text"])


def test_a_new_value_moves_its_bounds(desk: Desk) -> None:
    rows = desk.build().tables.numbers.set_index("value")
    desk.correct(
        desk.line("numbers", rows.loc[29], column="value", old="29", new="30"),
        desk.line("numbers", rows.loc[120], column="value", old="120", new="130"),
    )
    numbers = desk.build().tables.numbers.set_index("value")
    assert tuple(numbers.loc[30, ["low", "high"]]) == (30, 30)
    assert numbers.loc[130, ["low", "high"]].isna().all()


def test_a_new_recipient_has_its_place(desk: Desk) -> None:
    row = find(desk.build(), "honors", title="先进基层党组织")
    desk.correct(desk.line("honors", row, column="recipient", old=row["recipient"], new="江北师范大学机关党支部"))
    report = desk.build()
    mentions = report.tables.mentions
    assert told(report) == [(2, "applied")]
    quotes = mentions[(mentions["row_id"] == row["honor_id"]) & (mentions["role"] == "recipient")]["quote"]
    assert list(quotes) == ["江北师范大学机关党支部"]


def test_corrections_of_a_repeat_are_told(desk: Desk) -> None:
    desk.correct(change_number(desk))
    desk.repeats = {"a.txt": "0123456789abcdef"}
    report = desk.build()
    assert told(report) == [(2, "stale")]
    assert "repeats 0123456789abcdef" in report.corrections[0].text


def test_a_real_build_applies_them_and_only_reads_the_file(desk: Desk) -> None:
    build(desk.raw, desk.out)
    desk.correct(change_number(desk))
    before = desk.file.read_bytes()
    report = build(desk.raw, desk.out)
    assert told(report) == [(2, "applied")]
    assert find(report, "numbers", value=29)["item"] == "在册党员"
    desk.file.unlink()
    assert "在册党员" not in set(build(desk.raw, desk.out).tables.numbers["item"])
    assert before


def test_a_real_build_with_another_word_list_and_another_source(desk: Desk) -> None:
    desk.correct(change_number(desk))
    lists = desk.raw.parent / "lexicons"
    lists.mkdir()
    (lists / "units.csv").write_text("term,kind,base,source,action\n场,count,场,own,remove\n", encoding="utf-8")
    report = build(desk.raw, desk.out)
    assert told(report) == [(2, "applied")]
    assert find(report, "numbers", value=29)["item"] == "在册党员"
    desk.write(ARTICLE.replace("12场", "13场"))
    assert told(build(desk.raw, desk.out)) == [(2, "stale")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_whatever_excel_saves_is_read(desk: Desk, encoding: str) -> None:
    desk.correct(change_number(desk), encoding=encoding)
    assert told(desk.build()) == [(2, "applied")]


def test_a_named_file_that_is_not_there_is_one_sentence(desk: Desk) -> None:
    with pytest.raises(CorrectionsError, match=r"nowhere\.csv.*--corrections"):
        build(desk.raw, desk.out, corrections=desk.raw / "nowhere.csv")


def test_a_bad_line_costs_only_itself(desk: Desk) -> None:
    one = change_number(desk)
    desk.correct({**one, "table": "numbersx"}, one, {**one, "document": "a.txt"})
    report = desk.build()
    assert sorted(told(report)) == [(2, "unreadable"), (3, "applied"), (4, "unreadable")]


@pytest.mark.parametrize(
    "case", json.loads((CASES / "reading.json").read_text("utf-8")), ids=lambda case: case["label"]
)
def test_lines_of_a_corrections_file(case: dict[str, Any]) -> None:
    found, problems = parse_corrections("\n".join(case["lines"]) + "\n")
    assert [c.line for c in found] == case["read"]
    assert [p.line for p in problems] == [line for line, _ in case["told"]]
    for problem, (line, word) in zip(problems, case["told"], strict=True):
        assert word in problem.text
        assert f"line {line}" in problem.text
    for name, value in case.get("first", {}).items():
        assert getattr(found[0], name) == value


@pytest.mark.parametrize("case", json.loads((CASES / "values.json").read_text("utf-8")), ids=lambda case: case["label"])
def test_values_in_a_cell(case: dict[str, Any]) -> None:
    if case.get("error"):
        with pytest.raises(DjAnalysisError, match=case["error"]):
            parse_values(case["table"], case["text"])
    else:
        assert parse_values(case["table"], case["text"]) == case["values"]


def test_corrections_written_are_read_back(desk: Desk) -> None:
    row = find(desk.build(), "numbers", value=29)
    desk.correct(
        desk.line("numbers", row, column="item", old="=1+1", new="'=x\n\"，;", reason="@理由", who="-甲"),
        desk.line("numbers", row, "accept", old="value=29; item=a; unit=人"),
        add(desk, "initiatives", "+引文", '{"name": "读书; name=角", "type": "post"}'),
    )
    found, problems = read_corrections(desk.file)
    assert not problems
    text = ",".join(COLUMNS) + "\n" + format_corrections(found)
    again, problems = parse_corrections(text)
    assert not problems
    assert [replace(c, line=0) for c in again] == [replace(c, line=0) for c in found]


@pytest.mark.parametrize(
    "text", ["=1+1", "+86", "-x", "@a", "\tx", "＝A1", "\rx", "'=1", "''+x", "普通", "'tis", "", "="]
)
def test_shielded_text_is_no_formula_and_comes_back(text: str) -> None:
    assert shield_cell(text)[:1] not in {*"=+-@\t\r＝＋－＠"}
    assert unshield_cell(shield_cell(text)) == text


def test_numbers_are_not_shielded_and_text_is(desk: Desk) -> None:
    frame = desk.build().tables.numbers.head(2).copy()
    frame["value"] = [-5.0, 1.5]
    frame["item"] = ["=cmd", "-党员"]
    text = format_csv(frame)
    assert ",-5," in text
    assert ",'=cmd," in text
    assert ",'-党员," in text


def test_formulas_on_a_page_are_text_in_every_csv_and_exact_in_parquet(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    page = "=1+1 党支部工作总结\n+某某学院党支部现有党员29人。\n@支部开展“=SUM(A1)”活动12场。\n-支部宣讲3场。"
    (tmp_path / "raw" / "a.txt").write_text(page, encoding="utf-8")
    report = build(tmp_path / "raw", tmp_path / "out")
    assert "".join(report.tables.passages["text"]) == page
    for path in (tmp_path / "out").glob("*.csv"):
        with path.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                for name, cell in row.items():
                    assert not cell.startswith(("=", "+", "-", "@", "\t")), (path.name, name, cell)
    with (tmp_path / "out" / "passages.csv").open(encoding="utf-8-sig", newline="") as file:
        assert "".join(unshield_cell(row["text"]) for row in csv.DictReader(file)) == page
