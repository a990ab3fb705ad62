import { classesFault } from '../../core/check-classes.ts';
import { InvalidArgumentError } from '../../core/errors.ts';
import type { Dataset } from '../../data/dataset/dataset.ts';
import { readDatasetFile } from '../../node/read-file.ts';

/** Points with labels of two classes at least, which all methods that learn from labels need. */
export async function readTrainingSet(
  file: string,
  options: Parameters<typeof readDatasetFile>[1],
): Promise<Dataset> {
  const dataset = await readDatasetFile(file, options);
  const fault = classesFault(dataset.labels);
  if (fault) throw new InvalidArgumentError(`${file}: ${fault}`);
  return dataset;
}
