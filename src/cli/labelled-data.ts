import type { Dataset } from '../data/dataset/dataset.ts';
import { readBundledDataset } from '../node/bundled-dataset.ts';
import { readDatasetFile } from '../node/read-file.ts';
import { UsageError } from './errors.ts';
import { type TableArguments, tableOptions } from './options/table.ts';

/** Where labelled points are; the bundled images if no file is named. */
export interface LabelledDataOptions extends TableArguments {
  readonly data?: string;
  readonly labels?: string;
}

/** @param what - what the file holds, in the command's words. */
export function checkLabelledData({ data, labels }: LabelledDataOptions, what: string): void {
  if (labels === undefined || data !== undefined) return;
  throw new UsageError(`--labels needs --data: give the file of the ${what} too`);
}

/** @param progress - the line that is cleared before a note is printed. */
export async function readLabelledData(
  options: LabelledDataOptions,
  progress: { clear(): void },
): Promise<Dataset> {
  const { data, labels } = options;
  if (data === undefined) return readBundledDataset();
  return readDatasetFile(data, { labels, ...tableOptions(options, progress) });
}
