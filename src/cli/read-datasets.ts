import { pause } from '../core/next-task.ts';
import type { Dataset } from '../data/dataset/dataset.ts';
import { joinDatasets } from '../data/dataset/join-datasets.ts';
import { readBundledDataset } from '../node/bundled-dataset.ts';
import { readDatasetFile } from '../node/read-file.ts';
import { UsageError } from './errors.ts';

/** Files of labels and the name that several files have together. */
export interface DatasetFilesOptions {
  readonly labels: readonly string[];
  readonly name?: string | undefined;
}

/** @throws UsageError unless there is a file of labels for each of points, or none. */
export function checkLabelFiles(data: readonly string[], labels: readonly string[]): void {
  if (labels.length > 0 && labels.length !== data.length) {
    throw new UsageError(
      `--labels must be given once for each file of points: ${data.length} of points, ` +
        `${labels.length} of labels`,
    );
  }
}

/** Several files as one dataset; the bundled images where there is none. */
export async function readDatasets(
  data: readonly string[],
  { labels, name }: DatasetFilesOptions,
  signal: AbortSignal,
): Promise<Dataset> {
  if (data.length === 0) {
    const bundled = await readBundledDataset();
    return { ...bundled, name: name ?? bundled.name };
  }
  const parts: Dataset[] = [];
  for (const [i, file] of data.entries()) {
    parts.push(await readDatasetFile(file, { labels: labels[i] }));
    await pause(signal);
  }
  return joinDatasets(parts, name);
}
