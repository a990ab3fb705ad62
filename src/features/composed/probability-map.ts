import {
  featureCount,
  featureDimensions,
  type ProbabilityFeatures,
  type ProbabilityMember,
} from '../../core/feature-map.ts';
import type { Kernels, Preparation, Projector } from '../../kernels/api.ts';
import type { FeatureMap } from '../../kernels/features/api.ts';
import { addProbabilities } from './links.ts';
import { PreparedBatches } from './prepared-batches.ts';
import { startSimpleMap } from './simple-map.ts';

/** Powers of blended class probabilities; see `ProbabilityFeatures`. */
export class ProbabilityMap implements FeatureMap {
  readonly features: number;
  readonly dimensions: number;
  readonly #isRoot: boolean;
  readonly #members: readonly StartedMember[];
  readonly #widest: number;
  readonly #batches: PreparedBatches;

  constructor(kernels: Kernels, model: ProbabilityFeatures) {
    this.features = featureCount(model);
    this.dimensions = featureDimensions(model);
    this.#isRoot = model.exponent !== 1;
    const widths = model.members.map(({ featureMap }) =>
      featureMap ? featureCount(featureMap) : 0,
    );
    this.#widest = Math.max(...widths);
    this.#batches = new PreparedBatches(kernels, this.dimensions, this.#widest);
    this.#members = model.members.map((member) => startMember(kernels, member));
  }

  map(
    points: Float32Array,
    rows: number,
    out: Float32Array,
    preparation: Preparation | null = null,
  ): boolean {
    const { features: classes } = this;
    const most = this.#batches.most(rows);
    const seen = new Float32Array(most * this.#widest);
    const scores = new Float32Array(most * classes);
    out.fill(0, 0, rows * classes);
    return this.#batches.each(points, rows, preparation, (batch, n, first) => {
      const target = out.subarray(first * classes, (first + n) * classes);
      for (const { map, projector, member } of this.#members) {
        map?.map(batch, n, seen);
        projector.project(map ? seen : batch, n, scores);
        addProbabilities(scores, n, classes, member, target);
      }
      if (!this.#isRoot) return;
      for (let i = 0; i < target.length; i++) target[i] = Math.sqrt(target[i]);
    });
  }

  dispose(): void {
    for (const { map, projector } of this.#members) {
      map?.dispose();
      projector.dispose();
    }
  }
}

interface StartedMember {
  readonly map: FeatureMap | null;
  readonly projector: Projector;
  readonly member: ProbabilityMember;
}

function startMember(kernels: Kernels, member: ProbabilityMember): StartedMember {
  const { featureMap, weights, offsets } = member;
  return {
    member,
    map: featureMap && startSimpleMap(kernels, featureMap),
    projector: kernels.createProjector(weights, offsets),
  };
}
