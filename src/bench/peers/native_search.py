"""Search by faiss's indexes, one query at a time: tasks of native.py.

`search_data` takes points and queries, scaled to unit length; `search_index` makes an index of them;
`search_setting` asks it in one of its settings, a query a run, each in turn.
"""

import itertools
import json
import os
import time

DATA = {}
INDEXES = {}
K = 10


def search_data(np, points, queries):
    for name, values in (("points", points), ("queries", queries)):
        norms = np.linalg.norm(values, axis=1, keepdims=True)
        DATA[name] = np.divide(values, norms, out=values, where=norms > 0)
    INDEXES.clear()
    return lambda: None, lambda _: None


def rotated(faiss, dimensions, index):
    """RaBitQ in faiss takes vectors as they are; what it is made for are rotated ones."""
    rotation = faiss.RandomRotationMatrix(dimensions, dimensions)
    rotation.init(0)
    return faiss.IndexPreTransform(rotation, index)


def make_index(faiss, kind, d, clusters):
    """The index, and the part of it whose settings are swept."""
    l2, inner = faiss.METRIC_L2, faiss.METRIC_INNER_PRODUCT
    if kind == "RaBitQ":
        inside = faiss.IndexRaBitQ(d, l2)
        return rotated(faiss, d, inside), inside
    if kind == "RaBitQFastScan":
        inside = faiss.IndexRaBitQFastScan(d, l2)
        return rotated(faiss, d, inside), inside
    if kind == "IVFRaBitQ":
        inside = faiss.IndexIVFRaBitQ(faiss.IndexFlatL2(d), d, clusters, l2)
        return rotated(faiss, d, inside), inside
    if kind == "IVFRaBitQFastScan":
        inside = faiss.IndexIVFRaBitQFastScan(faiss.IndexFlatL2(d), d, clusters, l2)
        return rotated(faiss, d, inside), inside
    if kind == "SQ8":
        index = faiss.IndexScalarQuantizer(d, faiss.ScalarQuantizer.QT_8bit, inner)
    elif kind == "SQ4":
        index = faiss.IndexScalarQuantizer(d, faiss.ScalarQuantizer.QT_4bit, inner)
    elif kind == "Flat":
        index = faiss.IndexFlatIP(d)
    elif kind == "PQFastScan":
        # Four bits for four dimensions: a bit a dimension, as RaBitQ has.
        index = faiss.IndexPQFastScan(d, d // 4, 4, inner)
    elif kind == "HNSW":
        index = faiss.IndexHNSWFlat(d, 16, inner)
        index.hnsw.efConstruction = 128
    else:
        raise ValueError(f"no index is named {kind}")
    return index, index


def build(faiss, kind, points, clusters):
    index, inside = make_index(faiss, kind, points.shape[1], clusters)
    start, clock = time.process_time(), time.perf_counter()
    index.train(points)
    index.add(points)
    spent = {
        "buildSeconds": time.process_time() - start,
        "wallSeconds": time.perf_counter() - clock,
        "memoryBytes": index_bytes(faiss, index, points),
    }
    return index, inside, spent


def index_bytes(faiss, index, points):
    """What is held; the vectors count where the index has a copy of its own, as graphs have."""
    writer = faiss.VectorIOWriter()
    faiss.write_index(index, writer)
    return writer.data.size()


def search_index(np, kind, clusters=1, refine=True, keep=None, rebuild=False):
    """Where `keep` names a file, the index is read from it, or written to it once it is made."""
    import faiss

    points = DATA["points"]
    kept = keep is not None and not rebuild and os.path.exists(keep + ".json")
    if kept:
        index = faiss.read_index(keep)
        inside = index
        with open(keep + ".json") as file:
            spent = json.load(file)
    else:
        index, inside, spent = build(faiss, kind, points, clusters)
        if keep is not None:
            write_kept(faiss, index, spent, keep)
    refined = None
    if refine:
        exact = faiss.IndexFlat(points.shape[1], index.metric_type)
        exact.add(points)
        # Ranks what the index finds by the vectors themselves.
        refined = faiss.IndexRefine(index, exact)
    INDEXES[kind] = (index, inside, refined)
    return lambda: None, lambda _: {**spent, "isKept": kept}


def write_kept(faiss, index, spent, keep):
    faiss.write_index(index, f"{keep}.partial")
    os.replace(f"{keep}.partial", keep)
    # Last, since it says that the index is whole.
    with open(f"{keep}.partial", "w") as file:
        json.dump(spent, file)
    os.replace(f"{keep}.partial", f"{keep}.json")


def search_setting(np, kind, candidates=None, visit=None, ef=None):
    index, inside, refined = INDEXES[kind]
    asked = [DATA["queries"][i : i + 1] for i in range(len(DATA["queries"]))]
    turns = itertools.cycle(asked)

    def search(query):
        if visit is not None:
            inside.nprobe = visit
        if ef is not None:
            inside.hnsw.efSearch = ef
        if candidates is None:
            return index.search(query, K)[1]
        refined.k_factor = candidates / K
        return refined.search(query, K)[1]

    return lambda: search(next(turns)), lambda _: [search(query)[0].tolist() for query in asked]


def search_exact_batch(np, batch):
    points = DATA["points"]
    queries = np.ascontiguousarray(DATA["queries"][:batch])

    def run():
        similarities = queries @ points.T
        return [nearest(np, row) for row in similarities]

    return run, lambda _: None


def nearest(np, similarities):
    top = np.argpartition(-similarities, K - 1)[:K]
    return top[np.argsort(-similarities[top])]
