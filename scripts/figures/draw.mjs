// Draws the figures of docs/concepts.md: `node scripts/figures/draw.mjs`, after a build, writes
// docs/images/*.svg, or into the folder that is its argument. Same sources, same files.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { graph, steps } from './graph.mjs';
import { buckets, hyperplanes } from './hashing.mjs';
import { alpha, result, svm } from './learning.mjs';
import { precision, ties } from './measures.mjs';
import { rotation } from './rotation.mjs';
import { hamming, reranking } from './search.mjs';

const FIGURES = {
  hyperplanes,
  rotation,
  buckets,
  hamming,
  reranking,
  steps,
  graph,
  svm,
  result,
  alpha,
  precision,
  ties,
};

const folder = process.argv[2] ?? fileURLToPath(new URL('../../docs/images', import.meta.url));
mkdirSync(folder, { recursive: true });
for (const [name, draw] of Object.entries(FIGURES)) {
  writeFileSync(join(folder, `${name}.svg`), await draw());
}
