import type { Cell } from '../../evaluation/comparison/cell.ts';
import type { TuningBudget } from '../../evaluation/methods/method.ts';
import type { MethodName } from '../../evaluation/methods/names.ts';

/** What choosing settings took. */
export interface TuningSpent {
  /** In all partitions, those of resumed cells included. */
  readonly seconds: number;
  /** Methods that left settings untried because their time was up, with the partitions of each. */
  readonly cutShort: readonly {
    readonly method: MethodName;
    readonly supervision: number;
    readonly partitions: number;
  }[];
}

/**
 * Code lengths that were fitted together share one choice, of which each has the time, and so do methods by
 * one classifier. No two choices take the same time to the last digit.
 */
export function tuningSpent(cells: readonly Cell[]): TuningSpent {
  const choices = new Map<string, number>();
  for (const cell of cells) {
    const { supervision, partition, tuneSeconds } = cell;
    choices.set([supervision, partition, tuneSeconds].join(' '), tuneSeconds);
  }
  const partitionsOf = new Map<string, Set<number>>();
  for (const { method, supervision, partition, tuningCutShort } of cells) {
    if (!tuningCutShort) continue;
    const key = `${method} ${supervision}`;
    partitionsOf.set(key, (partitionsOf.get(key) ?? new Set()).add(partition));
  }
  return {
    seconds: [...choices.values()].reduce((sum, seconds) => sum + seconds, 0),
    cutShort: [...partitionsOf].map(([key, partitions]) => {
      const [method, supervision] = key.split(' ');
      return {
        method: method as MethodName,
        supervision: Number(supervision),
        partitions: partitions.size,
      };
    }),
  };
}

/** What may be spent, said before the work. */
export function budgetText({ folds, seconds }: TuningBudget): string {
  return (
    `choosing settings: ${folds} folds of the labelled points, nothing new after ${seconds} s ` +
    'for each method in each partition'
  );
}

/** What was spent, said after it. */
export function spentText({ seconds, cutShort }: TuningSpent): string {
  const cut = cutShort.map(({ method, supervision, partitions }) => {
    const times = partitions === 1 ? '1 partition' : `${partitions} partitions`;
    return `${method} at T = ${supervision.toLocaleString('en-US')} (${times})`;
  });
  const all = `choosing settings took ${seconds.toFixed(1)} s`;
  return `${all}; ${cut.length > 0 ? `cut short by the time: ${cut.join(', ')}` : 'all was tried'}`;
}
