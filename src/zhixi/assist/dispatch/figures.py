"""Figures of ranked labels against the truth: the ones by which recommenders are compared."""

import numpy as np


def figures(order: np.ndarray, confidence: np.ndarray, truth: np.ndarray) -> dict[str, float]:
    """top1, top3, coverage_95 and ece, 0..1.

    order: (rows, labels) label numbers, likeliest first; truth: label numbers, -1 for one nobody could know.
    coverage_95: largest share of rows, by falling confidence, whose first is right 95 times in 100.
    ece: expected calibration error over ten equal bins.
    """
    hit = order[:, 0] == truth
    right = np.cumsum(hit[np.argsort(-confidence, kind="stable")]) / np.arange(1, len(hit) + 1)
    good = np.flatnonzero(right >= 0.95)
    bins = np.minimum(9, (confidence * 10).astype(int))
    gaps = np.bincount(bins, confidence, 10) - np.bincount(bins, hit, 10)
    return {
        "top1": round(float(hit.mean()), 4),
        "top3": round(float((order[:, :3] == truth[:, None]).any(axis=1).mean()), 4),
        "coverage_95": round(float((good[-1] + 1) / len(hit)) if len(good) else 0.0, 4),
        "ece": round(float(np.abs(gaps).sum() / len(hit)), 4),
    }
