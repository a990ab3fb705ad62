import { checkWhole } from '../../core/checks.ts';
import { InvalidArgumentError } from '../../core/errors.ts';
import type { NearestCodes, NearestOptions } from '../../core/executor.ts';
import { checkCodes, HashCodes } from '../../core/hash-codes.ts';
import type { JobFactory } from '../job.ts';
import { forAll, shardSize } from '../memory.ts';
import type { Call, Shard } from '../run-call.ts';

interface Setup {
  readonly bits: number;
  readonly count: number;
  readonly words: Uint32Array;
  readonly k: number;
}
interface Input {
  readonly words: Uint32Array<ArrayBuffer>;
  readonly count: number;
}
interface Output {
  /** Queries x k. */
  readonly rows: Uint32Array<ArrayBuffer>;
  readonly distances: Uint16Array<ArrayBuffer>;
}

// Words compared by a shard: some 20 ms. Kernels take queries in groups of about 16.
const SHARD_WORDS = 2 ** 25;
const GROUP = 16;

/** Nearest codes, sharded by queries; every worker holds the database's codes. */
export function hammingCall(
  database: HashCodes,
  queries: HashCodes,
  { k }: Pick<NearestOptions, 'k'>,
  threads: number,
  sharesMemory: boolean,
): { call: Call; neighbours: () => NearestCodes[] } {
  checkWhole('k', k, 1, Number.MAX_SAFE_INTEGER);
  checkCodes('the database', database);
  checkCodes('queries', queries);
  checkSameBits(queries, database);
  const { count, wordsPerCode, words } = queries;
  const size = Math.min(k, database.count);
  const rows = new Uint32Array(count * size);
  const distances = new Uint16Array(count * size);
  const step = groups(shardSize(count, Math.max(1, database.words.length), SHARD_WORDS, threads));
  function* shards(): Generator<Shard> {
    for (let first = 0; first < count; first += step) {
      const end = Math.min(count, first + step);
      const input: Input = {
        words: words.slice(first * wordsPerCode, end * wordsPerCode),
        count: end - first,
      };
      const accept = (output: Output) => {
        rows.set(output.rows, first * size);
        distances.set(output.distances, first * size);
      };
      yield { input, transfer: [input.words.buffer], size: end - first, accept };
    }
  }
  const setup: Setup = {
    bits: database.bits,
    count: database.count,
    words: forAll(database.words, sharesMemory),
    k: size,
  };
  const call: Call = { job: 'hammingNearest', setup, shards: shards(), size: count, depth: 2 };
  return { call, neighbours: () => byQuery(count, size, rows, distances) };
}

function byQuery(
  count: number,
  size: number,
  rows: Uint32Array,
  distances: Uint16Array,
): NearestCodes[] {
  return Array.from({ length: count }, (_, q) => ({
    rows: rows.subarray(q * size, (q + 1) * size),
    distances: distances.subarray(q * size, (q + 1) * size),
  }));
}

/** Throws unless queries can be compared with the database. */
export function checkSameBits(queries: HashCodes, database: HashCodes): void {
  if (queries.bits !== database.bits) {
    throw new InvalidArgumentError(
      `queries have ${queries.bits} bits where the database has ${database.bits}`,
    );
  }
}

function groups(queries: number): number {
  return queries <= GROUP ? queries : Math.ceil(queries / GROUP) * GROUP;
}

export const hammingJob: JobFactory<Setup, Input, Output> = (kernels, setup) => {
  const stored = kernels.createCodes(new HashCodes(setup.words, setup.count, setup.bits));
  return {
    run({ words, count }) {
      const rows = new Uint32Array(count * setup.k);
      const distances = new Uint16Array(rows.length);
      if (setup.k > 0) stored.nearest(words, count, setup.k, rows, distances);
      return { output: { rows, distances }, transfer: [rows.buffer, distances.buffer] };
    },
    dispose: () => stored.dispose(),
  };
};
