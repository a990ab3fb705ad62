import type { Cell } from '../comparison/cell.ts';
import type { DetailedCell } from '../comparison/cell-result.ts';
import type { Comparison } from '../comparison/comparisons.ts';
import type { CrossModalEntry, Direction } from './names.ts';

/** One method at one code length and supervision in one partition, searched in one direction. */
export interface CrossModalCell extends Cell<CrossModalEntry> {
  readonly direction: Direction;
}

/** The same over all partitions. */
export interface DetailedCrossModalCell extends DetailedCell<CrossModalEntry> {
  readonly direction: Direction;
}

/** A method against another in one direction. */
export interface CrossModalComparison extends Comparison<CrossModalEntry> {
  readonly direction: Direction;
}
