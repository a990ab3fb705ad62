import type { Matrix } from '../../core/matrix.ts';
import type { NetworkTrainingInstance } from '../../kernels/network-training/exports.ts';
import { NETWORK_TRAINING } from '../../kernels/network-training/kernels.ts';
import { instantiate } from '../../kernels/runtime/instantiate.ts';
import { trainOn } from '../../learners/network/train.ts';
import type { JobFactory } from '../job.ts';
import { type Posted, posted, received } from '../posted.ts';
import type { TrainingInput, TrainingSetup } from './train-networks-call.ts';

/** The worker's side: the module of the kernels comes with the call. */
export const trainNetworksJob: JobFactory<TrainingSetup, TrainingInput, Posted> = (
  _,
  { module, matrices },
) => {
  const given = received(matrices) as Matrix[];
  const training = module
    ? NETWORK_TRAINING.webAssembly(
        instantiate<NetworkTrainingInstance['kernels']>(module, 'layerProducts'),
      )
    : NETWORK_TRAINING.typescript();
  return {
    async run({ points, targets, loss, settings }, { signal, onProgress }) {
      const problem = { points: given[points], targets: given[targets], loss };
      const network = await trainOn(training, problem, settings, { signal, onProgress });
      return { output: posted(network, false), transfer: [] };
    },
    dispose: () => {},
  };
};
