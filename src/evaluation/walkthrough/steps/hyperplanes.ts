import { amount, lines } from '../lines.ts';
import type { Story } from '../story.ts';
import type { WalkthroughStepOf } from '../types.ts';

/** What is shown of the hyperplanes. */
const SHOWN = { hyperplanes: 16, values: 6 };

/** Step 2: random hyperplanes. */
export function hyperplanesStep(story: Story): WalkthroughStepOf<'hyperplanes'> {
  const { bits, seed } = story.settings;
  const { hyperplanes } = story.lsh;
  const { cols } = hyperplanes;
  const shown = Math.min(bits, SHOWN.hyperplanes);
  return {
    id: 'hyperplanes',
    title: `${amount(bits, 'random hyperplane')}`,
    text:
      'A hyperplane cuts the space in two, as a line cuts a plane. Each is given by the direction at ' +
      `right angles to it: ${amount(cols, 'number')} drawn from the normal distribution, the same ` +
      `that numpy draws with seed ${seed}. Random directions know nothing of the ${story.thing}s.`,
    code: {
      javascript: lines(
        "import { RandomHyperplanes } from 'hashplane';",
        '',
        'const asGiven = { normalise: false, centre: false }; // prepared already',
        `const settings = { kernels, bits: ${bits}, seed: ${seed}, ...asGiven };`,
        'const lsh = new RandomHyperplanes(settings).fitSync(points);',
        `const { hyperplanes } = lsh; // ${bits} x ${cols}`,
      ),
      numpy: lines(
        `generator = np.random.RandomState(${seed})`,
        `hyperplanes = generator.randn(${cols}, ${bits})`,
      ),
    },
    data: {
      bits,
      dimensions: cols,
      seed,
      values: Array.from({ length: shown }, (_, j) =>
        Array.from(hyperplanes.row(j).slice(0, SHOWN.values)),
      ),
    },
  };
}
