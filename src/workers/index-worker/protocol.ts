// What a page and its index worker say to each other.
import type { BackendName, Metric } from '../../kernels/api.ts';
import type { IndexStage } from '../../search/hash-index/arriving/stage.ts';
import type { HashIndexOptions } from '../../search/hash-index/types.ts';
import type { SentError } from '../error-transport.ts';
import type { IndexProgress, StoredIndex } from './types.ts';

/** Changes with the messages: a script of another version says so at once. */
export const PROTOCOL = 2;

/** From where the worker takes the bytes of an index. */
export type SentSource =
  | { readonly kind: 'none' }
  /** Absolute: the worker's own address is another one. */
  | { readonly kind: 'url'; readonly url: string }
  | { readonly kind: 'blob'; readonly blob: Blob }
  /** The page posts the bytes piece by piece. */
  | { readonly kind: 'posted' }
  | {
      readonly kind: 'stored';
      readonly place: StoredIndex;
      /** Absolute: downloaded where nothing is kept. */
      readonly else?: string;
    };

/** Options of `HashIndex.create` as they travel: hashers as the bytes of `save`. */
export interface SentOptions extends Omit<HashIndexOptions, 'kernels' | 'hasher' | 'onWarning'> {
  readonly hashers?: readonly Uint8Array[];
}

/** Vectors as they travel: the values of all rows, or of the last ones. */
export interface SentVectors {
  readonly values: Float32Array;
  readonly cols: number;
}

/** What the page knows of an index without asking. */
export interface SentState {
  readonly size: number;
  readonly dimensions: number;
  readonly stage: IndexStage;
  readonly metric: Metric;
  readonly backend: BackendName;
  readonly isKept: boolean;
}

/** To the worker. Calls are numbered by the page. */
export type ToHost =
  /** Asks whether somebody listens. */
  | { readonly type: 'hello' }
  | {
      readonly type: 'open';
      readonly source: SentSource;
      /** Null where the page gave none. */
      readonly options: SentOptions | null;
    }
  /** A piece of the source; null: it was the last. */
  | { readonly type: 'piece'; readonly bytes: Uint8Array | null }
  | { readonly type: 'broken'; readonly error: SentError }
  /** Rows of a call that comes. */
  | { readonly type: 'rows'; readonly call: number; readonly values: Float32Array }
  | {
      readonly type: 'call';
      readonly call: number;
      readonly method: string;
      readonly vectors?: SentVectors;
      /** The other arguments. */
      readonly rest: readonly unknown[];
    }
  /** Nobody waits for the call any more. */
  | { readonly type: 'cancel'; readonly call: number }
  | { readonly type: 'close' };

/** From the worker. */
export type FromHost =
  | { readonly type: 'hello'; readonly protocol: number }
  | {
      readonly type: 'progress';
      readonly progress: IndexProgress;
      /** Null until the index can be searched. */
      readonly state: SentState | null;
    }
  /** The codes are there. */
  | { readonly type: 'opened'; readonly state: SentState }
  /** All of the source is there. */
  | { readonly type: 'complete'; readonly state: SentState }
  /** The source failed: before it is opened, or later. */
  | { readonly type: 'failed'; readonly error: SentError }
  | { readonly type: 'warning'; readonly message: string }
  | {
      readonly type: 'done';
      readonly call: number;
      readonly value: unknown;
      readonly state: SentState;
    }
  | { readonly type: 'refused'; readonly call: number; readonly error: SentError }
  | { readonly type: 'closed' };
