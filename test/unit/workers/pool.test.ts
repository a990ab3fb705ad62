import { describe, expect, it } from 'vitest';
import {
  BackendError,
  DisposedError,
  InvalidArgumentError,
  MemoryError,
} from '../../../src/core/errors.ts';
import { HashCodes } from '../../../src/core/hash-codes.ts';
import type { Matrix } from '../../../src/core/matrix.ts';
import { createKernelsSync } from '../../../src/kernels/create.ts';
import type { HyperplaneLearner } from '../../../src/learners/learner.ts';
import { svmDualCoordinateDescent } from '../../../src/learners/svm-dcd.ts';
import { svmStochasticGradient } from '../../../src/learners/svm-sgd.ts';
import { RandomHyperplanes } from '../../../src/models/random-hyperplanes.ts';
import type { Pool } from '../../../src/workers/pool.ts';
import {
  closePoolsAfterEach,
  poolAfter,
  poolWithWorkers,
  randomMatrix,
  randomSigns,
  threadPool,
} from '../../support/pools.ts';

const kernels = createKernelsSync();
const points = randomMatrix(400, 32);
const hasher = new RandomHyperplanes({ kernels, bits: 24 }).fitSync(points);

closePoolsAfterEach();

/** Training that would take minutes. */
function endlessFit(pool: Pool, options: Parameters<HyperplaneLearner['fit']>[4]): Promise<Matrix> {
  const learner = pool.learner(svmStochasticGradient({ epochs: 1e6 }));
  return learner.fit(kernels, points, randomSigns(400 * 8), 8, options);
}

/** Code for a worker that does something odd in the middle of its work. */
function onProgress(action: string): string {
  return `import { parentPort } from 'node:worker_threads';
    const post = parentPort.postMessage;
    parentPort.postMessage = (message, transfer) => {
      post.call(parentPort, message, transfer);
      if (message.type === 'progress') { ${action} }
    };`;
}

async function works(pool: Pool): Promise<void> {
  expect(await pool.encode(hasher, points)).toEqual(hasher.encode(points));
}

describe('aborting', () => {
  it('rejects at once with the reason if the signal is aborted already', async () => {
    const pool = await threadPool({ threads: 2 });
    const reason = new Error('changed my mind');
    const signal = AbortSignal.abort(reason);
    await expect(pool.encode(hasher, points, { signal })).rejects.toBe(reason);
    await expect(pool.nearest(points, points, { k: 1, signal })).rejects.toBe(reason);
    await expect(endlessFit(pool, { signal })).rejects.toBe(reason);
    await works(pool);
  });

  it('rejects in the middle of training and frees the workers for other work', async () => {
    const pool = await threadPool({ threads: 2 });
    const controller = new AbortController();
    const reason = { any: 'value' };
    const fit = endlessFit(pool, {
      signal: controller.signal,
      onProgress: () => controller.abort(reason),
    });
    await expect(fit).rejects.toBe(reason);
    await works(pool);
  });

  it('does not disturb calls with another signal', async () => {
    const pool = await threadPool({ threads: 2 });
    const controller = new AbortController();
    const aborted = expect(endlessFit(pool, { signal: controller.signal })).rejects.toThrow(
      /abort/,
    );
    const other = works(pool);
    controller.abort();
    await Promise.all([aborted, other]);
  });
});

describe('progress', () => {
  it('rises to the number of rows that are encoded', async () => {
    const pool = await threadPool({ threads: 3 });
    const many = randomMatrix(30_000, 32);
    const seen: number[] = [];
    const onProgress = (done: number, total: number) => {
      expect(total).toBe(30_000);
      seen.push(done);
    };
    await pool.encode(hasher, many, { onProgress });
    expect(seen).toEqual([...new Set(seen)].sort((a, b) => a - b));
    expect(seen.at(-1)).toBe(30_000);
  });

  it('counts bits in training, also those that are partly done', async () => {
    const pool = await threadPool({ threads: 2 });
    const seen: number[] = [];
    const learner = pool.learner(svmStochasticGradient({ epochs: 2000 }));
    const onProgress = (done: number, total: number) => {
      expect(total).toBe(16);
      seen.push(done);
    };
    await learner.fit(kernels, points, randomSigns(400 * 16), 16, { onProgress });
    expect(seen).toEqual([...new Set(seen)].sort((a, b) => a - b));
    expect(seen.length).toBeGreaterThan(2);
    expect(seen.at(-1)).toBe(16);
  });

  it('that throws fails the call with what it threw', async () => {
    const pool = await threadPool({ threads: 2 });
    const thrown = new Error('from the callback');
    const onProgress = () => {
      throw thrown;
    };
    await expect(pool.encode(hasher, points, { onProgress })).rejects.toBe(thrown);
    await works(pool);
  });
});

describe('a worker that dies', () => {
  it('fails the calls that run and all later ones with its cause', async () => {
    const { pool, workers } = await poolWithWorkers(2);
    const fits = [endlessFit(pool, {}), endlessFit(pool, {})];
    const message = /^a worker of the pool died: it ended with exit code 1; create a new pool$/;
    const failures = fits.map((fit) => expect(fit).rejects.toThrow(message));
    await workers[1].terminate();
    await Promise.all(failures);
    await expect(pool.encode(hasher, points)).rejects.toThrow(message);
    await expect(pool.encode(hasher, points)).rejects.toBeInstanceOf(BackendError);
    // The others end with it.
    await pool.close();
    expect(workers[0].threadId).toBe(-1);
  });

  it('is noticed while it has nothing to do', async () => {
    const { pool, workers } = await poolWithWorkers(1);
    await workers[0].terminate();
    await expect(works(pool)).rejects.toThrow(/died: it ended with exit code 1/);
  });

  it('by process.exit fails the call with the exit code', async () => {
    const pool = await poolAfter(onProgress('process.exit(3);'), 2);
    await expect(endlessFit(pool, {})).rejects.toThrow(/died: it ended with exit code 3/);
  });

  it('by an exception that nobody catches fails the call with that', async () => {
    const pool = await poolAfter(
      onProgress('setTimeout(() => { throw new RangeError("oops"); });'),
    );
    const error = await endlessFit(pool, {}).catch((thrown) => thrown);
    expect(error).toBeInstanceOf(BackendError);
    expect(error.message).toBe('a worker of the pool died: oops; create a new pool');
    expect(error.cause).toBeInstanceOf(RangeError);
  });
});

describe('close', () => {
  it('rejects what runs and what comes later, and may be called again', async () => {
    const { pool, workers } = await poolWithWorkers(2);
    const fit = expect(endlessFit(pool, {})).rejects.toBeInstanceOf(DisposedError);
    await Promise.all([pool.close(), pool.close()]);
    await fit;
    await pool.close();
    expect(workers.map((worker) => worker.threadId)).toEqual([-1, -1]);
    await expect(works(pool)).rejects.toThrow(/^this worker pool was disposed of/);
  });
});

describe('errors', () => {
  it('of values name the row of the whole, the first one first', async () => {
    const pool = await threadPool({ threads: 3 });
    const bad = randomMatrix(400, 32);
    bad.data[32 * 333 + 7] = Number.NaN;
    bad.data[32 * 222 + 5] = Number.POSITIVE_INFINITY;
    const message = /^points must be finite numbers, but row 222, column 5 is Infinity$/;
    await expect(pool.encode(hasher, bad)).rejects.toThrow(message);
    await expect(pool.nearest(bad, points, { k: 1 })).rejects.toThrow(message);
    await expect(pool.nearest(points, bad, { k: 1 })).rejects.toThrow(
      /^queries must be .* row 222/,
    );
    await expect(pool.encode(hasher, bad)).rejects.toBeInstanceOf(InvalidArgumentError);
    await works(pool);
  });

  it('of targets name the bit of the whole', async () => {
    const pool = await threadPool({ threads: 3 });
    const signs = randomSigns(400 * 9);
    signs[9 * 17 + 7] = 0;
    const fit = pool.learner(svmDualCoordinateDescent()).fit(kernels, points, signs, 9);
    await expect(fit).rejects.toThrow(/^signs must be -1 or \+1, but row 17, bit 7 is 0$/);
  });

  it('of memory keep their class and code', async () => {
    const pool = await poolAfter(
      'WebAssembly.Memory.prototype.grow = () => { throw new RangeError("none left"); };',
    );
    const error = await pool.encode(hasher, randomMatrix(4000, 32)).catch((thrown) => thrown);
    expect(error).toBeInstanceOf(MemoryError);
    expect(error.code).toBe('ERR_MEMORY');
    expect(error.cause).toBeInstanceOf(RangeError);
    expect(error.cause.message).toBe('none left');
  });

  it('are thrown before any work if arguments do not fit', async () => {
    const pool = await threadPool({ threads: 1 });
    const refused: [Promise<unknown>, RegExp][] = [
      [pool.encode(hasher, randomMatrix(2, 3)), /^points have 3 dimensions .* fitted to 32$/],
      [pool.encode(new RandomHyperplanes({ kernels, bits: 4 }), points), /^call fit/],
      [pool.nearest(points, points, { k: 0 }), /^k must be/],
      [pool.nearest(points, randomMatrix(1, 3), { k: 1 }), /^a query has 32 values/],
      [pool.nearest(points, points, { k: 1, metric: 'l1' as 'dot' }), /^metric must be/],
      [pool.hammingNearest(codes(3, 8).codes, codes(2, 8).codes, { k: 0 }), /^k must be/],
      [
        pool.hammingNearest(codes(3, 9).codes, codes(2, 8).codes, { k: 1 }),
        /^queries have 8 bits where the database has 9$/,
      ],
      [pool.distanceHistograms(codes(3, 8), codes(2, 9)), /^queries have 8 bits .* has 9$/],
      [
        pool.distanceHistograms({ ...codes(3, 8), labels: new Int32Array(1) }, codes(2, 8)),
        /^3 codes need as many labels, not 1$/,
      ],
      [
        pool.learner(svmDualCoordinateDescent()).fit(kernels, points, new Int8Array(400), 2),
        /^signs of 400 points and 2 bits must be 800 values, not 400$/,
      ],
    ];
    for (const [promise, message] of refused) await expect(promise).rejects.toThrow(message);
    const foreign: HyperplaneLearner = { name: 'mine', fit: async () => points };
    expect(() => pool.learner(foreign)).toThrow(
      /^only the learners svm-dcd, .* and passive-aggressive .* "mine"$/,
    );
  });
});

function codes(count: number, bits: number) {
  const words = new Uint32Array(count);
  return { codes: new HashCodes(words, count, bits), labels: new Int32Array(count) };
}
