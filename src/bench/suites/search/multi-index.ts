import { HashCodes } from '../../../core/hash-codes.ts';
import type { Kernels } from '../../../kernels/api.ts';
import { RandomHyperplanes } from '../../../models/random-hyperplanes.ts';
import { HammingSearch } from '../../../search/hamming-search.ts';
import { ClusteredVectors } from '../../clusters.ts';
import type { BenchCase } from '../../harness.ts';
import { randomWords } from '../../random-data.ts';
import { inTurns } from '../../turns.ts';
import type { BenchContext } from '../suite.ts';
import { mean, sharedBy, timedBuild } from './shared.ts';

const BITS = 64;
const TOP = 10;
const BATCH = 16;
const QUERIES = 4 * BATCH;
const SIZES = [10_000, 30_000, 100_000, 300_000, 1_000_000, 3_000_000, 10_000_000];
/** Codes of clustered vectors, and codes without any neighbourhood. */
const KINDS = ['clustered', 'uniform'] as const;
type Kind = (typeof KINDS)[number];

interface CodesToSearch {
  readonly codes: HashCodes;
  readonly queries: HashCodes;
}

/** Multi-index hashing against the scan, at growing numbers of codes: where do they cross? */
export const multiIndexCases = KINDS.flatMap((kind) =>
  SIZES.map((_, place) => async (backends: readonly Kernels[], context: BenchContext) => {
    const count = sizesUpTo(context.rows)[place];
    if (count === undefined) return null;
    const { codes, queries } = await codesOf(context, kind, backends[0]);
    const { words, wordsPerCode } = codes;
    const some = new HashCodes(words.subarray(0, count * wordsPerCode), count, BITS);
    return multiIndexCase(backends[0], kind, { codes: some, queries });
  }),
);

function sizesUpTo(rows: number): number[] {
  const smaller = SIZES.filter((size) => size < rows);
  return [...smaller, Math.min(rows, SIZES.at(-1) as number)];
}

/** LSH codes of 1,000 Gaussian clusters in 32 dimensions, or words of a random generator. */
function codesOf(context: BenchContext, kind: Kind, kernels: Kernels): Promise<CodesToSearch> {
  const count = Math.min(context.rows, SIZES.at(-1) as number);
  return sharedBy(context, `${kind} codes`, () => {
    if (kind === 'uniform') {
      const words = randomWords(count + QUERIES, BITS, 5);
      return apart(new HashCodes(words, count + QUERIES, BITS), count);
    }
    const settings = { clusters: 1000, dimensions: 32, noise: 0.7, seed: 1 };
    const vectors = new ClusteredVectors(settings);
    const hasher = new RandomHyperplanes({ kernels, bits: BITS }).fitSync(vectors.next(10_000));
    const all = vectors.codes(hasher, count + QUERIES);
    hasher.dispose();
    return apart(all, count);
  });
}

function apart({ words, wordsPerCode, bits }: HashCodes, count: number): CodesToSearch {
  const cut = count * wordsPerCode;
  const rest = words.slice(cut);
  return {
    codes: new HashCodes(words.subarray(0, cut), count, bits),
    queries: new HashCodes(rest, rest.length / wordsPerCode, bits),
  };
}

async function multiIndexCase(
  kernels: Kernels,
  kind: Kind,
  { codes, queries }: CodesToSearch,
): Promise<BenchCase> {
  const scan = await timedBuild(() => new HammingSearch(kernels, codes, { strategy: 'scan' }));
  const index = await timedBuild(
    () => new HammingSearch(kernels, codes, { strategy: 'multi-index' }),
  );
  const chosen = new HammingSearch(kernels, codes);
  const { strategy } = chosen;
  chosen.dispose();
  const each = Array.from({ length: QUERIES }, (_, q) => queries.select([q]));
  const batches = Array.from({ length: QUERIES / BATCH }, (_, b) =>
    queries.select(Array.from({ length: BATCH }, (_, i) => b * BATCH + i)),
  );
  const expected = batches.flatMap((batch) => scan.value.nearest(batch, TOP)).map(plain);
  const equals = (search: HammingSearch, parts: readonly HashCodes[]) =>
    parts
      .flatMap((part) => search.nearest(part, TOP))
      .map(plain)
      .join() === expected.join();
  const distance = mean(expected.map((list) => Number(list.split(':').at(-1))));
  const scanDetails = {
    buildSeconds: scan.seconds,
    memoryBytes: scan.value.memoryBytes,
    chosen: strategy,
  };
  return {
    suite: 'search',
    name: `hamming ${kind} n=${codes.count} bits=${BITS} k=${TOP}`,
    unit: 'queries/s',
    work: 1,
    contenders: [
      {
        name: 'scan',
        run: inTurns(each, (query) => scan.value.nearest(query, TOP)),
        verify: () => equals(scan.value, each),
        details: () => ({ ...scanDetails, distance }),
      },
      {
        name: `scan, batches of ${BATCH}`,
        work: BATCH,
        run: inTurns(batches, (batch) => scan.value.nearest(batch, TOP)),
        verify: () => equals(scan.value, batches),
        details: () => scanDetails,
      },
      {
        name: 'multi-index',
        run: inTurns(each, (query) => index.value.nearest(query, TOP)),
        verify: () => equals(index.value, each),
        details: () => {
          const found = index.value.nearest(queries, TOP);
          return {
            substrings: index.value.substrings,
            lookups: mean(found.map(({ lookups }) => lookups)),
            compared: mean(found.map(({ compared }) => compared)),
            gaveUp: mean(found.map((each) => +(each.strategy === 'scan'))),
            buildSeconds: index.seconds,
            memoryBytes: index.value.memoryBytes,
          };
        },
      },
    ],
    dispose: () => {
      scan.value.dispose();
      index.value.dispose();
    },
  };
}

/** Rows and distances as text; the last distance ends it. */
function plain({ rows, distances }: { rows: Uint32Array; distances: Uint16Array }): string {
  return `${rows.join()}:${distances.join(':')}`;
}
