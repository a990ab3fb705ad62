import { HashCodes } from '../../core/hash-codes.ts';
import type { Kernels } from '../../kernels/api.ts';
import { codesWithin } from '../../search/probe-cost.ts';
import type { BenchCase } from '../harness.ts';
import { naiveProbe, naiveTable } from '../naive/probe.ts';
import { fastRandom, randomWords } from '../random-data.ts';

const COUNT = 1_000_000;
const QUERIES = 200;
const SIZES = [
  { bits: 32, radius: 2 },
  { bits: 32, radius: 3 },
];

/** Looking up every bucket within a radius of a query among a million distinct codes. */
export function probeCases(backends: readonly Kernels[]): (() => BenchCase)[] {
  return SIZES.map(({ bits, radius }) => () => {
    const words = distinct(randomWords(COUNT + 2000, bits, 7)).subarray(0, COUNT);
    const random = fastRandom(8);
    const queries = Array.from({ length: QUERIES }, () =>
      Uint32Array.of(words[random() % COUNT] ^ (1 << (random() % bits))),
    );
    const table = naiveTable(words);
    const expected = queries.map(([code]) => naiveProbe(table, code, bits, radius));
    const codes = new HashCodes(words, COUNT, bits);
    const stores = backends.map((kernels) => kernels.createBuckets(codes));
    const positions = new Uint32Array(COUNT);
    const perRadius = new Uint32Array(radius + 1);
    const contender = (name: string, probe: (query: Uint32Array) => number) => ({
      name,
      run() {
        for (const query of queries) probe(query);
      },
      verify: () => queries.every((query, i) => probe(query) === expected[i]),
    });
    return {
      suite: 'probe',
      name: `n=${COUNT} bits=${bits} radius=${radius}`,
      unit: 'Mprobes/s',
      work: (codesWithin(bits, radius) * QUERIES) / 1e6,
      contenders: [
        ...stores.map((store, i) =>
          contender(backends[i].name, (query) => store.probe(query, radius, positions, perRadius)),
        ),
        contender('naive', ([code]) => naiveProbe(table, code, bits, radius)),
      ],
      dispose: () => {
        for (const store of stores) store.dispose();
      },
    };
  });
}

function distinct(words: Uint32Array): Uint32Array<ArrayBuffer> {
  return Uint32Array.from(new Set(words));
}
