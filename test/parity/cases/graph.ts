import type { Kernels } from '../../../src/kernels/api.ts';
import { learningKernels } from '../../../src/kernels/learning/kernels.ts';
import { type GraphInput, randomInteger, randomSource } from '../../support/inputs.ts';
import { bytesOf, type ParityCase, soiled } from '../../support/parity-case.ts';

const BITS = [1, 7, 15, 16, 17, 32, 33, 100];
const ROWS = [0, 1, 2, 5, 64, 131];

export function* graphInputs(): Generator<GraphInput> {
  for (const bits of BITS) for (const rows of ROWS) yield randomGraph(rows, bits);
  yield crowd();
}

function randomGraph(rows: number, bits: number): GraphInput {
  const random = randomSource(rows * 257 + bits);
  const offsets = new Uint32Array(rows + 1);
  for (let i = 0; i < rows; i++) offsets[i + 1] = offsets[i] + randomInteger(random, 5);
  return {
    bits,
    signs: Int8Array.from({ length: rows * bits }, () => (random() < 0.5 ? -1 : 1)),
    groups: Uint32Array.from({ length: rows }, () => randomInteger(random, 4)),
    offsets,
    neighbours: Uint32Array.from({ length: offsets[rows] }, () => randomInteger(random, rows)),
  };
}

/** One row with more like-minded neighbours than a 16-bit sum can hold. */
function crowd(): GraphInput {
  const rows = 70_000;
  return {
    bits: 2,
    signs: Int8Array.from({ length: rows * 2 }, (_, cell) => (cell % 2 === 0 ? 1 : -1)),
    groups: new Uint32Array(rows),
    offsets: new Uint32Array(rows + 1).fill(rows, 1),
    neighbours: Uint32Array.from({ length: rows }, (_, i) => rows - 1 - i),
  };
}

/** Sums by class, on top of 77. */
export function groupSums(kernels: Kernels, input: GraphInput): Int32Array {
  const sums = soiled(new Int32Array(4 * input.bits));
  learningKernels(kernels).addGroupSums(input.signs, input.bits, input.groups, sums);
  return sums;
}

/** Sums over neighbours, written over whatever was there. */
export function sumsOverNeighbours(kernels: Kernels, input: GraphInput): Int32Array {
  const sums = soiled(new Int32Array((input.offsets.length - 1) * input.bits));
  learningKernels(kernels).neighbourSums(
    input.offsets,
    input.neighbours,
    input.signs,
    input.bits,
    sums,
  );
  return sums;
}

export function* graphCases(): Generator<ParityCase> {
  for (const input of graphInputs()) {
    yield {
      family: 'sums of bits over classes and neighbours',
      name: `${input.groups.length} rows of ${input.bits} bits`,
      run: (kernels) => bytesOf(groupSums(kernels, input), sumsOverNeighbours(kernels, input)),
    };
  }
}
