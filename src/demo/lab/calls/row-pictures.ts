import type { LabState } from '../lab.ts';
import { pictureOf, type RowPicture } from '../shown-rows.ts';

/** What rows look like; numbers that are no rows are left out. */
export async function rowPictures(lab: LabState, rows: readonly number[]): Promise<RowPicture[]> {
  const dataset = await lab.dataset;
  const { points } = dataset;
  return rows
    .filter((row) => row >= 0 && row < points.rows)
    .map((row) => pictureOf(dataset, points.row(row)));
}
