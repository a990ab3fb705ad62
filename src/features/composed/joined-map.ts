import { featureCount, type JoinedFeatures } from '../../core/feature-map.ts';
import type { Kernels, Preparation } from '../../kernels/api.ts';
import type { FeatureMap } from '../../kernels/features/api.ts';
import { PreparedBatches } from './prepared-batches.ts';
import { ProbabilityMap } from './probability-map.ts';
import { ScaledMap } from './scaled-map.ts';
import { startSimpleMap } from './simple-map.ts';

/** Features of several maps, one after another; a part that is null gives the points, prepared. */
export class JoinedMap implements FeatureMap {
  readonly features: number;
  readonly dimensions: number;
  readonly #parts: readonly (FeatureMap | null)[];
  readonly #batches: PreparedBatches;

  constructor(kernels: Kernels, model: JoinedFeatures) {
    this.features = featureCount(model);
    this.dimensions = model.dimensions;
    this.#batches = new PreparedBatches(kernels, this.dimensions, this.features);
    this.#parts = model.parts.map((part) => {
      if (part === null) return null;
      switch (part.kind) {
        case 'probabilities':
          return new ProbabilityMap(kernels, part);
        case 'scaled':
          return new ScaledMap(kernels, part);
        default:
          return startSimpleMap(kernels, part);
      }
    });
  }

  map(
    points: Float32Array,
    rows: number,
    out: Float32Array,
    preparation: Preparation | null = null,
  ): boolean {
    const { features, dimensions } = this;
    const most = this.#batches.most(rows);
    const widest = Math.max(...this.#parts.map((part) => part?.features ?? 0));
    const found = new Float32Array(most * widest);
    return this.#batches.each(points, rows, preparation, (batch, n, first) => {
      let column = 0;
      for (const part of this.#parts) {
        part?.map(batch, n, found);
        const [values, width] = part ? [found, part.features] : [batch, dimensions];
        for (let i = 0; i < n; i++) {
          const own = values.subarray(i * width, (i + 1) * width);
          out.set(own, (first + i) * features + column);
        }
        column += width;
      }
    });
  }

  dispose(): void {
    for (const part of this.#parts) part?.dispose();
  }
}
