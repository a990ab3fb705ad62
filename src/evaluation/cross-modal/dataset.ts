import { checkObject, show } from '../../core/checks.ts';
import { InvalidArgumentError } from '../../core/errors.ts';
import { checkFinite, checkMatrix, type Matrix } from '../../core/matrix.ts';

/** Pairs of an image and a text, with their classes: row i of each belongs together. */
export interface CrossModalDataset {
  readonly name: string;
  /** pairs x dimensions of images. */
  readonly images: Matrix;
  /** pairs x dimensions of texts. */
  readonly texts: Matrix;
  readonly labels: Int32Array;
  /** The group of each pair: those of one group stay on one side of a split. null if each is its own. */
  readonly groups: Int32Array | null;
}

/** Throws InvalidArgumentError unless all parts have a row for each pair, and there are two classes. */
export function checkCrossModalDataset(dataset: CrossModalDataset): void {
  checkObject('dataset', dataset);
  const { name, images, texts, labels, groups } = dataset;
  if (typeof name !== 'string') {
    throw new InvalidArgumentError(`the name of the dataset must be a text, not ${show(name)}`);
  }
  checkMatrix('images', images);
  checkMatrix('texts', texts);
  if (texts.rows !== images.rows) {
    throw new InvalidArgumentError(
      `there must be a text for each image, but there are ${texts.rows} texts for ${images.rows} images`,
    );
  }
  for (const [what, numbers] of [
    ['label', labels],
    ['group', groups],
  ] as const) {
    if (numbers === null && what === 'group') continue;
    if (numbers instanceof Int32Array && numbers.length === images.rows) continue;
    const given = numbers instanceof Int32Array ? `${numbers.length} ${what}s` : show(numbers);
    throw new InvalidArgumentError(
      `there must be a ${what} for each pair, but there are ${given} for ${images.rows} pairs`,
    );
  }
  if (new Set(labels).size < 2) {
    throw new InvalidArgumentError(
      `${name}: labels must name at least two classes, but there is only one`,
    );
  }
  checkFinite('images', images);
  checkFinite('texts', texts);
}
