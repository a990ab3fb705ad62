"""Computes test/fixtures/golden/walkthrough.json: the numbers of the tutorial's story, step by step.

An independent computation with numpy and scikit-learn, in float64, that shares no code with
hashplane: the story of the bundled images, and the toy example of six images in the plane for many
alphas and both update rules. From the root of the repository, with both packages installed:

    python scripts/golden/walkthrough.py > test/fixtures/golden/walkthrough.json

- Points, split and hyperplanes as in tutorial-fashion-mnist.py.
- Graph step: D^-1 S L with the dense adjacency matrix of class labels, alpha 1.
- Toy: hyperplanes RandomState(0).randn(2, 3); the paper's rule is
  sign(alpha D^-1 S L + (1 - alpha) L0), the tutorial's sign(alpha sign(D^-1 S L) + (1 - alpha) L);
  the hyperplane of the first bit after alpha 1 is that of the SVM without an intercept,
  min |w|^2 / 2 + sum of hinge losses, whose dual is solved here to the last digits.
"""

import gzip
import json
import pathlib
from fractions import Fraction

import numpy as np
import sklearn
from sklearn.model_selection import train_test_split

DATA = pathlib.Path(__file__).resolve().parents[2] / "data" / "fashion-mnist"
BITS, SEED, SPLIT_SEED, QUERIES, TRAIN, TOP = 16, 0, 42, 200, 1200, 10
CARS = [(-0.2, 1.3), (-0.9, 1.4), (-1.3, 0.75)]
TIGERS = [(0.1, -1.2), (1.3, -0.6), (0.7, -1.3)]
ALPHAS = [0, 0.1, 0.25, 0.4, 0.49, 0.5, 0.51, 0.6, 0.74, 0.75, 0.76, 0.8, 0.9, 1]


def read_idx(name, header):
    with gzip.open(DATA / name) as file:
        return np.frombuffer(file.read(), np.uint8, offset=header)


def norms_of(matrix):
    norms = np.linalg.norm(matrix, axis=1)
    return {"least": norms.min(), "mean": norms.mean(), "most": norms.max()}


def story():
    labels = read_idx("t10k-labels-idx1-ubyte.gz", 8).astype(int)
    pixels = read_idx("t10k-images-idx3-ubyte.gz", 16).reshape(len(labels), -1).astype(float)
    unit = pixels / np.linalg.norm(pixels, axis=1, keepdims=True)
    points = unit - unit.mean(axis=0)
    hyperplanes = np.random.RandomState(SEED).randn(points.shape[1], BITS)
    projections = points @ hyperplanes
    codes = projections >= 0
    indices = codes @ (1 << np.arange(BITS - 1, -1, -1))
    rest, queries = train_test_split(np.arange(len(points)), test_size=QUERIES, random_state=SPLIT_SEED)
    database, train = train_test_split(rest, test_size=TRAIN, random_state=SPLIT_SEED)
    signs = np.where(codes[train], 1, -1)
    adjacency = np.equal.outer(labels[train], labels[train]).astype(int)
    sums = adjacency @ signs  # whole numbers: ties are exact
    smoothed = np.where(sums >= 0, 1, -1)
    sizes = np.unique(indices, return_counts=True)[1]
    fullest = np.bincount(indices).argmax()
    return {
        "norms": [norms_of(matrix) for matrix in (pixels, unit, points)],
        "hyperplanes": hyperplanes[:6].T.tolist(),
        "projections": projections[0].tolist(),
        "bits": codes[0].astype(int).tolist(),
        "bucket": int(indices[0]),
        "table": {
            "buckets": len(sizes),
            "largest": int(sizes.max()),
            "withTwoOrMore": int((sizes > 1).sum()),
            "fullest": int(fullest),
            "classesOfFullest": np.bincount(labels[indices == fullest], minlength=10).tolist(),
        },
        "split": {
            name: {"size": len(rows), "first": rows[:5].tolist()}
            for name, rows in [("queries", queries), ("database", database), ("train", train)]
        },
        "neighbours": [neighbours(points, codes, database, queries[0], r) for r in range(4)],
        "graph": {
            "ones": int(adjacency.sum()),
            "flippedByBit": (smoothed != signs).sum(axis=0).tolist(),
            "codesBefore": len(np.unique(signs, axis=0)),
            "codesAfter": len(np.unique(smoothed, axis=0)),
        },
        "smallestAbsoluteProjection": float(np.abs(projections).min()),
    }


def neighbours(points, codes, database, query, radius):
    hamming = (codes[database] != codes[query]).sum(axis=1)
    rows = database[hamming <= radius]
    norms = np.linalg.norm(points[rows], axis=1) * np.linalg.norm(points[query])
    distances = 1 - points[rows] @ points[query] / norms
    order = np.argsort(distances, kind="stable")[:TOP]
    return {
        "candidates": len(rows),
        "buckets": len(np.unique(codes[rows], axis=0)),
        "rows": rows[order].tolist(),
        "distances": distances[order].tolist(),
    }


def toy():
    points = np.array(CARS + TIGERS)
    kinds = np.array([0, 0, 0, 1, 1, 1])
    adjacency = np.equal.outer(kinds, kinds).astype(int)
    normals = np.random.RandomState(0).randn(2, 3)
    initial = np.where(points @ normals >= 0, 1, -1)
    sums = adjacency @ initial
    degrees = adjacency.sum(axis=1, keepdims=True)
    return {
        "hyperplanes": normals.T.tolist(),
        "initial": (initial > 0).astype(int).tolist(),
        "buckets": ((initial > 0) @ [4, 2, 1]).tolist(),
        "degrees": degrees.ravel().tolist(),
        "means": (sums / degrees).tolist(),
        "smoothed": [
            {"alpha": alpha, "rule": rule, "bits": smooth(rule, alpha, initial, sums, degrees)}
            for rule in ("paper", "tutorial")
            for alpha in ALPHAS
        ],
        "learned": svm(points, np.where(sums[:, 0] >= 0, 1, -1)).tolist(),
    }


def smooth(rule, alpha, signs, sums, degrees):
    """In fractions: whether a blend is 0 must not depend on rounding."""
    share = Fraction(str(alpha))
    bits = []
    for row, degree in enumerate(degrees.ravel()):
        bits.append([])
        for sign, total in zip(signs[row], sums[row]):
            mean = Fraction(int(total), int(degree))
            opinion = mean if rule == "paper" else (1 if mean >= 0 else -1)
            bits[-1].append(int(share * opinion + (1 - share) * int(sign) >= 0))
    return bits


def svm(points, targets, cost=1.0):
    """The hinge-loss SVM through the origin, by coordinate ascent on its dual."""
    signed = points * targets[:, None]
    dual = np.zeros(len(points))
    for _ in range(100000):
        before = dual.copy()
        for i, row in enumerate(signed):
            gradient = 1 - row @ (dual @ signed)
            dual[i] = np.clip(dual[i] + gradient / (row @ row), 0, cost)
        if np.abs(dual - before).max() < 1e-14:
            break
    return dual @ signed


if __name__ == "__main__":
    versions = {"numpy": np.__version__, "sklearn": sklearn.__version__}
    print(json.dumps({"versions": versions, "story": story(), "toy": toy()}, indent=1))
