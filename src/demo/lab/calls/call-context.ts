/** What a call may do while it runs. */
export interface CallContext<P> {
  report(progress: P): void;
  /** Long calls hand it to `pause`, and so let others through. */
  readonly signal: AbortSignal;
}
