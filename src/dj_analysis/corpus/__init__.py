"""Saved files as Documents, and what the analyst knows about them."""

from dj_analysis.corpus.errors import CorpusError
from dj_analysis.corpus.files import find_files, find_unknown, make_document, read_document
from dj_analysis.corpus.metadata import load_metadata

__all__ = ["CorpusError", "find_files", "find_unknown", "load_metadata", "make_document", "read_document"]
