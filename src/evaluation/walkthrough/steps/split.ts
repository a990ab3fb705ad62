import { splitDataset } from '../../../data/dataset/split.ts';
import { amount, lines } from '../lines.ts';
import type { Story } from '../story.ts';
import type { SplitPart, WalkthroughStepOf } from '../types.ts';

const SHOWN = 5;

/** Step 6: queries, database, training set. */
export function splitStep(story: Story): WalkthroughStepOf<'split'> {
  const { queries, train, splitSeed } = story.settings;
  const { rows } = story.points;
  const split = splitDataset(rows, { queries, train, seed: splitSeed });
  const part = (name: SplitPart['name']): SplitPart => ({
    name,
    size: split[name].length,
    share: split[name].length / rows,
    first: Array.from(split[name].slice(0, SHOWN), (row) => story.named(row)),
  });
  const second = `random_state=${splitSeed}`;
  return {
    id: 'split',
    title: 'Who asks, who is found, who teaches',
    text:
      `${amount(split.queries.length, 'query', 'queries')} will ask for others like them, ` +
      `${amount(split.database.length, story.thing)} can be found, and from ` +
      `${amount(split.train.length, 'other')} hyperplanes will be learned. No ${story.thing} is in two parts, ` +
      'so that nothing is measured on what was learned by heart.',
    code: {
      javascript: lines(
        "import { splitDataset } from 'hashplane/data';",
        '',
        `const sizes = { queries: ${queries}, train: ${train}, seed: ${splitSeed} };`,
        'const { queries, database, train } = splitDataset(points.rows, sizes);',
      ),
      numpy: lines(
        'from sklearn.model_selection import train_test_split',
        '',
        'rest, queries = train_test_split(',
        `    np.arange(len(points)), test_size=${queries}, ${second}`,
        ')',
        `database, train = train_test_split(rest, test_size=${train}, ${second})`,
      ),
    },
    data: { seed: splitSeed, parts: [part('queries'), part('database'), part('train')] },
  };
}
