import { checkPositive } from '../../core/checks.ts';
import { Matrix } from '../../core/matrix.ts';
import { checkOptions } from '../../core/options.ts';
import { meanSquaredDistance } from '../../features/rbf-landmarks.ts';
import { startFeatureMap } from '../../features/start-feature-map.ts';
import { fourierScale } from '../../kernels/features/feature-projection.ts';
import { checkInitialising, type Initialiser } from './initialiser.ts';

/** Settings of `sklshInitialiser`. */
export interface SklshOptions {
  /** Width of the kernel as a multiple of the mean squared distance between points. Default 1. */
  readonly relativeWidth?: number | undefined;
  /** The width itself, the squared distance at which the kernel falls to 1/e. */
  readonly width?: number | undefined;
}

/**
 * Shift-invariant kernel LSH: bit j is the sign of cos(w_j.x + b_j) + t_j with w_j Gaussian of
 * variance 2 / width, b_j uniform in [0, 2 pi) and t_j uniform in [-1, 1]. The Hamming distance of
 * two codes grows with the kernel distance exp(-|x - y|^2 / width) of the points alone, and levels
 * off where points are unlike each other. Nothing is learned but the width.
 *
 * Cost: bits x dimensions deviates.
 *
 * Source: Raginsky and Lazebnik, "Locality-Sensitive Binary Codes from Shift-Invariant Kernels",
 * NIPS 2009.
 *
 * @throws InvalidArgumentError if a setting is out of range.
 */
export function sklshInitialiser(options: SklshOptions = {}): Initialiser {
  checkOptions('sklshInitialiser', options, { relativeWidth: 1, width: 1 });
  const { relativeWidth = 1, width } = options;
  checkPositive('relativeWidth', relativeWidth);
  if (width !== undefined) checkPositive('width', width);
  return {
    name: 'sklsh',
    settings: { relativeWidth, width: width ?? null },
    async fit(kernels, points, bits, context) {
      checkInitialising(kernels, points, bits, context);
      const { random } = context;
      const fitted = width ?? relativeWidth * meanSquaredDistance(points, points);
      const deviation = Math.sqrt(2 / (fitted > 0 ? fitted : 1));
      const frequencies = new Matrix(new Float32Array(bits * points.cols), bits, points.cols);
      random.fillNormal(frequencies.data);
      for (let i = 0; i < frequencies.data.length; i++) frequencies.data[i] *= deviation;
      const uniform = (scale: number) =>
        Float32Array.from({ length: bits }, () => random.randomSample() * scale);
      const phases = uniform(2 * Math.PI);
      // Features carry the factor that makes inner products kernels; thresholds follow it.
      const scale = fourierScale(bits);
      const offsets = uniform(2).map((t) => (t - 1) * scale);
      const hyperplanes = new Matrix(new Float32Array(bits * bits), bits, bits);
      for (let j = 0; j < bits; j++) hyperplanes.row(j)[j] = 1;
      const featureMap = { kind: 'fourier' as const, frequencies, phases };
      return { hyperplanes, offsets, featureMap, start: startFeatureMap };
    },
  };
}
