import type { LabState } from '../lab.ts';

/** What the dataset is. */
export interface OverviewResult {
  readonly name: string;
  readonly rows: number;
  readonly dimensions: number;
  readonly classNames: readonly string[] | null;
  readonly isImages: boolean;
  /** Whether it is that of the page, whose pictures the page has. */
  readonly isBundled: boolean;
  readonly backend: string;
}

export async function overview(lab: LabState): Promise<OverviewResult> {
  const { name, points, classNames, image } = await lab.dataset;
  return {
    name,
    rows: points.rows,
    dimensions: points.cols,
    classNames,
    isImages: image !== undefined,
    isBundled: lab.isBundled,
    backend: lab.kernels.name,
  };
}
