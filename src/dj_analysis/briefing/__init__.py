"""Briefing pack: slides, report, workbook, figures and evidence viewer, made from the tables of a build."""
