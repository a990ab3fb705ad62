import { cosTurns32, exp32 } from '../../../core/elementary.ts';
import {
  type FourierFeatures,
  featureWeights,
  type RbfFeatures,
} from '../../../core/feature-map.ts';
import type { Preparation } from '../../api.ts';
import { prepareRows } from '../../base/typescript/preprocess.ts';
import { TypeScriptProjector } from '../../base/typescript/projector.ts';
import { TypeScriptResident } from '../../runtime/typescript-resident.ts';
import type { FeatureMap } from '../api.ts';
import { featureProjection, fourierScale, squaredNorm } from '../feature-projection.ts';

const { fround } = Math;

/** A feature map in plain TypeScript, every operation rounded to float32. */
export class TypeScriptFeatureMap extends TypeScriptResident implements FeatureMap {
  readonly features: number;
  readonly dimensions: number;
  readonly #model: RbfFeatures | FourierFeatures;
  readonly #projector: TypeScriptProjector;

  constructor(model: RbfFeatures | FourierFeatures) {
    super('feature map');
    const { rows, cols } = featureWeights(model);
    const { hyperplanes, offsets } = featureProjection(model);
    this.features = rows;
    this.dimensions = cols;
    this.#model = model;
    this.#projector = new TypeScriptProjector(hyperplanes, offsets);
  }

  map(
    given: Float32Array,
    rows: number,
    out: Float32Array,
    preparation: Preparation | null = null,
  ): boolean {
    this.checkAlive();
    const points = preparation ? new Float32Array(rows * this.dimensions) : given;
    const areFinite =
      !preparation || prepareRows(given, rows, this.dimensions, preparation, points);
    this.#projector.project(points, rows, out);
    if (this.#model.kind === 'fourier') this.#toCosines(rows, out);
    else this.#toSimilarities(points, rows, 1 / this.#model.width, out);
    return areFinite;
  }

  #toCosines(rows: number, out: Float32Array): void {
    const scale = fourierScale(this.features);
    for (let i = 0; i < rows * this.features; i++) out[i] = fround(cosTurns32(out[i]) * scale);
  }

  #toSimilarities(
    points: Float32Array,
    rows: number,
    inverseWidth: number,
    out: Float32Array,
  ): void {
    const { features, dimensions } = this;
    for (let row = 0; row < rows; row++) {
      const x = points.subarray(row * dimensions, (row + 1) * dimensions);
      const norm = fround(squaredNorm(x) * inverseWidth);
      for (let at = row * features; at < (row + 1) * features; at++) {
        out[at] = exp32(fround(out[at] - norm));
      }
    }
  }
}
