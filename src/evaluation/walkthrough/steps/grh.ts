import { gaussianHyperplanes } from '../../../core/random/gaussian-hyperplanes.ts';
import { RandomState } from '../../../core/random/random-state.ts';
import { regulariseByClass } from '../../../graph/class-labels.ts';
import { partitionSpace } from '../../../models/partition.ts';
import { bitSigns, constantBits } from '../../../models/signs.ts';
import { classCounts } from '../../labelled-buckets.ts';
import { angles } from '../angles.ts';
import type { Bit } from '../bit.ts';
import { amount, lines, percent } from '../lines.ts';
import type { Story } from '../story.ts';
import type { GrhStep, StepCode, WalkthroughStepOf } from '../types.ts';

/** What is shown of the adjacency matrix, and of flipped codes. */
const SHOWN = { corner: 8, examples: 6 };

/** Step 9: one iteration of graph regularised hashing. */
export async function grhStep(story: Story): Promise<WalkthroughStepOf<'grh'>> {
  const { parts, settings } = story;
  const { bits, alpha } = settings;
  await story.turn('graph regularisation');
  const signs = story.codes.select(parts.trainRows).toSigns();
  const start = performance.now();
  const smoothed = regulariseByClass(story.kernels, {
    ...{ signs, initial: signs, bits, alpha },
    ...{ labels: parts.trainLabels, rule: 'paper' },
  });
  const graph = performance.now() - start;
  const flipped = flips(signs, smoothed, bits);
  const { refit, learner } = await refitted(story, smoothed);
  return {
    id: 'grh',
    title: 'Learned hyperplanes: neighbours vote, the hyperplane follows',
    text: textOf(story, flipped),
    code: codeOf(story),
    data: {
      train: parts.train.rows,
      alpha,
      iterations: settings.iterations,
      learner: settings.learner,
      adjacency: adjacencyOf(story),
      flipped,
      examples: examplesOf(story, signs, smoothed),
      codes: { before: distinct(signs, bits), after: distinct(smoothed, bits) },
      refit,
      millis: { graph, learner },
    },
  };
}

function textOf({ settings, thing }: Story, { count, of, share }: GrhStep['flipped']): string {
  const becomes =
    settings.alpha === 1
      ? 'becomes what the neighbours mostly have'
      : `becomes a blend of what the neighbours have (${settings.alpha}) and what it was`;
  return (
    `Two training ${thing}s are joined if they have the same class. Step one: each bit ${becomes}, ` +
    `which flips ${amount(count, 'bit')} of ${of.toLocaleString('en-US')} (${percent(share)}). ` +
    'Step two: for each bit a new hyperplane is learned that tells those with a 1 from those with a 0.'
  );
}

/** Fits the hyperplanes to the smoothed bits, as the first iteration of the hasher does. */
async function refitted(
  { kernels, lsh, learner, parts, settings, turn }: Story,
  smoothed: Int8Array,
): Promise<{ refit: GrhStep['refit']; learner: number }> {
  const { bits, seed } = settings;
  await turn('learning hyperplanes');
  // The hasher's generator goes on after the first hyperplanes.
  const random = new RandomState(seed);
  gaussianHyperplanes(random, parts.train.cols, bits);
  const constant = constantBits(smoothed, bits);
  const problem = { points: parts.train, signs: smoothed, bits, constant };
  const start = performance.now();
  const { hyperplanes } = await partitionSpace(kernels, learner, problem, random, {});
  const millis = performance.now() - start;
  const learned = bitSigns(kernels, hyperplanes, parts.train);
  const agreeing = learned.filter((sign, at) => sign === smoothed[at]).length;
  return {
    refit: {
      agreement: agreeing / smoothed.length,
      turned: angles(lsh.hyperplanes, hyperplanes),
    },
    learner: millis,
  };
}

function adjacencyOf(story: Story): GrhStep['adjacency'] {
  const { trainRows, trainLabels } = story.parts;
  const counts = classCounts(trainLabels.keys(), trainLabels);
  const ones = counts.reduce((sum, { count }) => sum + count * count, 0);
  const corner = Array.from(trainLabels.subarray(0, SHOWN.corner));
  return {
    ones,
    share: ones / trainLabels.length ** 2,
    rows: Array.from(trainRows.subarray(0, SHOWN.corner), (row) => story.named(row)),
    corner: corner.map((a) => corner.map((b): Bit => (a === b ? 1 : 0))),
    degrees: corner.map((label) => counts.find((each) => each.label === label)?.count ?? 0),
  };
}

function flips(before: Int8Array, after: Int8Array, bits: number): GrhStep['flipped'] {
  const byBit = new Array<number>(bits).fill(0);
  for (let at = 0; at < before.length; at++) byBit[at % bits] += Number(before[at] !== after[at]);
  const count = byBit.reduce((sum, flipped) => sum + flipped, 0);
  return { count, of: before.length, share: count / before.length, byBit };
}

function examplesOf(story: Story, before: Int8Array, after: Int8Array): GrhStep['examples'] {
  const { bits } = story.settings;
  const rows = Array.from(story.parts.trainRows, (row, i) => ({
    ...story.named(row),
    before: bitsAt(before, i, bits),
    after: bitsAt(after, i, bits),
  }));
  const flipped = rows.filter((each) => each.before.some((bit, j) => bit !== each.after[j]));
  return flipped.slice(0, SHOWN.examples);
}

function bitsAt(signs: Int8Array, row: number, bits: number): Bit[] {
  return Array.from(signs.subarray(row * bits, (row + 1) * bits), (sign) => (sign === 1 ? 1 : 0));
}

function distinct(signs: Int8Array, bits: number): number {
  const codes = new Set<string>();
  for (let at = 0; at < signs.length; at += bits) codes.add(signs.subarray(at, at + bits).join());
  return codes.size;
}

function codeOf({ settings, learner }: Story): StepCode {
  const { bits, alpha, cost, seed } = settings;
  const make = learner.name === 'svm-sgd' ? 'svmStochasticGradient' : 'svmDualCoordinateDescent';
  // The figures of the tutorial stop at the tolerance alone.
  const gap = learner.name === 'svm-sgd' ? '' : ', gap: 1';
  return {
    javascript: lines(
      "import { regulariseByClass } from 'hashplane/learning';",
      `import { ${make} } from 'hashplane/learning';`,
      '',
      'const training = labelled(train);',
      'const signs = codes.select(train).toSigns(); // -1 and +1',
      `const graph = { labels: training.labels, alpha: ${alpha}, rule: 'paper' };`,
      `const step = { signs, initial: signs, bits: ${bits}, ...graph };`,
      'const smoothed = regulariseByClass(kernels, step);',
      'const flipped = smoothed.filter((sign, i) => sign !== signs[i]).length;',
      `const learner = ${make}({ cost: ${cost}, seed: ${seed}${gap} });`,
      `const learned = await learner.fit(kernels, training.points, smoothed, ${bits});`,
    ),
    numpy: lines(
      'from sklearn.svm import SVC',
      '',
      'training = points[train]',
      'signs = np.where(codes[train] == 1, 1, -1)',
      'adjacency = np.equal.outer(labels[train], labels[train]).astype(float)',
      'adjacency /= adjacency.sum(axis=1, keepdims=True)',
      `alpha = ${alpha}`,
      'blend = alpha * (adjacency @ signs) + (1 - alpha) * signs',
      'smoothed = np.where(blend >= -1e-12, 1, -1)  # a tie is a 1',
      'flipped = (smoothed != signs).sum()',
      `svm, learned = SVC(kernel="linear", C=${cost}), []`,
      'for targets in smoothed.T:',
      '    if abs(targets.sum()) == len(targets):  # all agree: one at random',
      '        learned.append(generator.randn(points.shape[1]))',
      '    else:',
      '        learned.append(svm.fit(training, targets).coef_[0])',
    ),
  };
}
