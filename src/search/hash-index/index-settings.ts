import { checkKernels, refuse } from '../../core/checks.ts';
import { checkOptions } from '../../core/options.ts';
import { type Kernels, METRICS, type Metric } from '../../kernels/api.ts';
import { type FormSettings, formSettings } from './form-settings.ts';
import {
  type DistanceName,
  type HashIndexOptions,
  VECTOR_FORMS,
  type VectorForm,
} from './types.ts';

const OPTIONS = {
  kernels: 1,
  codes: 1,
  bitsPerDimension: 1,
  bits: 1,
  seed: 1,
  hasher: 1,
  metric: 1,
  keepVectors: 1,
  onWarning: 1,
} as const;

/** What an index is told when it is made, and keeps to. */
export interface IndexSettings {
  readonly kernels: Kernels;
  readonly metric: Metric;
  readonly keepVectors: VectorForm;
  readonly form: FormSettings;
  /** What the distances of results are. */
  readonly distanceName: DistanceName;
  /** What they are where only codes rank. */
  readonly distanceOfCodes: DistanceName;
}

/** @throws InvalidArgumentError for an option that is unknown, wrong or does not fit the others. */
export function indexSettings(options: HashIndexOptions): IndexSettings {
  checkOptions('HashIndex', options, OPTIONS);
  const { kernels, metric = 'cosine', keepVectors = 'float32' } = options;
  checkKernels(kernels);
  if (!METRICS.includes(metric)) {
    refuse('metric', `one of ${METRICS.join(', ')}`, metric);
  }
  if (!VECTOR_FORMS.includes(keepVectors)) {
    refuse('keepVectors', 'float32, int8 or false', keepVectors);
  }
  const form = formSettings(options, metric);
  const distanceOfCodes =
    form.codes === 'hamming' ? 'asymmetric' : (`estimated ${metric}` as const);
  const distanceName = keepVectors === false ? distanceOfCodes : metric;
  return { kernels, metric, keepVectors, form, distanceName, distanceOfCodes };
}
