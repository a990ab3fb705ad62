import type { Kernels } from '../../kernels/api.ts';
import type { WorkOptions } from '../self-training/linear-systems.ts';
import { kernelRidge } from './kernel-ridge.ts';
import { landmarkRidge } from './landmark-ridge.ts';
import type { GradedProblem } from './problem.ts';
import type { RidgeMember, RidgeSettings } from './ridge-member.ts';

/** By all labelled points, or by landmarks where there are more points than landmarks. */
export function fitRidgeMember(
  kernels: Kernels,
  problem: GradedProblem,
  settings: RidgeSettings,
  seed: number,
  options: WorkOptions = {},
): Promise<RidgeMember> {
  const fit = problem.classOf.length > settings.landmarks ? landmarkRidge : kernelRidge;
  return fit(kernels, problem, settings, seed, options);
}
