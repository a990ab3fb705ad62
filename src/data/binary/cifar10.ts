import { checkArray } from '../../core/checks.ts';
import { FormatError } from '../../core/errors.ts';
import { asBytes, type BytesLike } from '../../core/given.ts';
import { listTar } from '../archives/tar.ts';
import type { NumericArray } from '../arrays/numeric.ts';

const PIXELS = 32 * 32;
const VALUES = 3 * PIXELS;
const RECORD = 1 + VALUES;
const CLASSES = 10;

/** The files of the archive and of the folder that it unpacks to, in the order that they are read. */
export const CIFAR10_FILES = [
  'data_batch_1.bin',
  'data_batch_2.bin',
  'data_batch_3.bin',
  'data_batch_4.bin',
  'data_batch_5.bin',
  'test_batch.bin',
] as const;

/** Images with their labels. */
export interface Cifar10 {
  /** n x 3072 bytes: 1024 of red, of green, of blue, each 32 rows of 32. */
  readonly images: NumericArray;
  /** n labels from 0 to 9. */
  readonly labels: NumericArray;
}

/** Whether `bytes` are as long as a batch is, and the first labels are below 10. */
export function looksLikeCifar10(bytes: Uint8Array, length = bytes.length): boolean {
  if (length === 0 || length % RECORD !== 0) return false;
  for (let at = 0; at < bytes.length; at += RECORD) if (bytes[at] >= CLASSES) return false;
  return true;
}

/**
 * Reads batches of the binary version of CIFAR-10 (https://www.cs.toronto.edu/~kriz/cifar.html):
 * for each image a label and 3072 values, colour by colour.
 *
 * Cost: one copy.
 *
 * @throws FormatError with the byte offset, counted through all batches.
 */
export function readCifar10(given: readonly BytesLike[]): Cifar10 {
  checkArray('batches', given);
  const batches = given.map((batch) => asBytes('a batch', batch));
  const rows = batches.reduce((sum, batch) => sum + countRecords(batch), 0);
  const labels = new Uint8Array(rows);
  const values = new Uint8Array(rows * VALUES);
  let row = 0;
  for (const batch of batches) {
    for (let at = 0; at < batch.length; at += RECORD, row++) {
      if (batch[at] >= CLASSES) {
        throw new FormatError(
          `label ${batch[at]} of image ${row} is not from 0 to 9`,
          row * RECORD,
        );
      }
      labels[row] = batch[at];
      values.set(batch.subarray(at + 1, at + RECORD), row * VALUES);
    }
  }
  return {
    images: { shape: [rows, VALUES], dtype: 'uint8', values, fortranOrder: false },
    labels: { shape: [rows], dtype: 'uint8', values: labels, fortranOrder: false },
  };
}

/**
 * Reads the official archive, unpacked from gzip: all its batches, those of training first.
 *
 * @throws FormatError if it is damaged or has no batches.
 */
export function readCifar10Tar(given: BytesLike): Cifar10 {
  const bytes = asBytes('bytes', given);

  const members = listTar(bytes);
  const batches = CIFAR10_FILES.flatMap((file) => {
    const found = members.filter(({ name }) => name === file || name.endsWith(`/${file}`));
    if (found.length > 1) {
      throw new FormatError(`the tar archive has two files ${file}`, found[1].start);
    }
    return found.map(({ start, end }) => bytes.subarray(start, end));
  });
  if (batches.length === 0) {
    throw new FormatError(
      `the tar archive has none of CIFAR-10's files, ${CIFAR10_FILES[0]} ...`,
      0,
    );
  }
  return readCifar10(batches);
}

function countRecords(batch: Uint8Array): number {
  if (batch.length % RECORD !== 0 || batch.length === 0) {
    throw new FormatError(
      `a CIFAR-10 batch of ${batch.length} bytes is not whole records of ${RECORD}`,
      batch.length,
    );
  }
  return batch.length / RECORD;
}
