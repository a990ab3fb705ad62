import type { Matrix } from '../../core/matrix.ts';
import type { Kernels } from '../../kernels/api.ts';
import { classCodewords } from '../codewords.ts';
import { eachFeatureBatch, type LandmarkBasis } from './landmark-basis.ts';
import type { StudentProblem, StudentSettings } from './student.ts';

/** Length of the codewords by which students are judged. */
const JUDGED_BITS = 32;

/** One tried setting and the share of right bits of points that teacher and student had not seen. */
export interface StudentTrial extends StudentSettings {
  readonly agreement: number;
}

/** The share of right bits of each student, on the fold that it has not seen. */
export async function judge(
  kernels: Kernels,
  basis: LandmarkBasis,
  { points, labelledRows, classOf, foldOf }: StudentProblem,
  students: readonly Matrix[],
  tried: readonly StudentSettings[],
  classes: number,
  signal?: AbortSignal,
): Promise<StudentTrial[]> {
  const codewords = classCodewords(classes, JUDGED_BITS);
  const right = new Float64Array(students.length);
  const labelled = points.selectRows(labelledRows);
  const projectors = students.map((weights) => kernels.createProjector(weights));
  try {
    const count = (features: Matrix, first: number) => {
      students.forEach(({ rows: columns }, s) => {
        const scores = new Float32Array(features.rows * columns);
        projectors[s].project(features.data, features.rows, scores);
        for (let i = 0; i < features.rows; i++) {
          const from = i * columns + foldOf[first + i] * classes;
          const own = scores.subarray(from, from + classes);
          right[s] += rightBits(own, codewords, classOf[first + i]);
        }
      });
    };
    await eachFeatureBatch(kernels, basis.featureMap, labelled, count, { signal });
  } finally {
    for (const projector of projectors) projector.dispose();
  }
  const total = labelled.rows * JUDGED_BITS;
  return tried.map((settings, s) => ({ ...settings, agreement: right[s] / total }));
}

/** In how many bits the code of these scores is the codeword of the class. */
function rightBits(scores: Float32Array, codewords: Int8Array, own: number): number {
  const classes = scores.length;
  const bits = codewords.length / classes;
  let right = 0;
  for (let j = 0; j < bits; j++) {
    let sum = 0;
    for (let c = 0; c < classes; c++) sum += codewords[c * bits + j] * scores[c];
    if (sum >= 0 === codewords[own * bits + j] > 0) right++;
  }
  return right;
}
