#!/bin/sh
# faiss.ITQTransform divides each vector by its norm after it has subtracted the mean.
#
# Iterative quantisation (Gong and Lazebnik) centres, projects and rotates. In faiss-cpu 1.15.1
# apply() centres and then scales the centred vector to norm 1, so that a vector three times as
# far from the mean is transformed to the same point: distances from the mean are lost, and with
# them those between outputs. With as many outputs as dimensions every output has norm 1. One
# would expect a linear map of the centred vector, or the scaling in the documentation.
#
# Seen on 2026-11-28, with Python 3.11:
#
#   three times as far, the same output: True
#   norms of outputs: [1. 1. 1.]
#   norms of centred inputs: [1.91 3.09 1.98]
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check numpy==2.3.5 faiss-cpu==1.15.1

cat >seen.py <<'END'
import faiss
import numpy as np

x = (np.random.default_rng(0).normal(size=(500, 8)) + 5).astype(np.float32)
transform = faiss.ITQTransform(8, 8, False)
transform.train(x)
mean = x.mean(axis=0)
near, far = transform.apply(x[:1]), transform.apply(mean + 3 * (x[:1] - mean))
print("three times as far, the same output:", np.allclose(near, far, atol=1e-5))
print("norms of outputs:", np.linalg.norm(transform.apply(x[:3]), axis=1).round(5))
print("norms of centred inputs:", np.linalg.norm(x[:3] - mean, axis=1).round(2))
END
cat >expected.txt <<'END'
three times as far, the same output: True
norms of outputs: [1. 1. 1.]
norms of centred inputs: [1.91 3.09 1.98]
END
venv/bin/python seen.py >seen.txt
cat seen.txt
diff expected.txt seen.txt
