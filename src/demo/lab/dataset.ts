import { InvalidArgumentError } from '../../core/errors.ts';
import { type Dataset, readDataset } from '../../data/dataset/dataset.ts';

/** Fewer rows can't be divided into some to search for, some to learn from and some to find. */
const LEAST_ROWS = 10;

/** A dataset as the lab has it: the reader's own need not have labels. */
export interface LabDataset extends Omit<Dataset, 'labels'> {
  /** One a row, or null. */
  readonly labels: Int32Array | null;
  /** Names of rows, where the file has them. */
  readonly ids: readonly string[] | null;
  /** Whether it is the one that comes with the page. */
  readonly isBundled: boolean;
}

/** Where the bundled images are: addresses, or the bytes of the files. */
export interface LabSources {
  readonly images: string | Uint8Array;
  readonly labels: string | Uint8Array;
}

export async function readBundled({ images, labels }: LabSources): Promise<LabDataset> {
  const [points, classes] = await Promise.all([bytesOf(images), bytesOf(labels)]);
  const dataset = await readDataset(points, {
    name: 'Fashion-MNIST',
    labels: classes,
    classNames: 'fashion-mnist',
  });
  return { ...dataset, ids: null, isBundled: true };
}

/** The labels. @throws InvalidArgumentError if there are none, which says what needs them. */
export function labelsFor(what: string, { name, labels }: LabDataset): Int32Array {
  if (labels) return labels;
  throw new InvalidArgumentError(
    `${what} needs labels, and ${name} has none: give a file that has them, or a second file of labels`,
  );
}

/** @throws InvalidArgumentError if there are too few rows. */
export function checkRows({ name, points }: Pick<LabDataset, 'name' | 'points'>): void {
  if (points.rows >= LEAST_ROWS) return;
  const rows = points.rows === 1 ? '1 row' : `${points.rows} rows`;
  throw new InvalidArgumentError(
    `${name} has ${rows}: give at least ${LEAST_ROWS}, some to search for and some to find`,
  );
}

/** What a class is called; null for a row without a label. */
export function classNameOf(
  { classNames }: Pick<LabDataset, 'classNames'>,
  label: number | null,
): string | null {
  return label === null ? null : (classNames?.[label] ?? `class ${label}`);
}

async function bytesOf(source: string | Uint8Array): Promise<Uint8Array> {
  if (typeof source !== 'string') return source;
  const response = await fetch(source);
  if (!response.ok) throw new Error(`${source} can't be loaded: ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}
