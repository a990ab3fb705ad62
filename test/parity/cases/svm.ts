import { Matrix } from '../../../src/core/matrix.ts';
import type { Kernels, Resident } from '../../../src/kernels/api.ts';
import type { DualProblem } from '../../../src/kernels/learning/api.ts';
import { learningKernels } from '../../../src/kernels/learning/kernels.ts';
import {
  embed,
  KINDS,
  operands,
  permutation,
  type Random,
  randomSource,
} from '../../support/inputs.ts';
import { bytesOf, type ParityCase, whileResident } from '../../support/parity-case.ts';

const COLS = [1, 7, 16, 17, 100];
const BITS = [1, 3, 8, 33];
const ROWS = [1, 2, 5, 16, 37];
const EPOCHS = 7;

export interface SvmInput {
  readonly kind: string;
  readonly points: Matrix;
  readonly bits: number;
  readonly random: () => Random;
}

/** Points of every kind; for cancelling ones, those of one sign with those of the other. */
export function* svmInputs(): Generator<SvmInput> {
  for (const kind of Object.keys(KINDS)) {
    for (const cols of COLS) {
      for (const bits of BITS) for (const rows of ROWS) yield input(kind, rows, cols, bits);
    }
  }
  for (let rows = 1; rows <= 37; rows++) yield input('cancelling', rows, 17, 3);
}

function input(kind: string, rows: number, cols: number, bits: number): SvmInput {
  const { left, right } = operands(kind, Math.ceil(rows / 2), Math.floor(rows / 2), cols, 0);
  const data = new Float32Array(rows * cols);
  data.set(left.data);
  data.set(right.data, left.data.length);
  const points = new Matrix(embed(data, rows % 3), rows, cols);
  return { kind, points, bits, random: () => randomSource(rows * 31 + cols * 7 + bits) };
}

/** Random targets; every fourth bit has the same target everywhere. */
function targets({ points, bits }: SvmInput, random: Random): Int8Array {
  return Int8Array.from({ length: points.rows * bits }, (_, cell) =>
    (cell % bits) % 4 === 3 || random() < 0.6 ? 1 : -1,
  );
}

type Start = 'cold' | 'warm';

/** A warm start has variables at both bounds, within and beyond them. */
function dualProblem(
  input: SvmInput,
  loss: DualProblem['loss'],
  start: Start,
  random: Random,
): DualProblem {
  const { points, bits } = input;
  const signs = targets(input, random);
  const costs = () => Float32Array.from({ length: bits }, (_, bit) => [0.3, 1, 10][bit % 3]);
  const dual = Float32Array.from(signs, () => [-1, 0, 1, random(), 100][Math.floor(random() * 5)]);
  return {
    points,
    bits,
    signs,
    loss,
    positiveCost: costs(),
    negativeCost: costs().reverse(),
    tolerance: 0.05,
    dual: start === 'warm' ? dual : undefined,
  };
}

/** Epochs' results, hyperplanes and dual variables; `between` runs after the second epoch. */
function descend(
  kernels: Kernels,
  input: SvmInput,
  loss: DualProblem['loss'],
  start: Start,
  between = () => {},
): Uint8Array {
  const random = input.random();
  const problem = dualProblem(input, loss, start, random);
  return whileResident(learningKernels(kernels).createDualCoordinateDescent(problem), (solver) => {
    const outputs = [solver.hyperplanes().data, solver.dual()];
    const unsolved = new Uint32Array(EPOCHS);
    for (let epoch = 0; epoch < EPOCHS; epoch++) {
      if (epoch === 2) between();
      unsolved[epoch] = solver.epoch(permutation(random, input.points.rows));
    }
    return bytesOf(unsolved, ...outputs, solver.hyperplanes().data, solver.dual());
  });
}

function pegasos(kernels: Kernels, input: SvmInput, between = () => {}): Uint8Array {
  const random = input.random();
  const { points, bits } = input;
  const problem = { points, bits, signs: targets(input, random), lambda: 1 / points.rows };
  return whileResident(learningKernels(kernels).createPegasos(problem), (solver) => {
    const outputs = [solver.hyperplanes().data];
    for (let epoch = 0; epoch < 4; epoch++) {
      if (epoch === 2) between();
      solver.epoch(permutation(random, points.rows));
      outputs.push(solver.hyperplanes().data);
    }
    return bytesOf(...outputs);
  });
}

/** Makes residents that the memory has to grow for, runs `body` and lets go of them. */
function whileGrown(kernels: Kernels, body: (grow: () => void) => Uint8Array): Uint8Array {
  const residents: Resident[] = [];
  const grow = () => {
    const before = kernels.memoryBytes;
    for (let i = 0; i < 3 || (kernels.memoryBytes === before && before > 0); i++) {
      residents.push(
        kernels.createVectors(new Matrix(new Float32Array(2 ** 18).fill(7), 512, 512)),
      );
    }
  };
  try {
    return body(grow);
  } finally {
    for (const resident of residents) resident.dispose();
  }
}

export function* svmCases(): Generator<ParityCase> {
  for (const input of svmInputs()) {
    const { rows, cols } = input.points;
    const size = `${rows} x ${cols}, ${input.bits} bits`;
    for (const loss of ['hinge', 'squared-hinge'] as const) {
      for (const start of ['cold', 'warm'] as const) {
        yield {
          family: `dual coordinate descent on points ${input.kind}`,
          name: `${size}, ${loss}, ${start} start`,
          run: (kernels) => descend(kernels, input, loss, start),
        };
      }
    }
    yield {
      family: `Pegasos on points ${input.kind}`,
      name: size,
      run: (kernels) => pegasos(kernels, input),
    };
  }
  const grown = input('cancelling', 37, 100, 33);
  for (const loss of ['hinge', 'squared-hinge'] as const) {
    yield {
      family: 'SVMs whose memory grows between epochs',
      name: loss,
      run: (kernels) => whileGrown(kernels, (grow) => descend(kernels, grown, loss, 'warm', grow)),
    };
  }
  yield {
    family: 'SVMs whose memory grows between epochs',
    name: 'Pegasos',
    run: (kernels) => whileGrown(kernels, (grow) => pegasos(kernels, grown, grow)),
  };
}
