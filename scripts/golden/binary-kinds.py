"""Writes test/fixtures/kinds with the tools that people make such files with.

    python scripts/golden/binary-kinds.py

Needs numpy, scipy, h5py, pyarrow, pandas, polars and duckdb. All files hold the same twelve vectors
of four values, which float16 holds exactly, with three classes, unless their name says otherwise:
test/unit/data/binary-kinds.test.ts computes them anew.
"""

import decimal
import io
import json
import os
import pathlib
import struct
import zipfile

import duckdb
import h5py
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.feather as feather
import pyarrow.ipc as ipc
import pyarrow.parquet as pq
import scipy.io
import scipy.sparse

FOLDER = pathlib.Path(__file__).resolve().parents[2] / "test/fixtures/kinds"
X = (((np.arange(48) * 7) % 13 - 6) / 4).reshape(12, 4).astype(np.float32)
Y = np.array([0, 1, 2] * 4)
NAMES = ["cat", "dog", "eel"] * 4
POSITIVE = np.where(X > 0, X, 0)
FLOATS = pa.list_(pa.float32())


def path(name):
    file = FOLDER / name
    file.parent.mkdir(parents=True, exist_ok=True)
    return file


def lists(kind=FLOATS, values=X):
    return pa.array(values.tolist(), kind)


def frame():
    table = pd.DataFrame(X.astype(float), columns=list("abcd"))
    table["label"] = Y
    return table


def parquet():
    frame().to_parquet(path("frame.parquet"))
    indexed = frame()
    indexed.index = [f"r{i}" for i in range(12)]
    indexed.to_parquet(path("frame-indexed.parquet"))
    pl.DataFrame({f"x{i}": X[:, i] for i in range(4)}).write_parquet(path("wide.parquet"))
    schema = pa.schema([("embedding", FLOATS), ("label", pa.int64())])
    with pq.ParquetWriter(path("empty-group.parquet"), schema) as writer:
        for rows in (slice(0, 6), slice(0, 0), slice(6, 12)):
            part = {"embedding": lists(values=X[rows]), "label": Y[rows]}
            writer.write_table(pa.table(part, schema=schema))
    pq.write_table(schema.empty_table(), path("no-rows.parquet"))
    one = pa.table({"embedding": lists(values=X[:1]), "label": [5]})
    pq.write_table(one, path("one-row.parquet"))
    items = [{"embedding": x.tolist(), "weight": 1.5} for x in X]
    inner = pa.struct([("embedding", FLOATS), ("weight", pa.float64())])
    pq.write_table(pa.table({"v": pa.array(items, inner), "label": Y}), path("struct.parquet"))
    others = {
        "when": pa.array([0] * 12, pa.timestamp("us")),
        "score": np.arange(12) / 8,
        "tags": [["a", "b"]] * 12,
        "embedding": lists(),
        "nested": [[[1.0], [2.0]]] * 12,
        "animal": pa.array(NAMES).dictionary_encode(),
    }
    pq.write_table(pa.table(others), path("others.parquet"))
    null = {"a": [1.0, None, 2.0], "b": [1.0, 2.0, 3.0], "label": [0, 1, 0]}
    pq.write_table(pa.table(null), path("null-number.parquet"))
    deltas = pa.table(
        {
            "x": pa.array([(-3) ** i for i in range(12)], pa.int32()),
            "y": pa.array([(-1) ** i * 2 ** (5 * i) for i in range(12)], pa.int64()),
            "animal": NAMES,
        }
    )
    encodings = {"x": "DELTA_BINARY_PACKED", "y": "DELTA_BINARY_PACKED"}
    for texts in ("DELTA_BYTE_ARRAY", "DELTA_LENGTH_BYTE_ARRAY"):
        name = texts.lower().replace("_", "-")
        pq.write_table(
            deltas,
            path(f"{name}.parquet"),
            use_dictionary=False,
            column_encoding={**encodings, "animal": texts},
            data_page_version="2.0",
        )
    decimals = {
        "p": pa.array([decimal.Decimal(f"{i}.25") for i in range(12)]),
        "q": pa.array([decimal.Decimal(f"-{i}.5") for i in range(12)], pa.decimal128(30, 1)),
    }
    pq.write_table(pa.table(decimals), path("decimals.parquet"))
    small = {"embedding": lists(pa.list_(pa.int8()), X * 4), "label": pa.array(Y, pa.uint8())}
    pq.write_table(pa.table(small), path("int8.parquet"))


def duck():
    connection = duckdb.connect()
    connection.register("points", pa.table({"embedding": lists(), "label": Y, "animal": NAMES}))
    flat = ", ".join(f"embedding[{i + 1}] x{i}" for i in range(4))
    for version in ("v1", "v2"):
        options = f"(format parquet, parquet_version {version})"
        connection.execute(f"copy points to '{path(f'duckdb-{version}.parquet')}' {options}")
        query = f"select {flat}, label::integer as label, animal from points"
        connection.execute(f"copy ({query}) to '{path(f'duckdb-flat-{version}.parquet')}' {options}")


def arrow():
    def table(kind=FLOATS):
        columns = {"embedding": lists(kind), "label": Y, "when": pa.array([0] * 12, pa.date32())}
        return pa.table({**columns, "animal": pa.array(NAMES).dictionary_encode()})

    def write(name, content, new=ipc.new_file, compression=None, rows=5):
        options = ipc.IpcWriteOptions(compression=compression)
        with new(path(name), content.schema, options=options) as writer:
            writer.write_table(content, max_chunksize=rows)

    write("stream.arrow", table(), ipc.new_stream)
    write("stream-lz4.arrow", table(pa.list_(pa.float32(), 4)), ipc.new_stream, "lz4")
    write("file-zstd.arrow", table(pa.list_(pa.float64())), compression="zstd")
    write("file-f16.arrow", table(pa.list_(pa.float16(), 4)))
    write("file-large.arrow", table(pa.large_list(pa.float32())))
    write("no-rows.arrow", table().slice(0, 0))
    items = [{"embedding": x.tolist(), "weight": 1.5} for x in X]
    write("struct.arrow", pa.table({"v": items, "label": Y}))
    write("null-list.arrow", pa.table({"embedding": [[1.0, 2.0], None, [3.0, 4.0]]}))
    write("ragged.arrow", pa.table({"embedding": [[1.0, 2.0], [1.0]]}))
    texts = {"embedding": lists(), "label": pa.array(NAMES, pa.string_view())}
    write("views.arrow", pa.table({**texts, "long": pa.array(NAMES, pa.large_string())}))
    others = {
        "map": pa.array([[("a", 1)]] * 12, pa.map_(pa.string(), pa.int32())),
        "null": pa.nulls(12),
        "embedding": lists(),
        "binary": [b"x"] * 12,
        "nested": [[[1.0]]] * 12,
    }
    write("others.arrow", pa.table(others))
    # Blocks of LZ4 that refer to those before them.
    long = np.tile(X, (4000, 1))
    table_of_long = pa.table({"embedding": lists(pa.list_(pa.float32(), 4), long)})
    write("long-lz4.arrow", table_of_long, compression="lz4", rows=len(long))
    frame().to_feather(path("frame.feather"))
    pl.DataFrame({"id": range(12), "v": X.tolist(), "label": NAMES}).with_columns(
        pl.col("v").cast(pl.Array(pl.Float32, 4)), pl.col("label").cast(pl.Categorical)
    ).write_ipc(path("polars.arrow"), compression="zstd")
    for i in range(3):
        rows = slice(4 * i, 4 * i + 4)
        part = pa.table({"embedding": lists(values=X[rows]), "label": Y[rows]})
        write(f"hugging-face/data-{i:05d}-of-00003.arrow", part, ipc.new_stream)
    path("hugging-face/state.json").write_text("{}")
    path("hugging-face/dataset_info.json").write_text("{}")


def hdf5():
    with h5py.File(path("kinds.h5"), "w") as file:
        file["X"] = X.astype(">f2")
        file["label"] = np.array(NAMES, dtype="S5")
        file["animal"] = np.array(NAMES, dtype=object)
        file["bits"] = X > 0
        file["empty"] = h5py.Empty("f4")
        file["groups/inner/clip"] = X
        file.create_dataset(
            "packed", data=X, chunks=(5, 3), compression="gzip", shuffle=True, fletcher32=True
        )
        file.create_dataset("lzf", data=X, compression="lzf")
        file.create_dataset("rows", shape=(12,), dtype=np.dtype(("f4", (4,))))[...] = X
        file["record"] = np.array([(1, 2.0)], dtype=[("a", "i4"), ("b", "f4")])
        raw = ("external.raw", 0, h5py.h5f.UNLIMITED)
        file.create_dataset("outside", data=X, external=[raw])
    pathlib.Path("external.raw").unlink()
    layouts = {}
    for source, name in (("source.h5", "X"), (".", "X"), (".", "gone"), (".", "circular")):
        layouts[source, name] = h5py.VirtualLayout(shape=X.shape, dtype="f4")
        layouts[source, name][:] = h5py.VirtualSource(source, name, shape=X.shape)
    with h5py.File(path("virtual.h5"), "w") as file:
        file["X"] = X
        file.create_virtual_dataset("elsewhere", layouts["source.h5", "X"])
        file.create_virtual_dataset("here", layouts[".", "X"])
        file.create_virtual_dataset("sourceless", layouts[".", "gone"])
        file.create_virtual_dataset("circular", layouts[".", "circular"])
    with h5py.File(path("anndata.h5ad"), "w") as file:
        csr(file.create_group("X"))
        file["obs/cell_type"] = np.array(NAMES, dtype=object)
    benchmark("angular.hdf5", X, X[:3] + X[3:6] / 8, "angular")
    benchmark("euclidean.hdf5", X, X[:3] + X[3:6] / 8, "euclidean")
    benchmark("hamming.hdf5", bits(), bits()[:3] ^ (np.arange(40) % 9 == 0), "hamming")
    packed = np.packbits(bits(), axis=1)
    benchmark("hamming-bytes.hdf5", packed, packed[:3] ^ 128, "hamming")


def csr(group):
    matrix = scipy.sparse.csr_matrix(POSITIVE)
    group.attrs["encoding-type"] = "csr_matrix"
    group.attrs["shape"] = np.array(X.shape)
    for name in ("data", "indices", "indptr"):
        group[name] = getattr(matrix, name)


def bits():
    return (np.arange(12 * 40).reshape(12, 40) * 2654435761 >> 7) % 5 < 2


def benchmark(name, train, test, distance):
    """As ann-benchmarks writes its sets."""
    a, b = test[:, None], train[None]
    if distance == "angular":
        lengths = np.linalg.norm(a, axis=2) * np.linalg.norm(b, axis=2)
        distances = 1 - (a * b).sum(axis=2) / lengths
    elif distance == "euclidean":
        distances = np.linalg.norm(a - b, axis=2)
    elif train.dtype == bool:
        distances = (a != b).mean(axis=2)
    else:
        distances = np.unpackbits(a ^ b, axis=2).mean(axis=2)
    order = np.argsort(distances, axis=1, kind="stable")[:, :11]
    with h5py.File(path(f"ann-{name}"), "w") as file:
        file["train"], file["test"] = train, test
        file["neighbors"] = order.astype(np.int32)
        file["distances"] = np.take_along_axis(distances, order, 1).astype(np.float32)
        file.attrs["distance"] = distance
        file.attrs["type"] = "bit" if distance == "hamming" else "dense"


def matlab():
    one_hot = np.eye(3)[Y]
    save = lambda name, content, **options: scipy.io.savemat(path(name), content, **options)
    cells = np.array(NAMES, dtype=object).reshape(-1, 1)
    save("cells.mat", {"X": X, "labels": cells})
    save("cells-packed.mat", {"X": X, "labels": cells}, do_compression=True)
    save("chars.mat", {"X": X, "labels": np.array(NAMES)})
    save("one-hot.mat", {"X": X, "Y": one_hot})
    sparse = scipy.sparse.csc_matrix(POSITIVE)
    save("sparse.mat", {"fea": sparse, "gnd": Y.reshape(-1, 1)}, do_compression=True)
    save("sparse-v4.mat", {"fea": sparse, "gnd": Y.reshape(-1, 1).astype(float)}, format="4")
    save("chars-v4.mat", {"X": X.astype(float), "labels": np.array(NAMES)}, format="4")
    inner = {"X": X, "y": Y, "note": "beside"}
    save("struct.mat", {"data": {"inner": inner}}, do_compression=True)
    save("cells-of-arrays.mat", {"X": X, "labels": Y, "parts": np.array([X, X, 1], dtype=object)})
    matlab_73()


def matlab_73():
    """As MATLAB writes HDF5 files: arrays transposed, their class in an attribute."""
    file_name = path("kinds-v73.mat")
    with h5py.File(file_name, "w", userblock_size=512) as file:
        array(file, "X", X, "single")
        array(file, "flags", (X > 0).astype(np.uint8), "logical")
        chars = np.array([[ord(c) for c in name] for name in NAMES], dtype=np.uint16)
        array(file, "animal", chars, "char")
        cells = file.create_group("#refs#")
        for i, row in enumerate(chars):
            array(cells, f"c{i}", row[None], "char")
        empty(cells, "empty", "char")
        names = [cells[f"c{i}"].ref for i in range(11)] + [cells["empty"].ref]
        array(file, "labels", np.array([names], dtype=h5py.ref_dtype), "cell")
        group = file.create_group("data")
        group.attrs["MATLAB_class"] = np.bytes_("struct")
        array(group, "X", X, "single")
        array(group, "y", Y[None].astype(float), "double")
        matrix = scipy.sparse.csc_matrix(POSITIVE)
        sparse = file.create_group("S")
        sparse.attrs["MATLAB_class"] = np.bytes_("double")
        sparse.attrs["MATLAB_sparse"] = np.uint64(12)
        sparse["data"] = matrix.data.astype(float)
        sparse["ir"] = matrix.indices.astype(np.uint64)
        sparse["jc"] = matrix.indptr.astype(np.uint64)
        empty(file, "nothing", "double")
    content = bytearray(file_name.read_bytes())
    content[:128] = b"MATLAB 7.3 MAT-file, Platform: GLNXA64".ljust(124) + b"\x00\x02IM"
    file_name.write_bytes(content)


def array(group, name, values, matlab_class):
    dataset = group.create_dataset(name, data=np.ascontiguousarray(np.asarray(values).T))
    dataset.attrs["MATLAB_class"] = np.bytes_(matlab_class)


def empty(group, name, matlab_class):
    dataset = group.create_dataset(name, data=np.array([0, 0], dtype=np.uint64))
    dataset.attrs["MATLAB_class"] = np.bytes_(matlab_class)
    dataset.attrs["MATLAB_empty"] = np.uint8(1)


def numpy():
    np.save(path("fortran.npy"), np.asfortranarray(X.astype(">f8")))
    np.save(path("fortran-3d.npy"), np.asfortranarray(X.reshape(12, 2, 2)))
    np.save(path("texts.npy"), np.array(NAMES))
    np.save(path("objects.npy"), np.array([{}], dtype=object), allow_pickle=True)
    np.savez(
        path("others.npz"),
        embeddings=X,
        meta=np.array({"a": 1}, dtype=object),
        labels=np.array(NAMES),
        raw=np.array([b"ab", b"c"]),
        when=np.array(["2020-01-01"], dtype="M8[D]"),
        complex=np.array([1j]),
    )
    scipy.sparse.save_npz(path("sparse-csr.npz"), scipy.sparse.csr_matrix(POSITIVE))
    scipy.sparse.save_npz(path("sparse-csc.npz"), scipy.sparse.csc_matrix(POSITIVE))


def others():
    for name, values in (
        ("base.fbin", X),
        ("base.1B.fbin.crop_nb_12", X),
        ("base.f16bin", X.astype(np.float16)),
        ("base.i8bin", (X * 4).astype(np.int8)),
        ("base.u8bin", (X * 4 + 6).astype(np.uint8)),
        ("base.ibin", (X * 4).astype(np.int32)),
    ):
        path(name).write_bytes(struct.pack("<II", *values.shape) + values.tobytes())
    ids = np.arange(20, dtype=np.uint32)
    distances = np.arange(20, dtype=np.float32) / 8
    truth = struct.pack("<II", 4, 5) + ids.tobytes() + distances.tobytes()
    path("truth.bin").write_bytes(truth)
    path("truth.ibin").write_bytes(truth)
    entries = {
        "embeddings": {"dtype": "F32", "shape": [12, 4], "data_offsets": [0, 192]},
        "scale": {"dtype": "F8_E4M3", "shape": [4], "data_offsets": [192, 196]},
    }
    header = json.dumps(entries).encode()
    header += b" " * (-len(header) % 8)
    content = struct.pack("<Q", len(header)) + header + X.tobytes() + b"1234"
    path("float8.safetensors").write_bytes(content)
    torch = io.BytesIO()
    with zipfile.ZipFile(torch, "w") as archive:
        # Dated, so that the file is the same each time.
        archive.writestr(zipfile.ZipInfo("archive/data.pkl"), b"x")
        archive.writestr(zipfile.ZipInfo("archive/data/0"), X.tobytes())
    path("model.pt").write_bytes(torch.getvalue())


FOLDER.mkdir(parents=True, exist_ok=True)
# HDF5 files name others as they were given.
os.chdir(FOLDER)
for write in (parquet, duck, arrow, hdf5, matlab, numpy, others):
    write()
