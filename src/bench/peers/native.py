"""Tasks in numpy, faiss and scikit-learn, one thread each: see python.mjs, which starts this.

A line of JSON comes in, one goes out. {} asks for the versions; {"make": task, ...} prepares a
task from .npy files; {"run": id} does its work once and says how many milliseconds that took,
by the clock and of the processor;
{"check": id} does it once and sends the result; {"drop": id} forgets it.
"""

import base64
import importlib
import json
import sys
import time

from native_search import search_data, search_exact_batch, search_index, search_setting


def modules():
    found = {}
    for name in ("numpy", "faiss", "sklearn"):
        try:
            found[name] = importlib.import_module(name).__version__
        except ImportError:
            found[name] = None
    return found


def numpy_projection(np, points, hyperplanes):
    columns = np.ascontiguousarray(hyperplanes.T)
    products = np.empty((len(points), len(hyperplanes)), np.float32)

    def run():
        np.matmul(points, columns, out=products)
        return np.packbits(products >= 0, axis=1, bitorder="little")

    return run, lambda codes: base64.b64encode(codes.tobytes()).decode()


def nearest(np, similarities, k):
    top = np.argpartition(-similarities, k - 1)[:k]
    return top[np.argsort(-similarities[top])]


def numpy_rerank(np, points, query, lists, k):
    norms = np.linalg.norm(points, axis=1)

    def run():
        return [ids[nearest(np, points[ids] @ query / norms[ids], k)] for ids in lists]

    return run, lambda found: [ids.tolist() for ids in found]


def numpy_exact(np, points, query, k):
    norms = np.linalg.norm(points, axis=1)
    return lambda: nearest(np, points @ query / norms, k), lambda rows: rows.tolist()


def numpy_exact_batch(np, points, queries, k):
    norms = np.linalg.norm(points, axis=1)

    def run():
        similarities = queries @ points.T / norms
        return [nearest(np, row, k) for row in similarities]

    return run, lambda found: np.concatenate(found).tolist()


def faiss_exact_batch(np, points, queries, k):
    import faiss

    index = faiss.IndexFlatIP(points.shape[1])
    index.add(points / np.linalg.norm(points, axis=1, keepdims=True))
    return lambda: index.search(queries, k), lambda found: found[1].ravel().tolist()


def faiss_hamming(np, codes, queries, k):
    import faiss

    index = faiss.IndexBinaryFlat(codes.shape[1] * 8)
    index.add(codes)
    return lambda: index.search(queries, k), lambda found: found[0].tolist()


def faiss_probe(np, codes, queries, radius):
    """The faster one of hashing all bits and half of them, each flipping up to `radius` bits."""
    import faiss

    def make(bits):
        index = faiss.IndexBinaryHash(codes.shape[1] * 8, bits)
        index.nflip = radius
        index.add(codes)
        return lambda: index.range_search(queries, radius + 1)

    def seconds(run):
        times = []
        for _ in range(5):
            start = time.perf_counter()
            run()
            times.append(time.perf_counter() - start)
        return min(times)

    def rows(found):
        limits, _, ids = found
        return [sorted(ids[a:b].tolist()) for a, b in zip(limits, limits[1:])]

    bits = codes.shape[1] * 8
    return min((make(b) for b in (bits, bits // 2)), key=seconds), rows


def sklearn_svm(np, points, signs, bounds, cost, gap):
    """The largest tolerance that brings every bit to the same distance from the optimum."""
    import warnings

    from sklearn.svm import LinearSVC

    warnings.filterwarnings("ignore")
    doubles = points.astype(np.float64)
    targets = np.ascontiguousarray(signs.T)

    def fit(tolerance):
        def run():
            machine = LinearSVC(
                C=cost, loss="hinge", dual=True, fit_intercept=False, tol=tolerance,
                max_iter=100000, random_state=0,
            )
            return np.array([machine.fit(doubles, y).coef_[0].copy() for y in targets])

        return run

    def is_close(weights):
        losses = np.maximum(0, 1 - signs * (doubles @ weights.T)).sum(axis=0)
        objectives = (weights**2).sum(axis=1) / 2 + cost * losses
        return bool((objectives <= bounds * (1 + gap)).all())

    for tolerance in (1, 0.3, 0.1, 0.05, 0.02, 0.01, 3e-3, 1e-3):
        if is_close(fit(tolerance)()):
            break
    send = lambda weights: base64.b64encode(weights.astype(np.float32).tobytes()).decode()
    return fit(tolerance), send


TASKS = {
    task.__name__: task
    for task in (
        numpy_projection, numpy_rerank, numpy_exact, numpy_exact_batch, faiss_exact_batch,
        faiss_hamming, faiss_probe, sklearn_svm, search_data, search_exact_batch,
        search_index, search_setting,
    )
}


def serve():
    versions = modules()
    if versions["faiss"]:
        import faiss

        faiss.omp_set_num_threads(1)
    tasks = {}

    def answer(message):
        if "make" in message:
            import numpy as np

            arrays = {name: np.load(file) for name, file in message["files"].items()}
            task = len(tasks)
            tasks[task] = TASKS[message["make"]](np, **arrays, **message["settings"])
            return {"id": task}
        if "run" in message:
            run = tasks[message["run"]][0]
            start, busy = time.perf_counter(), time.thread_time()
            run()
            millis = (time.perf_counter() - start) * 1000
            return {"millis": millis, "processor": (time.thread_time() - busy) * 1000}
        if "check" in message:
            run, send = tasks[message["check"]]
            return {"result": send(run())}
        if "drop" in message:
            tasks[message["drop"]] = None
            return {}
        return versions

    for line in sys.stdin:
        try:
            reply = answer(json.loads(line))
        except Exception as error:
            reply = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(reply), flush=True)


serve()
