import { FormatError } from '../core/errors.ts';
import type { HyperplaneModel } from '../core/executor.ts';
import { type FeatureMapModel, featureWeights } from '../core/feature-map.ts';
import { MAX_BITS } from '../core/hash-codes.ts';
import { Matrix } from '../core/matrix.ts';
import type { NumericArray } from '../data/arrays/numeric.ts';
import type { ArrayToWrite } from '../data/arrays/numeric-bytes.ts';
import {
  isSafetensors,
  readSafetensors,
  safetensorsBytes,
} from '../data/safetensors/safetensors.ts';
import type { HasherDescription } from './hasher-description.ts';

/** What the metadata of a saved hasher says under `format`. */
export const HASHER_FORMAT = 'hashplane-hasher';
/** Goes up when older readers could no longer make the same codes from a file. */
const VERSION = 1;

/** A saved hasher: its parts and what it says of itself. */
export interface HasherFile {
  /** Format version of the file, from 1. */
  readonly version: number;
  readonly model: HyperplaneModel;
  readonly description: HasherDescription;
}

/** The bytes of a safetensors file that holds a hasher. */
export function writeHasher(
  model: HyperplaneModel,
  description: HasherDescription,
): Uint8Array<ArrayBuffer> {
  const { hyperplanes, offsets, mean, normalise, bits, featureMap } = model;
  const tensors = new Map<string, ArrayToWrite>();
  const put = (name: string, shape: number[], values: Float32Array) =>
    tensors.set(name, { shape, dtype: 'float32', values });
  put('hyperplanes', [bits, hyperplanes.cols], hyperplanes.data);
  if (offsets) put('offsets', [bits], offsets);
  if (mean) put('mean', [mean.length], mean);
  if (featureMap) {
    const { rows, cols, data } = featureWeights(featureMap);
    put(featureMap.kind === 'rbf' ? 'landmarks' : 'frequencies', [rows, cols], data);
    if (featureMap.kind === 'fourier') put('phases', [rows], featureMap.phases);
  }
  const metadata = new Map([
    ['format', HASHER_FORMAT],
    ['version', String(VERSION)],
    ['method', description.method],
    ['normalise', String(normalise)],
    ['settings', JSON.stringify(description.settings)],
    ['training', JSON.stringify(description.training)],
  ]);
  if (featureMap?.kind === 'rbf') metadata.set('width', String(featureMap.width));
  return safetensorsBytes(tensors, metadata);
}

/**
 * Reads what `writeHasher` wrote.
 *
 * @throws FormatError if the file is damaged, no hasher, or of a version that is not known yet.
 */
export function readHasher(bytes: Uint8Array): HasherFile {
  if (!isSafetensors(bytes)) throw new FormatError('no hasher: it is no safetensors file', 0);
  const { tensors, metadata } = readSafetensors(bytes);
  if (metadata.get('format') !== HASHER_FORMAT) {
    throw new FormatError(`no hasher: the metadata lacks format = ${HASHER_FORMAT}`);
  }
  const version = versionOf(metadata.get('version'));
  const hyperplanes = matrixOf(tensors, 'hyperplanes');
  const { rows: bits } = hyperplanes;
  if (bits > MAX_BITS) throw new FormatError(`hyperplanes must be 1 to ${MAX_BITS}, not ${bits}`);
  const featureMap = readFeatureMap(tensors, metadata);
  const weights = featureMap ? featureWeights(featureMap) : hyperplanes;
  if (featureMap && weights.rows !== hyperplanes.cols) {
    throw new FormatError(
      `${weights.rows} features don't fit hyperplanes of ${hyperplanes.cols} values`,
    );
  }
  const vector = (name: string, length: number) =>
    tensors.has(name) ? vectorOf(tensors, name, length) : null;
  const model = {
    bits,
    hyperplanes,
    featureMap,
    offsets: vector('offsets', bits),
    mean: vector('mean', weights.cols),
    normalise: flag(metadata, 'normalise'),
  };
  const description = {
    method: metadata.get('method') ?? 'unknown',
    settings: record(metadata, 'settings'),
    training: record(metadata, 'training'),
  };
  return { version, model, description };
}

/** The feature map that the file's tensors tell of, or null. */
function readFeatureMap(
  tensors: ReadonlyMap<string, NumericArray>,
  metadata: ReadonlyMap<string, string>,
): FeatureMapModel | null {
  if (tensors.has('landmarks')) {
    const width = Number(metadata.get('width'));
    if (!(width > 0 && width < Number.POSITIVE_INFINITY)) {
      throw new FormatError(
        `a hasher's width must be above 0, not ${JSON.stringify(metadata.get('width'))}`,
      );
    }
    return { kind: 'rbf', landmarks: matrixOf(tensors, 'landmarks'), width };
  }
  if (!tensors.has('frequencies')) return null;
  const frequencies = matrixOf(tensors, 'frequencies');
  const phases = vectorOf(tensors, 'phases', frequencies.rows);
  return { kind: 'fourier', frequencies, phases };
}

function matrixOf(tensors: ReadonlyMap<string, NumericArray>, name: string): Matrix {
  const { shape, values } = tensorOf(tensors, name, 2);
  const [rows, cols] = shape;
  if (rows < 1 || cols < 1) {
    throw new FormatError(`${name} must have at least one row and column, not ${rows} x ${cols}`);
  }
  return new Matrix(values, rows, cols);
}

function vectorOf(
  tensors: ReadonlyMap<string, NumericArray>,
  name: string,
  length: number,
): Float32Array {
  const { shape, values } = tensorOf(tensors, name, 1);
  if (shape[0] === length) return values;
  throw new FormatError(`${name} must have ${length} values, not ${shape[0]}`);
}

function versionOf(text: string | undefined): number {
  if (!/^[1-9]\d{0,8}$/.test(text ?? '')) {
    throw new FormatError(`a hasher's version must be a number, not ${JSON.stringify(text)}`);
  }
  const version = Number(text);
  if (version > VERSION) {
    throw new FormatError(
      `the hasher is of format version ${version}, and only those up to ${VERSION} are known: ` +
        'use a newer hashplane',
    );
  }
  return version;
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
