"""Analyses of the tables: frames in, tidy frames out; no files, no plotting.

Every function is reached as ``dj_analysis.analysis.<name>``. scikit-learn is loaded by the functions that need it.
"""

from dj_analysis.analysis.association import measure_association
from dj_analysis.analysis.bases import find_members, relate_numbers
from dj_analysis.analysis.clusters import Clustering, cluster_units, compare_with_articles, pick_typical
from dj_analysis.analysis.comparison import compare_models, count_honors, count_rows, count_themes, lay_out_models
from dj_analysis.analysis.concordance import describe_contexts, find_contexts
from dj_analysis.analysis.cooccurrence import Network, find_collocates, link_terms
from dj_analysis.analysis.dating import date_findings
from dj_analysis.analysis.effects import measure_effects
from dj_analysis.analysis.errors import EmptyTermError, TooFewDocuments, UnfitTableError, UnknownGroupError
from dj_analysis.analysis.flips import find_flips
from dj_analysis.analysis.frequency import count_terms, measure_texts, rank_terms
from dj_analysis.analysis.groups import describe_groups, label_groups
from dj_analysis.analysis.keyness import count_initiatives, score_keyness, weigh_odds
from dj_analysis.analysis.matrices import compare_honors, compare_practices, compare_themes
from dj_analysis.analysis.noise import measure_noise
from dj_analysis.analysis.opening import NoTablesError, open_tables
from dj_analysis.analysis.parts import catalogue_models, list_parts, match_models
from dj_analysis.analysis.persons import find_person_spans
from dj_analysis.analysis.practices import count_practices, name_practice
from dj_analysis.analysis.quantities import list_quantities
from dj_analysis.analysis.rankings import rank_groups
from dj_analysis.analysis.resampling import bootstrap_interval, bound_rates, leave_one_out
from dj_analysis.analysis.reuse import find_formulas, find_shared_passages, measure_formulas
from dj_analysis.analysis.selection import (
    cite_rows,
    find_organisation_spans,
    label_documents,
    make_segmenter,
    select_passages,
)
from dj_analysis.analysis.sentences import cut_sentences, list_tokens
from dj_analysis.analysis.subsets import count_undated, narrow_tables
from dj_analysis.analysis.tfidf import TermMatrix, make_matrix, weigh_matrix, weigh_terms
from dj_analysis.analysis.wording import to_chinese

__all__ = [
    "Clustering",
    "EmptyTermError",
    "Network",
    "NoTablesError",
    "TermMatrix",
    "TooFewDocuments",
    "UnfitTableError",
    "UnknownGroupError",
    "bootstrap_interval",
    "bound_rates",
    "catalogue_models",
    "cite_rows",
    "cluster_units",
    "compare_honors",
    "compare_models",
    "compare_practices",
    "compare_themes",
    "compare_with_articles",
    "count_honors",
    "count_initiatives",
    "count_practices",
    "count_rows",
    "count_terms",
    "count_themes",
    "count_undated",
    "cut_sentences",
    "date_findings",
    "describe_contexts",
    "describe_groups",
    "find_collocates",
    "find_contexts",
    "find_flips",
    "find_formulas",
    "find_members",
    "find_organisation_spans",
    "find_person_spans",
    "find_shared_passages",
    "label_documents",
    "label_groups",
    "lay_out_models",
    "leave_one_out",
    "link_terms",
    "list_parts",
    "list_quantities",
    "list_tokens",
    "make_matrix",
    "make_segmenter",
    "match_models",
    "measure_association",
    "measure_effects",
    "measure_formulas",
    "measure_noise",
    "measure_texts",
    "name_practice",
    "narrow_tables",
    "open_tables",
    "pick_typical",
    "rank_groups",
    "rank_terms",
    "relate_numbers",
    "score_keyness",
    "select_passages",
    "to_chinese",
    "weigh_matrix",
    "weigh_odds",
    "weigh_terms",
]
