import type { ProbabilityFeatures, ProbabilityMember } from '../../core/feature-map.ts';
import type { Kernels } from '../../kernels/api.ts';
import { type NetworkPool, trainNetworks } from '../../learners/network/train-all.ts';
import type { WorkOptions } from '../self-training/linear-systems.ts';
import { type GradedProblem, labelledPoints, oneHot } from './problem.ts';
import type { RidgeMember } from './ridge-member.ts';
import type { GradedSettings } from './settings.ts';

/** A ridge as a member of a blend: a softmax of calibrated scores. */
export function ridgeMember(ridge: RidgeMember, share: number): ProbabilityMember {
  const { featureMap, weights, offsets, scale } = ridge;
  return { featureMap, weights, offsets, scale, link: 'softmax', share };
}

/** Networks that differ by their seeds, each with the same share. */
export async function networkMembers(
  kernels: Kernels,
  problem: GradedProblem,
  settings: GradedSettings,
  seed: number,
  { onProgress, signal, pool }: WorkOptions & { readonly pool?: NetworkPool | undefined } = {},
): Promise<ProbabilityMember[]> {
  const { units, layers, epochs, batch, learningRate, weightDecay } = settings;
  const { dropout, inputDropout, mixup, networks } = settings;
  const points = labelledPoints(problem);
  const learned = { points, targets: oneHot(problem), loss: 'softmax' } as const;
  const hidden = new Array<number>(layers).fill(units);
  const shared = { hidden, epochs, batch, learningRate, weightDecay, dropout, inputDropout, mixup };
  const tasks = Array.from({ length: networks }, (_, i) => ({
    problem: learned,
    settings: { ...shared, seed: (seed + i) % 2 ** 32 },
  }));
  // One network is one worker's work, and its points need not go there.
  const on = { signal, onProgress, pool: networks > 1 ? pool : undefined };
  return (await trainNetworks(kernels, tasks, on)).map(({ features, output }) => ({
    featureMap: features,
    weights: output.weights,
    offsets: output.offsets,
    scale: 1,
    link: 'softmax',
    share: 1 / networks,
  }));
}

/** Members of a blend, each with this part of its share; those without any are left out. */
export function blended(
  ...parts: readonly (readonly [readonly ProbabilityMember[], number])[]
): ProbabilityFeatures {
  const members = parts.flatMap(([own, part]) =>
    part > 0 ? own.map((member) => ({ ...member, share: member.share * part })) : [],
  );
  return { kind: 'probabilities', members };
}
