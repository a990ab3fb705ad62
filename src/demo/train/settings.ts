import { TRAIN_LEARNERS, type TrainLearner, type TrainSettings } from './learners.ts';

/** What a setting may be. */
interface Range {
  readonly min: number;
  readonly max: number;
  readonly step: number;
}

export const RANGES = {
  bits: { min: 4, max: 64, step: 4 },
  alpha: { min: 0, max: 1, step: 0.05 },
  iterations: { min: 1, max: 10, step: 1 },
  labels: { min: 50, max: 1200, step: 50 },
  seed: { min: 0, max: 20, step: 1 },
} as const satisfies Record<string, Range>;

export const DEFAULTS: TrainSettings = {
  bits: 16,
  alpha: 0.9,
  iterations: 4,
  learner: 'svm-dcd',
  labels: 1200,
  seed: 0,
};

/** Settings of an address; what is missing there, or senseless, is as by default. */
export function readSettings(parameters: URLSearchParams): TrainSettings {
  const number = (name: keyof typeof RANGES) => {
    const text = parameters.get(name);
    const value = Number(text);
    const { min, max, step } = RANGES[name];
    if (!text || !Number.isFinite(value)) return DEFAULTS[name];
    const steps = Math.round((Math.min(max, Math.max(min, value)) - min) / step);
    // 0.05 * 18 is a little more than 0.9.
    return Number((min + steps * step).toFixed(2));
  };
  const learner = parameters.get('learner') as TrainLearner;
  return {
    bits: number('bits'),
    alpha: number('alpha'),
    iterations: number('iterations'),
    learner: TRAIN_LEARNERS.includes(learner) ? learner : DEFAULTS.learner,
    labels: number('labels'),
    seed: number('seed'),
  };
}

/** Settings as they stand in the address. */
export function settingsParameters(settings: TrainSettings): Record<string, string | number> {
  return { ...settings };
}
