"""Computes test/fixtures/golden/tutorial-fashion-mnist.json: the tutorial's job on the bundled images.

An independent computation with numpy and scikit-learn, in float64, that shares no code with
hashplane. From the root of the repository, with both packages installed:

    python scripts/golden/tutorial-fashion-mnist.py > test/fixtures/golden/tutorial-fashion-mnist.json

- Preprocessing: every row divided by its L2 norm, then the mean of all rows subtracted.
- Split: scikit-learn's train_test_split, random_state 42: 200 queries off all rows, then 1,200
  training rows off the others; the rest is the database.
- Hyperplanes: RandomState(0).randn(784, 16); a bit is 1 iff its projection is >= 0.
- GRH: SVC(kernel='linear', C=1), of which only coef_ is kept, on the bits after the graph step. A
  bit on which all training points agree gets the generator's next 784 deviates instead.
- Candidates: database rows within the Hamming radius, re-ranked by cosine; precision@10 divides by
  10 also where fewer are found, and its mean is given over queries with candidates and over all.
- Mean average precision: tie-aware (He et al., CVPR 2018), over the full Hamming ranking.
"""

import gzip
import json
import pathlib
import sys

import numpy as np
import sklearn
from sklearn.model_selection import train_test_split
from sklearn.svm import SVC

DATA = pathlib.Path(__file__).resolve().parents[2] / "data" / "fashion-mnist"
BITS, SEED, SPLIT_SEED, QUERIES, TRAIN, TOP, MAX_RADIUS = 16, 0, 42, 200, 1200, 10, 10


def read_idx(name, header):
    with gzip.open(DATA / name) as file:
        return np.frombuffer(file.read(), np.uint8, offset=header)


def bits_of(points, hyperplanes):
    return points @ hyperplanes >= 0


def class_means(signs, labels):
    """S L for the row-normalised adjacency matrix of class labels."""
    means = np.empty(signs.shape)
    for label in np.unique(labels):
        means[labels == label] = signs[labels == label].mean(axis=0)
    return means


def paper_rule(signs, initial, labels, alpha):
    return alpha * class_means(signs, labels) + (1 - alpha) * initial >= 0


def tutorial_rule(signs, initial, labels, alpha):
    refined = np.where(class_means(signs, labels) >= 0, 1, -1)
    return alpha * refined + (1 - alpha) * signs >= 0


def train_grh(points, labels, rule, alpha, iterations):
    """Returns the hyperplanes and how many bits of each iteration were constant."""
    random = np.random.RandomState(SEED)
    hyperplanes = random.randn(points.shape[1], BITS)
    initial = signs = np.where(bits_of(points, hyperplanes), 1, -1)
    constant = []
    for _ in range(iterations):
        targets = rule(signs, initial, labels, alpha)
        hyperplanes = np.empty_like(hyperplanes)
        same = [j for j in range(BITS) if targets[:, j].all() or not targets[:, j].any()]
        for j in set(range(BITS)) - set(same):
            hyperplanes[:, j] = SVC(kernel="linear", C=1).fit(points, targets[:, j]).coef_[0]
        for j in same:
            hyperplanes[:, j] = random.randn(points.shape[1])
        constant.append(len(same))
        signs = np.where(bits_of(points, hyperplanes), 1, -1)
    return hyperplanes, constant


def tie_aware_ap(distances, relevant):
    total_relevant = relevant.sum()
    before = hits_before = result = 0
    for d in range(BITS + 1):
        n, p = (distances == d).sum(), (relevant & (distances == d)).sum()
        if p > 0:
            t = np.arange(1, n + 1)
            spread = (t - 1) * ((p - 1) / (n - 1) if n > 1 else 0)
            result += p / n * ((hits_before + 1 + spread) / (before + t)).sum()
        before, hits_before = before + n, hits_before + p
    return result / total_relevant


def evaluate(points, labels, parts, hyperplanes):
    queries, database = parts["queries"], parts["database"]
    bits = bits_of(points, hyperplanes)
    sizes = np.unique(bits @ (1 << np.arange(BITS)), return_counts=True)[1]
    cosine = cosine_similarity(points, queries, database)
    hamming = (bits[queries][:, None, :] != bits[database][None, :, :]).sum(axis=2)
    relevant = labels[queries][:, None] == labels[database][None, :]
    by_radius = []
    for radius in range(MAX_RADIUS + 1):
        precisions, candidates = [], []
        for q in range(len(queries)):
            found = np.flatnonzero(hamming[q] <= radius)
            best = found[np.argsort(-cosine[q, found], kind="stable")[:TOP]]
            candidates.append(len(found))
            precisions.append(relevant[q, best].sum() / TOP)
        found_any = np.array(candidates) > 0
        by_radius.append({
            "radius": radius,
            "precisionAtK": float(np.array(precisions)[found_any].mean()),
            "precisionAtKEmptyAsZero": float(np.mean(precisions)),
            "emptyQueries": int((~found_any).sum()),
            "meanCandidates": float(np.mean(candidates)),
        })
    return {
        "meanAveragePrecision": float(np.mean([tie_aware_ap(*pair) for pair in zip(hamming, relevant)])),
        "buckets": {"count": len(sizes), "meanSize": len(points) / len(sizes), "largest": int(sizes.max())},
        "smallestAbsoluteProjection": float(np.abs(points @ hyperplanes).min()),
        "byRadius": by_radius,
    }


def cosine_similarity(points, queries, database):
    unit = points / np.linalg.norm(points, axis=1, keepdims=True)
    return unit[queries] @ unit[database].T


def exact_precision(points, labels, parts):
    queries, database = parts["queries"], parts["database"]
    best = np.argsort(-cosine_similarity(points, queries, database), axis=1, kind="stable")[:, :TOP]
    return float((labels[database][best] == labels[queries][:, None]).mean())


def main():
    points = read_idx("t10k-images-idx3-ubyte.gz", 16).reshape(-1, 784).astype(np.float64)
    labels = read_idx("t10k-labels-idx1-ubyte.gz", 8).astype(int)
    points /= np.linalg.norm(points, axis=1, keepdims=True)
    points -= points.mean(axis=0)
    rest, queries = train_test_split(np.arange(len(points)), test_size=QUERIES, random_state=SPLIT_SEED)
    database, train = train_test_split(rest, test_size=TRAIN, random_state=SPLIT_SEED)
    parts = {"queries": queries, "database": database, "train": train}

    methods = []
    lsh = np.random.RandomState(SEED).randn(points.shape[1], BITS)
    methods.append({"name": "LSH", "bits": BITS, **evaluate(points, labels, parts, lsh)})
    for name, rule, alpha, iterations in [
        ("GRH (tutorial)", tutorial_rule, 0.25, 2),
        ("GRH (paper)", paper_rule, 1, 1),
    ]:
        hyperplanes, constant = train_grh(points[train], labels[train], rule, alpha, iterations)
        result = evaluate(points, labels, parts, hyperplanes)
        methods.append({"name": name, "bits": BITS, "constantBits": constant, **result})

    json.dump(
        {
            "about": "Computed by scripts/golden/tutorial-fashion-mnist.py with "
            f"numpy {np.__version__} and scikit-learn {sklearn.__version__}, which says how; "
            "data/fashion-mnist, seed 0, split seed 42, precision@10",
            "split": {name: len(rows) for name, rows in parts.items()},
            "firstRows": {name: rows[:5].tolist() for name, rows in parts.items()},
            "methods": methods,
            "exact": {"precisionAtK": exact_precision(points, labels, parts)},
        },
        sys.stdout,
        indent=1,
    )
    print()


if __name__ == "__main__":
    main()
