// Emoji that words find, and words that emoji find: `npm run emoji` describes the pictures and the words of
// data/emoji and compares cross-modal methods on them. `-- --out DIR` says where; what else is given goes
// to `hashplane evaluate`.
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createKernels } from 'hashplane';
import { npy } from '../shared/npy.mjs';
import { imageVectors } from './images.mjs';
import { readEmoji } from './read.mjs';
import { textVectors, vocabularyOf } from './words.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** Of 1,629: a fifth asks, a quarter is searched, all others have labels. */
const SIZES = { queries: 325, database: 407, supervision: 897 };

const given = process.argv.slice(2);
const at = given.indexOf('--out');
const [out] = at >= 0 ? given.splice(at, 2).slice(1) : [join(ROOT, 'build/emoji')];
if (!out) {
  console.error('--out needs a folder');
  process.exit(2);
}
const kernels = await createKernels();
const { emoji, pictures } = await readEmoji();
mkdirSync(out, { recursive: true });
writeMatrix('images', await imageVectors(kernels, pictures));
writeMatrix('texts', textVectors(emoji, vocabularyOf(emoji)));
writeNumbers(
  'labels',
  emoji.map(({ group }) => group),
);
const families = [...new Set(emoji.map(({ family }) => family))];
writeNumbers(
  'groups',
  emoji.map(({ family }) => families.indexOf(family)),
);

const files = ['images', 'texts', 'labels', 'groups'].flatMap((name) => [
  `--${name}`,
  fileOf(name),
]);
const sizes = Object.entries(SIZES).flatMap(([name, size]) => [`--${name}`, String(size)]);
const methods = ['--methods', 'rcmh,cca,cross-kernel', '--bits', '24,48,64'];
const command = ['evaluate', '--protocol', 'cross-modal', '--name', 'emoji', '--out', out];
const { status } = spawnSync(
  process.execPath,
  [join(ROOT, 'build/cli.js'), ...command, ...files, ...sizes, ...methods, ...given],
  { stdio: 'inherit' },
);
process.exitCode = status ?? 1;

function fileOf(name) {
  return join(out, `${name}.npy`);
}

function writeMatrix(name, { data, rows, cols }) {
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  writeFileSync(fileOf(name), npy(bytes, '<f4', [rows, cols]));
}

function writeNumbers(name, values) {
  const bytes = new Uint8Array(Int32Array.from(values).buffer);
  writeFileSync(fileOf(name), npy(bytes, '<i4', [values.length]));
}
