// Reads spoiled files with every reader: `npm run fuzz -- --runs 100000 [--seed 1] [--only npy]`.
// The readers are bundled from the sources, with the mutations of test/fuzz.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { embedModules } from '../build/embed-modules.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
process.chdir(root);

await build({
  entryPoints: ['test/fuzz/main.ts'],
  outfile: 'build/.fuzz/main.mjs',
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'es2022',
  packages: 'external',
  plugins: [embedModules],
  define: {
    'import.meta.url': JSON.stringify(new URL('test/support/x.ts', `file://${root}/`).href),
  },
  logLevel: 'warning',
});
const { status, signal } = spawnSync(
  process.execPath,
  ['build/.fuzz/main.mjs', ...process.argv.slice(2)],
  { stdio: 'inherit' },
);
if (signal) process.stderr.write(`fuzz: ended by ${signal}\n`);
process.exitCode = status ?? 1;
