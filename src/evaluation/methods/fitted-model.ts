import type { HyperplaneModel } from '../../core/executor.ts';
import type { Hasher } from '../../core/hasher.ts';
import type { HasherDescription } from '../../models/hasher-description.ts';

/** A fitted hyperplane hasher. */
export interface FittedModel extends Hasher, HyperplaneModel {
  readonly description: HasherDescription;
  dispose(): void;
}
