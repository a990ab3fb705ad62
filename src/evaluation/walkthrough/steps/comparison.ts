import { amount, lines } from '../lines.ts';
import type { Story } from '../story.ts';
import type { MethodCurve, WalkthroughStepOf } from '../types.ts';

/** Step 10: learned hyperplanes beside random ones. */
export async function comparisonStep(story: Story): Promise<WalkthroughStepOf<'comparison'>> {
  const { settings, parts } = story;
  const { bits, seed, top, alpha, iterations } = settings;
  const { curve: lsh, millis: lshMillis } = await story.lshCurve;
  const { curve: grh, millis: grhMillis, training } = await story.grhCurve;
  const { precisionAtK, meanQueryMillis } = story.baseline;
  return {
    id: 'comparison',
    title: 'Learned beside random hyperplanes',
    text: textOf(story, lsh, grh),
    code: {
      javascript: lines(
        "import { GraphRegularisedHashing } from 'hashplane';",
        '',
        'const grh = new GraphRegularisedHashing({',
        `  ...{ kernels, bits: ${bits}, seed: ${seed}, ...asGiven },`,
        `  ...{ alpha: ${alpha}, iterations: ${iterations}, learner },`,
        '});',
        'await grh.fit(training.points, training.labels);',
        'const better = await precisionByRadius(kernels, grh, asking, stored, options);',
      ),
      numpy: lines(
        iterations > 1 ? '# of the first iteration' : null,
        'better = precision_by_radius((points @ np.array(learned).T >= 0).astype(int))',
      ),
    },
    data: {
      top,
      queries: parts.queries.rows,
      lsh,
      grh,
      exact: { precisionAtK },
      millis: { lsh: lshMillis, grh: grhMillis, exact: meanQueryMillis, training },
    },
  };
}

function textOf(story: Story, lsh: MethodCurve, grh: MethodCurve): string {
  const { top } = story.settings;
  const before = lsh.byRadius[0].precisionAtKEmptyAsZero;
  const after = grh.byRadius[0].precisionAtKEmptyAsZero;
  const verdict =
    after > before
      ? `In the query's own bucket precision@${top} is ${after.toFixed(3)} where random hyperplanes reach ${before.toFixed(3)}`
      : `In the query's own bucket learning did not help here: precision@${top} is ${after.toFixed(3)}, and ${before.toFixed(3)} with random hyperplanes`;
  return (
    `The learned hyperplanes hash ${story.thing}s that they never saw. ${verdict} (a query that finds ` +
    `nothing counts as 0). ${bucketsOf(lsh, grh)}`
  );
}

function bucketsOf(lsh: MethodCurve, grh: MethodCurve): string {
  const counts =
    `The database lies in ${amount(grh.buckets, 'bucket')} now, with random hyperplanes in ` +
    lsh.buckets.toLocaleString('en-US');
  return grh.buckets < lsh.buckets ? `${counts}: a small radius finds more.` : `${counts}.`;
}
