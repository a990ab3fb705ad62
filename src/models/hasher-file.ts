import { FormatError } from '../core/errors.ts';
import type { HyperplaneModel } from '../core/executor.ts';
import { MAX_BITS } from '../core/hash-codes.ts';
import { Matrix } from '../core/matrix.ts';
import type { NumericArray } from '../data/numeric.ts';
import type { ArrayToWrite } from '../data/numeric-bytes.ts';
import { readSafetensors, writeSafetensors } from '../data/safetensors.ts';
import type { HasherDescription } from './hyperplane-hasher.ts';

/** What the metadata of a saved hasher says under `format`. */
export const HASHER_FORMAT = 'hashplane-hasher';
/** Goes up when older readers could no longer make the same codes from a file. */
const VERSION = 1;

/** A saved hasher: its parts and what it says of itself. */
export interface HasherFile {
  readonly model: HyperplaneModel;
  readonly description: HasherDescription;
}

/** The bytes of a safetensors file that holds a hasher. */
export function writeHasher(
  model: HyperplaneModel,
  description: HasherDescription,
): Uint8Array<ArrayBuffer> {
  const { hyperplanes, offsets, mean, normalise, bits } = model;
  const tensors = new Map<string, ArrayToWrite>();
  const put = (name: string, shape: number[], values: Float32Array) =>
    tensors.set(name, { shape, dtype: 'float32', values });
  put('hyperplanes', [bits, hyperplanes.cols], hyperplanes.data);
  if (offsets) put('offsets', [bits], offsets);
  if (mean) put('mean', [mean.length], mean);
  const metadata = new Map([
    ['format', HASHER_FORMAT],
    ['version', String(VERSION)],
    ['method', description.method],
    ['normalise', String(normalise)],
    ['settings', JSON.stringify(description.settings)],
    ['training', JSON.stringify(description.training)],
  ]);
  return writeSafetensors(tensors, metadata);
}

/**
 * Reads what `writeHasher` wrote.
 *
 * @throws FormatError if the file is damaged, no hasher, or of a version that is not known yet.
 */
export function readHasher(bytes: Uint8Array): HasherFile {
  const { tensors, metadata } = readSafetensors(bytes);
  if (metadata.get('format') !== HASHER_FORMAT) {
    throw new FormatError(`no hasher: the metadata lacks format = ${HASHER_FORMAT}`);
  }
  checkVersion(metadata.get('version'));
  const hyperplanes = tensorOf(tensors, 'hyperplanes', 2);
  const [bits, dimensions] = hyperplanes.shape;
  if (bits < 1 || bits > MAX_BITS || dimensions < 1) {
    throw new FormatError(
      `hyperplanes must be 1 to ${MAX_BITS} bits of at least one dimension, not ${bits} x ${dimensions}`,
    );
  }
  const vector = (name: string, length: number) => {
    if (!tensors.has(name)) return null;
    const { shape, values } = tensorOf(tensors, name, 1);
    if (shape[0] === length) return values;
    throw new FormatError(`${name} must have ${length} values, not ${shape[0]}`);
  };
  const model = {
    bits,
    hyperplanes: new Matrix(hyperplanes.values, bits, dimensions),
    offsets: vector('offsets', bits),
    mean: vector('mean', dimensions),
    normalise: flag(metadata, 'normalise'),
  };
  const description = {
    method: metadata.get('method') ?? 'unknown',
    settings: record(metadata, 'settings'),
    training: record(metadata, 'training'),
  };
  return { model, description };
}

function checkVersion(version: string | undefined): void {
  if (!/^[1-9]\d{0,8}$/.test(version ?? '')) {
    throw new FormatError(`a hasher's version must be a number, not ${JSON.stringify(version)}`);
  }
  if (Number(version) > VERSION) {
    throw new FormatError(
      `the hasher is of format version ${version}, and only those up to ${VERSION} are known: ` +
        'use a newer hashplane',
    );
  }
}

/** A float32 tensor of finite values; a copy, free of the file's bytes. */
function tensorOf(
  tensors: ReadonlyMap<string, NumericArray>,
  name: string,
  dimensions: number,
): { shape: number[]; values: Float32Array } {
  const tensor = tensors.get(name);
  if (!tensor) throw new FormatError(`the hasher has no tensor ${name}`);
  const { dtype, shape, values } = tensor;
  if (dtype !== 'float32' || shape.length !== dimensions) {
    throw new FormatError(
      `the tensor ${name} must be float32 of ${dimensions} dimensions, not ${dtype} of ${shape.length}`,
    );
  }
  const copy = Float32Array.from(values as Float32Array);
  const bad = copy.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) throw new FormatError(`the tensor ${name} has the value ${copy[bad]} at ${bad}`);
  return { shape, values: copy };
}

function flag(metadata: ReadonlyMap<string, string>, key: string): boolean {
  const value = metadata.get(key);
  if (value === 'true' || value === 'false') return value === 'true';
  throw new FormatError(`a hasher's ${key} must be true or false, not ${JSON.stringify(value)}`);
}

function record(metadata: ReadonlyMap<string, string>, key: string): Record<string, unknown> {
  const text = metadata.get(key) ?? '{}';
  try {
    const value = JSON.parse(text);
    if (value !== null && typeof value === 'object' && !Array.isArray(value)) return value;
  } catch {
    // Said below.
  }
  throw new FormatError(`a hasher's ${key} must be a JSON object`);
}
