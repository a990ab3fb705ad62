#!/bin/sh
# faiss.IndexRaBitQ by itself applies no rotation.
#
# RaBitQ (Gao and Long, SIGMOD 2024) rests on a random rotation before the signs are taken: its
# error bound holds for rotated vectors. In faiss-cpu 1.15.1 the code of a vector is the sign of
# each of its own coordinates less the mean, so that vectors with few large coordinates, which a
# rotation would help, rank badly. One would expect the index of that name to rotate, as the paper
# does; give it a RandomRotationMatrix through IndexPreTransform.
#
# Seen on 2026-11-28, with Python 3.11:
#
#   bits are x > mean: 1.0
#   a rotation more than doubles recall@10: True
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check numpy==2.3.5 faiss-cpu==1.15.1

cat >seen.py <<'END'
import faiss
import numpy as np

rng = np.random.default_rng(0)
x = rng.normal(size=(2000, 64)).astype(np.float32)
x[:, :4] *= 20
queries = x[:100] + rng.normal(size=(100, 64)).astype(np.float32) * 0.5


def recall(index):
    index.train(x)
    index.add(x)
    exact = faiss.IndexFlatL2(64)
    exact.add(x)
    found, true = index.search(queries, 10)[1], exact.search(queries, 10)[1]
    return np.mean([len(set(a) & set(b)) / 10 for a, b in zip(found, true)])


plain = faiss.IndexRaBitQ(64)
alone = recall(plain)
codes = faiss.vector_to_array(plain.codes).reshape(2000, -1)[:, :8]
bits = np.unpackbits(codes, axis=1, bitorder="little")
print("bits are x > mean:", np.mean(bits == (x > x.mean(axis=0))).round(3))
rotation = faiss.RandomRotationMatrix(64, 64)
rotation.init(3)
rotated = recall(faiss.IndexPreTransform(rotation, faiss.IndexRaBitQ(64)))
print("a rotation more than doubles recall@10:", rotated > 2 * alone)
END
cat >expected.txt <<'END'
bits are x > mean: 1.0
a rotation more than doubles recall@10: True
END
venv/bin/python seen.py >seen.txt
cat seen.txt
diff expected.txt seen.txt
