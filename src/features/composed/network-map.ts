import {
  type DenseLayer,
  featureDimensions,
  type NetworkFeatures,
} from '../../core/feature-map.ts';
import type { Kernels, Preparation, Projector } from '../../kernels/api.ts';
import type { FeatureMap } from '../../kernels/features/api.ts';
import { PreparedBatches } from './prepared-batches.ts';

/**
 * The hidden units of a network. Each layer is a projection (see `Projector.project`: the float32 sum in
 * order of inputs, from the offset), of which what is not above 0 becomes 0.
 */
export class NetworkMap implements FeatureMap {
  readonly features: number;
  readonly dimensions: number;
  readonly #layers: readonly StartedLayer[];
  readonly #batches: PreparedBatches;

  constructor(kernels: Kernels, model: NetworkFeatures) {
    const widths = model.layers.map(({ weights }) => weights.rows);
    this.dimensions = featureDimensions(model);
    this.features = widths[widths.length - 1];
    this.#layers = model.layers.map((layer) => startLayer(kernels, layer));
    this.#batches = new PreparedBatches(kernels, this.dimensions, Math.max(...widths));
  }

  map(
    points: Float32Array,
    rows: number,
    out: Float32Array,
    preparation: Preparation | null = null,
  ): boolean {
    const { features } = this;
    const last = this.#layers.length - 1;
    const most = this.#batches.most(rows);
    const hidden = this.#layers.slice(0, last).map(({ units }) => new Float32Array(most * units));
    return this.#batches.each(points, rows, preparation, (batch, n, first) => {
      let seen = batch;
      for (const [i, { projector, units }] of this.#layers.entries()) {
        const target =
          i < last
            ? hidden[i].subarray(0, n * units)
            : out.subarray(first * features, (first + n) * features);
        projector.project(seen, n, target);
        rectify(target);
        seen = target;
      }
    });
  }

  dispose(): void {
    for (const { projector } of this.#layers) projector.dispose();
  }
}

interface StartedLayer {
  readonly projector: Projector;
  readonly units: number;
}

function startLayer(kernels: Kernels, { weights, offsets }: DenseLayer): StartedLayer {
  return { projector: kernels.createProjector(weights, offsets), units: weights.rows };
}

const INFINITY_BITS = 0x7f800000;

/**
 * max(0, x), and +0 for -0 and NaN. By bits, since signs are as good as random: a comparison would be
 * guessed wrong by the processor every other time.
 */
function rectify(values: Float32Array): void {
  const bits = new Int32Array(values.buffer, values.byteOffset, values.length);
  for (let i = 0; i < bits.length; i++) {
    const value = bits[i];
    bits[i] = value > INFINITY_BITS ? 0 : value & ~(value >> 31);
  }
}
