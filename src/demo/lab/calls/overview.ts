import { classNameOf } from '../dataset.ts';
import type { LabState } from '../lab.ts';

/** What the dataset is. */
export interface OverviewResult {
  readonly name: string;
  readonly rows: number;
  readonly dimensions: number;
  readonly isBundled: boolean;
  readonly isImages: boolean;
  /** Its classes by ascending label; null where it has no labels. */
  readonly classes: readonly DatasetClass[] | null;
  readonly backend: string;
}

/** One class of a dataset. */
export interface DatasetClass {
  readonly label: number;
  readonly name: string;
  readonly rows: number;
}

export async function overview(lab: LabState): Promise<OverviewResult> {
  const dataset = await lab.dataset;
  const { name, points, image, isBundled, labels } = dataset;
  return {
    name,
    rows: points.rows,
    dimensions: points.cols,
    isBundled,
    isImages: image !== undefined,
    classes: labels && classesOf(labels, (label) => classNameOf(dataset, label) as string),
    backend: lab.kernels.name,
  };
}

function classesOf(labels: Int32Array, nameOf: (label: number) => string): DatasetClass[] {
  const counts = new Map<number, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  return [...counts]
    .sort(([a], [b]) => a - b)
    .map(([label, rows]) => ({ label, name: nameOf(label), rows }));
}
