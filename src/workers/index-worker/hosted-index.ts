import type { Kernels } from '../../kernels/api.ts';
import type { ArrivingIndex } from '../../search/hash-index/arriving/arriving-index.ts';
import type { IndexStage } from '../../search/hash-index/arriving/stage.ts';
import type { ChangeableIndex } from '../../search/hash-index/changeable-index.ts';
import type { OpenedIndex } from './opening.ts';
import type { SentState } from './protocol.ts';
import { WriterLocks } from './stores.ts';

/** An index in its worker, and what there is of it. */
export class HostedIndex {
  readonly index: ChangeableIndex;
  readonly locks = new WriterLocks();
  /** Aborted when the index is closed. */
  readonly signal: AbortSignal;
  /** Settled when all of the index has come, or can't. */
  readonly complete: Promise<void>;
  readonly #kernels: Kernels;
  readonly #arriving: ArrivingIndex | null;
  readonly #isKept: boolean;

  constructor(kernels: Kernels, opened: OpenedIndex, complete: Promise<void>, signal: AbortSignal) {
    this.#kernels = kernels;
    this.index = opened.index;
    this.#arriving = opened.arriving;
    this.#isKept = opened.isKept;
    this.complete = complete;
    this.signal = signal;
  }

  get stage(): IndexStage {
    return this.#arriving?.stage ?? 'complete';
  }

  get state(): SentState {
    const { size, dimensions, metric } = this.index;
    const { stage } = this;
    return {
      ...{ size, dimensions, metric, stage },
      backend: this.#kernels.name,
      isKept: this.#isKept,
    };
  }
}
