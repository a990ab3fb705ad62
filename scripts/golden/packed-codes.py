"""Makes the fixtures of packed codes: python scripts/golden/packed-codes.py test/fixtures/files

With numpy 2.3.5 and faiss-cpu 1.15.1. The form of sentence-transformers' `quantize_embeddings` is
that of its source: bits of values above 0, packed from the most significant on, less
128 for `binary`.
"""

import json
import pathlib
import sys

import faiss
import numpy as np

folder = pathlib.Path(sys.argv[1])
rng = np.random.default_rng(12)
vectors = rng.normal(size=(40, 64)).astype("<f4")
vectors[0, :3] = 0
bits = vectors > 0
ubinary = np.packbits(bits, axis=1)
binary = (ubinary.astype(int) - 128).astype(np.int8)
np.save(folder / "codes-ubinary.npy", ubinary)
np.save(folder / "codes-binary.npy", binary)

little = np.packbits(bits, axis=1, bitorder="little")
index = faiss.IndexBinaryFlat(64)
index.add(little)
faiss.write_index_binary(index, str(folder / "codes.faiss"))

quantizer = faiss.IndexBinaryFlat(64)
lists = faiss.IndexBinaryIVF(quantizer, 64, 2)
lists.train(little)
faiss.write_index_binary(lists, str(folder / "codes-ivf.faiss"))

distances = (bits[:, None] != bits).sum(axis=2)
order = np.argsort(distances, axis=1, kind="stable")[:, :5]
(folder / "codes-expected.json").write_text(
    json.dumps(
        {
            "bits": ["".join(map(str, row.astype(int))) for row in bits],
            "rows": order.tolist(),
            "distances": np.take_along_axis(distances, order, 1).tolist(),
        }
    )
    + "\n"
)
