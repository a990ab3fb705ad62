import { el, terms } from '../../report/page/dom.ts';
import { count } from '../../report/page/format.ts';
import { chartBox } from '../parts/chart-box.ts';
import type { MountView } from '../shell/context.ts';
import { CodewordTable } from './codeword-table.ts';
import { trainControls } from './controls.ts';
import { curves } from './curves.ts';
import { DEFAULTS, readSettings, settingsParameters } from './settings.ts';
import { Training } from './training.ts';
import { promise, resultSentence, secondsText } from './words.ts';

export const mount: MountView = (place, { lab, navigate, announce }) => {
  const training = new Training(lab, () => show());
  const controls = trainControls(DEFAULTS, () => {
    navigate('train', settingsParameters(controls.settings), { replace: true });
    void training.compare(controls.settings);
    show();
  });
  const button = el(
    'button',
    { type: 'button', class: 'primary', 'data-action': 'train' },
    'Train',
  );
  const progress = el('progress', { max: '1', value: '0', 'aria-label': 'Training' });
  const step = el('span', { class: 'train-step' });
  const sentence = el('p', { class: 'train-result' });
  const chart = chartBox((width) => {
    const { comparison, trained } = training;
    return comparison && curves(comparison, trained, width);
  });
  const facts = el('dl', { class: 'train-facts' });
  const words = new CodewordTable();
  const noWords = el(
    'p',
    { class: 'quiet' },
    'They appear with the first iteration: a row for each class, a column for each bit.',
  );
  place.append(
    el('h1', {}, 'Train hyperplanes'),
    el(
      'p',
      { class: 'lead' },
      'Random hyperplanes know nothing of what the data mean. Training shows them which items belong to one class: bits of a class are drawn together, then each hyperplane is moved until it parts the items as its bit says. Items of a class then share a code, and a search finds more of them among fewer candidates.',
    ),
    el(
      'div',
      { class: 'train-panel' },
      controls.element,
      el(
        'div',
        { class: 'train-main' },
        el(
          'div',
          { class: 'train-head' },
          button,
          el('div', { class: 'train-meter' }, progress, step),
        ),
        sentence,
        el(
          'figure',
          { class: 'train-chart' },
          el('figcaption', {}, el('h2', {}, 'How many of ten results are right')),
          chart.element,
        ),
        facts,
      ),
    ),
    el(
      'section',
      { 'aria-labelledby': 'h-codewords' },
      el('h2', { id: 'h-codewords' }, 'The codewords of the classes'),
      el(
        'p',
        {},
        'For each class the code that most of its training items have. Outlined bits are those on which fewer than three in four agree. Classes that look alike differ in few bits.',
      ),
      el('div', { class: 'codewords-room' }, noWords, words.element),
    ),
  );
  words.element.hidden = true;
  facts.append(...terms(factsOf(training)));

  let shownTrained: unknown;
  let shownComparison: unknown;
  const show = () => {
    const { phase, comparison, trained, share } = training;
    const isTraining = phase === 'training';
    button.textContent = isTraining ? 'Cancel' : trained ? 'Train again' : 'Train';
    button.disabled = phase === 'loading' || !comparison;
    progress.value = phase === 'done' ? 1 : share;
    step.textContent = stepText(training);
    sentence.textContent = sentenceOf(training, controls.settings);
    sentence.classList.toggle('failed', phase === 'failed');
    if (shownTrained !== trained || shownComparison !== comparison) {
      shownTrained = trained;
      shownComparison = comparison;
      chart.redraw();
      if (comparison) facts.replaceChildren(...terms(factsOf(training)));
      noWords.hidden = trained !== null;
      words.element.hidden = !trained;
      if (trained) words.show(trained.codewords);
    }
    mark(place, training);
  };
  button.addEventListener('click', () => {
    if (training.phase === 'training') training.stop();
    else void training.train(controls.settings).then(() => announce(sentence.textContent ?? ''));
  });
  return {
    update(parameters) {
      controls.settings = readSettings(parameters);
      void training.compare(controls.settings);
      show();
    },
    dispose() {
      training.cancel();
      chart.dispose();
    },
  };
};

function stepText({ phase, step, trained }: Training): string {
  const time = trained ? `, ${secondsText(trained.seconds)}` : '';
  if (phase === 'loading') return 'measuring random hyperplanes';
  if (phase === 'training') return step + time;
  if (!trained) return '';
  const { iteration, iterations } = trained;
  const end =
    phase === 'cancelled' ? `cancelled after iteration ${iteration} of ${iterations}` : 'done';
  return `${end}${time} of training`;
}

function sentenceOf(
  training: Training,
  { labels, bits }: { labels: number; bits: number },
): string {
  const { phase, comparison, trained, error } = training;
  if (phase === 'failed') return error ?? '';
  if (!comparison) return '';
  if (trained) return resultSentence(comparison, trained);
  if (phase === 'cancelled') return 'Cancelled before the first iteration had ended.';
  return promise(comparison, labels, bits);
}

function factsOf({ comparison, trained }: Training): [string, string][] {
  const { queries, database } = comparison?.sizes ?? { queries: 0, database: 0 };
  const measured = `${count(queries)} queries, ${count(database)} to find`;
  if (!trained)
    return [
      ['Training time', '–'],
      ['Bits flipped by the labels', '–'],
      ['Measured with', measured],
    ];
  const { seconds, flipped, trainingBits, iteration } = trained;
  const share = ((100 * flipped) / trainingBits).toFixed(1);
  return [
    ['Training time', secondsText(seconds)],
    [
      `Bits flipped by the labels, iteration ${iteration}`,
      `${count(flipped)} of ${count(trainingBits)} (${share}%)`,
    ],
    ['Measured with', measured],
  ];
}

/** What was measured, for scripts that look at the page. */
function mark(place: HTMLElement, { phase, comparison, trained }: Training): void {
  const radius = 2;
  const numbers = {
    trainPhase: phase,
    trainMilliseconds: trained ? (trained.seconds * 1000).toFixed(1) : undefined,
    trainIteration: trained?.iteration,
    trainPrecision: trained?.curve.precision[radius]?.toFixed(4),
    lshPrecision: comparison?.lsh.precision[radius]?.toFixed(4),
  };
  for (const [name, value] of Object.entries(numbers)) {
    if (value === undefined) delete place.dataset[name];
    else place.dataset[name] = String(value);
  }
}
