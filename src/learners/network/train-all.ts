import { checkArray, checkKernels, checkMethod, checkObject } from '../../core/checks.ts';
import type { ExecutorOptions } from '../../core/executor.ts';
import { checkOptions } from '../../core/options.ts';
import type { BackendName, Kernels } from '../../kernels/api.ts';
import {
  NETWORK_TRAINING,
  networkTrainingKernels,
} from '../../kernels/network-training/kernels.ts';
import {
  NETWORK_UNITS,
  type NetworkProblem,
  type NetworkSettings,
  type TrainedNetwork,
} from './network.ts';
import { checkProblem, completeSettings, type NetworkOptions } from './settings.ts';
import { trainOn } from './train.ts';

/** One network of several. */
export interface NetworkTask {
  readonly problem: NetworkProblem;
  /** Those that are missing get defaults. */
  readonly settings?: NetworkOptions | undefined;
}

/** Workers on which networks are trained, one network on one at a time: a `Pool`. */
export interface NetworkPool {
  readonly backend: BackendName;
  /** @internal */
  trainNetworks(
    tasks: readonly Required<NetworkTask>[],
    module: WebAssembly.Module | null,
    options: ExecutorOptions,
  ): Promise<TrainedNetwork[]>;
}

/** Options of `trainNetworks`. */
export interface TrainNetworksOptions extends ExecutorOptions {
  /** Workers that train several networks at a time, from `createPool`. Default: none. */
  readonly pool?: NetworkPool | undefined;
}

/**
 * Trains several networks: members of an ensemble, folds, candidates. Each is trained as a whole on one
 * thread by `trainNetwork`, so that results are the same for any number of workers. Progress counts
 * thousandths of networks.
 *
 * @throws InvalidArgumentError as `trainNetwork` does, before any network is trained.
 */
export async function trainNetworks(
  kernels: Kernels,
  tasks: readonly NetworkTask[],
  options: TrainNetworksOptions = {},
): Promise<TrainedNetwork[]> {
  checkKernels(kernels);
  checkArray('the networks to be trained', tasks);
  checkOptions('trainNetworks', options, { pool: 1, onProgress: 1, signal: 1 });
  const { pool, onProgress, signal } = options;
  if (pool) checkMethod('pool', pool, 'trainNetworks', 'what await createPool(...) gives');
  const complete = tasks.map(completeTask);
  signal?.throwIfAborted();
  if (complete.length === 0) return [];
  if (pool) return pool.trainNetworks(complete, await moduleFor(pool), { onProgress, signal });
  const training = networkTrainingKernels(kernels);
  const networks: TrainedNetwork[] = [];
  for (const { problem, settings } of complete) {
    const before = networks.length * NETWORK_UNITS;
    const tell = (done: number, total: number) =>
      onProgress?.(
        before + Math.floor((NETWORK_UNITS * done) / total),
        complete.length * NETWORK_UNITS,
      );
    networks.push(await trainOn(training, problem, settings, { onProgress: tell, signal }));
  }
  return networks;
}

function completeTask(task: NetworkTask): { problem: NetworkProblem; settings: NetworkSettings } {
  checkObject('a network to be trained', task);
  const { problem, settings = {} } = task;
  checkProblem(problem);
  return { problem, settings: completeSettings(settings, problem.points.rows) };
}

/** What workers train with, posted with the work: pools that train no network don't carry it. */
async function moduleFor({ backend }: NetworkPool): Promise<WebAssembly.Module | null> {
  if (backend === 'typescript') return null;
  const bytes = NETWORK_TRAINING.module(backend === 'wasm-simd');
  return bytes && WebAssembly.compile(bytes);
}
