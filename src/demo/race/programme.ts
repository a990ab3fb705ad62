import { BACKENDS, type BackendName } from '../../kernels/api.ts';

/** Who races: the backends, and the plain form that all are compared with. */
export const CONTENDERS = [...BACKENDS, 'naive'] as const;
export type ContenderName = BackendName | 'naive';

/** What each contender is, for people. */
export const CONTENDER_TEXTS: Readonly<Record<ContenderName, string>> = {
  'wasm-simd': 'WebAssembly + SIMD',
  wasm: 'WebAssembly',
  typescript: 'TypeScript, tuned',
  naive: 'TypeScript, plain',
};

/** The events, in their order. */
export const EVENTS = ['encode', 'hamming', 'probe', 'svm', 'rerank'] as const;
export type EventName = (typeof EVENTS)[number];

/** What is said of an event. */
export interface EventText {
  readonly title: string;
  /** What is done, in plain words. */
  readonly what: string;
  /** Why some are faster. */
  readonly why: string;
  /** What a rate counts, and how many of that are one of the bench's units. */
  readonly unit: string;
  readonly perUnit: number;
}

/** Operations that encode one vector of 512 values with 64 hyperplanes, in thousands of millions. */
const GIGA_A_VECTOR = (2 * 512 * 64) / 1e9;

export const EVENT_TEXTS: Readonly<Record<EventName, EventText>> = {
  encode: {
    title: 'Making codes',
    what: 'A vector of 512 numbers becomes a code of 64 bits: each bit says on which side of a hyperplane the vector lies. That is 64 sums of 512 products.',
    why: 'SIMD multiplies four numbers with one instruction, and tiles of vectors and hyperplanes stay in registers, where the plain loop fetches each number again.',
    unit: 'vectors/s',
    perUnit: 1 / GIGA_A_VECTOR,
  },
  hamming: {
    title: 'Comparing codes',
    what: 'The 100 codes nearest to a query among 250,000: those that differ in the fewest bits.',
    why: 'With SIMD the codes lie as planes of bits, and the differences of 128 codes are added up at once. The others count the bits of one code after the other, for which WebAssembly has an instruction and TypeScript has none.',
    unit: 'codes/s',
    perUnit: 1e9,
  },
  probe: {
    title: 'Looking into buckets',
    what: 'All 529 codes within 2 bits of a query are looked up in a hash table of 250,000 codes.',
    why: 'Hardly anything to compute, so SIMD adds little: what counts is a compact table instead of a Map full of arrays.',
    unit: 'look-ups/s',
    perUnit: 1e6,
  },
  svm: {
    title: 'Learning hyperplanes',
    what: 'Linear classifiers, one a bit: 16 hyperplanes that part 400 vectors as the labels ask, by dual coordinate descent.',
    why: 'SIMD does the products, and points that are settled are left out of further rounds. The plain form goes on visiting them all.',
    unit: 'hyperplanes/s',
    perUnit: 1,
  },
  rerank: {
    title: 'Sorting candidates',
    what: 'Of 1,000 candidates the 10 that are really nearest, by exact cosine similarity on 512 numbers each.',
    why: 'The vectors come from memory, which takes its time for all: the ratios are the smallest where memory is slow.',
    unit: 'vectors/s',
    perUnit: 1e6,
  },
};
