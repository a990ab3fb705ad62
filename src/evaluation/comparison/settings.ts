import { checkArray, checkBoolean, checkPositive, checkWhole, show } from '../../core/checks.ts';
import { InvalidArgumentError } from '../../core/errors.ts';
import { MAX_BITS } from '../../core/hash-codes.ts';
import { checkOptions } from '../../core/options.ts';
import type { TuningBudget } from '../methods/method.ts';
import { chosenMethods, METHOD_NAMES } from '../methods/names.ts';
import { PROTOCOLS, type ProtocolName } from '../protocols/protocol.ts';

/** What a comparison of methods is made of. */
export interface EvaluationSettings {
  readonly protocol: ProtocolName;
  /** Numbers of labelled points. */
  readonly supervision: readonly number[];
  /** Code lengths. */
  readonly bits: readonly number[];
  /** Names of methods: these alone are run. */
  readonly methods: readonly string[];
  /** Whether the baselines are run beside them. Default false. */
  readonly baselines?: boolean | undefined;
  /** Number of partitions; that of number i has the seed `seed` + i. */
  readonly partitions: number;
  readonly seed: number;
  /** Queries of each class, where the protocol draws them by class. */
  readonly queriesPerClass: number;
  /** Points of the database, for `held-out` alone. Default: half of those that are no queries. */
  readonly database?: number | undefined;
  /** How settings are chosen in each partition; null keeps each method's defaults. */
  readonly tuning: TuningBudget | null;
}

/** The paper's table. */
export const EVALUATION_DEFAULTS: EvaluationSettings = {
  protocol: 'paper',
  supervision: [1000],
  bits: [16, 32, 48, 64],
  methods: METHOD_NAMES,
  partitions: 5,
  seed: 0,
  queriesPerClass: 100,
  tuning: { folds: 4, seconds: 600 },
};

/** Throws InvalidArgumentError if a setting is out of range. */
export function checkEvaluationSettings(settings: EvaluationSettings): void {
  const sizes = { supervision: 1, bits: 1, partitions: 1, queriesPerClass: 1 } as const;
  const names = { protocol: 1, methods: 1, baselines: 1, database: 1, seed: 1, tuning: 1 } as const;
  checkOptions('the evaluation', settings, { ...sizes, ...names });
  const { protocol, supervision, bits, partitions, seed, queriesPerClass, tuning } = settings;
  if (!PROTOCOLS.includes(protocol)) {
    throw new InvalidArgumentError(
      `protocol must be one of ${PROTOCOLS.join(', ')}, not ${show(protocol)}`,
    );
  }
  checkList('supervision', supervision, 2, 2 ** 32 - 1);
  checkList('bits', bits, 1, MAX_BITS);
  checkWhole('partitions', partitions, 1, 1000);
  checkWhole('seed', seed, 0, 2 ** 32 - 1 - partitions);
  checkWhole('queries-per-class', queriesPerClass, 1, 2 ** 32 - 1);
  if (settings.database !== undefined) {
    checkWhole('database', settings.database, 1, 2 ** 32 - 1);
    if (protocol !== 'held-out') {
      throw new InvalidArgumentError(
        `database is for the protocol held-out: in ${protocol} it follows from the other sizes`,
      );
    }
  }
  checkBoolean('baselines', settings.baselines ?? false);
  chosenMethods(settings.methods, settings.baselines);
  if (tuning !== null) {
    checkOptions('tuning', tuning, { folds: 1, seconds: 1 });
    checkWhole('folds', tuning.folds, 2, Math.max(2, Math.min(...supervision) >>> 1));
    checkPositive('tune-seconds', tuning.seconds);
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
