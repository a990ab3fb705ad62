import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Worker } from 'node:worker_threads';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { BackendError, InvalidArgumentError } from '../../../src/core/errors.ts';
import { createKernelsSync } from '../../../src/kernels/create.ts';
import { RandomHyperplanes } from '../../../src/models/random-hyperplanes.ts';
import { createPool } from '../../../src/workers/pool.ts';
import { closePoolsAfterEach, randomMatrix, SCRIPT, threadPool } from '../../support/pools.ts';

const run = promisify(execFile);
const BUILD = new URL('.', SCRIPT);

closePoolsAfterEach();
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** One of Node's workers behind the face of a browser's. */
class BrowserWorker extends EventTarget {
  readonly #worker: Worker;
  constructor(script: URL) {
    super();
    this.#worker = new Worker(script);
    this.#worker.on('message', (data) => this.dispatchEvent(new MessageEvent('message', { data })));
    // A script that can't be loaded: browsers give no reason.
    this.#worker.on('error', () => this.dispatchEvent(new Event('error', { cancelable: true })));
  }
  postMessage(message: unknown, transfer: ArrayBuffer[]): void {
    this.#worker.postMessage(message, transfer);
  }
  terminate(): void {
    void this.#worker.terminate();
  }
}

describe('createPool', () => {
  it('works with the workers of browsers', async () => {
    const pool = await createPool({ worker: () => new BrowserWorker(SCRIPT), threads: 2 });
    const points = randomMatrix(300, 8);
    const hasher = new RandomHyperplanes({ kernels: createKernelsSync(), bits: 8 }).fitSync(points);
    expect(await pool.encode(hasher, points)).toEqual(hasher.encode(points));
    await pool.close();
  });

  it('copies where the page is not cross-origin isolated, and says so', async () => {
    vi.stubGlobal('crossOriginIsolated', false);
    const pool = await threadPool({ threads: 1 });
    expect(pool.sharesMemory).toBe(false);
    const points = randomMatrix(3, 2);
    expect(pool.share(points)).toBe(points);
    await expect(threadPool({ threads: 1, shareMemory: true })).rejects.toThrow(
      /^memory can be shared only by pages that are cross-origin isolated$/,
    );
  });

  it('shares a matrix once', async () => {
    const pool = await threadPool({ threads: 1 });
    const points = randomMatrix(3, 2);
    const shared = pool.share(points);
    expect(shared).toEqual(points);
    expect(shared.data.buffer).toBeInstanceOf(SharedArrayBuffer);
    expect(pool.share(shared).data).toBe(shared.data);
  });

  it('starts as many workers as the processor runs at once', async () => {
    vi.stubGlobal('navigator', { hardwareConcurrency: 3 });
    const pool = await createPool({ worker: () => new BrowserWorker(SCRIPT) });
    expect(pool.threads).toBe(3);
    await pool.close();
  });

  it.each([0, 1.5, -1])('refuses %d threads', async (threads) => {
    const pool = threadPool({ threads });
    await expect(pool).rejects.toThrow(/^threads must be a whole number/);
    await expect(pool).rejects.toBeInstanceOf(InvalidArgumentError);
  });

  it('rejects if the script is missing', async () => {
    const worker = new URL('no-such-file.js', BUILD);
    const pool = threadPool({ worker, threads: 2 });
    await expect(pool).rejects.toThrow(/^a worker of the pool can't start: Cannot find module/);
    await expect(pool).rejects.toBeInstanceOf(BackendError);
    const browser = createPool({ worker: () => new BrowserWorker(worker), threads: 1 });
    await expect(browser).rejects.toThrow(/can't start: its script could not be loaded$/);
  });

  it('rejects if the script throws, ends or is of another version', async () => {
    const cases: [string, RegExp][] = [
      ['throw new TypeError("no");', /^a worker of the pool can't start: no$/],
      ['process.exit(0);', /^a worker of the pool can't start: it ended with exit code 0$/],
      [
        `import { parentPort } from 'node:worker_threads';
         parentPort.on('message', () => parentPort.postMessage({ type: 'ready', protocol: 0 }));`,
        /^the worker's script is of another version of hashplane: use its 'hashplane\/worker'$/,
      ],
    ];
    for (const [script, message] of cases) {
      const worker = new URL(`data:text/javascript,${encodeURIComponent(script)}`);
      await expect(threadPool({ worker, threads: 2 })).rejects.toThrow(message);
    }
  });

  it('rejects with what the factory throws, and ends the workers before', async () => {
    const workers: Worker[] = [];
    const worker = () => {
      if (workers.length === 1) throw new Error('one is enough');
      workers.push(new Worker(SCRIPT));
      return workers[0];
    };
    await expect(createPool({ worker, threads: 2 })).rejects.toThrow('one is enough');
    expect(workers[0].threadId).toBe(-1);
  });

  it('rejects if a worker never answers', async () => {
    vi.useFakeTimers();
    const silent = Object.assign(new EventTarget(), { postMessage() {}, terminate: vi.fn() });
    const pool = createPool({ worker: () => silent, threads: 1, backend: 'typescript' });
    const rejected = expect(pool).rejects.toThrow(/can't start: it did not answer within 30 s$/);
    await vi.advanceTimersByTimeAsync(30_000);
    await rejected;
    expect(silent.terminate).toHaveBeenCalled();
  });
});

describe('createThreadPool of the built package', () => {
  const use = `async ({ createThreadPool }, { Matrix }) => {
    const pool = await createThreadPool({ threads: 2 });
    const points = Matrix.from([[0, 1], [5, 5], [1, 0]]);
    const [{ rows }] = await pool.nearest(points, Matrix.from([[1, 0.1]]), { k: 2, metric: 'euclidean' });
    console.log(pool.threads, rows.join());
  }`;
  const [node, index, learning] = ['node', 'index', 'learning'].map((name) =>
    JSON.stringify(fileURLToPath(new URL(`${name}.js`, BUILD))),
  );

  it.each([
    ['ECMAScript modules', 'module', (file: string) => `await import(${file})`],
    ['CommonJS', 'commonjs', (file: string) => `require(${file})`],
  ])('finds its script from %s; idle, it lets the process end', async (_, type, load) => {
    const script = `(${use})(${load(node)}, ${load(index)}).then(() => console.log('idle'));`;
    const { stdout } = await run(process.execPath, [`--input-type=${type}`, '-e', script]);
    expect(stdout).toBe('2 2,0\nidle\n');
  });

  it('keeps the process alive while a call runs', async () => {
    const script = `const { Matrix, createKernelsSync } = require(${index});
      const { svmStochasticGradient } = require(${learning});
      require(${node}).createThreadPool({ threads: 1 }).then((pool) => {
        const points = new Matrix(Float32Array.from({ length: 4e4 }, (_, i) => Math.sin(i)), 200, 200);
        const learner = pool.learner(svmStochasticGradient({ epochs: 500 }));
        const signs = new Int8Array(200).fill(1).fill(-1, 50);
        learner.fit(createKernelsSync(), points, signs, 1).then(() => console.log('done'));
      });`;
    const { stdout } = await run(process.execPath, ['--input-type=commonjs', '-e', script]);
    expect(stdout).toBe('done\n');
  });
});
