import {
  type FourierFeatures,
  featureWeights,
  type RbfFeatures,
} from '../../../core/feature-map.ts';
import type { Preparation } from '../../api.ts';
import { BLOCK, packedLength, packHyperplanes } from '../../base/packing.ts';
import { copyPrepared, storePreparation } from '../../base/wasm/preparation.ts';
import { copyColumns } from '../../base/wasm/projector.ts';
import { rowsPerBatch } from '../../runtime/batches.ts';
import { ResidentBlocks } from '../../runtime/resident-blocks.ts';
import type { FeatureMap } from '../api.ts';
import type { FeatureInstance } from '../exports.ts';
import { featureProjection, fourierScale } from '../feature-projection.ts';

/** Packed landmarks or frequencies in linear memory; points pass through scratch in batches. */
export class WasmFeatureMap extends ResidentBlocks implements FeatureMap {
  readonly features: number;
  readonly dimensions: number;
  readonly #wasm: FeatureInstance;
  readonly #packed: number;
  /** 1 / width of radial basis functions; null for Fourier features. */
  readonly #inverseWidth: number | null;

  constructor(wasm: FeatureInstance, model: RbfFeatures | FourierFeatures) {
    super(wasm.memory, 'feature map');
    const { rows, cols } = featureWeights(model);
    const { hyperplanes, offsets } = featureProjection(model);
    this.features = rows;
    this.dimensions = cols;
    this.#wasm = wasm;
    this.#inverseWidth = model.kind === 'rbf' ? 1 / model.width : null;
    const length = packedLength(rows, cols);
    this.#packed = this.allocate(length * 4);
    packHyperplanes(hyperplanes, offsets, wasm.memory.f32(this.#packed, length));
  }

  map(
    points: Float32Array,
    rows: number,
    out: Float32Array,
    preparation: Preparation | null = null,
  ): boolean {
    this.checkAlive();
    const { memory } = this.#wasm;
    const { features, dimensions } = this;
    const stride = Math.ceil(features / BLOCK) * BLOCK;
    const batch = Math.min(rows, rowsPerBatch((dimensions + stride) * 4));
    return memory.withScratch((allocate) => {
      const stored = storePreparation(this.#wasm, preparation, allocate);
      let areFinite = true;
      const input = allocate(batch * dimensions * 4);
      const values = allocate(batch * stride * 4);
      for (let first = 0; first < rows; first += batch) {
        const n = Math.min(batch, rows - first);
        const from = first * dimensions;
        const part = points.subarray(from, from + n * dimensions);
        areFinite = copyPrepared(this.#wasm, part, dimensions, stored, input) && areFinite;
        this.#mapBatch(input, n, values, stride);
        const found = memory.f32(values, n * stride);
        const target = out.subarray(first * features, (first + n) * features);
        if (stride === features) target.set(found);
        else copyColumns(found, stride, target, features);
      }
      return areFinite;
    });
  }

  #mapBatch(points: number, rows: number, values: number, stride: number): void {
    const { kernels } = this.#wasm;
    const { features, dimensions } = this;
    kernels.project(points, rows, dimensions, this.#packed, features, values);
    if (this.#inverseWidth === null) {
      kernels.fourierFeatures(values, rows * stride, fourierScale(features));
    } else {
      kernels.rbfFeatures(points, rows, dimensions, this.#inverseWidth, values, stride);
    }
  }
}
