import { checkArray, show } from '../../core/checks.ts';
import { InvalidArgumentError } from '../../core/errors.ts';

/** Ways to search: what the query is, and what is found. */
export const DIRECTIONS = ['image-to-text', 'text-to-image'] as const;
export type Direction = (typeof DIRECTIONS)[number];

/** Methods that can be asked for, in the order in which reports show them. */
export const CROSS_MODAL_NAMES = [
  'rcmh',
  'cca',
  'cross-kernel',
  'cross-kernel-unlabelled',
] as const;
export type CrossModalName = (typeof CROSS_MODAL_NAMES)[number];

/** What stands beside them: the same class probabilities without codes, and an order by chance. */
export type CrossModalEntry =
  | CrossModalName
  | 'probabilities'
  | 'probabilities-unlabelled'
  | 'chance';

/**
 * The methods asked for, in the order of reports.
 *
 * @throws InvalidArgumentError if a name is unknown, or there is none.
 */
export function chosenCrossModal(names: readonly string[]): CrossModalName[] {
  checkArray('methods', names);
  for (const name of names) {
    if (CROSS_MODAL_NAMES.some((known) => known === name)) continue;
    const all = CROSS_MODAL_NAMES.join(', ');
    throw new InvalidArgumentError(
      `methods of the protocol cross-modal must be some of ${all}, not ${show(name)}`,
    );
  }
  if (names.length === 0) throw new InvalidArgumentError('methods must name at least one');
  return CROSS_MODAL_NAMES.filter((name) => names.includes(name));
}
