"""Writes test/fixtures/files/*.parquet with pyarrow: python scripts/golden/parquet-files.py"""

import json
import pathlib

import pyarrow as pa
import pyarrow.parquet as pq

FILES = pathlib.Path(__file__).resolve().parents[2] / "test/fixtures/files"
expected = json.loads((FILES / "expected.json").read_text())
X, y = expected["X"], expected["X_class"]
names = ["cat", "dog", "emu", "dog", "cat", "cat", "yak"]


def table(value_type, fixed):
    kind = pa.list_(value_type, 5) if fixed else pa.list_(value_type)
    return pa.table(
        {
            "embedding": pa.array(X, type=kind),
            "label": pa.array(y, type=pa.int64()),
            "animal": pa.array(names),
        }
    )


def write(name, value_type, fixed=True, **options):
    pq.write_table(table(value_type, fixed), FILES / f"{name}.parquet", **options)


write("pair-snappy", pa.float32(), row_group_size=4)
write("pair-plain", pa.float32(), compression="none")
write("pair-zstd-v2", pa.float64(), fixed=False, compression="zstd", data_page_version="2.0")
write("pair-gzip", pa.float32(), compression="gzip", write_page_checksum=True)
write("pair-lz4-f16", pa.float16(), compression="lz4", use_dictionary=False)
write(
    "pair-brotli-split",
    pa.float32(),
    compression="brotli",
    use_dictionary=False,
    use_byte_stream_split=["embedding.list.element"],
)
ragged = pa.table({"embedding": pa.array([[1.0, 2.0], [3.0], [4.0, 5.0, 6.0]])})
pq.write_table(ragged, FILES / "ragged.parquet")
empty = pa.table({"embedding": pa.array([[1.0, 2.0], None], type=pa.list_(pa.float32()))})
pq.write_table(empty, FILES / "null.parquet")
