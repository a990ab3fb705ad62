import type { Kernels } from '../kernels/api.ts';

/** What a shard may use while it runs. */
export interface JobContext {
  readonly signal: AbortSignal;
  readonly onProgress: (done: number, total: number) => void;
}

/** The result of a shard, and which of its buffers are handed over instead of copied. */
export interface JobResult<Output> {
  readonly output: Output;
  readonly transfer: ArrayBuffer[];
}

/** The worker's side of one call. */
export interface Job<Input, Output> {
  run(input: Input, context: JobContext): JobResult<Output> | Promise<JobResult<Output>>;
  /** Gives back what the call kept in the backend's memory. */
  dispose(): void;
}

/** Begins the worker's side of a call. */
export type JobFactory<Setup, Input, Output> = (
  kernels: Kernels,
  setup: Setup,
) => Job<Input, Output>;
