"""Boxes moved apart until none covers another, each as little as can be."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

ROUNDS = 600
"""Forty labels of a figure are free after some 60 rounds; what is not free after these has no room."""
STEP = 0.55
"""Share of an overlap each of the two boxes moves by: half would leave them touching."""
DIGITS = 4


def push_apart(places: Floats, sizes: Floats, frame: tuple[float, float]) -> Floats:
    """Centres of boxes moved so that the boxes lie inside the frame and do not overlap.

    In: centres and sizes, a row (x, y) and (width, height) for every box; the frame's width and height. Out: the new
    centres; the same input gives the same output. Where there is no room for all, some boxes still overlap
    (``count_overlaps``).

    >>> push_apart(np.array([[1.0, 1.0], [1.0, 1.2]]), np.array([[1.0, 0.5], [1.0, 0.5]]), (4, 4)).round(2).tolist()
    [[1.0, 0.84], [1.0, 1.36]]
    """
    low, high = sizes / 2, np.maximum(np.array(frame) - sizes / 2, sizes / 2)
    found = np.clip(places.astype(float), low, high)
    for _ in range(ROUNDS):
        pushes = _compute_pushes(found, sizes)
        if not pushes.any():
            break
        found = np.clip(found + pushes, low, high)
    return np.asarray(found.round(DIGITS), dtype=np.float64)


def count_overlaps(places: Floats, sizes: Floats) -> int:
    """Pairs of boxes that cover each other."""
    return int(np.triu((_measure_overlaps(places, sizes) > 10.0**-DIGITS).all(axis=2), k=1).sum())


def spread_evenly(places: Floats) -> Floats:
    """Coordinates from 0 to 1, halfway between their values and their ranks: no crowd in the middle, no outliers.

    >>> spread_evenly(np.array([[0.0, 0.0], [1.0, 5.0], [10.0, 1.0]])).round(2).tolist()
    [[0.0, 0.0], [0.3, 1.0], [1.0, 0.35]]
    """
    if len(places) < 2:
        return np.full_like(places, 0.5)
    width = np.ptp(places, axis=0)
    scaled = (places - places.min(axis=0)) / np.where(width > 0, width, 1.0)
    ranks = np.argsort(np.argsort(places, axis=0, kind="stable"), axis=0, kind="stable") / (len(places) - 1)
    return np.asarray((scaled + ranks) / 2, dtype=np.float64)


def _measure_overlaps(places: Floats, sizes: Floats) -> Floats:
    """By how much every two boxes overlap in width and in height; negative where there is room between."""
    apart = np.abs(places[:, None, :] - places[None, :, :])
    needed = (sizes[:, None, :] + sizes[None, :, :]) / 2
    return np.asarray(needed - apart, dtype=np.float64)


def _compute_pushes(places: Floats, sizes: Floats) -> Floats:
    """How far every box moves: from each box it covers, along the side where the overlap is smaller."""
    overlaps = _measure_overlaps(places, sizes)
    covered = np.logical_and(overlaps[..., 0] > 0, overlaps[..., 1] > 0) & ~np.eye(len(places), dtype=bool)
    across = overlaps[..., 0] < overlaps[..., 1]
    by = np.where(np.stack([across, ~across], axis=2), overlaps, 0.0) * covered[..., None] * STEP
    order = np.sign(np.arange(len(places))[:, None] - np.arange(len(places))[None, :])
    side = np.sign(places[:, None, :] - places[None, :, :])
    side = np.where(side == 0, order[..., None], side)
    return np.asarray((by * side).sum(axis=1), dtype=np.float64)
