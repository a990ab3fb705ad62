import type { Measures } from '../comparison/cell.ts';
import type { Counting } from '../comparison/measure-codes.ts';
import { timed } from '../methods/hashers.ts';
import type { CrossModalCell } from './cell.ts';
import { measureChance, measureDirection, measureUnhashed, type Searched } from './measure.ts';
import type { CrossModalEncoders } from './methods.ts';
import { type CrossModalEntry, DIRECTIONS, type Direction } from './names.ts';

/** What is measured: one supervision in one partition. */
export interface MeasuredUnit {
  readonly supervision: number;
  readonly partition: number;
  /** Made when the first method needs it. */
  readonly searched: () => Searched;
}

/** A method that was fitted to it. */
export interface Measuring {
  readonly counting: Counting;
  readonly unit: MeasuredUnit;
  readonly encoders: CrossModalEncoders;
  /** That fitting took. */
  readonly seconds: number;
}

/** Codes of one length, searched in both directions. */
export function codeCells(
  measuring: Measuring,
  name: CrossModalEntry,
  bits: number,
): Promise<CrossModalCell[]> {
  const { counting, encoders, unit } = measuring;
  return bothDirections(measuring, name, bits, (direction) =>
    measureDirection(counting, unit.searched(), direction, {
      images: (points) => encoders.encodeImages(points),
      texts: (points) => encoders.encodeTexts(points),
    }),
  );
}

/** The class probabilities behind codes, ranked by inner product; nothing where there are none. */
export async function unhashedCells(
  measuring: Measuring,
  entry: CrossModalEntry | null,
): Promise<CrossModalCell[]> {
  const { counting, encoders, unit } = measuring;
  const { probabilities } = encoders;
  if (!entry || !probabilities) return [];
  return bothDirections(measuring, entry, null, (direction) =>
    measureUnhashed(counting, unit.searched(), direction, probabilities),
  );
}

async function bothDirections(
  { unit, encoders, seconds }: Measuring,
  method: CrossModalEntry,
  bits: number | null,
  measure: (direction: Direction) => Promise<Measures>,
): Promise<CrossModalCell[]> {
  const { supervision, partition } = unit;
  const cells: CrossModalCell[] = [];
  for (const direction of DIRECTIONS) {
    const measured = await timed(() => measure(direction));
    cells.push({
      direction,
      method,
      bits,
      supervision,
      partition,
      trainSeconds: seconds,
      tuneSeconds: 0,
      measureSeconds: measured.seconds,
      settings: encoders.settings,
      measures: measured.result,
    });
  }
  return cells;
}

/** Orders by chance, the same in both directions. */
export function chanceCells({ supervision, partition, searched }: MeasuredUnit): CrossModalCell[] {
  const measures = measureChance(searched());
  const none = { bits: null, trainSeconds: 0, tuneSeconds: 0, measureSeconds: 0, settings: {} };
  return DIRECTIONS.map((direction) => ({
    direction,
    method: 'chance',
    supervision,
    partition,
    ...none,
    measures,
  }));
}
