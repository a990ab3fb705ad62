import type { HashCodes } from '../../core/hash-codes.ts';
import type { Matrix } from '../../core/matrix.ts';
import type { DualProblem, Kernels, PegasosProblem } from '../api.ts';
import { TypeScriptBuckets } from './buckets.ts';
import { TypeScriptCodes } from './codes.ts';
import { TypeScriptDualCoordinateDescent } from './dual-coordinate-descent.ts';
import { addGroupSums, neighbourSums } from './graph.ts';
import { TypeScriptPegasos } from './pegasos.ts';
import { addColumnSums, normaliseRows, subtractRow } from './preprocess.ts';
import { TypeScriptProjector } from './projector.ts';
import { TypeScriptVectors } from './vectors.ts';

/** The pure TypeScript backend: the fair opponent, and the fallback where WebAssembly is barred. */
export class TypeScriptKernels implements Kernels {
  readonly name = 'typescript';
  readonly memoryBytes = 0;

  createProjector = (hyperplanes: Matrix, offsets: Float32Array | null = null) =>
    new TypeScriptProjector(hyperplanes, offsets);
  createVectors = (points: Matrix) => new TypeScriptVectors(points);
  createCodes = (codes: HashCodes) => new TypeScriptCodes(codes);
  createBuckets = (codes: HashCodes) => new TypeScriptBuckets(codes);
  createDualCoordinateDescent = (problem: DualProblem) =>
    new TypeScriptDualCoordinateDescent(problem);
  createPegasos = (problem: PegasosProblem) => new TypeScriptPegasos(problem);
  normaliseRows = normaliseRows;
  addColumnSums = addColumnSums;
  subtractRow = subtractRow;
  addGroupSums = addGroupSums;
  neighbourSums = neighbourSums;
}
