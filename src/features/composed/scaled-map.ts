import { DisposedError } from '../../core/errors.ts';
import { featureCount, type ScaledFeatures } from '../../core/feature-map.ts';
import type { Kernels, Preparation } from '../../kernels/api.ts';
import type { FeatureMap } from '../../kernels/features/api.ts';
import { PreparedBatches } from './prepared-batches.ts';
import { ProbabilityMap } from './probability-map.ts';
import { startSimpleMap } from './simple-map.ts';

const { fround, sqrt } = Math;

/** Features of values that are scaled first; see `ScaledFeatures`. */
export class ScaledMap implements FeatureMap {
  readonly features: number;
  readonly dimensions: number;
  readonly #model: ScaledFeatures;
  readonly #map: FeatureMap | null;
  readonly #batches: PreparedBatches;
  #isDisposed = false;

  constructor(kernels: Kernels, model: ScaledFeatures) {
    this.features = featureCount(model);
    this.dimensions = model.shift.length;
    this.#model = model;
    this.#map =
      model.features &&
      (model.features.kind === 'probabilities'
        ? new ProbabilityMap(kernels, model.features)
        : startSimpleMap(kernels, model.features));
    this.#batches = new PreparedBatches(kernels, this.dimensions, this.features);
  }

  map(
    points: Float32Array,
    rows: number,
    out: Float32Array,
    preparation: Preparation | null = null,
  ): boolean {
    if (this.#isDisposed) throw new DisposedError('feature map');
    const { dimensions, features } = this;
    const map = this.#map;
    const own = map && new Float32Array(this.#batches.most(rows) * dimensions);
    return this.#batches.each(points, rows, preparation, (batch, n, first) => {
      const target = out.subarray(first * features, (first + n) * features);
      const scaled = own ? own.subarray(0, n * dimensions) : target;
      scaleRows(this.#model, batch, scaled);
      map?.map(scaled, n, target);
    });
  }

  dispose(): void {
    this.#map?.dispose();
    this.#isDisposed = true;
  }
}

/**
 * Writes scaled rows to `out`, which may be the rows; every operation is rounded to float32. Alike on
 * every backend, since it is no kernel: three operations a value before many multiply-adds.
 */
export function scaleRows(
  { root, shift, scale }: Pick<ScaledFeatures, 'root' | 'shift' | 'scale'>,
  rows: Float32Array,
  out: Float32Array,
): void {
  const cols = shift.length;
  for (let at = 0; at < rows.length; at += cols) {
    for (let k = 0; k < cols; k++) {
      const value = rows[at + k];
      const seen = root ? (value > 0 ? fround(sqrt(value)) : 0) : value;
      out[at + k] = fround(fround(seen - shift[k]) * scale[k]);
    }
  }
}
