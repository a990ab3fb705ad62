import type { CodeFile } from '../parts/code-tabs.ts';

/** Whole programs that search this index, each run by the tests. */
export const CODE: readonly CodeFile[] = [
  {
    title: 'Plain page',
    about: 'One file beside hashplane.cdn.js of the package, fashion.index and words.json.',
    url: 'examples/plain.html',
  },
  {
    title: 'React',
    about: 'A component, with fashion.index and words.json in the folder of static files.',
    url: 'examples/Search.tsx',
  },
  {
    title: 'Node',
    about: 'node search.mjs sneaker, with fashion.index and words.json in the same folder.',
    url: 'examples/search.mjs',
  },
];
