// A process that others kill: it writes rows into a folder of PGlite until then, from a number on, and
// tells below which number all are kept.
//
//   node scripts/databases/pglite-writer.mjs FOLDER FROM
import { writeSync } from 'node:fs';
import { PGlite } from '@electric-sql/pglite';
import { openPGlite, SqlCodeStore } from 'hashplane/sql';
import { BITS, codesOf } from './rows.mjs';

const ROWS = 100;
const [folder, from] = process.argv.slice(2);
const table = 'photos';
const driver = await openPGlite(PGlite, folder);
const store = await SqlCodeStore.open(driver, { table }).catch(() =>
  SqlCodeStore.create(driver, { table, bits: BITS }),
);
writeSync(1, 'open\n');
for (let next = Number(from); ; next += ROWS) {
  const ids = Array.from({ length: ROWS }, (_, i) => next + i);
  await store.add(ids, codesOf(ids));
  writeSync(1, `${next + ROWS}\n`);
}
