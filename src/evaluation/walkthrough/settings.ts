import { checkWhole } from '../../core/checks.ts';
import { checkOptions } from '../../core/options.ts';
import { checkSettings, TUTORIAL_DEFAULTS } from '../tutorial/settings.ts';
import { type ToyOptions, toySettings } from './toy/settings.ts';
import type { WalkthroughSettings } from './types.ts';

/** Settings as they are given: those left out are filled in for the dataset. */
export type WalkthroughChoices = {
  readonly [Name in keyof Omit<WalkthroughSettings, 'toy'>]?: WalkthroughSettings[Name] | undefined;
} & {
  readonly toy?: ToyOptions | undefined;
};

/** A query set and a training set from which something can be told. */
const ENOUGH = { queries: 100, train: 1000 };
/** What smaller datasets give: at most so many rows, and at most such a share of them. */
const SMALL = { queries: { most: 200, share: 0.1 }, train: { most: 1200, share: 0.3 } };

/**
 * Sizes of the split: the tutorial's 0.2% and 2% where they are enough rows (its 60,000 give 120 and
 * 1,198), and else more: 200 and 1,200 of the bundled 10,000.
 */
export function splitSizes(rows: number): { queries: number; train: number } {
  const size = (part: 'queries' | 'train') => {
    const fraction = TUTORIAL_DEFAULTS[part];
    if (fraction * rows >= ENOUGH[part]) return fraction;
    return Math.max(1, Math.min(SMALL[part].most, Math.floor(SMALL[part].share * rows)));
  };
  return { queries: size('queries'), train: size('train') };
}

/**
 * All settings of the story of a dataset of so many rows.
 *
 * @throws InvalidArgumentError naming a setting that is out of range or unknown.
 */
export function walkthroughSettings(rows: number, given: WalkthroughChoices): WalkthroughSettings {
  const sizes = { bits: 1, queries: 1, train: 1, maxRadius: 1, top: 1, row: 1, query: 1 } as const;
  const learning = { seed: 1, splitSeed: 1, iterations: 1, alpha: 1, cost: 1, learner: 1 } as const;
  checkOptions('walkthrough', given, { ...sizes, ...learning, toy: 1 });
  const { bits, ...defaults } = TUTORIAL_DEFAULTS;
  const chosen = {
    ...defaults,
    ...{ bits: bits[0], ...splitSizes(rows), row: 0, query: 0 },
    ...present(given),
    toy: toySettings(given.toy ?? {}),
  };
  checkWhole('bits', chosen.bits, 1, 4096);
  const settings = { maxRadius: Math.min(10, chosen.bits), ...chosen };
  const { row, query, toy: _, ...shared } = settings;
  checkSettings({ ...shared, bits: [shared.bits] });
  checkWhole('row', row, 0, Math.max(0, rows - 1));
  checkWhole('query', query, 0, 2 ** 32 - 1);
  return settings;
}

/** The properties that are not undefined. */
function present<T extends object>(given: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const entries = Object.entries(given).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [K in keyof T]?: Exclude<T[K], undefined> };
}
