import { WALKTHROUGH_STEPS } from '../../evaluation/walkthrough/steps.ts';
import type { Walkthrough, WalkthroughStep } from '../../evaluation/walkthrough/types.ts';
import type { Paint } from '../output/colour.ts';
import { count } from '../output/count.ts';
import { printable } from '../output/printable.ts';
import { wrap } from '../output/wrap.ts';
import { bitsText, bucketText } from './bits.ts';
import { splitText, tableText } from './buckets.ts';
import { comparisonText, lshText, neighboursText } from './curves.ts';
import { grhText } from './learning.ts';
import { dataText, hyperplanesText } from './points.ts';
import { toyText } from './toy.ts';

/** What is printed of a story. */
export interface Shown {
  /** Whether the lines of code are. */
  readonly code: boolean;
  /** What a reader must type to come to another step: options, each after a space. */
  readonly again: string;
}

/** The story for a terminal of 80 columns. */
export function explainText(story: Walkthrough, shown: Shown, paint: Paint): string {
  const { name, rows, dimensions, classes } = story.dataset;
  const heading =
    `${paint('bold', printable(name))}: ${count(rows, 'row')} of ${count(dimensions, 'value')}, ` +
    `${count(classes, 'class', 'classes')}`;
  const steps = story.steps.map((step) => stepText(step, story, shown, paint));
  return `${[heading, ...steps, nextText(story, shown, paint)].join('\n\n')}\n`;
}

function stepText(step: WalkthroughStep, story: Walkthrough, shown: Shown, paint: Paint): string {
  const number = WALKTHROUGH_STEPS.indexOf(step.id) + 1;
  const title = `━━ ${number} of ${WALKTHROUGH_STEPS.length} ━━ ${step.title}`;
  const parts = [paint('bold', title), wrap(printable(step.text)), figureOf(step, story, paint)];
  if (shown.code) {
    parts.push(codeText('JavaScript', step.code.javascript, paint));
    parts.push(codeText('numpy', step.code.numpy, paint));
  }
  return parts.join('\n\n');
}

function figureOf(step: WalkthroughStep, { settings }: Walkthrough, paint: Paint): string {
  switch (step.id) {
    case 'data':
      return dataText(step.data, settings.row, paint);
    case 'hyperplanes':
      return hyperplanesText(step.data, paint);
    case 'bits':
      return bitsText(step.data, paint);
    case 'bucket':
      return bucketText(step.data, paint);
    case 'table':
      return tableText(step.data, settings.row, paint);
    case 'split':
      return splitText(step.data, paint);
    case 'neighbours':
      return neighboursText(step.data, paint);
    case 'lsh':
      return lshText(step.data, paint);
    case 'grh':
      return grhText(step.data, paint);
    case 'comparison':
      return comparisonText(step.data, paint);
    case 'toy':
      return toyText(step.data, paint);
  }
}

function codeText(language: string, code: string, paint: Paint): string {
  const lines = code.split('\n').map((line) => `  ${printable(line)}`.trimEnd());
  return `${paint('dim', language)}\n${lines.join('\n')}`;
}

/** Where the story goes on. Calls stand on lines of their own, whole, for people to copy. */
function nextText({ steps }: Walkthrough, { code, again }: Shown, paint: Paint): string {
  const call = (step: string) => `hashplane explain${step}${printable(again)}`;
  const job = ['the whole job', 'hashplane tutorial'] as const;
  const calls: (readonly [string, string])[] = [];
  if (steps.length > 1) calls.push(['one step at a time', call(' --step 1')], job);
  else {
    const number = WALKTHROUGH_STEPS.indexOf(steps[0].id) + 1;
    if (!code) calls.push(['its code', call(` --step ${number} --code`)]);
    calls.push(number === WALKTHROUGH_STEPS.length ? job : ['next', call(` --step ${number + 1}`)]);
  }
  return calls.map(([what, line]) => `${paint('dim', `${what}:`)}\n  ${line}`).join('\n');
}
