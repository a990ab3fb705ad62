#!/bin/sh
# With an HNSW index of pgvector, LIMIT 200 gives 40 rows.
#
# In pgvector 0.8.7 (PGlite 0.5.14) a query ORDER BY distance LIMIT 200 on 5,000 rows that uses
# the index ends after hnsw.ef_search rows, 40 by default. The same statement gives 200 rows when
# the planner scans, so that the number of results depends on the plan. The documentation says
# that ef_search bounds the candidates; one would still expect LIMIT to be met, or a notice. Raise
# hnsw.ef_search, or turn on hnsw.iterative_scan.
#
# Seen on 2026-11-28, with Node 20:
#
#   index: 40 rows
#   scan: 200 rows
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . @electric-sql/pglite@0.5.14 @electric-sql/pglite-pgvector@0.0.15

cat >seen.mjs <<'END'
import { PGlite } from '@electric-sql/pglite';
import { vector } from '@electric-sql/pglite-pgvector';

const db = await PGlite.create({ extensions: { vector } });
await db.exec(`
  create extension vector;
  create table rows as
    select i as id, array[i, 1]::vector(2) as v from generate_series(1, 5000) i;
  create index on rows using hnsw (v vector_l2_ops);
`);
const plans = { index: 'set enable_seqscan = off', scan: 'set enable_indexscan = off' };
for (const [plan, setting] of Object.entries(plans)) {
  await db.exec(`reset all; ${setting}`);
  const { rows } = await db.query("select id from rows order by v <-> '[1, 1]' limit 200");
  console.log(`${plan}: ${rows.length} rows`);
}
END
cat >expected.txt <<'END'
index: 40 rows
scan: 200 rows
END
node seen.mjs >seen.txt
cat seen.txt
diff expected.txt seen.txt
