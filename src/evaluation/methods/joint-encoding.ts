import type { HyperplaneModel } from '../../core/executor.ts';
import { HashCodes, MAX_BITS, wordsFor } from '../../core/hash-codes.ts';
import { Matrix } from '../../core/matrix.ts';

/**
 * Models that see the same features, as one model with the bits of all: features of points cost
 * more than bits, and are computed once, as far as a code may have so many bits. Models that are alone of
 * their kind stay as they are.
 */
export function joinModels(models: readonly HyperplaneModel[]): HyperplaneModel[] {
  const groups: HyperplaneModel[][] = [];
  for (const model of models) {
    const last = groups.at(-1);
    if (last && isAlike(last[0], model) && bitsOf([...last, model]) <= MAX_BITS) last.push(model);
    else groups.push([model]);
  }
  return groups.map((group) => (group.length === 1 ? group[0] : joined(group)));
}

function isAlike(a: HyperplaneModel, b: HyperplaneModel): boolean {
  const same = a.featureMap !== null && a.featureMap === b.featureMap;
  return same && a.mean === b.mean && a.normalise === b.normalise;
}

function joined(models: readonly HyperplaneModel[]): HyperplaneModel {
  const [first] = models;
  const { cols } = first.hyperplanes;
  const bits = bitsOf(models);
  const hyperplanes = new Float32Array(bits * cols);
  const offsets = new Float32Array(bits);
  let at = 0;
  for (const model of models) {
    hyperplanes.set(model.hyperplanes.data, at * cols);
    if (model.offsets) offsets.set(model.offsets, at);
    at += model.bits;
  }
  const hasOffsets = models.some((model) => model.offsets !== null);
  return {
    ...fields(first),
    bits,
    hyperplanes: new Matrix(hyperplanes, bits, cols),
    offsets: hasOffsets ? offsets : null,
  };
}

function bitsOf(models: readonly HyperplaneModel[]): number {
  return models.reduce((sum, model) => sum + model.bits, 0);
}

/** The getters of a hasher are not its own properties. */
function fields({ featureMap, mean, normalise }: HyperplaneModel) {
  return { featureMap, mean, normalise };
}

/** Codes of joined models, taken apart: codes of `lengths`, one after another. */
export function splitCodes(codes: HashCodes, lengths: readonly number[]): HashCodes[] {
  let first = 0;
  return lengths.map((bits) => {
    const part = bitRange(codes, first, bits);
    first += bits;
    return part;
  });
}

/** Bits `first` up to `first + bits` of each code. */
function bitRange(codes: HashCodes, first: number, bits: number): HashCodes {
  if (first === 0 && bits === codes.bits) return codes;
  const stride = wordsFor(bits);
  const words = new Uint32Array(codes.count * stride);
  const shift = first & 31;
  const skip = first >>> 5;
  const rest = bits & 31;
  for (let i = 0; i < codes.count; i++) {
    const own = codes.code(i);
    for (let w = 0; w < stride; w++) {
      const low = own[skip + w] >>> shift;
      const high = shift === 0 ? 0 : (own[skip + w + 1] ?? 0) << (32 - shift);
      words[i * stride + w] = low | high;
    }
    if (rest !== 0) words[i * stride + stride - 1] &= 2 ** rest - 1;
  }
  return new HashCodes(words, codes.count, bits);
}
