import type { LabState } from '../lab.ts';
import { prepared } from '../prepared.ts';
import { type ShownRow, shownRow } from '../shown-rows.ts';

/** Rows to search for, which neither the database nor the training set has. */
export interface ExamplesResult {
  /** All of them. */
  readonly queryRows: Uint32Array;
  /** Some, each class in turn. */
  readonly shown: readonly ShownRow[];
  /** Sides of the images in pixels; null where rows are no images. */
  readonly image: { readonly width: number; readonly height: number } | null;
  readonly rows: number;
}

export async function examples(
  lab: LabState,
  { count }: { count: number },
): Promise<ExamplesResult> {
  const { dataset, queries } = await prepared(lab);
  const { image, points } = dataset;
  return {
    queryRows: queries.rows.slice(),
    shown: inTurns(queries.rows, queries.labels, count).map((row) => shownRow(dataset, row)),
    image: image ? { width: image.width, height: image.height } : null,
    rows: points.rows,
  };
}

/** The first of each class, the second of each and so on; in the order of rows where there are none. */
function inTurns(rows: Uint32Array, labels: Int32Array | null, count: number): number[] {
  const byClass = new Map<number, number[]>();
  rows.forEach((row, i) => {
    const label = labels?.[i] ?? 0;
    byClass.set(label, [...(byClass.get(label) ?? []), row]);
  });
  const lists = [...byClass].sort(([a], [b]) => a - b).map(([, list]) => list);
  const longest = Math.max(...lists.map(({ length }) => length));
  const turns = Array.from({ length: longest }, (_, turn) =>
    lists.flatMap((list) => list[turn] ?? []),
  );
  return turns.flat().slice(0, count);
}
