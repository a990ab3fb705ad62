#!/bin/sh
# faiss.IndexFlatL2 leaves out vectors whose squared distance is beyond float32.
#
# In faiss-cpu 1.15.1 a search for as many neighbours as there are vectors returns the label -1 in
# their place, with the largest float32 as the distance, as if the index held fewer vectors. The
# vectors are finite, and so is the distance itself. One would expect every vector, the far ones
# at infinity, which is what faiss.pairwise_distances says of the same two.
#
# Seen on 2026-11-28, with Python 3.11:
#
#   vectors: 2 labels: [ 0 -1] distances: [0.0000000e+00 3.4028235e+38]
#   pairwise: [ 0. inf]
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check numpy==2.3.5 faiss-cpu==1.15.1

cat >seen.py <<'END'
import faiss
import numpy as np

vectors = np.array([[0], [3e19]], np.float32)
index = faiss.IndexFlatL2(1)
index.add(vectors)
distances, labels = index.search(vectors[:1], 2)
print("vectors:", index.ntotal, "labels:", labels[0], "distances:", distances[0])
print("pairwise:", faiss.pairwise_distances(vectors[:1], vectors)[0])
END
cat >expected.txt <<'END'
vectors: 2 labels: [ 0 -1] distances: [0.0000000e+00 3.4028235e+38]
pairwise: [ 0. inf]
END
venv/bin/python seen.py >seen.txt
cat seen.txt
diff expected.txt seen.txt
