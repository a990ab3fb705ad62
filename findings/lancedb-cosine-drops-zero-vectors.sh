#!/bin/sh
# LanceDB's exact search by cosine leaves out rows whose vector is zero.
#
# In LanceDB 0.37.1 for Node a query without an index, for more rows than there are, finds all
# rows by l2 and by dot, but with distanceType('cosine') the row of zeros is missing, although
# there is no filter. Counts of results and of rows then differ for no reason that shows. One
# would expect every row, the zero vector last or with no distance.
#
# Seen on 2026-11-28, with Node 20:
#
#   rows: 3
#   l2: ids 0 1 2
#   dot: ids 0 1 2
#   cosine: ids 1 2
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . @lancedb/lancedb@0.37.1 apache-arrow@18.1.0

cat >seen.mjs <<'END'
import { connect } from '@lancedb/lancedb';

const db = await connect('vectors');
const rows = [[0, 0], [1, 0], [0, 1]].map((vector, id) => ({ id, vector }));
const table = await db.createTable('rows', rows);
console.log(`rows: ${await table.countRows()}`);
for (const metric of ['l2', 'dot', 'cosine']) {
  const found = await table.query().nearestTo([1, 1]).distanceType(metric).limit(10).toArray();
  console.log(`${metric}: ids ${found.map(({ id }) => id).sort().join(' ')}`);
}
END
cat >expected.txt <<'END'
rows: 3
l2: ids 0 1 2
dot: ids 0 1 2
cosine: ids 1 2
END
node seen.mjs >seen.txt
cat seen.txt
diff expected.txt seen.txt
