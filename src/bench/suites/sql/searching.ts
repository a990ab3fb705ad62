import type { Kernels } from '../../../kernels/api.ts';
import { HammingSearch } from '../../../search/hamming-search.ts';
import { SqlCodeStore } from '../../../sql/store.ts';
import type { BenchCase, Contender, Details } from '../../harness.ts';
import { type Engine, startPGlite, startPostgreSQL } from '../../sql-engines.ts';
import { mean, sharedBy } from '../search/shared.ts';
import type { BenchContext } from '../suite.ts';
import { type CodesProblem, clusteredCodes, plain, problemOf, TOP } from './problem.ts';

/** Rows of the tables; the larger ones are measured where they are asked for. */
export const SIZES = [1_000_000, 5_000_000, 10_000_000];
/** PGlite is for what one process holds. */
const MOST_IN_PGLITE = 1_000_000;
/** Most queries that a scan is checked with: of all it would take minutes. */
const SCANNED = 4;
const TABLE = 'bench';

/**
 * Scan against multi-index hashing in each engine, and hashplane in memory beside.
 *
 * @param place - among the sizes: a smaller run has fewer.
 */
export function searchingCase(bits: number, place: number) {
  return async (
    [kernels]: readonly Kernels[],
    context: BenchContext,
  ): Promise<BenchCase | null> => {
    const rows = sizesUpTo(context.tableRows)[place];
    if (rows === undefined) return null;
    const made = await sharedBy(context, `${bits} bits for tables`, () =>
      clusteredCodes(kernels, bits, context.tableRows),
    );
    const problem = problemOf(made, rows);
    const engines: Engine[] = [];
    try {
      if (rows <= MOST_IN_PGLITE) engines.push(await startPGlite());
      const server = await startPostgreSQL();
      if (server) engines.push(server);
      const contenders = [...inMemory(kernels, problem)];
      for (const engine of engines) contenders.push(...(await inTable(engine, problem)));
      return {
        suite: 'sql',
        name: `search clustered n=${rows} bits=${bits} k=${TOP}`,
        unit: 'queries/s',
        work: 1,
        contenders,
        dispose: () => closeAll(engines),
      };
    } catch (error) {
      await closeAll(engines);
      throw error;
    }
  };
}

function sizesUpTo(rows: number): number[] {
  return [...SIZES.filter((size) => size < rows), Math.min(rows, SIZES[SIZES.length - 1])];
}

async function closeAll(engines: readonly Engine[]): Promise<void> {
  for (const engine of engines) await engine.close();
}

function inMemory(kernels: Kernels, { codes, queries, expected }: CodesProblem): Contender[] {
  return (['scan', 'multi-index'] as const).map((strategy) => {
    const search = new HammingSearch(kernels, codes, { strategy });
    const found = (q: number) => {
      const [{ rows, distances }] = search.nearest(queries[q], TOP);
      return plain(Array.from(rows, (id, i) => ({ id, distance: distances[i] })));
    };
    let turn = 0;
    return {
      name: `in memory, ${strategy}`,
      run: () => {
        search.nearest(queries[turn++ % queries.length], TOP);
      },
      verify: () => expected.every((list, q) => found(q) === list),
      details: () => ({ memoryBytes: search.memoryBytes }),
    };
  });
}

/** The codes in a table of the engine, and three ways to search it. */
async function inTable(engine: Engine, problem: CodesProblem): Promise<Contender[]> {
  const { codes, queries, expected, radii } = problem;
  const { count, bits } = codes;
  const store = await SqlCodeStore.create(engine.driver, { table: TABLE, bits, expected: count });
  const started = performance.now();
  await store.add(
    Array.from({ length: count }, (_, i) => i),
    codes,
  );
  const loadSeconds = (performance.now() - started) / 1000;
  await store.analyse();
  const { bytes, substrings } = await store.stats();
  const table: Details = {
    version: engine.version,
    loadSeconds,
    tableBytes: bytes.table,
    indexesBytes: bytes.indexes,
    radius: mean(radii),
  };
  const statements: number[] = [];
  const scan = async (q: number) =>
    (await store.search(queries[q], { k: TOP, strategy: 'scan' })).neighbours;
  const known = async (q: number) =>
    (await store.search(queries[q], { radius: radii[q], strategy: 'multi-index' })).neighbours;
  const stepped = async (q: number) => {
    const found = await store.search(queries[q], { k: TOP, strategy: 'multi-index' });
    statements.push(found.statements);
    return found.neighbours;
  };
  const contender = (
    name: string,
    find: (q: number) => Promise<readonly { id: number | bigint | string; distance: number }[]>,
    checked: number,
    details: () => Details,
    after = async () => {},
  ): Contender => {
    let turn = 0;
    return {
      name: `${engine.name}, ${name}`,
      async run() {
        await find(turn++ % queries.length);
      },
      async verify() {
        for (let q = 0; q < checked; q++) {
          if (plain(await find(q)) !== expected[q]) return false;
        }
        await after();
        return true;
      },
      details,
    };
  };
  const all = queries.length;
  const timed = async (find: (q: number) => Promise<unknown>) => {
    const millis: number[] = [];
    for (let q = 0; q < all; q++) {
      const started = performance.now();
      await find(q);
      millis.push(performance.now() - started);
    }
    return mean(millis);
  };
  let knowing: Details = {};
  const timeKnown = async () => {
    knowing = { substrings, meanMillis: await timed(known) };
  };
  let stepping: Details = {};
  const timeSteps = async () => {
    statements.length = 0;
    stepping = { meanMillis: await timed(stepped) };
  };
  return [
    contender('scan', scan, Math.min(SCANNED, all), () => table),
    contender('radius known', known, all, () => knowing, timeKnown),
    contender(
      'stepped',
      stepped,
      all,
      () => ({ statements: mean(statements), ...stepping }),
      timeSteps,
    ),
  ];
}
