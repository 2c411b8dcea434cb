"""Two linear learners over the same features: the finer for most cities, the faster for the largest."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import scipy.sparse as sp

_THREADS = 2
_MARGIN_UP_TO = 6_000_000  # rows × labels: beyond, a machine a label takes longer than anybody waits
_MARGIN = 7.0


def softmax(scores: np.ndarray) -> np.ndarray:
    scores = np.exp(scores - scores.max(axis=1, keepdims=True))
    return scores / scores.sum(axis=1, keepdims=True)


def by_margin_is_quick(rows: int, classes: int) -> bool:
    """Whether a machine a label is learnt in a time that anybody waits."""
    return rows * classes <= _MARGIN_UP_TO


def weights_for(
    rows: sp.csr_matrix, labels: np.ndarray, classes: int, sure: np.ndarray | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """Weights (features, classes) and biases. Scores of both learners are brought to about one measure.

    sure: (rows,) how sure each label is, 0..1; None: all alike. Brought to a mean of 1, so that rows which are all
    alike are learnt as ever.
    """
    sure = None if sure is None else sure / sure.mean()
    if by_margin_is_quick(rows.shape[0], classes):
        weights, biases = by_margin(rows, labels, classes, sure)
        return _MARGIN * weights, _MARGIN * biases
    return by_likelihood(rows, labels, classes, sure)


def by_margin(
    rows: sp.csr_matrix, labels: np.ndarray, classes: int, sure: np.ndarray | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """One linear support vector machine a label against the rest: weights (features, classes) and biases.

    Ranks best, above all the rare labels; its scores are no probabilities.
    """
    from sklearn.svm import LinearSVC

    weights = np.zeros((rows.shape[1], classes), dtype=np.float32)
    biases = np.full(classes, -1.0, dtype=np.float32)

    def learn(label: int) -> None:
        machine = LinearSVC(C=0.5, tol=1e-3, random_state=0)
        machine.fit(rows, labels == label, sample_weight=sure)
        weights[:, label], biases[label] = machine.coef_[0], machine.intercept_[0]

    with ThreadPoolExecutor(_THREADS) as threads:
        list(threads.map(learn, [c for c in range(classes) if 0 < (labels == c).sum() < len(labels)]))
    return weights, biases


def by_likelihood(
    rows: sp.csr_matrix,
    labels: np.ndarray,
    classes: int,
    sure: np.ndarray | None = None,
    *,
    rate: float = 0.1,
) -> tuple[np.ndarray, np.ndarray]:
    """Multinomial logistic regression by AdaGrad over small batches: its scores are log-odds.

    Touches only the columns of a batch, so 160,000 rows and 300 labels need one matrix in memory.
    """
    generator = np.random.default_rng(0)
    # Many rows teach as much in few passes, and larger batches touch each column less often.
    passes, size = (8, 128) if rows.shape[0] < 50_000 else (3, 256)
    weights = np.zeros((rows.shape[1], classes), dtype=np.float32)
    moved = np.full(rows.shape[1], 1e-6, dtype=np.float32)
    biases = np.log((np.bincount(labels, minlength=classes) + 0.5) / len(labels)).astype(np.float32)
    for _ in range(passes):
        order = generator.permutation(rows.shape[0])
        for start in range(0, len(order), size):
            chosen = order[start : start + size]
            batch = rows[chosen]
            columns, place = np.unique(batch.indices, return_inverse=True)
            batch = sp.csr_matrix((batch.data, place, batch.indptr), shape=(len(chosen), len(columns)))
            wrong = softmax(batch @ weights[columns] + biases)
            wrong[np.arange(len(chosen)), labels[chosen]] -= 1
            if sure is not None:
                wrong *= sure[chosen, None]
            step = (batch.T @ wrong) / len(chosen)
            moved[columns] += (step**2).mean(axis=1)
            weights[columns] -= rate * step / np.sqrt(moved[columns])[:, None]
    return weights, biases
