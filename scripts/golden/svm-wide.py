"""Optima of linear SVMs on few points in many dimensions, by scikit-learn's LinearSVC.

Makes test/fixtures/golden/svm-wide.json:
  python scripts/golden/svm-wide.py > test/fixtures/golden/svm-wide.json
"""

import json

import numpy as np
import sklearn
from sklearn.svm import LinearSVC

ROWS, DIMENSIONS, BITS, COST = 60, 600, 3, 100.0

points = np.random.RandomState(3).randn(ROWS, DIMENSIONS).astype(np.float32).astype(np.float64)
targets = np.where(np.random.RandomState(4).randn(ROWS, BITS) >= 0, 1, -1)


def objective(bit, tolerance):
    machine = LinearSVC(
        loss="hinge", C=COST, tol=tolerance, fit_intercept=False, max_iter=1_000_000, random_state=0
    )
    w = machine.fit(points, targets[:, bit]).coef_[0]
    losses = np.maximum(0, 1 - targets[:, bit] * (points @ w))
    return float(w @ w / 2 + COST * losses.sum())


print(
    json.dumps(
        {
            "about": "X = RandomState(3).randn(60, 600) as float32; target of bit j = sign of "
            "RandomState(4).randn(60, 3)[:, j] with sign(0) = +1; 0.5*||w||^2 + 100*sum(hinge), "
            "no intercept, by LinearSVC of scikit-learn " + sklearn.__version__,
            "cost": COST,
            "optima": [objective(bit, 1e-10) for bit in range(BITS)],
            "at_tolerance_1e-4": [objective(bit, 1e-4) for bit in range(BITS)],
        },
        indent=1,
    )
)
