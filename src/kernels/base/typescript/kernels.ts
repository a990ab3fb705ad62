import type { HashCodes } from '../../../core/hash-codes.ts';
import type { Matrix } from '../../../core/matrix.ts';
import type { KernelExtension, Kernels, Preparation } from '../../api.ts';
import { TypeScriptBuckets } from './buckets.ts';
import { TypeScriptCodes } from './codes.ts';
import { addColumnSums, normaliseRows, subtractRow } from './preprocess.ts';
import { TypeScriptProjector } from './projector.ts';
import { TypeScriptVectors } from './vectors.ts';

/** The pure TypeScript backend: the fair opponent, and the fallback where WebAssembly is barred. */
export class TypeScriptKernels implements Kernels {
  readonly name = 'typescript';
  readonly memoryBytes = 0;

  createProjector = (
    hyperplanes: Matrix,
    offsets: Float32Array | null = null,
    preparation: Preparation | null = null,
  ) => new TypeScriptProjector(hyperplanes, offsets, preparation);
  createVectors = (points: Matrix, areConstant = false) =>
    new TypeScriptVectors(points, areConstant);
  createCodes = (codes: HashCodes) => new TypeScriptCodes(codes);
  createBuckets = (codes: HashCodes) => new TypeScriptBuckets(codes);
  normaliseRows = normaliseRows;
  addColumnSums = addColumnSums;
  subtractRow = subtractRow;

  readonly #extended = new Map<string, object>();

  extend<T extends object>(extension: KernelExtension<T>): T {
    const known = this.#extended.get(extension.name) as T | undefined;
    const extended = known ?? extension.typescript();
    this.#extended.set(extension.name, extended);
    return extended;
  }
}
