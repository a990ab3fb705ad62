import type { Hasher } from '../../../core/hasher.ts';
import type { Matrix } from '../../../core/matrix.ts';
import type { Kernels } from '../../../kernels/api.ts';
import type { CodeChanges } from '../../../models/streaming/stream.ts';
import type { StreamSettings } from '../defaults.ts';

/** A hasher of what was learned so far, the caller's own. */
export interface OwnHasher extends Hasher {
  dispose(): void;
}

/** A learner of one stream. */
export interface StreamLearner {
  learn(points: Matrix, labels: Int32Array): void | Promise<void>;
  hasher(): OwnHasher;
  /** How much changed with each version after the first; null for learners that change with each point. */
  readonly changes: readonly CodeChanges[] | null;
  dispose(): void;
}

/** What a learner starts from. */
export interface StreamLearnerJob {
  readonly settings: StreamSettings;
  readonly seed: number;
  /** Points without labels. */
  readonly pool: Matrix;
}

export type StartStreamLearner = (kernels: Kernels, job: StreamLearnerJob) => StreamLearner;
