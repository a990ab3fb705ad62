# Makes test/fixtures/golden/canonical-correlations.json: correlations and projections by scikit-learn's CCA.
#   pip install numpy scikit-learn
#   python3 scripts/golden/canonical-correlations.py
import json
from pathlib import Path

import numpy as np
from sklearn.cross_decomposition import CCA

ROWS, FIRST, SECOND, COMPONENTS = 60, 4, 7, 3

random = np.random.RandomState(5)
shared = random.randn(ROWS, 2)
first = shared @ random.randn(2, FIRST) + random.randn(ROWS, FIRST)
second = shared @ random.randn(2, SECOND) + random.randn(ROWS, SECOND) * 1.5
first = first.astype(np.float32).round(3)
second = second.astype(np.float32).round(3)
model = CCA(n_components=COMPONENTS, scale=False, tol=1e-12, max_iter=100_000)
x, y = model.fit_transform(first.astype(float), second.astype(float))
correlations = [float(np.corrcoef(x[:, j], y[:, j])[0, 1]) for j in range(COMPONENTS)]
# Components are unsorted, keep scales of their own and have either sign.
order = np.argsort(correlations)[::-1]


def listed(values):
    return [[round(float(v), 6) for v in row] for row in values]


def unit(scores):
    scores = scores[:, order]
    return listed(scores / scores.std(axis=0, ddof=1))


path = Path(__file__).parents[2] / 'test/fixtures/golden/canonical-correlations.json'
path.write_text(
    json.dumps(
        {
            'first': listed(first),
            'second': listed(second),
            'correlations': [round(correlations[j], 8) for j in order],
            'firstScores': unit(x),
            'secondScores': unit(y),
        }
    )
    + '\n'
)
