#!/bin/sh
# usearch normalises vectors that it keeps as int8, whatever the metric.
#
# In usearch 2.25.3 for Node an index of the metric l2sq and the scalar i8 scales each vector to
# norm 1 before it rounds: a vector and ten times that vector are at distance 0, and lengths,
# which l2sq is about, are gone. One would expect one scale for all vectors of the index, or an
# error for l2sq.
#
# Seen on 2026-11-28, with Node 20:
#
#   f32 0 2025
#   i8 0 0
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . usearch@2.25.3

cat >seen.mjs <<'END'
import { Index, MetricKind, ScalarKind } from 'usearch';

const vectors = { near: Float32Array.of(3, 4), far: Float32Array.of(30, 40) };
for (const quantization of [ScalarKind.F32, ScalarKind.I8]) {
  const index = new Index({ metric: MetricKind.L2sq, dimensions: 2, quantization });
  index.add(BigUint64Array.of(1n, 2n), Float32Array.of(...vectors.near, ...vectors.far));
  const { distances } = index.search(vectors.near, 2, 1);
  console.log(quantization, Array.from(distances).join(' '));
}
END
cat >expected.txt <<'END'
f32 0 2025
i8 0 0
END
node seen.mjs >seen.txt
cat seen.txt
diff expected.txt seen.txt
