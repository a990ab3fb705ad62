import type { LabDataset } from '../../../../src/demo/lab/dataset.ts';
import { LabState } from '../../../../src/demo/lab/lab.ts';
import { gaussianClasses } from '../../../support/points.ts';

/** A lab with a reader's own small dataset of three classes that overlap. */
export async function smallLab(options: Partial<LabDataset> = {}): Promise<LabState> {
  const lab = await LabState.start({ images: new Uint8Array(0), labels: new Uint8Array(0) });
  const sizes = { rows: 300, classes: 3, dimensions: 12, distance: 2, seed: 4 };
  const { points, labels } = gaussianClasses(sizes);
  const classNames = ['ants', 'bees', 'cats'];
  const about = { name: 'insects.csv', classNames, ids: null, isBundled: false };
  lab.use({ points, labels, ...about, ...options } as LabDataset);
  return lab;
}
