import type { Dataset } from '../../../data/dataset/dataset.ts';
import type { Kernels } from '../../../kernels/api.ts';
import type { HasherDescription } from '../../../models/hasher-description.ts';
import type { Property } from '../../output/properties.ts';

/** What goes on with a model. */
export interface AppendJob {
  readonly kernels: Kernels;
  /** The saved model, with what it needs to go on. */
  readonly model: Uint8Array;
  /** New points and their labels. */
  readonly dataset: Dataset;
  readonly onProgress: (what: string, share: number) => void;
  readonly signal: AbortSignal;
}

/** What has come of it. */
export interface Appended {
  /** The model that has learned from the new labels too, as it is saved. */
  readonly model: Uint8Array<ArrayBuffer>;
  readonly summary: readonly Property[];
}

/** How models of one kind go on learning. */
export interface Appender {
  /** The method by which `hashplane train` makes such models. */
  readonly method: string;
  /** Whether it is such a model, by what it says of itself. */
  goesOnWith(description: HasherDescription): boolean;
  /** @throws InvalidArgumentError if the file lacks what it takes to go on. */
  append(job: AppendJob): Promise<Appended>;
}
