import { amount, lines } from '../lines.ts';
import type { Story } from '../story.ts';
import type { WalkthroughStepOf } from '../types.ts';

/** Step 8: the curves of random hyperplanes. */
export async function lshStep(story: Story): Promise<WalkthroughStepOf<'lsh'>> {
  const { settings, parts } = story;
  const { top, maxRadius } = settings;
  await story.turn('exact search of the whole database');
  const { precisionAtK, meanQueryMillis } = story.baseline;
  const { curve, millis } = await story.lshCurve;
  return {
    id: 'lsh',
    title: 'How good, how fast: radius by radius',
    text:
      `Precision@${top} is the share of the ${top} nearest found that have the query's class, ` +
      `here the mean over ${amount(parts.queries.rows, 'query', 'queries')}. A wider radius finds more and ` +
      'takes longer, until it is a search of everything. Exact search shows what the true distances ' +
      'alone can tell of the classes.',
    code: {
      javascript: precisionInJavaScript(top, maxRadius),
      numpy: precisionInPython(top, maxRadius),
    },
    data: {
      top,
      queries: parts.queries.rows,
      lsh: curve,
      exact: { precisionAtK },
      millis: { lsh: millis, exact: meanQueryMillis },
    },
  };
}

function precisionInJavaScript(top: number, maxRadius: number): string {
  return lines(
    "import { precisionByRadius } from 'hashplane/evaluation';",
    '',
    'const labelled = (rows) => ({',
    '  points: points.selectRows(rows),',
    '  labels: Int32Array.from(rows, (row) => dataset.labels[row]),',
    '});',
    'const asking = labelled(queries);',
    'const stored = labelled(database);',
    `const options = { k: ${top}, maxRadius: ${maxRadius} };`,
    'const random = await precisionByRadius(kernels, lsh, asking, stored, options);',
  );
}

function precisionInPython(top: number, maxRadius: number): string {
  return `def precision_by_radius(codes):
    means = []
    for radius in range(${maxRadius + 1}):
        precisions = []
        for query in queries:
            hamming = (codes[database] != codes[query]).sum(axis=1)
            rows = database[hamming <= radius]
            if len(rows) == 0:
                continue  # as the tutorial does
            norms = np.linalg.norm(points[rows], axis=1)
            cosine = points[rows] @ points[query] / norms
            best = rows[np.argsort(-cosine, kind="stable")[:${top}]]
            precisions.append((labels[best] == labels[query]).sum() / ${top})
        means.append(np.mean(precisions) if precisions else None)
    return means


random = precision_by_radius(codes)`;
}
