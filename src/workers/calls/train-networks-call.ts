import type { Matrix } from '../../core/matrix.ts';
import {
  NETWORK_UNITS,
  type NetworkLoss,
  type NetworkSettings,
  type TrainedNetwork,
} from '../../learners/network/network.ts';
import type { NetworkTask } from '../../learners/network/train-all.ts';
import { type Posted, posted, received } from '../posted.ts';
import type { Call, Shard } from '../run-call.ts';

/** What the workers of a call have in common. */
export interface TrainingSetup {
  /** The kernels that train networks; null in TypeScript. */
  readonly module: WebAssembly.Module | null;
  /** Points and targets, each once. */
  readonly matrices: Posted;
}

/** One network, by the numbers of its matrices. */
export interface TrainingInput {
  readonly points: number;
  readonly targets: number;
  readonly loss: NetworkLoss;
  readonly settings: NetworkSettings;
}

/** Networks, each a shard. */
export function trainNetworksCall(
  tasks: readonly Required<NetworkTask>[],
  module: WebAssembly.Module | null,
  sharesMemory: boolean,
): { call: Call; networks: TrainedNetwork[] } {
  const networks: TrainedNetwork[] = new Array(tasks.length);
  const matrices = [
    ...new Set<Matrix>(tasks.flatMap(({ problem }) => [problem.points, problem.targets])),
  ];
  function* shards(): Generator<Shard> {
    for (const [i, { problem, settings }] of tasks.entries()) {
      const { points, targets, loss } = problem;
      const [pointsAt, targetsAt] = [points, targets].map((matrix) => matrices.indexOf(matrix));
      const input = { points: pointsAt, targets: targetsAt, loss, settings };
      const accept = (output: unknown) => {
        networks[i] = received(output as Posted) as TrainedNetwork;
      };
      yield { input, transfer: [], size: NETWORK_UNITS, accept };
    }
  }
  const setup: TrainingSetup = { module, matrices: posted(matrices, sharesMemory) };
  const size = tasks.length * NETWORK_UNITS;
  return { call: { job: 'trainNetworks', setup, shards: shards(), size, depth: 1 }, networks };
}
