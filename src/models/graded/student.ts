import type { ProbabilityFeatures, ProbabilityMember } from '../../core/feature-map.ts';
import { Matrix } from '../../core/matrix.ts';
import { RandomState } from '../../core/random/random-state.ts';
import { startFeatureMap } from '../../features/start-feature-map.ts';
import type { Kernels } from '../../kernels/api.ts';
import { prepareLandmarks } from '../self-training/landmark-basis.ts';
import { inBatches, type WorkOptions } from '../self-training/linear-systems.ts';
import { solveStudents } from '../self-training/student.ts';
import type { GradedProblem } from './problem.ts';
import type { GradedSettings } from './settings.ts';

/** Points whose probabilities are computed together. */
const BATCH = 1024;

/**
 * A student of the teacher: ridge regression of class probabilities on similarities to landmarks that are
 * drawn from labelled and unlabelled points together. Labelled points teach it their label, others what
 * the teacher says of them, and with that how points lie.
 */
export async function studentMember(
  kernels: Kernels,
  problem: GradedProblem,
  teacher: ProbabilityFeatures,
  { studentLandmarks, studentWidth, unlabelled }: GradedSettings,
  seed: number,
  { onProgress, signal }: WorkOptions = {},
): Promise<ProbabilityMember> {
  const rows = seenRows(problem, unlabelled, seed);
  const points = problem.points.selectRows(rows);
  const part = (from: number, to: number): WorkOptions => ({
    signal,
    onProgress: (done, total) => onProgress?.(from + ((to - from) * done) / total, 1),
  });
  const targets = await probabilitiesOf(kernels, teacher, points, part(0, 0.3));
  problem.classOf.forEach((own, i) => {
    targets.row(i).fill(0);
    targets.row(i)[own] = 1;
  });
  const basis = await prepareLandmarks(kernels, points, {
    ...part(0.3, 0.8),
    landmarks: studentLandmarks,
    relativeWidth: studentWidth,
    seed,
  });
  const [weights] = await solveStudents(kernels, basis, points, [targets], part(0.8, 1));
  return {
    featureMap: basis.featureMap,
    weights,
    offsets: new Float32Array(weights.rows),
    scale: 1,
    link: 'positive',
    share: 1,
  };
}

/** The labelled rows, and as many of the others as are wanted, at random. */
function seenRows({ points, labelledRows }: GradedProblem, most: number, seed: number) {
  const isLabelled = new Uint8Array(points.rows);
  for (const row of labelledRows) isLabelled[row] = 1;
  const others = new RandomState(seed).permutation(points.rows).filter((row) => !isLabelled[row]);
  return Uint32Array.from([...labelledRows, ...others.subarray(0, most)]);
}

/** Class probabilities of points, rows x classes. */
export async function probabilitiesOf(
  kernels: Kernels,
  model: ProbabilityFeatures,
  points: Matrix,
  options: WorkOptions = {},
): Promise<Matrix> {
  const map = startFeatureMap(kernels, { ...model, exponent: 1 });
  const out = new Matrix(new Float32Array(points.rows * map.features), points.rows, map.features);
  try {
    const step = (first: number, end: number) => {
      const { data, rows } = points.slice(first, end);
      map.map(data, rows, out.data.subarray(first * map.features, end * map.features));
    };
    await inBatches(points.rows, BATCH, step, options);
  } finally {
    map.dispose();
  }
  return out;
}
