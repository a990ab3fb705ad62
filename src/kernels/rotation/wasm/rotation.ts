import { type RotationModel, rotationScale, rotationSize } from '../../../core/rotation.ts';
import type { Preparation, Projector } from '../../api.ts';
import { copyColumns } from '../../base/wasm/projector.ts';
import { rowsPerBatch } from '../../runtime/batches.ts';
import { ResidentBlocks } from '../../runtime/resident-blocks.ts';
import type { RotationInstance } from '../exports.ts';
import { signMasks } from '../sign-masks.ts';

/** Outputs that are made together. */
const RUN = 32;

/** Signs and thresholds in linear memory; points pass through scratch in batches. */
export class WasmRotation extends ResidentBlocks implements Projector {
  readonly #wasm: RotationInstance;
  readonly #dimensions: number;
  readonly #size: number;
  readonly #outputs: number;
  /** Runs of 32 outputs: words of a code. */
  readonly #runs: number;
  readonly #normalise: boolean;
  readonly #signs: number;
  readonly #thresholds: number;

  constructor(wasm: RotationInstance, model: RotationModel, preparation: Preparation | null) {
    super(wasm.memory, 'rotation');
    const masks = signMasks(model);
    this.#wasm = wasm;
    this.#dimensions = model.dimensions;
    this.#size = rotationSize(model.dimensions);
    this.#outputs = model.outputs;
    this.#runs = Math.ceil(model.outputs / RUN);
    this.#normalise = preparation?.normalise ?? false;
    this.#signs = this.allocate(masks.byteLength);
    wasm.memory.u32(this.#signs, masks.length).set(masks);
    const count = this.#runs * RUN;
    this.#thresholds = this.allocate(count * 4);
    wasm.memory.f32(this.#thresholds, count).fill(0);
    const mean = preparation?.mean;
    if (!mean) return;
    const rotated = new Float32Array(model.outputs);
    this.#project(mean, 1, rotated, false, 1);
    wasm.memory.f32(this.#thresholds, count).set(rotated);
  }

  encode(points: Float32Array, rows: number, out: Uint32Array): boolean {
    const { kernels, memory } = this.#wasm;
    const words = this.#runs;
    return this.#inBatches(points, rows, words * 4, (input, n, work, codes, first) => {
      const areFinite = kernels.encodeRows(
        input,
        n,
        this.#dimensions,
        this.#size,
        this.#signs,
        this.#outputs,
        this.#thresholds,
        Number(this.#normalise),
        work,
        codes,
      );
      out.set(memory.u32(codes, n * words), first * words);
      return areFinite !== 0;
    });
  }

  project(points: Float32Array, rows: number, out: Float32Array): boolean {
    return this.#project(points, rows, out, this.#normalise, rotationScale(this.#size));
  }

  #project(
    points: Float32Array,
    rows: number,
    out: Float32Array,
    normalise: boolean,
    scale: number,
  ): boolean {
    const { kernels, memory } = this.#wasm;
    const outputs = this.#outputs;
    const stride = this.#runs * RUN;
    return this.#inBatches(points, rows, stride * 4, (input, n, work, values, first) => {
      const areFinite = kernels.projectRows(
        input,
        n,
        this.#dimensions,
        this.#size,
        this.#signs,
        outputs,
        this.#thresholds,
        Number(normalise),
        scale,
        work,
        values,
      );
      const found = memory.f32(values, n * stride);
      if (stride === outputs) out.set(found, first * outputs);
      else {
        copyColumns(found, stride, out.subarray(first * outputs, (first + n) * outputs), outputs);
      }
      return areFinite !== 0;
    });
  }

  /** Copies points in, batch by batch, and makes room for results of `rowBytes` bytes each. */
  #inBatches(
    points: Float32Array,
    rows: number,
    rowBytes: number,
    use: (input: number, rows: number, work: number, results: number, first: number) => boolean,
  ): boolean {
    this.checkAlive();
    const { memory } = this.#wasm;
    const dimensions = this.#dimensions;
    const batch = Math.min(rows, rowsPerBatch(dimensions * 4 + rowBytes));
    return memory.withScratch((allocate) => {
      const work = allocate(this.#size * 3 * 4);
      const input = allocate(batch * dimensions * 4);
      const results = allocate(batch * rowBytes);
      let areFinite = true;
      for (let first = 0; first < rows; first += batch) {
        const n = Math.min(batch, rows - first);
        const from = first * dimensions;
        const part = points.subarray(from, from + n * dimensions);
        memory.f32(input, part.length).set(part);
        areFinite = use(input, n, work, results, first) && areFinite;
      }
      return areFinite;
    });
  }
}
