import type { Kernels } from '../../kernels/api.ts';
import type { ArrivingIndex } from '../../search/hash-index/arriving/arriving-index.ts';
import type { IndexStage } from '../../search/hash-index/arriving/stage.ts';
import type { HashIndex } from '../../search/hash-index/hash-index.ts';
import type { SentState } from './protocol.ts';
import { WriterLocks } from './stores.ts';

/** An index in its worker, and what there is of it. */
export class HostedIndex {
  readonly index: HashIndex;
  readonly locks = new WriterLocks();
  /** Aborted when the index is closed. */
  readonly signal: AbortSignal;
  /** Settled when all of the index has come, or can't. */
  readonly complete: Promise<void>;
  readonly #kernels: Kernels;
  readonly #arriving: ArrivingIndex | null;

  /** @param arriving - whose index it is; null where it was made here. */
  constructor(
    kernels: Kernels,
    index: HashIndex,
    arriving: ArrivingIndex | null,
    complete: Promise<void>,
    signal: AbortSignal,
  ) {
    this.#kernels = kernels;
    this.index = index;
    this.#arriving = arriving;
    this.complete = complete;
    this.signal = signal;
  }

  get stage(): IndexStage {
    return this.#arriving?.stage ?? 'complete';
  }

  get state(): SentState {
    const { size, dimensions, metric } = this.index;
    return { size, dimensions, metric, stage: this.stage, backend: this.#kernels.name };
  }
}
