import { HashCodes } from '../../core/hash-codes.ts';
import type { Kernels } from '../../kernels/api.ts';
import type { BenchCase } from '../harness.ts';
import { naiveNearestCodes } from '../naive/hamming.ts';
import { randomWords } from '../random-data.ts';

const COUNT = 1_000_000;
const TOP = 100;
const WIDTHS = [16, 32, 64, 128, 256];
const BATCHES = [16, 1];

/** Top-100 by Hamming distance in a million codes, in batches of queries and one by one. */
export function hammingCases(backends: readonly Kernels[]): (() => BenchCase)[] {
  return WIDTHS.flatMap((bits) => BATCHES.map((batch) => () => hammingCase(backends, bits, batch)));
}

function hammingCase(backends: readonly Kernels[], bits: number, batch: number): BenchCase {
  const words = randomWords(COUNT, bits, 5);
  const queries = randomWords(batch, bits, 6);
  const codes = new HashCodes(words, COUNT, bits);
  const perCode = codes.wordsPerCode;
  const positions = new Uint32Array(batch * TOP);
  const distances = new Uint16Array(batch * TOP);
  const naive = (q: number) =>
    naiveNearestCodes(words, COUNT, perCode, queries.subarray(q * perCode, (q + 1) * perCode), TOP);
  const naiveAll = () => {
    for (let q = 0; q < batch; q++) {
      const found = naive(q);
      positions.set(found.positions, q * TOP);
      distances.set(found.distances, q * TOP);
    }
  };
  naiveAll();
  const expected = [positions.slice(), distances.slice()];
  const stores = backends.map((kernels) => kernels.createCodes(codes));
  const contender = (name: string, scan: () => void) => ({
    name,
    run: scan,
    verify() {
      positions.fill(0);
      distances.fill(0);
      scan();
      return (
        positions.every((p, i) => p === expected[0][i]) &&
        distances.every((d, i) => d === expected[1][i])
      );
    },
  });
  return {
    suite: 'hamming',
    name: `n=${COUNT} bits=${bits} k=${TOP} batch=${batch}`,
    unit: 'Gcodes/s',
    work: (COUNT * batch) / 1e9,
    contenders: [
      ...stores.map((store, i) =>
        contender(backends[i].name, () => {
          store.nearest(queries, batch, TOP, positions, distances);
        }),
      ),
      contender('naive', naiveAll),
    ],
    dispose: () => {
      for (const store of stores) store.dispose();
    },
  };
}
