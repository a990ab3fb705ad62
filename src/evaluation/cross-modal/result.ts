import { compareMethods } from '../comparison/comparisons.ts';
import { plainCell } from '../comparison/result.ts';
import { summariseCells } from '../comparison/summarise-cells.ts';
import type { CrossModalCell, CrossModalComparison, DetailedCrossModalCell } from './cell.ts';
import type { CrossModalDataset } from './dataset.ts';
import { wordsOf } from './entries.ts';
import { DIRECTIONS } from './names.ts';

/** Outcome of `hashplane evaluate --protocol cross-modal`. */
export interface CrossModalResult<C = DetailedCrossModalCell> {
  readonly protocol: 'cross-modal';
  readonly dataset: {
    readonly name: string;
    readonly rows: number;
    readonly imageDimensions: number;
    readonly textDimensions: number;
    readonly classes: number;
  };
  readonly cells: readonly C[];
}

/** Puts the cells of all partitions together, in their order. */
export function summariseCrossModal(
  { name, images, texts, labels }: CrossModalDataset,
  cells: readonly CrossModalCell[],
): CrossModalResult {
  const groups = new Map<string, CrossModalCell[]>();
  for (const cell of cells) {
    const key = `${cell.direction} ${cell.supervision} ${cell.method} ${cell.bits}`;
    groups.set(key, [...(groups.get(key) ?? []), cell]);
  }
  return {
    protocol: 'cross-modal',
    dataset: {
      name,
      rows: images.rows,
      imageDimensions: images.cols,
      textDimensions: texts.cols,
      classes: new Set(labels).size,
    },
    cells: [...groups.values()].map((own) => ({
      direction: own[0].direction,
      ...summariseCells(own, wordsOf(own[0].method).title),
    })),
  };
}

/** The part of a cell that `--json` prints. */
export function plainCrossModalCell(cell: DetailedCrossModalCell) {
  const { accuracy: _, ...plain } = plainCell(cell);
  return { direction: cell.direction, ...plain };
}

/** Paired t-tests over partitions: in each direction the best method of each code length against every other. */
export function compareCrossModal(
  cells: readonly DetailedCrossModalCell[],
): CrossModalComparison[] {
  return DIRECTIONS.flatMap((direction) =>
    compareMethods(cells.filter((cell) => cell.direction === direction)).map((comparison) => ({
      direction,
      ...comparison,
    })),
  );
}
