import { checkArray, checkWhole } from '../../core/checks.ts';
import { InvalidArgumentError } from '../../core/errors.ts';
import { MAX_BITS } from '../../core/hash-codes.ts';
import { checkOptions } from '../../core/options.ts';
import { CROSS_MODAL_NAMES, chosenCrossModal } from './names.ts';

/** What a comparison of cross-modal methods is made of. */
export interface CrossModalEvaluationSettings {
  /** Numbers of labelled pairs. */
  readonly supervision: readonly number[];
  /** Code lengths. */
  readonly bits: readonly number[];
  /** Names of methods: these alone are run. */
  readonly methods: readonly string[];
  /** Number of partitions; that of number i has the seed `seed` + i. */
  readonly partitions: number;
  readonly seed: number;
  readonly queries: number;
  /** Pairs of a database that is held out of learning. Default: all pairs but the queries are searched. */
  readonly database?: number | undefined;
}

/** The paper's table: a fifth of the pairs are queries, and as many have labels. */
export function crossModalDefaults(
  pairs: number,
  isHeldOut: boolean,
): Omit<CrossModalEvaluationSettings, 'database'> {
  return {
    supervision: [Math.max(2, Math.ceil(pairs / 5))],
    bits: [24, 48, 64],
    methods: CROSS_MODAL_NAMES.filter((name) => isHeldOut || name !== 'cross-kernel-unlabelled'),
    partitions: 5,
    seed: 0,
    queries: Math.max(1, Math.floor(pairs / 5)),
  };
}

/** Throws InvalidArgumentError if a setting is out of range. */
export function checkCrossModalSettings(settings: CrossModalEvaluationSettings): void {
  const lists = { supervision: 1, bits: 1, methods: 1 } as const;
  const numbers = { partitions: 1, seed: 1, queries: 1, database: 1 } as const;
  checkOptions('the cross-modal evaluation', settings, { ...lists, ...numbers });
  const { supervision, bits, methods, partitions, seed, queries, database } = settings;
  checkList('supervision', supervision, 2, 2 ** 32 - 1);
  checkList('bits', bits, 1, MAX_BITS);
  checkWhole('partitions', partitions, 1, 1000);
  checkWhole('seed', seed, 0, 2 ** 32 - 1 - partitions);
  checkWhole('queries', queries, 1, 2 ** 32 - 1);
  if (database !== undefined) checkWhole('database', database, 1, 2 ** 32 - 1);
  if (chosenCrossModal(methods).includes('cross-kernel-unlabelled') && database === undefined) {
    throw new InvalidArgumentError(
      'methods name cross-kernel-unlabelled, which needs a database that is held out: give --database, or leave it out',
    );
  }
}

function checkList(name: string, list: readonly number[], low: number, high: number): void {
  checkArray(name, list);
  if (list.length === 0) throw new InvalidArgumentError(`${name} must name at least one number`);
  for (const value of list) checkWhole(name, value, low, high);
  if (new Set(list).size < list.length) {
    throw new InvalidArgumentError(`${name} must be a list without repeats`);
  }
}
