"""Indexes of faiss on one thread, for peer.mjs, which starts this.

A line of JSON comes in, one goes out. {"vectors": name, "file": path, "shape": [n, d]} reads float32
values; {"make": id, "kind": ..., "points": name, ...} builds an index of vectors that are rotated first
where `rotate` says to how many dimensions; {"time": id, "queries": name, "k": ..., "runs": ...} searches and
tells the CPU seconds of each run; {"rows": id, "queries": name, "k": ...} tells the rows.
"""

import json
import sys
import time

import faiss
import numpy as np

faiss.omp_set_num_threads(1)
vectors = {}
indexes = {}
METRICS = {"l2": faiss.METRIC_L2, "dot": faiss.METRIC_INNER_PRODUCT}


def rotation(dimensions, outputs):
    """The first outputs of a random orthogonal matrix, as columns."""
    random = np.random.RandomState(0).standard_normal((dimensions, dimensions))
    return np.ascontiguousarray(np.linalg.qr(random)[0][:, :outputs], dtype=np.float32)


def new_index(message, dimensions, metric):
    kind, bits = message["kind"], message.get("bits", 1)
    if kind == "rabitq":
        index = faiss.IndexRaBitQ(dimensions, metric, bits)
        index.qb = 8
        return index
    if kind == "rabitq-fastscan":
        return faiss.IndexRaBitQFastScan(dimensions, metric)
    if kind == "pq":
        index = faiss.IndexPQ(dimensions, message["bytes"], 8, metric)
        index.pq.cp.niter = 10
        index.pq.cp.max_points_per_centroid = 64
        return index
    if kind == "sq4":
        return faiss.IndexScalarQuantizer(dimensions, faiss.ScalarQuantizer.QT_4bit, metric)
    if kind == "flat":
        return faiss.IndexFlat(dimensions, metric)
    raise ValueError(f"no kind {kind}")


def make(message):
    points = vectors[message["points"]]
    turn = rotation(points.shape[1], message["rotate"]) if message.get("rotate") else None
    start = time.process_time()
    own = points if turn is None else points @ turn
    index = new_index(message, own.shape[1], METRICS[message["metric"]])
    index.train(own)
    index.add(own)
    indexes[message["make"]] = (index, turn)
    return {"seconds": time.process_time() - start}


def asked(message):
    index, turn = indexes[message.get("time") or message["rows"]]
    queries = vectors[message["queries"]]
    return index, queries if turn is None else np.ascontiguousarray(queries @ turn)


def timed(message):
    index, queries = asked(message)
    batch = message["batch"]
    times = []
    for run in range(message["runs"]):
        first = (run * batch) % (len(queries) - batch + 1)
        some = queries[first : first + batch]
        start = time.process_time()
        index.search(some, message["k"])
        times.append(time.process_time() - start)
    return {"times": times}


def answer(message):
    if "vectors" in message:
        values = np.fromfile(message["file"], np.float32).reshape(message["shape"])
        vectors[message["vectors"]] = values
        return {}
    if "make" in message:
        return make(message)
    if "time" in message:
        return timed(message)
    if "rows" in message:
        index, queries = asked(message)
        return {"rows": index.search(queries, message["k"])[1].tolist()}
    return {"version": faiss.__version__}


for line in sys.stdin:
    try:
        reply = answer(json.loads(line))
    except Exception as error:
        reply = {"error": f"{type(error).__name__}: {error}"}
    print(json.dumps(reply), flush=True)
