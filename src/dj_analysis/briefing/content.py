"""What a briefing says: from the tables to its sections, every claim and exhibit numbered."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd

from dj_analysis.analysis import narrow_tables
from dj_analysis.briefing.material import Material, gather_material
from dj_analysis.briefing.records import Briefing, Claim, Exhibit, Section
from dj_analysis.briefing.sections.clusters import write_clusters
from dj_analysis.briefing.sections.comparison import write_comparison
from dj_analysis.briefing.sections.honors import write_honors
from dj_analysis.briefing.sections.keywords import write_keywords
from dj_analysis.briefing.sections.limits import write_limits
from dj_analysis.briefing.sections.models import write_models
from dj_analysis.briefing.sections.overview import describe_corpus, write_overview
from dj_analysis.briefing.sections.schools import MOST_PAGES, write_schools
from dj_analysis.briefing.sections.themes import write_themes
from dj_analysis.briefing.words import count_words
from dj_analysis.tables import Tables

TITLE = "高校党支部工作简报"
COLUMNS = ["doc_id", "school", "title", "published_date", "source_file", "group", "source", "url"]
Day = date | str | None


def write_content(  # noqa: PLR0913 - each is an option of the command
    tables: Tables,
    *,
    title: str | None = None,
    schools: Collection[str] = (),
    groups: Collection[str] = (),
    since: Day = None,
    until: Day = None,
    own_lists: Path | None = None,
    most_pages: int = MOST_PAGES,
) -> Briefing:
    """The briefing on the articles that are chosen, as content.

    In: the tables of a build; ``title`` in place of the usual one; the choice as for ``narrow_tables``; ``own_lists``
    is the folder of the analyst's word lists; ``most_pages`` schools have a page of their own. Out: a Briefing whose
    figures ``checks.check_quantities`` can recompute from the same tables. Raises what ``narrow_tables`` raises.
    """
    chosen = narrow_tables(tables, schools=schools, groups=groups, since=since, until=until)
    undated = _find_undated(tables, schools, groups) if since or until else tables.documents.head(0)
    material = gather_material(chosen, undated=undated, own_lists=own_lists)
    asked = _tell_choice(schools, groups, since, until)
    corpus = describe_corpus(material)
    return Briefing(
        title=title or TITLE,
        subtitle="；".join(asked) or "全部文章",
        made_from=corpus + (f"。选取范围：{'；'.join(asked)}" if asked else ""),
        sections=number_sections(_write_sections(material, most_pages)),
        documents=material.documents[COLUMNS].reset_index(drop=True),
        asked=(*asked, *([title] if title else [])),
    )


def _write_sections(material: Material, most_pages: int) -> list[Section]:
    words = count_words(material)
    sections = [
        write_overview(material),
        write_keywords(material, words),
        write_themes(material),
        write_honors(material),
        write_models(material),
        write_comparison(material, words),
        write_clusters(material, words),
        *write_schools(material, most=most_pages),
    ]
    return [*sections, write_limits(material, sections)]


def number_sections(sections: Sequence[Section]) -> tuple[Section, ...]:
    """The sections with their claims and exhibits numbered through, in reading order."""
    n_claims, n_figures, n_tables = 0, 0, 0
    numbered = []
    for section in sections:
        claims: list[Claim] = []
        for claim in section.claims:
            n_claims += 1
            claims.append(replace(claim, claim_id=f"论-{n_claims:03}"))
        exhibits: list[Exhibit] = []
        for exhibit in section.exhibits:
            is_table = exhibit.form == "table"
            n_tables, n_figures = n_tables + is_table, n_figures + (not is_table)
            name = f"表-{n_tables:02}" if is_table else f"图-{n_figures:02}"
            exhibits.append(replace(exhibit, exhibit_id=name))
        numbered.append(replace(section, claims=tuple(claims), exhibits=tuple(exhibits)))
    return tuple(numbered)


def _find_undated(tables: Tables, schools: Collection[str], groups: Collection[str]) -> pd.DataFrame:
    documents = narrow_tables(tables, schools=schools, groups=groups).documents
    return documents[documents["published_date"].isna() & documents["duplicate_of"].isna()]


def _tell_choice(schools: Collection[str], groups: Collection[str], since: Day, until: Day) -> tuple[str, ...]:
    """The choice in words; none where everything was taken."""
    told = [f"学校：{'、'.join(schools)}"] if schools else []
    told += [f"分组：{'、'.join(groups)}"] if groups else []
    told += [f"日期：{since or '最早'}至{until or '最近'}"] if since or until else []
    return tuple(told)
