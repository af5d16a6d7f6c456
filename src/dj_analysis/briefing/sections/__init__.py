"""The sections of a briefing, a module each: material in, a Section out, its claims and exhibits not yet numbered."""
