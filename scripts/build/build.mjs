// Builds everything into build/: `npm run build`.
import { rmSync, utimesSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  bundleCommandLine,
  bundleForCdns,
  bundleIndexWorker,
  bundleLibrary,
  bundlePictureWorker,
  bundleReportPage,
  bundleWorker,
} from './bundles.mjs';
import { declareTypes } from './declarations.mjs';
import { newest, STAMP } from './ensure.mjs';
import { COMPILED_FILES } from './modules.mjs';
import { notices } from './notices.mjs';
import { emit, outputs, removeStale } from './outputs.mjs';
import { runNode } from './run-node.mjs';

const started = new Date();

process.chdir(fileURLToPath(new URL('../..', import.meta.url)));
rmSync(STAMP, { force: true });
await step('WebAssembly modules', compileModules);
await step('library', bundleLibrary);
await step('worker', bundleWorker);
await step('index worker', bundleIndexWorker);
await step('picture worker', bundlePictureWorker);
await step('file for CDNs', bundleForCdns);
await step('command line', bundleCommandLine);
await step('report page', bundleReportPage);
await step('type declarations', declareTypes);
emit('build/THIRD-PARTY-NOTICES.txt', notices());
removeStale();
writeFileSync(STAMP, [...outputs].sort().join('\n'));
// Dated at the start: a source that changed during the build is newer than its outputs.
utimesSync(STAMP, started, started);

async function step(title, action) {
  const start = performance.now();
  try {
    const note = await action();
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    process.stderr.write(`build: ${title}: ${note ?? `${seconds} s`}\n`);
  } catch (error) {
    process.stderr.write(`build: ${title} failed: ${error.message}\n`);
    process.exit(1);
  }
}

function compileModules() {
  for (const file of COMPILED_FILES) outputs.add(file);
  const scripts = ['scripts/build/modules.mjs', 'scripts/build/wasm.mjs'];
  const sources = ['assembly', 'asconfig.json', ...scripts];
  const changed = newest([...sources, 'node_modules/assemblyscript/package.json']);
  if (COMPILED_FILES.every((file) => newest([file]) > changed)) return 'up to date';
  runNode('scripts/build/wasm.mjs');
  for (const file of COMPILED_FILES) utimesSync(file, started, started);
}
