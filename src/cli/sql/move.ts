import { InvalidArgumentError } from '../../core/errors.ts';
import type { Hasher } from '../../core/hasher.ts';
import { createKernels } from '../../kernels/create.ts';
import { codesOfBits } from '../../sql/bits.ts';
import type { SqlDriver } from '../../sql/driver.ts';
import { idFrom, type SqlIds } from '../../sql/ids.ts';
import { missingStore, Names } from '../../sql/names.ts';
import { SqlCodeStore } from '../../sql/store.ts';
import { type HasherRow, readModel } from '../../sql/tables/hashers.ts';
import { UsageError } from '../errors.ts';
import type { StoreArguments } from '../options/sql.ts';
import { count } from '../output/count.ts';
import { printResult } from '../output/print-result.ts';
import { printable } from '../output/printable.ts';
import { runWork, type WorkTools } from '../work.ts';
import { type Connection, checkPlace, connect } from './connect.ts';
import { readInOrder, type StoredRows } from './in-order.ts';
import { activeHasher, openStore, type TablePlace } from './place.ts';

/** Options as commander parsed them. */
export interface MoveOptions extends StoreArguments {
  readonly toUrl?: string;
  readonly toPglite?: string;
  readonly toTable?: string;
  readonly toSchema?: string;
  readonly json?: boolean;
}

export async function runMove(options: MoveOptions): Promise<void> {
  checkPlace(options);
  checkPlace(targetOf(options), 'to-');
  const started = performance.now();
  const { table } = options;
  const to = tableOf(options);
  let done = 0;
  const moved = await runWork(
    (tools) =>
      move(options, tools, (rows) => {
        done = rows;
      }),
    () =>
      `${count(done, 'row')} are copied to ${to.table}, and ${table} is as it was: the same command ` +
      'copies all of them again, none twice',
    // A batch that is begun, and closing the databases.
    () => true,
  );
  const seconds = (performance.now() - started) / 1000;
  printResult(
    options.json,
    { from: table, ...to, ...moved, seconds },
    () =>
      `Copied ${count(moved.rows, 'row')} of ${printable(table)} to ${printable(to.table)} of ` +
      `${printable(moved.where)} (${seconds.toFixed(1)} s); both have as many. ` +
      `\`hashplane sql drop\` removes the old store\n`,
  );
}

function targetOf({ toUrl, toPglite }: MoveOptions) {
  return { url: toUrl, pglite: toPglite };
}

function tableOf({ table, toTable, toSchema }: MoveOptions): TablePlace {
  return { table: toTable ?? table, schema: toSchema };
}

async function move(options: MoveOptions, tools: WorkTools, onCopied: (rows: number) => void) {
  const { progress, signal } = tools;
  const open: Connection[] = [];
  try {
    const from = await connect(options, false);
    open.push(from);
    const names = new Names(options.table, options.schema);
    const active = await activeHasher(from.driver, options);
    if (!active) throw missingStore(names);
    const target = targetOf(options);
    const to = isSame(options, target) ? from : await connect(target, true);
    open.push(to);
    const place = tableOf(options);
    if (to === from && place.table === options.table && place.schema === options.schema) {
      throw new UsageError('the store would be moved onto itself: give another --to-table');
    }
    const store = await targetStore(from.driver, options, active, to.driver, place);
    const total = await countOf(from.driver, names, active);
    let rows = 0;
    for await (const batch of readInOrder(from.driver, names.table(active.codes), active)) {
      signal.throwIfAborted();
      await addStored(store, batch, active);
      rows += batch.ids.length;
      onCopied(rows);
      progress.update(`copying ${options.table}: ${count(rows, 'row')}`, rows / Math.max(1, total));
    }
    await store.analyse();
    await checkCounts(store, await countOf(from.driver, names, active), options.table, place.table);
    return { rows, where: to.where };
  } finally {
    for (const connection of new Set(open)) await connection.close();
  }
}

function isSame(
  a: { url?: string; pglite?: string },
  b: { url?: string; pglite?: string },
): boolean {
  return a.url === b.url && a.pglite === b.pglite;
}

/** A store with the same codes, hasher and columns: one that is there must have them. */
async function targetStore(
  from: SqlDriver,
  source: TablePlace,
  active: HasherRow,
  to: SqlDriver,
  place: TablePlace,
): Promise<SqlCodeStore> {
  const { bits, sha256, settings } = active;
  const there = await activeHasher(to, place);
  if (there) {
    const isFit =
      there.bits === bits &&
      there.sha256 === sha256 &&
      there.settings.id === settings.id &&
      JSON.stringify(there.settings.columns) === JSON.stringify(settings.columns) &&
      JSON.stringify(there.settings.vectors) === JSON.stringify(settings.vectors);
    if (isFit) return openStore(to, place);
    throw new UsageError(
      `${place.table} is there already, with other codes or columns: give another --to-table`,
    );
  }
  const { id, columns, substrings, expected, hnsw } = settings;
  const hasher = sha256 === null ? undefined : await storedHasher(from, source, active);
  return SqlCodeStore.create(to, {
    ...place,
    ...(hasher ? { hasher } : { bits }),
    ...{ id, columns, substrings, expected, hnsw },
    vectors: settings.vectors ?? undefined,
  });
}

/** The hasher, which saves itself as the bytes that the database has: its sha256 stays. */
async function storedHasher(
  from: SqlDriver,
  source: TablePlace,
  active: HasherRow,
): Promise<Hasher> {
  const { table, schema } = source;
  const model = await readModel(from, new Names(table, schema), active);
  const store = await openStore(from, source);
  const loaded = await store.hasher(await createKernels());
  const { bits, dimensions } = loaded;
  return {
    ...{ bits, dimensions, save: () => model },
    encode: (points) => loaded.encode(points),
    projections: (points) => loaded.projections(points),
  };
}

async function addStored(store: SqlCodeStore, batch: StoredRows, { bits, settings }: HasherRow) {
  const ids = batch.ids.map((id) => idFrom(settings.id, id)) as unknown as SqlIds;
  const codes = codesOfBits(batch.codes, bits);
  await store.add(ids, codes, { columns: batch.columns, vectors: batch.vectors });
}

async function countOf(driver: SqlDriver, names: Names, { codes }: HasherRow): Promise<number> {
  const [row] = await driver.query(`select count(*) as "rows" from ${names.table(codes)}`);
  return Number(row.rows);
}

async function checkCounts(store: SqlCodeStore, expected: number, from: string, to: string) {
  const { rows } = await store.stats();
  if (rows === expected) return;
  throw new InvalidArgumentError(
    `${to} has ${count(rows, 'row')} and ${from} ${count(expected, 'row')}: rows were written ` +
      'meanwhile, or were there before; both stores are kept',
  );
}
