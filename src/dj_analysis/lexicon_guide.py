"""Write what data/README.md says of word lists: every list an analyst may add to, its columns and their values."""

from __future__ import annotations

import sys
from pathlib import Path

from dj_analysis.lexicon import Lexicon, is_coded, load_lexicon

BEGIN, END = "<!-- word lists: made by python -m dj_analysis.lexicon_guide -->", "<!-- end of word lists -->"
MOST_VALUES = 14
"""Values of a column that are listed; of more, the package's file is the place to look."""

USUAL = {
    "schools": "names of schools no rule recognises 学校名称",
    "school_aliases": "short names of schools, with the full one 学校简称",
    "stopwords": "words no frequency list shall count 停用词",
    "user_words": "words the segmenter keeps whole 分词词条",
    "boilerplate": "wording of pages that is no article 页面杂项",
    "brands": "betting brands and other strings spammers put in 垃圾词",
    "policy_slogans": "models of national policy, not of a school 政策提法",
    "themes": "words that tell the theme of an initiative 主题词",
    "initiative_heads": "last words of names of initiatives 举措中心词",
    "model_heads": "last words of names of work models 模式中心词",
    "honor_heads": "last words of honours 荣誉中心词",
    "counted_heads": "nouns that are counted 计数名词",
    "units": "units and measure words 单位与量词",
    "levels": "words that tell the level of an honour 级别词",
    "media": "newspapers, stations and sites 媒体",
    "metadata_labels": "labels of date, source and author on pages 页面元数据标签",
}
"""Lists of what differs from corpus to corpus, the likeliest first, and what each holds."""
RULES = {
    "agreeing_nouns": "nouns with the measure words that count them",
    "amount_links": "words between a noun and its amount",
    "amount_relations": "words that tell how an amount relates to its item",
    "approximators": "about, over, nearly",
    "bare_counted": "nouns counted without a measure word",
    "captions": "words that open or close captions",
    "clause_words": "verbs and particles that end a noun",
    "college_stems": "subjects colleges are named by",
    "compound_tails": "last characters of compounds",
    "dictionary_words": "common words, so that none is cut in two",
    "dropped_terms": "terms pages lose characters of",
    "honor_kinds": "award or designation, by its words",
    "honor_merits": "words of praise in honours",
    "honor_verbs": "verbs of granting and receiving",
    "honor_words": "other words in and about honours",
    "initiative_boundaries": "words no name of an initiative goes over",
    "initiative_modifiers": "modifiers that name nothing",
    "initiative_stops": "wording that is no initiative",
    "initiative_verbs": "verbs that bring in an initiative",
    "issuing_verbs": "verbs of printing and handing out",
    "learning_words": "words with 学 that are no colleges",
    "meta_names": "names of meta tags",
    "model_classifiers": "what a numeral in a model counts",
    "model_cues": "words before the parts of a model",
    "notice_cues": "words of notices of the site",
    "number_idioms": "idioms with numerals that are no amounts",
    "obscene": "words of obscene spam",
    "organisation_generic": "words that name no body",
    "organisation_heads": "last words of bodies",
    "organisation_stops": "words no name of a body goes over",
    "protected_words": "traditional forms that stay",
    "recipient_heads": "last words of who receives honours",
    "school_branches": "names of independent colleges",
    "school_kinds": "last words of schools",
    "school_places": "places schools are named by",
    "slip_words": "words that show a slip of encoding",
    "surnames": "surnames",
    "unit_generic": "words that name no unit",
    "unit_inner_words": "words inside names of units",
    "unit_parts": "parts of schools",
    "unit_stops": "words no name of a unit goes over",
    "unit_topics": "words before 党支部 where it is written about, one of many or praised",
}
"""Lists the rules are made of: to be touched where a rule goes wrong again and again."""


def write_guide(lexicon: Lexicon) -> str:
    """The lists as two Markdown tables.

    >>> "| `schools` |" in write_guide(load_lexicon())
    True
    """
    other = {**RULES, **dict.fromkeys(sorted(set(lexicon.lists) - USUAL.keys() - RULES.keys()), "see its file")}
    parts = (
        "What differs from corpus to corpus:",
        _write_table(lexicon, USUAL),
        "What the rules are made of, for mistakes that come again and again:",
        _write_table(lexicon, other),
    )
    return "\n\n".join(parts)


def _write_table(lexicon: Lexicon, lists: dict[str, str]) -> str:
    rows = [f"| `{name}` | {meaning} | {_describe_columns(lexicon, name)} |" for name, meaning in lists.items()]
    return "\n".join(["| list | what it holds | columns beside `term` and `source` |", "|---|---|---|", *rows])


def _describe_columns(lexicon: Lexicon, name: str) -> str:
    columns = [column for column in lexicon.rows(name)[0] if column not in ("term", "source")]
    return "; ".join(_describe_column(lexicon, name, column) for column in columns) or "—"


def _describe_column(lexicon: Lexicon, name: str, column: str) -> str:
    values = sorted({row[column] for row in lexicon.rows(name)} - {""})
    if not is_coded(name, column):
        return column
    return f"{column}: {', '.join(values)}" if len(values) <= MOST_VALUES else f"{column}: as in the package's list"


def fill_in(page: str, lexicon: Lexicon) -> str:
    """A page with the tables between its two marks."""
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n\n{write_guide(lexicon)}\n\n{END}{after}"


if __name__ == "__main__":
    for path in map(Path, sys.argv[1:]):
        path.write_text(fill_in(path.read_text("utf-8"), load_lexicon()), encoding="utf-8", newline="\n")
