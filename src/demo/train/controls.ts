import { el } from '../../report/page/dom.ts';
import { count } from '../../report/page/format.ts';
import { choiceField } from '../parts/field.ts';
import { slider } from '../parts/slider.ts';
import { LEARNER_TEXTS, TRAIN_LEARNERS, type TrainSettings } from './learners.ts';
import { RANGES } from './settings.ts';

/** The controls of all settings. */
export interface TrainControls {
  readonly element: HTMLElement;
  settings: TrainSettings;
}

export function trainControls(settings: TrainSettings, onChange: () => void): TrainControls {
  const number = (
    name: keyof typeof RANGES,
    label: string,
    text: (value: number) => string,
    hint: string,
  ) => slider({ label, ...RANGES[name], value: settings[name], text, hint, onChange });
  const fields = {
    bits: number('bits', 'Bits', (n) => `${n} bits`, 'Length of a code: one hyperplane a bit.'),
    alpha: number(
      'alpha',
      'Alpha',
      (n) => n.toFixed(2),
      'How much the class counts against an item’s own bit. Below 0.5 labels can hardly flip one.',
    ),
    iterations: number('iterations', 'Iterations', String, 'Rounds of smoothing and fitting.'),
    learner: choiceField({
      label: 'Learner',
      choices: TRAIN_LEARNERS.map((name) => [name, LEARNER_TEXTS[name]] as const),
      value: settings.learner,
      hint: 'What fits a hyperplane to each bit.',
      onChange,
    }),
    labels: number('labels', 'Labels', count, 'Items of which the class is told.'),
    seed: number('seed', 'Seed', String, 'Which random hyperplanes it begins with.'),
  };
  const all = Object.values(fields).map(({ element }) => element);
  return {
    element: el('div', { class: 'train-controls' }, ...all),
    get settings() {
      return {
        bits: fields.bits.value,
        alpha: fields.alpha.value,
        iterations: fields.iterations.value,
        learner: fields.learner.value,
        labels: fields.labels.value,
        seed: fields.seed.value,
      };
    },
    set settings(settings) {
      for (const name of ['bits', 'alpha', 'iterations', 'labels', 'seed'] as const) {
        fields[name].value = settings[name];
      }
      fields.learner.value = settings.learner;
    },
  };
}
