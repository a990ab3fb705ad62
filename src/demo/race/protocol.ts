import type { DetailedResult } from '../../bench/harness.ts';
import type { SentError } from '../../workers/error-transport.ts';
import type { ContenderName, EventName } from './programme.ts';

/** What the browser tells of the device, and no more is asked. */
export interface Device {
  /** Threads that run at once, as the browser says; null where it does not. */
  readonly cores: number | null;
  readonly simd: boolean;
  readonly relaxedSimd: boolean;
}

/** A contender that can't run here, and why. */
export type Missing = Readonly<Partial<Record<ContenderName, string>>>;

/** From the page: begins the race. */
export interface StartRace {
  /** Of timed runs an event, shared by its contenders. */
  readonly seconds: number;
}

/** From the worker. */
export type FromRace =
  | { readonly type: 'ready'; readonly device: Device; readonly missing: Missing }
  | { readonly type: 'checking'; readonly event: EventName; readonly what: string }
  | {
      readonly type: 'standing';
      readonly event: EventName;
      readonly results: readonly DetailedResult[];
      /** How much of the event's time is over, up to 1. */
      readonly share: number;
    }
  | { readonly type: 'done' }
  | { readonly type: 'failed'; readonly error: SentError };
