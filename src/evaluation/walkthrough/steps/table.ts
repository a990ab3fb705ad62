import { type LabelledBucket, labelledBuckets } from '../../labelled-buckets.ts';
import { describeBuckets } from '../../tutorial/describe-buckets.ts';
import { amount, lines } from '../lines.ts';
import type { Story } from '../story.ts';
import type { ShownBucket, WalkthroughStepOf } from '../types.ts';

/** What is shown of buckets. */
const SHOWN = { buckets: 5, rows: 12 };

/** Step 5: rows with the same code lie in one bucket. */
export function tableStep(story: Story): WalkthroughStepOf<'table'> {
  const { table, dataset, codes, settings } = story;
  const buckets = labelledBuckets(table, dataset.labels);
  const { withTwoOrMore, good, poor } = describeBuckets(table, dataset.labels);
  const shown = (index: string) =>
    shownBucket(story, buckets.find((bucket) => String(bucket.index) === index) as LabelledBucket);
  return {
    id: 'table',
    title: 'A table of buckets',
    text:
      `All ${amount(table.size, story.thing)} go into ${amount(table.bucketCount, 'bucket')}. Where hashing ` +
      'is good, a bucket holds one class. Random hyperplanes do not know the classes: some ' +
      'buckets are pure, others mix several.',
    code: {
      javascript: lines(
        "import { HashTable } from 'hashplane';",
        "import { labelledBuckets } from 'hashplane/evaluation';",
        '',
        'const table = new HashTable(kernels, codes);',
        'const buckets = labelledBuckets(table, dataset.labels); // the fullest first',
      ),
      numpy: lines(
        'codes = (points @ hyperplanes >= 0).astype(int)',
        settings.bits <= 53
          ? 'indices = codes @ powers'
          : 'indices = np.array([sum(int(b) * p for b, p in zip(code, powers)) for code in codes])',
        'buckets, sizes = np.unique(indices, return_counts=True)',
      ),
    },
    data: {
      rows: table.size,
      buckets: table.bucketCount,
      meanSize: table.size / table.bucketCount,
      largest: table.largestBucket,
      withTwoOrMore,
      own: shown(String(codes.bucketIndex(settings.row))),
      fullest: buckets.slice(0, SHOWN.buckets).map((bucket) => shownBucket(story, bucket)),
      good: good && shown(good.index),
      poor: poor && shown(poor.index),
    },
  };
}

function shownBucket(story: Story, { index, rows, classes, purity }: LabelledBucket): ShownBucket {
  return {
    index: String(index),
    size: rows.length,
    rows: Array.from(rows.slice(0, SHOWN.rows), (row) => story.named(row)),
    classes: classes.map(({ label, count }) => ({ ...story.classOf(label), count })),
    purity,
  };
}
