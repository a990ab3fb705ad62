import { lines } from '../lines.ts';
import type { Story } from '../story.ts';
import { toyExample } from '../toy/example.ts';
import type { ToyExample, ToySettings } from '../toy/types.ts';
import type { StepCode, WalkthroughStepOf } from '../types.ts';

/** Step 11: all of it with six images in the plane. */
export async function toyStep(story: Story): Promise<WalkthroughStepOf<'toy'>> {
  const data = await toyExample(story.kernels, story.settings.toy);
  return {
    id: 'toy',
    title: 'Six images, by hand',
    text: textOf(data),
    code: codeOf(data),
    data,
  };
}

function textOf({ rounds, images, settings }: ToyExample): string {
  const { alpha } = settings;
  const flipped = rounds[0].sums.filter(({ before, after }) => before !== after);
  const names = flipped.map(({ image, bit }) => `bit ${bit + 1} of ${images[image].name}`);
  const happens =
    names.length > 0
      ? `With alpha ${alpha} the neighbours flip ${names.join(' and ')}`
      : `With alpha ${alpha} the old bits outweigh the neighbours and no bit flips`;
  return (
    'Three cars, A to C, and three tigers, D to F: the first of three random lines leaves one car and one ' +
    `tiger on the wrong side. ${happens}. Then each line is learned anew from the bits${endOf(rounds)}.`
  );
}

function endOf(rounds: ToyExample['rounds']): string {
  const settled = rounds.find(({ isSettled }) => isSettled);
  return settled ? `, and iteration ${settled.iteration} changes nothing any more` : '';
}

function codeOf({ images, edges, settings }: ToyExample): StepCode {
  const points = images.map(({ x, y }) => `[${x}, ${y}]`);
  const numbers = {
    settings,
    rows: [points.slice(0, 3).join(', '), points.slice(3).join(', ')],
    from: edges.map(([a]) => a).join(', '),
    to: edges.map(([, b]) => b).join(', '),
    size: images.length,
  };
  return { javascript: javaScriptOf(numbers), numpy: pythonOf(numbers) };
}

/** The example as it stands in both languages. */
interface Numbers {
  readonly settings: ToySettings;
  readonly rows: readonly string[];
  readonly from: string;
  readonly to: string;
  readonly size: number;
}

function javaScriptOf({ settings, rows, from, to, size }: Numbers): string {
  const { alpha, iterations, rule, cost } = settings;
  return lines(
    "import { Matrix } from 'hashplane';",
    'import {',
    '  graphFromEdges,',
    '  regulariseByGraph,',
    '  svmDualCoordinateDescent as svm,',
    '  symmetricGraph,',
    '  withSelf,',
    "} from 'hashplane/learning';",
    '',
    'const images = Matrix.from([',
    `  ${rows[0]},`,
    `  ${rows[1]},`,
    ']);',
    `const ends = { from: [${from}], to: [${to}] };`,
    `const edges = graphFromEdges(${size}, { ...ends, weights: null });`,
    'const pairs = withSelf(symmetricGraph(edges));',
    'const adjacency = pairs.toDense();',
    'const plane = { kernels, bits: 3, seed: 0, ...asGiven };',
    'const drawn = new RandomHyperplanes(plane).fitSync(images);',
    'const before = drawn.encode(images).toSigns();',
    `const rules = { alpha: ${alpha}, rule: '${rule}' };`,
    'const own = { signs: before, initial: before, bits: 3 };',
    'const after = regulariseByGraph(kernels, { ...own, graph: pairs, ...rules });',
    `const fitting = { iterations: ${iterations}, learner: svm({ cost: ${cost} }) };`,
    'const toy = new GraphRegularisedHashing({ ...plane, ...rules, ...fitting });',
    'await toy.fit(images, pairs);',
    'const lines = toy.hyperplanes;',
  );
}

function pythonOf({ settings, rows, from, to, size }: Numbers): string {
  const { alpha, iterations, rule, cost } = settings;
  return lines(
    'from sklearn.svm import LinearSVC',
    '',
    'images = np.array([',
    `    ${rows[0]},`,
    `    ${rows[1]},`,
    '])',
    `graph = np.eye(${size})`,
    `a, b = [${from}], [${to}]`,
    'graph[a, b] = graph[b, a] = 1',
    'normals = np.random.RandomState(0).randn(2, 3)',
    'before = signs = np.where(images @ normals >= 0, 1, -1)',
    `alpha, settings = ${alpha}, dict(C=${cost}, loss="hinge", fit_intercept=False)`,
    `for _ in range(${iterations}):`,
    '    means = graph @ signs / graph.sum(axis=1, keepdims=True)',
    rule === 'paper' ? null : '    means = np.where(means >= 0, 1, -1)',
    `    blend = alpha * means + (1 - alpha) * ${rule === 'paper' ? 'before' : 'signs'}`,
    '    after = np.where(blend >= -1e-12, 1, -1)',
    '    svm = LinearSVC(tol=1e-9, max_iter=1000000, **settings)',
    '    normals = np.array([svm.fit(images, bits).coef_[0] for bits in after.T]).T',
    '    signs = np.where(images @ normals >= 0, 1, -1)',
  );
}
