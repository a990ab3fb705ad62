import {
  type CheckedLabelledCodes,
  type DistanceHistograms,
  type LabelledCodes,
  readLabelledCodes,
} from '../../core/executor.ts';
import { HashCodes } from '../../core/hash-codes.ts';
import type { JobFactory } from '../job.ts';
import { forAll, shardSize } from '../memory.ts';
import type { Call, Shard } from '../run-call.ts';
import { checkSameBits } from './hamming.ts';

interface Setup {
  readonly bits: number;
  readonly count: number;
  readonly words: Uint32Array;
  readonly labels: Int32Array;
}
interface Input {
  readonly words: Uint32Array<ArrayBuffer>;
  readonly labels: Int32Array<ArrayBuffer>;
}
interface Output {
  readonly total: Uint32Array<ArrayBuffer>;
  readonly relevant: Uint32Array<ArrayBuffer>;
}

// Words compared by a shard: some 20 ms.
const SHARD_WORDS = 2 ** 24;

/** The database counted by distance, sharded by queries. */
export function histogramsCall(
  wanted: LabelledCodes,
  stored: LabelledCodes,
  threads: number,
  sharesMemory: boolean,
): { call: Call; histograms: DistanceHistograms } {
  const queries = readLabelledCodes('queries', wanted);
  const database = readLabelledCodes('the database', stored);
  checkSameBits(queries.codes, database.codes);
  const { count, wordsPerCode, words, bits } = queries.codes;
  const bins = bits + 1;
  const total = new Uint32Array(count * bins);
  const relevant = new Uint32Array(count * bins);
  const cost = Math.max(1, database.codes.words.length);
  const step = shardSize(count, cost, SHARD_WORDS, threads);
  function* shards(): Generator<Shard> {
    for (let first = 0; first < count; first += step) {
      const end = Math.min(count, first + step);
      const input: Input = {
        words: words.slice(first * wordsPerCode, end * wordsPerCode),
        labels: queries.labels.slice(first, end),
      };
      const accept = (output: Output) => {
        total.set(output.total, first * bins);
        relevant.set(output.relevant, first * bins);
      };
      const transfer = [input.words.buffer, input.labels.buffer];
      yield { input, transfer, size: end - first, accept };
    }
  }
  const setup = setupFor(database, sharesMemory);
  const call: Call = { job: 'distanceHistograms', setup, shards: shards(), size: count, depth: 2 };
  return { call, histograms: { total, relevant, bins } };
}

function setupFor({ codes, labels }: CheckedLabelledCodes, sharesMemory: boolean): Setup {
  return {
    bits: codes.bits,
    count: codes.count,
    words: forAll(codes.words, sharesMemory),
    labels: forAll(labels, sharesMemory),
  };
}

export const histogramsJob: JobFactory<Setup, Input, Output> = (kernels, setup) => {
  const stored = kernels.createCodes(new HashCodes(setup.words, setup.count, setup.bits));
  const bins = setup.bits + 1;
  return {
    run({ words, labels }) {
      const count = labels.length;
      const total = new Uint32Array(count * bins);
      const relevant = new Uint32Array(count * bins);
      stored.addDistanceHistograms(words, count, labels, setup.labels, total, relevant);
      return { output: { total, relevant }, transfer: [total.buffer, relevant.buffer] };
    },
    dispose: () => stored.dispose(),
  };
};
