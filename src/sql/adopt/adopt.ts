import { checkObject } from '../../core/checks.ts';
import { InvalidArgumentError } from '../../core/errors.ts';
import type { Hasher } from '../../core/hasher.ts';
import { asMatrix, type Matrix } from '../../core/matrix.ts';
import { bitStrings } from '../bits.ts';
import type { SqlDriver } from '../driver.ts';
import { asIds, idArray, numberFrom, type SqlIds } from '../ids.ts';
import type { Names } from '../names.ts';
import { selectRows } from '../rows/add.ts';
import { lastOfEach } from '../rows/upsert.ts';
import { vectorsOfTexts } from '../rows/values.ts';
import { createCodeTable, createIndexes, ownColumns, vectorType } from '../tables/code-table.ts';
import { lockStores } from '../tables/create.ts';
import {
  activate,
  type HasherRow,
  insertHasher,
  lockActive,
  readHashers,
} from '../tables/hashers.ts';
import { substringsFor } from '../tables/settings.ts';
import { whileThere } from '../tables/while-there.ts';
import { removeHasher } from '../tables/whole.ts';
import type { SqlAdoptOptions, SqlVectorBatch } from '../types.ts';

const BATCH = 2_000;
const VECTOR = '"vector"';

/** Codes that are built beside the active ones. */
interface Building {
  readonly driver: SqlDriver;
  readonly names: Names;
  readonly from: HasherRow;
  readonly to: HasherRow;
  readonly hasher: Hasher;
}

/**
 * Builds the codes of another hasher beside the active ones, then makes them the active ones in one
 * transaction, for which writers wait: rows that were written or removed meanwhile are brought over in
 * it. If it fails or is stopped, the store is as it was.
 */
export async function adoptHasher(
  driver: SqlDriver,
  names: Names,
  from: HasherRow,
  hasher: Hasher,
  options: SqlAdoptOptions,
): Promise<HasherRow> {
  const to = await begin(driver, names, from, hasher);
  const building = { driver, names, from, to, hasher };
  try {
    const since = await oldestChange(driver);
    // Another may prune what is not active yet.
    await whileThere(to, async () => {
      if (options.from === 'vectors') await codeKept(building, options);
      else await codeGiven(building, options.from, options);
      await createIndexes(driver, names, to);
      await driver.query(`analyze ${names.table(to.codes)}`);
      options.signal?.throwIfAborted();
      await driver.transaction(async (inside) => {
        await lockActive(inside, names, from, 'update');
        await catchUp({ ...building, driver: inside }, options.from === 'vectors' ? null : since);
        await activate(inside, names, to.id);
      });
    });
    return { ...to, active: true };
  } catch (error) {
    // Where that fails too, since the server is gone for one, what was built is pruned later.
    await driver.transaction((inside) => removeHasher(inside, names, to)).catch(() => {});
    throw error;
  }
}

/** The new hasher's row and its table, still without indexes of substrings. */
async function begin(
  driver: SqlDriver,
  names: Names,
  from: HasherRow,
  hasher: Hasher,
): Promise<HasherRow> {
  const model = hasher.save();
  const { bits } = hasher;
  const { expected, substrings } = from.settings;
  const settings = {
    ...from.settings,
    substrings: bits === from.bits ? substrings : substringsFor(bits, expected),
  };
  return driver.transaction(async (inside) => {
    await lockStores(inside);
    // Of codes that are not active the rows that came since would be missing.
    await lockActive(inside, names, from, 'share');
    const [{ sha256 }] = await inside.query(`select encode(sha256($1::bytea), 'hex') as "sha256"`, [
      model,
    ]);
    const same = (await readHashers(inside, names)).find((row) => row.sha256 === sha256);
    if (same?.active) throw new InvalidArgumentError(`hasher ${same.id} is this one, and active`);
    // Its codes may lack rows: it was active before others, or never became it.
    if (same) await removeHasher(inside, names, same);
    const to = await insertHasher(inside, names, { bits, settings, model });
    await createCodeTable(inside, names, to, false);
    return to;
  });
}

/** The number of a transaction before all that change rows from now on. */
async function oldestChange(driver: SqlDriver): Promise<string> {
  const sql = 'select pg_snapshot_xmin(pg_current_snapshot())::text as "since"';
  const [{ since }] = await driver.query(sql);
  // Rows know its lower 32 bits.
  return String(BigInt.asUintN(32, BigInt(String(since))));
}

/** Codes of the vectors that the store keeps, by ascending id. */
async function codeKept(building: Building, options: SqlAdoptOptions): Promise<void> {
  const { driver, names, from } = building;
  const { onProgress, signal } = options;
  const path = names.table(from.codes);
  const [{ count }] = await driver.query(`select count(*) as "count" from ${path}`);
  const total = numberFrom(count);
  const type = from.settings.id === 'bigint' ? 'int8' : 'text';
  let last: string | null = null;
  for (let done = 0; ; ) {
    signal?.throwIfAborted();
    const sql =
      `select "id"::text as "id", "vector"::text as "vector" from ${path} ` +
      `where $1::${type} is null or "id" > $1::${type} order by ${path}."id" limit ${BATCH}`;
    const rows = await driver.query(sql, [last]);
    if (rows.length === 0) return;
    await codeRows(building, rows);
    last = String(rows[rows.length - 1].id);
    done += rows.length;
    onProgress?.({ done, total: Math.max(total, done) });
  }
}

/** Codes of vectors that come from elsewhere. */
async function codeGiven(
  building: Building,
  batches: AsyncIterable<SqlVectorBatch>,
  { onProgress, signal }: SqlAdoptOptions,
): Promise<void> {
  const { from } = building;
  let done = 0;
  for await (const batch of batches) {
    signal?.throwIfAborted();
    checkObject('a batch of from', batch);
    const vectors = asMatrix('vectors', batch.vectors);
    const ids = asGiven(from, batch.ids, vectors);
    // Of an id that comes twice the later vector counts, as in `add`.
    const last = lastOfEach(ids);
    const chosen = last.map((i) => ids[i]);
    if (last.length > 0) await writeCodes(building, chosen, selectRows(vectors, last));
    done += ids.length;
    onProgress?.({ done, total: undefined });
  }
}

function asGiven({ settings }: HasherRow, ids: SqlIds, { rows }: Matrix): string[] {
  const bound = asIds(settings.id, ids);
  if (bound.length === rows) return bound;
  throw new InvalidArgumentError(`${rows} vectors need as many ids, not ${bound.length}`);
}

/** Codes rows of ids and vectors as texts. */
async function codeRows(
  building: Building,
  rows: readonly { readonly id?: unknown; readonly vector?: unknown }[],
): Promise<void> {
  const without = rows.find(({ vector }) => vector === null);
  if (without) {
    throw new InvalidArgumentError(
      `row ${without.id} has no vector to be coded anew: add it again, or adopt from vectors of your own`,
    );
  }
  const { dimensions } = building.hasher;
  const texts = rows.map(({ vector }) => String(vector));
  const ids = rows.map(({ id }) => String(id));
  await writeCodes(building, ids, vectorsOfTexts(texts, dimensions), texts);
}

/** Writes codes with the `texts` of the vectors that they are of, or with what the store keeps by now. */
async function writeCodes(
  { driver, names, from, to, hasher }: Building,
  ids: readonly string[],
  vectors: Matrix,
  texts: readonly string[] | null = null,
): Promise<void> {
  const codes = bitStrings(hasher.encode(vectors));
  const kept = keptColumns(from);
  const list = kept.map((name) => `, ${name}`).join('');
  const values = kept.map((name) =>
    // A row may have got another vector since its own was read: the catch-up must see that.
    texts && name === VECTOR ? `, "new"."text"::${vectorType(to.settings)}` : `, "old".${name}`,
  );
  const sql =
    `insert into ${names.table(to.codes)} ("id", "code"${list}) ` +
    `select "old"."id", "new"."bits"::bit(${to.bits})${values.join('')} ` +
    `from unnest($1::${idArray(from.settings.id)}, $2::text[], $3::text[]) as "new"("id", "bits", "text") ` +
    `join ${names.table(from.codes)} as "old" on "old"."id" = "new"."id" ` +
    `on conflict ("id") do update set ` +
    ['"code"', ...kept].map((name) => `${name} = excluded.${name}`).join(', ');
  await driver.query(sql, [ids, codes, texts ?? []]);
}

/** Columns that are taken over as they are. */
function keptColumns({ settings }: HasherRow): string[] {
  const own = ownColumns(settings).map(({ name }) => name);
  return settings.vectors ? [...own, VECTOR] : own;
}

/**
 * Brings over what changed since the codes were built; nobody else writes meanwhile.
 *
 * @param since - of vectors that were given: the transaction from which on rows may have got others.
 */
async function catchUp(building: Building, since: string | null): Promise<void> {
  const { driver, names, from, to } = building;
  const [old, now] = [names.table(from.codes), names.table(to.codes)];
  await driver.query(
    `delete from ${now} as "now" where not exists (select from ${old} as "old" where "old"."id" = "now"."id")`,
  );
  const both = `from ${old} as "old" left join ${now} as "now" on "now"."id" = "old"."id"`;
  const missing = '"now"."id" is null';
  if (since !== null) {
    const [{ count }] = await driver.query(`select count(*) as "count" ${both} where ${missing}`);
    if (Number(count) > 0) {
      throw new InvalidArgumentError(
        `${count} rows of the store were not among the vectors given: the old codes stay active`,
      );
    }
  }
  if (from.settings.vectors) {
    // Where vectors are given, a row whose own was taken away is coded by what was given.
    const changed =
      since === null
        ? `${missing} or "old"."vector" is distinct from "now"."vector"`
        : '"old"."vector" is not null and age("old"."xmin") <= age($1::xid)';
    const rows = await driver.query(
      `select "old"."id"::text as "id", "old"."vector"::text as "vector" ${both} where ${changed}`,
      since === null ? [] : [since],
    );
    for (let at = 0; at < rows.length; at += BATCH)
      await codeRows(building, rows.slice(at, at + BATCH));
  }
  const kept = keptColumns(from);
  if (kept.length === 0) return;
  await driver.query(
    `update ${now} as "now" set ${kept.map((name) => `${name} = "old".${name}`).join(', ')} ` +
      `from ${old} as "old" where "old"."id" = "now"."id" and ` +
      `(${kept.map((name) => `"old".${name} is distinct from "now".${name}`).join(' or ')})`,
  );
}
