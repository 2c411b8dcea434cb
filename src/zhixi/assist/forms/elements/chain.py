"""A linear chain of labels (条件随机场): how likely a labelling is, what to learn from it, and the best one.

scores: (rows, places, labels) float32. lengths: (rows,), how many places of a row are real. moves: (labels + 1,
labels) float32, the score of a label behind another; the last line is the start.
"""

import numpy as np

_TINY = 1e-30


def gradients(scores, lengths, moves, truth):
    """Loss (rows,), and its slopes by scores and by moves. truth: (rows, places) label numbers, anything beyond."""
    rows, places, labels = scores.shape
    ahead, total = _forward(scores, lengths, moves)
    behind, pairs = _backward(scores, lengths, moves, ahead, total)
    real = np.arange(places) < lengths[:, None]
    slope = np.exp(ahead + behind - total[:, None, None]) * real[:, :, None]
    by_moves = np.concatenate([pairs * np.exp(moves[:labels]), slope[:, 0].sum(0)[None]])
    row, place = np.nonzero(real)
    held = truth[row, place]
    before = np.where(place > 0, truth[row, place - 1], labels)
    loss = total.copy()
    np.subtract.at(loss, row, scores[row, place, held] + moves[before, held])
    slope[row, place, held] -= 1
    np.subtract.at(by_moves, (before, held), 1)
    return loss, slope, by_moves


def _forward(scores, lengths, moves):
    ahead = np.empty_like(scores)
    ahead[:, 0] = scores[:, 0] + moves[-1]
    step = np.exp(moves[:-1])
    for place in range(1, scores.shape[1]):
        last = ahead[:, place - 1]
        top = last.max(1, keepdims=True)
        now = np.log(np.exp(last - top) @ step + _TINY) + top + scores[:, place]
        ahead[:, place] = np.where((place < lengths)[:, None], now, last)
    last = ahead[:, -1]
    top = last.max(1)
    return ahead, top + np.log(np.exp(last - top[:, None]).sum(1))


def _backward(scores, lengths, moves, ahead, total):
    behind, step = np.zeros_like(scores), np.exp(moves[:-1]).T
    pairs = np.zeros((scores.shape[2],) * 2, dtype=np.float32)
    for place in range(scores.shape[1] - 2, -1, -1):
        live = (place + 1 < lengths)[:, None]
        after = scores[:, place + 1] + behind[:, place + 1]
        top, high = after.max(1, keepdims=True), ahead[:, place].max(1, keepdims=True)
        after = np.exp(after - top)
        behind[:, place] = np.where(live, np.log(after @ step + _TINY) + top, 0)
        share = np.exp(np.minimum(high + top - total[:, None], 80)) * live
        pairs += (np.exp(ahead[:, place] - high) * share).T @ after
    return behind, pairs


def best(scores, lengths, moves) -> list[np.ndarray]:
    """The likeliest labels of each row (Viterbi), as arrays as long as the row."""
    rows, places, labels = scores.shape
    score, came = scores[:, 0] + moves[-1], np.zeros((rows, places, labels), dtype=np.int16)
    for place in range(1, places):
        ways = score[:, :, None] + moves[None, :-1]
        from_ = ways.argmax(1)
        now = np.take_along_axis(ways, from_[:, None], 1)[:, 0] + scores[:, place]
        live = (place < lengths)[:, None]
        came[:, place] = np.where(live, from_, np.arange(labels))
        score = np.where(live, now, score)
    path = np.empty((rows, places), dtype=np.int64)
    path[:, -1] = score.argmax(1)
    for place in range(places - 1, 0, -1):
        path[:, place - 1] = np.take_along_axis(came[:, place], path[:, place, None], 1)[:, 0]
    return [path[row, :length] for row, length in enumerate(lengths)]
