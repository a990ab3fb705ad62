import { checkBoolean, checkMethod, checkWhole } from '../core/checks.ts';
import { BackendError, DisposedError, InvalidArgumentError } from '../core/errors.ts';
import {
  checkModel,
  type DistanceHistograms,
  type Executor,
  type ExecutorOptions,
  type HyperplaneModel,
  type LabelledCodes,
  type NearestCodes,
  type NearestOptions,
  type NearestRows,
} from '../core/executor.ts';
import type { HashCodes } from '../core/hash-codes.ts';
import { asMatrix, type Matrix, type MatrixLike } from '../core/matrix.ts';
import { checkOptions } from '../core/options.ts';
import type { Picture } from '../core/picture.ts';
import type { DescriptorPool } from '../descriptors/picture-descriptor.ts';
import type { DescriptorSettings } from '../descriptors/settings.ts';
import type { BackendName } from '../kernels/api.ts';
import { WasmKernels } from '../kernels/base/wasm/kernels.ts';
import { type CreateKernelsOptions, startBackend } from '../kernels/create.ts';
import { FEATURES } from '../kernels/features/kernels.ts';
import { LEARNING } from '../kernels/learning/kernels.ts';
import { ROTATION } from '../kernels/rotation/kernels.ts';
import { checkLearnerOptions, checkTargetTypes } from '../learners/fitting.ts';
import type { HyperplaneLearner } from '../learners/learner.ts';
import type { TrainedNetwork } from '../learners/network/network.ts';
import type { NetworkPool, NetworkTask } from '../learners/network/train-all.ts';
import { rebuildLearner } from '../learners/rebuild.ts';
import { describePicturesCall } from './calls/describe-pictures-call.ts';
import { checkEncodable, encodeCall } from './calls/encode.ts';
import { checkFittable, fitCall } from './calls/fit.ts';
import { hammingCall } from './calls/hamming.ts';
import { histogramsCall } from './calls/histograms.ts';
import { checkSearchable, nearestCall } from './calls/nearest.ts';
import { trainNetworksCall } from './calls/train-networks-call.ts';
import type { WorkerLike } from './endpoint.ts';
import { canShare, shareMatrix } from './memory.ts';
import type { PostedModules } from './protocol.ts';
import { type Call, RunningCall } from './run-call.ts';
import { Thread } from './thread.ts';

/** Options of `createPool`. The backend is chosen as by `createKernels`. */
export interface PoolOptions extends CreateKernelsOptions {
  /**
   * Makes a worker that runs the script `hashplane/worker`; called once a thread. It is yours to
   * write, since bundlers differ in how they find a worker's file. For example
   * `() => new Worker(new URL('hashplane/worker', import.meta.url), { type: 'module' })`.
   */
  readonly worker: () => WorkerLike;
  /** Number of workers, at least 1. Default: as many as the processor runs at once. */
  readonly threads?: number | undefined;
  /**
   * `false` copies where memory could be shared. `true` throws where it can't. Default: shared
   * where possible; `Pool.sharesMemory` says which it is.
   */
  readonly shareMemory?: boolean | undefined;
}

/** Workers that share the work of a call; made by `createPool`. */
export interface Pool extends Executor, NetworkPool, DescriptorPool {
  /** The backend that all workers run. */
  readonly backend: BackendName;
  /**
   * Whether workers read points and codes from shared memory. In browsers this takes a page that is
   * cross-origin isolated; elsewhere the pool works as well, on copies.
   */
  readonly sharesMemory: boolean;
  /**
   * A learner that fits its bits on all workers, for `GraphRegularisedHashing`; the kernels that
   * its `fit` is given stay idle.
   *
   * @throws InvalidArgumentError if the learner is none of the library's.
   */
  learner(inner: HyperplaneLearner): HyperplaneLearner;
  /**
   * The same points in shared memory, so that calls with them copy nothing any more. `points`
   * itself where they are shared already or memory can't be shared.
   */
  share(points: MatrixLike): Matrix;
  /** Ends the workers; calls that run are rejected. Resolves when all have ended. */
  close(): Promise<void>;
}

/**
 * Starts a pool of workers, each with an instance of its own of a module that is compiled once.
 *
 * @throws BackendError if a worker can't start, a named backend can't run here, or memory can't be
 *   shared where that was asked for.
 */
export async function createPool(options: PoolOptions): Promise<Pool> {
  const kernelNames = { backend: 1, onFallback: 1, wasm: 1 } as const;
  checkOptions('createPool', options, { ...kernelNames, worker: 1, threads: 1, shareMemory: 1 });
  checkMethod(
    'worker',
    options.worker,
    'call',
    'a function that makes a Worker (in Node use createThreadPool)',
  );
  const { worker, shareMemory = canShare(), threads = defaultThreads() } = options;
  checkWhole('threads', threads, 1, 1024);
  checkBoolean('shareMemory', shareMemory);
  if (shareMemory && !canShare()) {
    throw new BackendError('memory can be shared only by pages that are cross-origin isolated');
  }
  const { kernels, module } = await startBackend(options);
  const pool = new WorkerPool(kernels.name, shareMemory);
  const extensions: PostedModules['extensions'] =
    kernels instanceof WasmKernels ? POSTED.map((set) => [set.name, kernels.moduleOf(set)]) : [];
  await pool.start(worker, threads, { module, extensions });
  return pool;
}

/** What workers may need besides the kernels that every application has. */
export const POSTED = [LEARNING, FEATURES, ROTATION] as const;

function defaultThreads(): number {
  const { navigator } = globalThis as { navigator?: { hardwareConcurrency?: number } };
  return navigator?.hardwareConcurrency || 1;
}

const EXECUTOR_OPTIONS = { onProgress: 1, signal: 1 } as const;

class WorkerPool implements Pool {
  readonly backend: BackendName;
  readonly sharesMemory: boolean;
  readonly #threads: Thread[] = [];
  readonly #running = new Set<RunningCall>();
  /** Why there will be no more calls. */
  #end: Error | null = null;
  #closing: Promise<void> | null = null;

  constructor(backend: BackendName, sharesMemory: boolean) {
    this.backend = backend;
    this.sharesMemory = sharesMemory;
  }

  get threads(): number {
    return this.#threads.length;
  }

  async start(
    makeWorker: () => WorkerLike,
    threads: number,
    modules: PostedModules,
  ): Promise<void> {
    try {
      for (let i = 0; i < threads; i++) {
        const worker = makeWorker();
        checkMethod('what worker() returns', worker, 'postMessage', 'a Worker');
        this.#threads.push(new Thread(worker, (cause) => this.#die(cause)));
      }
      await Promise.all(this.#threads.map((thread) => thread.start(modules)));
      for (const thread of this.#threads) thread.keepAlive(false);
    } catch (error) {
      await this.close();
      throw error;
    }
  }

  async encode(
    hasher: HyperplaneModel,
    given: MatrixLike,
    options: ExecutorOptions = {},
  ): Promise<HashCodes> {
    checkOptions('encode', options, EXECUTOR_OPTIONS);
    checkModel(hasher);
    const points = asMatrix('points', given);
    const { call, codes } = encodeCall(hasher, points, this.threads, this.sharesMemory);
    await this.#run(call, options, () => checkEncodable(points));
    return codes;
  }

  async nearest(
    given: MatrixLike,
    wanted: MatrixLike,
    options: NearestOptions,
  ): Promise<NearestRows[]> {
    checkOptions('nearest', options, { ...EXECUTOR_OPTIONS, k: 1, metric: 1 });
    const points = asMatrix('points', given);
    const queries = asMatrix('queries', wanted);
    const job = nearestCall(points, queries, options, this.threads, this.sharesMemory);
    await this.#run(job.call, options, () => checkSearchable(points, options.metric));
    return job.neighbours();
  }

  async hammingNearest(
    database: HashCodes,
    queries: HashCodes,
    options: Omit<NearestOptions, 'metric'>,
  ): Promise<NearestCodes[]> {
    checkOptions('hammingNearest', options, { ...EXECUTOR_OPTIONS, k: 1 });
    const job = hammingCall(database, queries, options, this.threads, this.sharesMemory);
    await this.#run(job.call, options);
    return job.neighbours();
  }

  async distanceHistograms(
    queries: LabelledCodes,
    database: LabelledCodes,
    options: ExecutorOptions = {},
  ): Promise<DistanceHistograms> {
    checkOptions('distanceHistograms', options, EXECUTOR_OPTIONS);
    const job = histogramsCall(queries, database, this.threads, this.sharesMemory);
    await this.#run(job.call, options);
    return job.histograms;
  }

  learner(inner: HyperplaneLearner): HyperplaneLearner {
    checkMethod('the learner', inner, 'fit', 'what svmDualCoordinateDescent() or another makes');
    const { name, settings, bias } = inner;
    // Fails here, and not in the middle of training.
    rebuildLearner(name, settings);
    const fit: HyperplaneLearner['fit'] = async (_, points, signs, bits, options = {}) => {
      checkLearnerOptions(options);
      checkTargetTypes(points, signs);
      const problem = { points, signs, bits };
      const job = fitCall(inner, problem, this.threads, this.sharesMemory);
      const { onProgress, signal } = options;
      await this.#run(job.call, { onProgress, signal }, () => checkFittable(problem));
      const convergence = job.convergence();
      if (convergence) options.onConvergence?.(convergence);
      return job.hyperplanes;
    };
    return { name, settings, bias, fit };
  }

  async trainNetworks(
    tasks: readonly Required<NetworkTask>[],
    module: WebAssembly.Module | null,
    options: ExecutorOptions,
  ): Promise<TrainedNetwork[]> {
    const { call, networks } = trainNetworksCall(tasks, module, this.sharesMemory);
    await this.#run(call, options);
    return networks;
  }

  async describePictures(
    pictures: readonly Picture[],
    settings: DescriptorSettings,
    module: WebAssembly.Module | null,
    options: ExecutorOptions,
  ): Promise<Matrix> {
    const { call, described } = describePicturesCall(pictures, settings, module, this.threads);
    await this.#run(call, options);
    return described;
  }

  share(given: MatrixLike): Matrix {
    const points = asMatrix('points', given);
    return this.sharesMemory ? shareMatrix(points) : points;
  }

  close(): Promise<void> {
    this.#closing ??= this.#stop(new DisposedError('worker pool'));
    return this.#closing;
  }

  /**
   * @param recheck - throws what the call on one thread would: a shard that refuses its input
   *   counts rows from its own first one, and another may hold an earlier fault.
   */
  async #run(call: Call, options: ExecutorOptions, recheck = () => {}): Promise<void> {
    if (this.#end) throw this.#end;
    if (this.#running.size === 0) for (const thread of this.#threads) thread.keepAlive(true);
    const running = new RunningCall(this.#threads, call, options);
    this.#running.add(running);
    try {
      await running.finished;
    } catch (error) {
      if (error instanceof InvalidArgumentError) recheck();
      throw error;
    } finally {
      this.#running.delete(running);
      if (this.#running.size === 0) for (const thread of this.#threads) thread.keepAlive(false);
    }
  }

  /** One worker is gone, and with it what it was doing: the pool ends. */
  #die(cause: Error): void {
    if (this.#end) return;
    const message = `a worker of the pool died: ${cause.message}; create a new pool`;
    void this.#stop(new BackendError(message, { cause }));
  }

  async #stop(reason: Error): Promise<void> {
    this.#end ??= reason;
    for (const call of this.#running) call.failed(this.#end);
    await Promise.all(this.#threads.map((thread) => thread.terminate()));
  }
}
