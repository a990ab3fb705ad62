import { checkWhole, refuse } from '../core/checks.ts';
import { InvalidArgumentError } from '../core/errors.ts';
import { DESCRIPTORS, type DescriptorName } from './names.ts';

/** All that a descriptor depends on. */
export interface DescriptorSettings {
  readonly descriptor: DescriptorName;
  /** Pictures are resized to side x side pixels. */
  readonly side: number;
  /** Pixels along a cell of HOG. */
  readonly cell: number;
}

export const DEFAULT_SIDE = 64;
const MIN_SIDE = 8;
const MAX_SIDE = 1024;
/** Cells along a side that a picture has at least, if its cells are chosen for it. */
const CELLS = 7;

/** Settings with their defaults, checked. */
export function completeSettings(given: {
  readonly descriptor?: DescriptorName | undefined;
  readonly side?: number | undefined;
  readonly cell?: number | undefined;
}): DescriptorSettings {
  const { descriptor = 'gist+hog', side = DEFAULT_SIDE } = given;
  if (!DESCRIPTORS.includes(descriptor)) {
    refuse('descriptor', `one of ${DESCRIPTORS.join(', ')}`, descriptor);
  }
  checkWhole('side', side, MIN_SIDE, MAX_SIDE);
  if (descriptor !== 'hog' && side % 4 !== 0) {
    throw new InvalidArgumentError(
      `GIST averages over 4 x 4 blocks: side must be a multiple of 4, not ${side}`,
    );
  }
  const { cell = largestCell(side) } = given;
  checkWhole('cell', cell, 1, Math.floor(side / 2));
  if (descriptor !== 'gist' && side % cell !== 0) {
    throw new InvalidArgumentError(
      `cells must fill the picture: cell must divide ${side}, the side, and ${cell} does not`,
    );
  }
  return { descriptor, side, cell };
}

/** The largest cell of which at least CELLS fill a side. */
function largestCell(side: number): number {
  let cell = Math.floor(side / CELLS);
  while (side % cell !== 0) cell--;
  return cell;
}
