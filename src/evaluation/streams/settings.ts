import { checkPositive, checkWhole, refuse } from '../../core/checks.ts';
import { InvalidArgumentError } from '../../core/errors.ts';
import { MAX_BITS } from '../../core/hash-codes.ts';
import { checkOptions } from '../../core/options.ts';
import type { StreamSettings } from './defaults.ts';
import { STREAM_VARIANTS } from './names.ts';

/** @throws InvalidArgumentError for a setting that is out of range. */
export function checkStreamSettings(settings: StreamSettings): void {
  const names = { variants: 1, bits: 1, cost: 1, landmarks: 1, points: 1 } as const;
  const others = { batch: 1, every: 1, queries: 1, seeds: 1 } as const;
  checkOptions('a comparison of streams', settings, { ...names, ...others });
  const { variants, bits, cost, landmarks, points, batch, every, queries, seeds } = settings;
  checkWhole('bits', bits, 1, MAX_BITS);
  checkPositive('cost', cost);
  checkWhole('landmarks', landmarks, 1, 2 ** 16);
  for (const [name, value] of Object.entries({ points, batch, every, queries })) {
    checkWhole(name, value, 1, 2 ** 31);
  }
  for (const [name, list] of Object.entries({ variants, seeds })) {
    if (!Array.isArray(list) || list.length === 0) refuse(name, 'a list', list);
  }
  for (const seed of seeds) checkWhole('seed', seed, 0, 2 ** 32 - 1);
  const unknown = variants.find((name) => !STREAM_VARIANTS.includes(name));
  if (unknown !== undefined) refuse('variant', `one of ${STREAM_VARIANTS.join(', ')}`, unknown);
  if (points < every) {
    throw new InvalidArgumentError(
      `points must be at least every, ${every}, not ${points}: the stream ends before it is measured`,
    );
  }
}
