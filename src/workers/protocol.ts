// What the pool and its workers say to each other.
import type { SentError } from './error-transport.ts';

/** Changes with the messages: a script of another version says so at once. */
export const PROTOCOL = 5;

/** The kinds of work that a worker knows. */
export type JobName =
  | 'encode'
  | 'nearest'
  | 'hammingNearest'
  | 'distanceHistograms'
  | 'fit'
  | 'trainNetworks'
  | 'describePictures';

/** What a worker starts its backend from. */
export interface PostedModules {
  readonly module: WebAssembly.Module | null;
  /** Modules of kernel extensions by name. */
  readonly extensions: [string, WebAssembly.Module][];
}

/** To a worker. Calls are numbered by the pool, shards by the call. */
export type ToWorker =
  /** Comes first; `module` is null for the backend 'typescript'. */
  | ({ type: 'start'; protocol: number } & PostedModules)
  /** Comes before the first shard of a call: what its shards have in common. */
  | { type: 'open'; call: number; job: JobName; setup: unknown }
  | { type: 'run'; call: number; shard: number; input: unknown }
  /** The call has ended, whatever is left of it. */
  | { type: 'close'; call: number };

/** From a worker. */
export type FromWorker =
  | { type: 'ready'; protocol: number }
  | { type: 'refused'; error: SentError }
  | { type: 'progress'; call: number; shard: number; done: number; total: number }
  | { type: 'done'; call: number; shard: number; output: unknown }
  | { type: 'failed'; call: number; shard: number; error: SentError };
