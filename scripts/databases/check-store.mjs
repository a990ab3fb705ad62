// What a store must still be after a crash.
import { isDeepStrictEqual } from 'node:util';
import { bitsOf, codesOf, nearest } from './rows.mjs';

const QUERIES = 5;

/**
 * Complains unless every row below `acknowledged` is there once, each row has its own code, and searches
 * give what sorting gives.
 *
 * @param {{ query(sql: string): Promise<any> }} driver
 * @param {import('hashplane/sql').SqlCodeStore} store
 * @param {number} acknowledged
 * @returns the number of rows.
 */
export async function checkStore(driver, store, acknowledged) {
  const active = (await store.stats()).hashers.find((hasher) => hasher.active);
  const sql = `select id, code::text as code from "${store.table}_h${active?.id}" order by id`;
  const rows = (await driver.query(sql)).map(
    (/** @type {{ id: unknown, code: string }} */ { id, code }) => ({ id: Number(id), code }),
  );
  /** @type {number[]} */
  const ids = rows.map((/** @type {{ id: number }} */ { id }) => id);
  const known = new Set(ids);
  if (known.size !== ids.length) throw new Error(`${ids.length - known.size} rows are doubled`);
  const lost = Array.from({ length: acknowledged }, (_, id) => id).filter((id) => !known.has(id));
  if (lost.length > 0)
    throw new Error(`${lost.length} of ${acknowledged} rows are lost: ${lost[0]}...`);
  for (const { id, code } of rows) {
    if (code !== bitsOf(id)) throw new Error(`row ${id} has the code ${code}, not ${bitsOf(id)}`);
  }
  for (let i = 0; i < QUERIES; i++) {
    const query = Math.floor((i * Math.max(ids.length, 1)) / QUERIES) + 1_000_003 * (i % 2);
    const expected = nearest(ids, query, 10);
    for (const strategy of /** @type {const} */ (['multi-index', 'scan'])) {
      const found = await store.search(codesOf([query]), { k: 10, strategy });
      if (!isDeepStrictEqual(found.neighbours, expected)) {
        throw new Error(`${strategy} of ${query} finds other rows than sorting does`);
      }
    }
  }
  return ids.length;
}
