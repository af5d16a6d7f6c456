"""Every table and column, declared once: dtype, allowed values, key and meaning in English and Chinese.

Checks, dtypes, the codebook and the Chinese headers are all made from these declarations.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

DTYPES: Mapping[str, str] = {"text": "str", "integer": "Int64", "number": "Float64", "flag": "boolean"}
"""Kinds of column and the pandas dtype each is held in; all of them can be NA."""


@dataclass(frozen=True)
class Column:
    """One column. ``required`` columns are never NA; ``allowed`` lists the only values a text column may take."""

    name: str
    kind: str
    zh: str
    en: str
    allowed: tuple[str, ...] = ()
    required: bool = False
    unit: str | None = None

    @property
    def dtype(self) -> str:
        """The pandas dtype of the column."""
        return DTYPES[self.kind]


@dataclass(frozen=True)
class Table:
    """One table: its key and its columns in order."""

    name: str
    zh: str
    en: str
    key: tuple[str, ...]
    columns: tuple[Column, ...] = field(repr=False)

    @property
    def names(self) -> list[str]:
        """Column names in order."""
        return [c.name for c in self.columns]

    @property
    def dtypes(self) -> dict[str, str]:
        """Column name to pandas dtype."""
        return {c.name: c.dtype for c in self.columns}


def _text(name: str, zh: str, en: str, *allowed: str, required: bool = False) -> Column:
    return Column(name, "text", zh, en, allowed, required)


def _integer(name: str, zh: str, en: str, *, required: bool = False, unit: str | None = None) -> Column:
    return Column(name, "integer", zh, en, (), required, unit)


def _number(name: str, zh: str, en: str, *, required: bool = False, unit: str | None = None) -> Column:
    return Column(name, "number", zh, en, (), required, unit)


def _flag(name: str, zh: str, en: str) -> Column:
    return Column(name, "flag", zh, en, (), required=True)


REGIONS = ("title", "metadata", "heading", "body", "caption", "boilerplate", "duplicate")
THEMES = (
    "组织建设", "理论学习", "思想教育", "队伍与党员发展", "服务师生",
    "社会服务与帮扶", "教学科研融合", "制度与考核", "宣传与阵地", "其他",
)  # fmt: skip
LEVELS = ("national", "provincial", "municipal", "county", "school", "department", "association", "media", "unknown")
STATED, PLANNED = "stated", "planned"
NUMBER_STATUSES = (STATED, PLANNED)
BOUNDS = ("exact", "over", "under", "about", "at_least", "at_most", "several", "range")
VALUES_ZH: Mapping[str, Mapping[str, str]] = {
    "level": dict(zip(LEVELS, ("国家级", "省级", "市级", "县区级", "校级", "院系级", "协会", "媒体", "级别不明"), strict=True)),
    "status": {"awarded": "已获", "listed": "入选公示", "cultivating": "培育创建", "nominated": "提名"},
    "number_status": {"stated": "现状与成果", "planned": "计划"},
    "honor_kind": {"award": "奖励", "designation": "称号", "media": "媒体报道"},
    "type": {
        "activity": "活动", "project": "项目", "platform": "平台", "post": "岗位",
        "team": "队伍", "mechanism": "机制", "brand": "品牌", "mode": "模式",
    },
    "fact_kind": {"initiative": "举措", "number": "数字", "honor": "荣誉"},
    "form": {"plus": "加号式", "shorthand": "数字略语", "counted": "数目式"},
    "scope": {"own": "自有", "policy": "政策用语"},
    "expansion": {
        "before": "名前列出", "after": "名后列出", "enumerated": "分条列出",
        "split": "分散列出", "self": "名内自明", "none": "未列出",
    },
    "region": dict(zip(REGIONS, ("标题", "信息行", "小标题", "正文", "图注", "页面杂项", "重复"), strict=True)),
    "damage": {"brand": "植入串", "dropped": "缺字", "mask": "遮蔽", "lost_byte": "坏字节", "quote": "引号残缺"},
}  # fmt: skip
"""Chinese wording of coded values, for labels, charts, workbooks and the codebook."""
DOC_ID = _text("doc_id", "文档编号", "Document: first 16 hex digits of the sha256 of its bytes", required=True)
START = _integer("start", "起点", "First character in the clean text", required=True, unit="code points")
END = _integer("end", "终点", "Character after the last in the clean text", required=True, unit="code points")
RAW_START = _integer("raw_start", "原文起点", "First character in the raw text", required=True, unit="code points")
RAW_END = _integer("raw_end", "原文终点", "Character after the last in the raw text", required=True, unit="code points")
RULE = _text("rule", "规则", "Name of the rule", required=True)
FOUND_BY = _text("rule", "规则", "Rule that found the row; ends in +corrected where it was corrected, added where it was added by hand",
                 required=True)  # fmt: skip
QUOTE = _text("quote", "原句摘录", "The characters of the clean text between start and end", required=True)
PASSAGE_ID = _text("passage_id", "段落编号", "Passage the row starts in")


def _extracted(name: str, zh: str, en: str, row: str, row_zh: str, columns: tuple[Column, ...]) -> Table:
    row_id = _text(
        row, row_zh, f"Stable id of the row, made of document, raw place and content ({name})", required=True
    )
    common = (DOC_ID, row_id, START, END, QUOTE, RAW_START, RAW_END, FOUND_BY)
    return Table(name, zh, en, (row,), common + columns)


DOCUMENTS = Table(
    "documents", "文档", "One row per article; byte-equal files are one article", ("doc_id",),
    (
        DOC_ID,
        _text("source_file", "来源文件", "File below the raw folder; the first by name of byte-equal ones", required=True),
        _text("other_files", "相同文件", "Further files with the same bytes, separated by |"),
        _text("sha256", "校验和", "sha256 of the file's bytes", required=True),
        _text("encoding", "编码", "Encoding the file was read with", required=True),
        _text("title", "标题", "Headline of the article"),
        _text("school", "学校", "School as the text or metadata.csv names it; NA where masked or absent"),
        _text("school_basis", "学校依据", "How the school is known", "text", "metadata", "alias", "masked", "none"),
        _text("unit", "单位", "Branch, general branch or department the article is about"),
        _text("unit_level", "单位层级", "Level of that unit", "支部", "总支", "党委"),
        _text("group", "分组", "Grouping of the analyst, from metadata.csv"),
        _text("source", "来源", "Publisher the page names"),
        _text("author", "作者", "Author or reporter the page names"),
        _text("editor", "编辑", "Editor the page names"),
        _text("published_date", "发布日期", "Stated date of publication, ISO"),
        _text("url", "网址", "Address, from metadata.csv"),
        _integer("views", "浏览量", "Page views the page states"),
        _text("script", "字形", "Script of the saved page", "hans", "hant", required=True),
        _integer("n_chars_raw", "原文字符数", "Length of the raw text", required=True, unit="code points"),
        _integer("n_chars", "净文字符数", "Length of the clean text", required=True, unit="code points"),
        _number("noise_share", "噪声占比", "Share of raw characters removed, or outside title, heading, body and caption",
                required=True, unit="share 0-1"),
        _text("duplicate_of", "重复于", "doc_id of the article this one repeats"),
    ),
)  # fmt: skip

PASSAGES = Table(
    "passages", "段落", "The page in order, nothing left out: joined texts equal the clean text", ("passage_id",),
    (
        DOC_ID,
        _text("passage_id", "段落编号", "Document and position", required=True),
        START, END,
        _text("text", "文本", "The passage's clean text", required=True),
        RAW_START, RAW_END,
        _text("rule", "规则", "Name of the rule that labelled the passage", required=True),
        _integer("position", "次序", "Place in the page, from 0", required=True),
        _text("region", "区域", "What the passage is", *REGIONS, required=True),
        _text("locator", "定位", "Page, paragraph or cell in a source that has them"),
    ),
)  # fmt: skip

EDITS = Table(
    "edits", "清洗记录", "One row per change made by cleaning", ("doc_id", "raw_start"),
    (
        DOC_ID,
        _text("stage", "阶段", "Cleaning stage; joined by + where two stages touched one place", required=True),
        RULE, RAW_START, RAW_END,
        _text("before", "改前", "Raw characters", required=True),
        _text("after", "改后", "Clean characters; NA where they were removed"),
        _number("confidence", "把握", "How sure the rule is", required=True, unit="share 0-1"),
    ),
)  # fmt: skip

UNRESOLVED = Table(
    "unresolved", "无法复原处", "Places the page has damaged beyond repair", ("doc_id", "raw_start", "kind"),
    (
        DOC_ID,
        _text("kind", "类别", "What happened", "brand", "dropped", "mask", "lost_byte", "quote", required=True),
        START, END, RAW_START, RAW_END,
    ),
)  # fmt: skip

NUMBERS = _extracted(
    "numbers", "数字", "One row per stated amount", "number_id", "数字编号",
    (
        _number("value", "数值", "Stated anchor: 300多 is 300", required=True),
        _number("low", "下界", "Smallest value the wording allows; NA where it is open"),
        _number("high", "上界", "Largest value the wording allows; NA where it is open"),
        _text("bound", "界限", "What the wording says of the anchor", *BOUNDS, required=True),
        _text("unit", "单位", "Classifier or unit as written; NA where there is none"),
        _text("kind", "类别", "Kind of amount", "count", "percent", "duration", "money", "area", "other", required=True),
        _text("item", "计数对象", "Noun that is counted"),
        _text("subject", "主体", "Whom the amount is about"),
        _text("measure", "量的含义", "How the amount relates to its item, in the words of the text (减少, 发展, 人均, 同比增长); "
              "… marks the place of the item between two words; NA where the item is plainly counted"),
        _text("status", "状态", "Whether the amount is told as it is or as a plan, an aim or an expectation",
              *NUMBER_STATUSES, required=True),
        _text("part_of", "所属总数", "number_id of the total this amount belongs to"),
        PASSAGE_ID,
    ),
)  # fmt: skip

HONORS = _extracted(
    "honors", "荣誉", "One row per recognition and named recipient", "honor_id", "荣誉编号",
    (
        _text("title", "名称", "Title without the verb", required=True),
        _text("level", "级别", "Level of the recognition", *LEVELS, required=True),
        _text("level_basis", "级别依据", "Word or body the level is judged by"),
        _text("grantor", "授予单位", "Body that grants it, only where stated"),
        _text("recipient", "获得者", "Recipient as the text names it"),
        _text("recipient_kind", "获得者类别", "What the recipient is"),
        _text("kind", "类别", "Kind of recognition", "award", "designation", "media", required=True),
        _text("status", "状态", "How far it has come", "awarded", "listed", "cultivating", "nominated", required=True),
        _text("batch", "批次", "Batch, as written"),
        _text("times", "次数", "Repetition, as written (多次, 连续三年)"),
        _integer("year", "年份", "Year, only where stated"),
    ),
)  # fmt: skip

INITIATIVES = _extracted(
    "initiatives", "举措", "One row per named practice and article", "initiative_id", "举措编号",
    (
        _text("name", "名称", "Name as written, with its head", required=True),
        _text("type", "类型", "What it is", "activity", "project", "platform", "post", "team", "mechanism", "brand", "mode",
              required=True),
        _text("theme", "主题", "Themes by cue words, separated by ;"),
        _flag("quoted", "带引号", "Whether the name stands in quotes"),
        _text("actor", "实施主体", "Who does it, only where stated"),
        _text("since", "起始", "Since when, as written"),
        _integer("n_mentions", "提及次数", "Occurrences in the article", required=True),
    ),
)  # fmt: skip

MODELS = _extracted(
    "models", "工作模式", "One row per numeric-shorthand model and article", "model_id", "模式编号",
    (
        _text("name", "名称", "Name as written", required=True),
        _text("canonical", "规范名", "Bare name without quotes, spaces and head", required=True),
        _text("form", "形式", "Kind of shorthand", "plus", "shorthand", "counted", required=True),
        _integer("n_announced", "宣称数", "Parts the name announces; NA with N or X"),
        _integer("n_found", "列出数", "Parts the article lists", required=True),
        Column("complete", "flag", "列全", "Whether as many parts are listed as announced; NA where none are announced"),
        _text("expansion", "展开位置", "Where the parts are listed", "before", "after", "enumerated", "split", "self", "none",
              required=True),
        _text("scope", "归属", "Own model or national policy wording", "own", "policy", required=True),
        _integer("n_mentions", "提及次数", "Occurrences in the article", required=True),
    ),
)  # fmt: skip

MODEL_COMPONENTS = _extracted(
    "model_components", "模式构成", "One row per listed part of a model", "component_id", "构成编号",
    (
        _text("model_id", "模式编号", "Model the part belongs to", required=True),
        _integer("slot", "位次", "Place in the name: the i-th term", required=True),
        _text("symbol", "符号", "Symbol of that place as in the name", required=True),
        _integer("count", "数量", "Number the name announces there; NA for N"),
        _text("unit", "量词", "Classifier in the article"),
        _text("text", "内容", "Shortest wording that names the part", required=True),
        _text("verb", "动词", "Verb that goes with the part"),
    ),
)  # fmt: skip

MENTIONS = Table(
    "mentions", "提及", "Every occurrence of a row and of its recipient or grantor", ("row_id", "role", "start", "end"),
    (
        DOC_ID,
        _text("row_id", "行编号", "Row that is mentioned", required=True),
        _text("role", "角色", "What of the row is mentioned", "self", "recipient", "grantor", "subject", required=True),
        START, END, QUOTE, RAW_START, RAW_END,
    ),
)  # fmt: skip

DATES = _extracted(
    "dates", "日期", "One row per stated date or period", "date_id", "日期编号",
    (
        _text("granularity", "粒度", "How fine the date is", required=True),
        _text("iso_start", "开始", "First day, ISO; NA where masked or not resolvable"),
        _text("iso_end", "结束", "Last day, ISO; NA where masked or not resolvable"),
        _text("role", "角色", "What the date says", "published", "event", "since", "until", "period", required=True),
        _text("resolved_by", "推定依据", "How the date is known", "explicit", "article_date", "none", required=True),
        _flag("masked", "被遮蔽", "Whether a digit is masked"),
    ),
)  # fmt: skip

ORGANISATIONS = _extracted(
    "organisations", "机构", "One row per named body and article", "organisation_id", "机构编号",
    (
        _text("name", "名称", "Name as written", required=True),
        _text("canonical", "规范名", "Fullest form in the article", required=True),
        _text("kind", "类别", "What the body is", "school", "department", "branch", "granting_body", "media", required=True),
        _flag("masked", "被遮蔽", "Whether the name holds a mask"),
    ),
)  # fmt: skip

FACTS = _extracted(
    "facts", "事实总表", "Initiatives, numbers and honours in one long table; the id is that of the row it comes from",
    "fact_id", "事实编号",
    (
        _text("school", "学校", "School, or 未具名·unit or file", required=True),
        _text("unit_name", "单位", "Branch or department the article is about"),
        _text("kind", "类别", "Which table the row comes from", "initiative", "number", "honor", required=True),
        _text("label", "事实", "The fact in one Chinese line", required=True),
        _number("value", "数值", "Value of a number"),
        _text("value_unit", "数值单位", "Unit of that value"),
        _text("measure", "量的含义", "How a number relates to what it counts"),
        _text("status", "状态", "Status of a number or an honour", *NUMBER_STATUSES, *VALUES_ZH["status"]),
        _text("level", "级别", "Level of an honour", *LEVELS),
        _integer("year", "年份", "Year of an honour"),
    ),
)  # fmt: skip

TABLES: Mapping[str, Table] = {
    table.name: table
    for table in (
        DOCUMENTS, PASSAGES, EDITS, UNRESOLVED, NUMBERS, HONORS, INITIATIVES, MODELS, MODEL_COMPONENTS,
        MENTIONS, DATES, ORGANISATIONS, FACTS,
    )
}  # fmt: skip
