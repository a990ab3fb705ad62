import type { Dataset } from '../data/dataset/dataset.ts';
import { readBundledDataset } from '../node/bundled-dataset.ts';
import { readDatasetFile } from '../node/read-file.ts';
import { UsageError } from './errors.ts';

/** Where labelled points are; the bundled images if no file is named. */
export interface LabelledDataOptions {
  readonly data?: string;
  readonly labels?: string;
  readonly array?: string;
  readonly labelColumn?: string;
}

/** @param what - what the file holds, in the command's words. */
export function checkLabelledData({ data, labels }: LabelledDataOptions, what: string): void {
  if (labels === undefined || data !== undefined) return;
  throw new UsageError(`--labels needs --data: give the file of the ${what} too`);
}

export async function readLabelledData(options: LabelledDataOptions): Promise<Dataset> {
  const { data, labels, array, labelColumn } = options;
  if (data === undefined) return readBundledDataset();
  return readDatasetFile(data, { labels, array, labelColumn });
}
