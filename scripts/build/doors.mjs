/**
 * The doors of the library: `build/<name>.js` is what `import 'hashplane/<name>'` gives, `index` what
 * `import 'hashplane'` does. package.json exports them, typedoc.json documents them.
 */
export const DOORS = {
  index: 'src/index.ts',
  data: 'src/data/index.ts',
  learning: 'src/learning/index.ts',
  evaluation: 'src/evaluation/index.ts',
  node: 'src/node/index.ts',
};
