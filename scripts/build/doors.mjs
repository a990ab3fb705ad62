/**
 * The doors of the library: `build/<name>.js` is what `import 'hashplane/<name>'` gives, `index` what
 * `import 'hashplane'` does. package.json exports them, typedoc.json documents them.
 */
export const DOORS = {
  index: 'src/doors/index.ts',
  data: 'src/doors/data.ts',
  learning: 'src/doors/learning.ts',
  evaluation: 'src/doors/evaluation.ts',
  node: 'src/doors/node.ts',
  react: 'src/doors/react.ts',
  sql: 'src/doors/sql.ts',
  pictures: 'src/doors/pictures.ts',
};

/** What the file for CDNs gives: a door without a type declaration, for scripts of plain pages. */
export const CDN = 'src/doors/cdn.ts';
