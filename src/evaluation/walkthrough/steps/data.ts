import type { Matrix } from '../../../core/matrix.ts';
import { normaliseRows } from '../../../preparation/preprocess.ts';
import { classCounts } from '../../labelled-buckets.ts';
import { amount, lines } from '../lines.ts';
import { readInJavaScript, readInPython } from '../source.ts';
import type { Story } from '../story.ts';
import type { PreparationStage, WalkthroughStepOf } from '../types.ts';

/** Values that are shown of a row. */
const SHOWN = 8;

/** Step 1: points of length 1 about their mean. */
export function dataStep(story: Story): WalkthroughStepOf<'data'> {
  const { kernels, dataset, source } = story;
  const { points, labels } = dataset;
  const unit = normaliseRows(kernels, points);
  const from = firstVarying(points, story.settings.row);
  const stage = (name: PreparationStage['name'], matrix: Matrix): PreparationStage => ({
    name,
    norms: normsOf(matrix),
    values: Array.from(matrix.row(story.settings.row).slice(from, from + SHOWN)),
    from,
  });
  const classes = classCounts(labels.keys(), labels).sort((a, b) => a.label - b.label);
  return {
    id: 'data',
    title: 'Points of one length about their mean',
    text:
      `Each of the ${amount(points.rows, 'row')} is a point with ${amount(points.cols, 'coordinate')}. ` +
      'Dividing a point by its length keeps its direction alone, as a bright and a dark image of one ' +
      'thing have it in common. Subtracting the mean puts the points around the origin, through ' +
      'which all hyperplanes will go.',
    code: {
      javascript: lines(
        "import { createKernels } from 'hashplane';",
        "import { normaliseAndCentre } from 'hashplane/data';",
        "import { readDatasetFile } from 'hashplane/node';",
        '',
        'const kernels = await createKernels();',
        readInJavaScript(source),
        'const points = normaliseAndCentre(kernels, dataset.points);',
      ),
      numpy: lines(
        'import numpy as np',
        readInPython(source),
        'points /= np.linalg.norm(points, axis=1, keepdims=True)',
        'points -= points.mean(axis=0)',
      ),
    },
    data: {
      rows: points.rows,
      dimensions: points.cols,
      classes: classes.map(({ label, count }) => ({ ...story.classOf(label), count })),
      stages: [
        stage('as given', points),
        stage('normalised', unit),
        stage('normalised and centred', story.points),
      ],
    },
  };
}

/** Edges of images are empty: the values shown begin where the row has its first other than 0. */
function firstVarying(points: Matrix, row: number): number {
  const first = points.row(row).findIndex((value) => value !== 0);
  return Math.max(0, Math.min(first, points.cols - SHOWN));
}

function normsOf(matrix: Matrix): PreparationStage['norms'] {
  let [least, most, sum] = [Number.POSITIVE_INFINITY, 0, 0];
  for (let i = 0; i < matrix.rows; i++) {
    let square = 0;
    for (const value of matrix.row(i)) square += value * value;
    const norm = Math.sqrt(square);
    least = Math.min(least, norm);
    most = Math.max(most, norm);
    sum += norm;
  }
  return { least, mean: sum / matrix.rows, most };
}
