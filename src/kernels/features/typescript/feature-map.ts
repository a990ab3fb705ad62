import { type FeatureMapModel, featureWeights } from '../../../core/feature-map.ts';
import { TypeScriptProjector } from '../../base/typescript/projector.ts';
import { TypeScriptResident } from '../../runtime/typescript-resident.ts';
import type { FeatureMap } from '../api.ts';
import { featureProjection, fourierScale, squaredNorm } from '../feature-projection.ts';
import { cosTurns32, exp32 } from './elementary.ts';

const { fround } = Math;

/** A feature map in plain TypeScript, every operation rounded to float32. */
export class TypeScriptFeatureMap extends TypeScriptResident implements FeatureMap {
  readonly features: number;
  readonly dimensions: number;
  readonly #model: FeatureMapModel;
  readonly #projector: TypeScriptProjector;

  constructor(model: FeatureMapModel) {
    super('feature map');
    const { rows, cols } = featureWeights(model);
    const { hyperplanes, offsets } = featureProjection(model);
    this.features = rows;
    this.dimensions = cols;
    this.#model = model;
    this.#projector = new TypeScriptProjector(hyperplanes, offsets);
  }

  map(points: Float32Array, rows: number, out: Float32Array): void {
    this.checkAlive();
    this.#projector.project(points, rows, out);
    const { features, dimensions } = this;
    const model = this.#model;
    if (model.kind === 'fourier') {
      const scale = fourierScale(features);
      for (let i = 0; i < rows * features; i++) out[i] = fround(cosTurns32(out[i]) * scale);
      return;
    }
    const inverseWidth = 1 / model.width;
    for (let row = 0; row < rows; row++) {
      const x = points.subarray(row * dimensions, (row + 1) * dimensions);
      const norm = fround(squaredNorm(x) * inverseWidth);
      for (let at = row * features; at < (row + 1) * features; at++) {
        out[at] = exp32(fround(out[at] - norm));
      }
    }
  }
}
