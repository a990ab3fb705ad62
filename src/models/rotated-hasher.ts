import { Matrix } from '../core/matrix.ts';
import type { RotationModel } from '../core/rotation.ts';
import type { Kernels } from '../kernels/api.ts';
import { rotationKernels } from '../kernels/rotation/kernels.ts';
import { writeRotatedHasher } from './hasher-file.ts';
import { HyperplaneHasher } from './hyperplane-hasher.ts';

/** Points of one value 1 that go through the kernel together. */
const UNITS_AT_ONCE = 256;

/** A hasher whose hyperplanes may be the rows of a pseudo-random rotation. */
export abstract class RotatedHasher extends HyperplaneHasher {
  #rotation: RotationModel | null = null;
  #hyperplanes: Matrix | null = null;

  /** What makes the hyperplanes, or null: they are given. */
  get rotation(): RotationModel | null {
    return this.#rotation;
  }

  /**
   * The hyperplanes, bits x dimensions, or x features. Those of a rotation, which hashing does
   * without, are made when they are asked for: float32 values of orthonormal rows, of which points of
   * fewer values than the rotation's size see the first columns.
   *
   * @throws InvalidArgumentError before `fit`.
   */
  override get hyperplanes(): Matrix {
    if (!this.#rotation) return super.hyperplanes;
    this.#hyperplanes ??= rotatedHyperplanes(this.kernels, this.#rotation);
    return this.#hyperplanes;
  }

  override get dimensions(): number {
    return this.#rotation?.dimensions ?? super.dimensions;
  }

  /**
   * The hasher as a safetensors file: mean and hyperplanes, or the signs of their rotation, as
   * tensors, the description as metadata. `loadHasher` reads it, and so does Python.
   *
   * @throws InvalidArgumentError before `fit`.
   */
  override save(): Uint8Array<ArrayBuffer> {
    return this.#rotation
      ? writeRotatedHasher(this, this.#rotation, this.description)
      : super.save();
  }

  override dispose(): void {
    super.dispose();
    this.#rotation = null;
    this.#hyperplanes = null;
  }

  /** Takes over a rotation, as `setFitted` does hyperplanes. */
  protected setRotation(rotation: RotationModel, mean: Float32Array | null): void {
    const preparation = { normalise: this.normalise, mean };
    const projector = rotationKernels(this.kernels).createRotation(rotation, preparation);
    this.setFitted(null, mean, null, null, projector);
    this.#rotation = rotation;
    this.#hyperplanes = null;
  }
}

/** The hyperplanes of a rotation: outputs x dimensions. Cost: dimensions rotated points. */
export function rotatedHyperplanes(kernels: Kernels, model: RotationModel): Matrix {
  const { dimensions, outputs } = model;
  const hyperplanes = new Matrix(new Float32Array(outputs * dimensions), outputs, dimensions);
  const projector = rotationKernels(kernels).createRotation(model, null);
  try {
    for (let first = 0; first < dimensions; first += UNITS_AT_ONCE) {
      const count = Math.min(UNITS_AT_ONCE, dimensions - first);
      const units = new Float32Array(count * dimensions);
      for (let i = 0; i < count; i++) units[i * dimensions + first + i] = 1;
      const columns = new Float32Array(count * outputs);
      projector.project(units, count, columns);
      for (let i = 0; i < count; i++) {
        for (let j = 0; j < outputs; j++) {
          hyperplanes.data[j * dimensions + first + i] = columns[i * outputs + j];
        }
      }
    }
  } finally {
    projector.dispose();
  }
  return hyperplanes;
}
