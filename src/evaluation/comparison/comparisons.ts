import { checkArray } from '../../core/checks.ts';
import { InvalidArgumentError } from '../../core/errors.ts';
import type { MethodName } from '../methods/names.ts';
import { type PairedTest, pairedTTest } from '../statistics/paired-test.ts';
import type { DetailedCell } from './cell-result.ts';

/** A method against another at the same code length and supervision. */
export interface Comparison<M extends string = MethodName> extends PairedTest {
  readonly method: M;
  readonly against: M;
  readonly bits: number;
  readonly supervision: number;
}

/**
 * Paired t-tests over partitions, of the mean average precision: the best method of each code
 * length and supervision against every other. The p values are not corrected for their number.
 */
export function compareMethods<M extends string = MethodName>(
  cells: readonly DetailedCell<M>[],
): Comparison<M>[] {
  const isSound = (cell: DetailedCell<M>) => Array.isArray(cell?.byPartition);
  checkArray('cells', cells);
  if (!cells.every(isSound)) {
    throw new InvalidArgumentError('cells must be those of summariseEvaluation');
  }
  const groups = new Map<string, DetailedCell<M>[]>();
  for (const cell of cells) {
    if (cell.bits === null) continue;
    const key = `${cell.supervision} ${cell.bits}`;
    groups.set(key, [...(groups.get(key) ?? []), cell]);
  }
  return [...groups.values()].flatMap((group) => {
    const best = group.reduce((a, b) =>
      b.meanAveragePrecision.mean > a.meanAveragePrecision.mean ? b : a,
    );
    return group.flatMap((other) => {
      const test = other === best ? null : pairedTTest(best.byPartition, other.byPartition);
      if (!test) return [];
      const { method, bits, supervision } = best;
      return [{ method, against: other.method, bits: bits as number, supervision, ...test }];
    });
  });
}
