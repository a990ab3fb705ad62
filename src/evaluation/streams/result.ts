import type { Summary } from '../statistics/summary.ts';
import { summarise } from '../statistics/summary.ts';
import type { StreamSettings } from './defaults.ts';
import type { StreamVariant } from './names.ts';

/** One stream after so many points. */
export interface StreamMeasure {
  readonly seen: number;
  /** Mean average precision on points that were never seen, and on a database of points of the stream. */
  readonly heldOut: number;
  readonly ofStream: number;
}

/** One learner on one stream. */
export interface StreamRun {
  readonly variant: StreamVariant;
  readonly seed: number;
  readonly measures: readonly StreamMeasure[];
  /** Mean share of codes, and of bits, that a new version changes; null where there is none. */
  readonly changes: { readonly codes: number; readonly bits: number } | null;
  /** Milliseconds to learn from a batch after the first, what there is to solve in it included. */
  readonly millis: number;
}

/** A variant after so many points, over all seeds. */
export interface StreamPoint {
  readonly seen: number;
  /** Classes that have come. */
  readonly classes: number;
  readonly heldOut: Summary;
  readonly ofStream: Summary;
}

/** A variant over all seeds. */
export interface StreamCurve {
  readonly variant: StreamVariant;
  readonly points: readonly StreamPoint[];
  readonly changes: StreamRun['changes'];
  readonly millis: number;
}

/** What `compareStreams` finds. */
export interface StreamResult {
  readonly dataset: { readonly name: string; readonly rows: number; readonly dimensions: number };
  readonly settings: StreamSettings;
  readonly backend: string;
  readonly arrivals: readonly { readonly after: number; readonly classes: readonly number[] }[];
  readonly queries: number;
  readonly database: number;
  readonly curves: readonly StreamCurve[];
}

/** Means over the runs of one variant, with their spread. */
export function curveOf(
  variant: StreamVariant,
  runs: readonly StreamRun[],
  arrivals: StreamResult['arrivals'],
): StreamCurve {
  const own = runs.filter((run) => run.variant === variant);
  const mean = (values: readonly number[]) => summarise(values).mean;
  const points = own[0].measures.map(({ seen }, i) => ({
    seen,
    classes: arrivals
      .filter(({ after }) => after < seen)
      .reduce((sum, { classes }) => sum + classes.length, 0),
    heldOut: summarise(own.map(({ measures }) => measures[i].heldOut)),
    ofStream: summarise(own.map(({ measures }) => measures[i].ofStream)),
  }));
  const changes = own.flatMap((run) => run.changes ?? []);
  return {
    variant,
    points,
    changes:
      changes.length > 0
        ? { codes: mean(changes.map((c) => c.codes)), bits: mean(changes.map((c) => c.bits)) }
        : null,
    millis: mean(own.map(({ millis }) => millis)),
  };
}
