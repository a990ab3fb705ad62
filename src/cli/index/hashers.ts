import { classesFault } from '../../core/check-classes.ts';
import { InvalidArgumentError } from '../../core/errors.ts';
import { pause } from '../../core/next-task.ts';
import { RandomState } from '../../core/random/random-state.ts';
import type { Kernels, Metric } from '../../kernels/api.ts';
import { describeMissed } from '../../learners/convergence.ts';
import { GraphRegularisedHashing } from '../../models/graph-regularised-hashing.ts';
import type { HyperplaneHasher } from '../../models/hyperplane-hasher.ts';
import { RandomHyperplanes } from '../../models/random-hyperplanes.ts';
import { RandomRotations } from '../../models/random-rotations.ts';
import type { VectorsOfFile } from '../read-vectors.ts';
import type { WorkTools } from '../work.ts';

/** How hashers are made. */
export interface HasherSettings {
  readonly method: 'rotation' | 'lsh' | 'grh';
  readonly bits: number;
  readonly tables: number;
  readonly seed: number;
  readonly metric: Metric;
  /** Rows that learned hyperplanes see, at most. */
  readonly train: number;
}

/** One fitted hasher for each table, of seeds that follow each other. */
export async function makeHashers(
  kernels: Kernels,
  { points, labels }: VectorsOfFile,
  { method, bits, tables, seed, metric, train }: HasherSettings,
  { progress, signal }: WorkTools,
): Promise<HyperplaneHasher[]> {
  const hashers: HyperplaneHasher[] = [];
  for (let t = 0; t < tables; t++) {
    await pause(signal);
    // The length of a vector counts by the other metrics.
    const options = { kernels, bits, seed: seed + t, normalise: metric === 'cosine' };
    if (method !== 'grh') {
      const Drawn = method === 'lsh' ? RandomHyperplanes : RandomRotations;
      hashers.push(new Drawn(options).fitSync(points));
      continue;
    }
    if (!labels)
      throw new InvalidArgumentError('grh learns from labels: give a file with --labels');
    const fault = t === 0 ? classesFault(labels) : null;
    if (fault) throw new InvalidArgumentError(fault);
    const rows = new RandomState(seed + t).permutation(points.rows).slice(0, train);
    const chosen = Int32Array.from(rows, (row) => labels[row]);
    const hasher = new GraphRegularisedHashing(options);
    await hasher.fit(points.selectRows(rows), chosen, {
      signal,
      onProgress: ({ done, total }) =>
        progress.update(`learning table ${t + 1} of ${tables}`, (t + done / total) / tables),
    });
    const missed = hasher.convergence && describeMissed(hasher.convergence);
    if (missed) {
      progress.clear();
      process.stderr.write(`table ${t + 1}: ${missed}\n`);
    }
    hashers.push(hasher);
  }
  return hashers;
}
