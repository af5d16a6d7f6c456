"""Saved pages to clean text: rules that return changes, regions that are labels, a map back to the page."""

from dj_analysis.cleaning.pipeline import clean_document
from dj_analysis.cleaning.rules import RULES, Rule, clean_text

__all__ = ["RULES", "Rule", "clean_document", "clean_text"]
