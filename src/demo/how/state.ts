import { STEPS, type StepId } from './steps.ts';

/** What of the view stands in the address. */
export interface HowState {
  readonly step: StepId;
  /** The row of the dataset whose code is shown; null: that of the story. */
  readonly image: number | null;
  /** How far the search of step 7 goes. */
  readonly radius: number;
  /** Of the toy example: null is that of the story. */
  readonly alpha: number | null;
  readonly rule: 'tutorial' | 'paper';
  /** Iterations of the toy example that have been; 0: none. */
  readonly iteration: number;
  /** The bit of the toy example whose hyperplane is looked at, from 1. */
  readonly bit: number;
}

export const START: HowState = {
  step: STEPS[0].id,
  image: null,
  radius: 0,
  alpha: null,
  rule: 'tutorial',
  iteration: 1,
  bit: 1,
};

/** The most iterations of the toy example that the page shows. */
export const MOST_ITERATIONS = 4;
export const TOY_BITS = 3;

/** Reads what an address says; what it does not say, or says wrongly, is as at the start. */
export function readState(parameters: URLSearchParams): HowState {
  const whole = (name: string, least: number, most: number) => {
    const text = parameters.get(name) ?? '';
    const value = Number(text);
    return /^\d+$/.test(text) && value >= least && value <= most ? value : null;
  };
  const alpha = Number(parameters.get('alpha') || Number.NaN);
  return {
    step: STEPS[(whole('step', 1, STEPS.length) ?? 1) - 1].id,
    image: whole('image', 0, Number.MAX_SAFE_INTEGER),
    radius: whole('radius', 0, 64) ?? START.radius,
    alpha: alpha >= 0 && alpha <= 1 ? alpha : null,
    rule: parameters.get('rule') === 'paper' ? 'paper' : START.rule,
    iteration: whole('iteration', 0, MOST_ITERATIONS) ?? START.iteration,
    bit: whole('bit', 1, TOY_BITS) ?? START.bit,
  };
}

/** The parameters of an address; what is as at the start is left out, but for the step. */
export function writeState(state: HowState): Record<string, string | number> {
  const { step, ...others } = state;
  const changed = Object.entries(others).filter(
    ([name, value]) => value !== null && value !== START[name as keyof HowState],
  );
  return { step: placeOf(step), ...Object.fromEntries(changed) };
}

/** The number of a step, from 1. */
export function placeOf(step: StepId): number {
  return STEPS.findIndex(({ id }) => id === step) + 1;
}

/** The step so many further on, or null beyond the ends. */
export function stepAfter(step: StepId, by: number): StepId | null {
  return STEPS[placeOf(step) - 1 + by]?.id ?? null;
}
