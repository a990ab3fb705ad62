// `npm run bench:peers`: installs the peers into build/.peers, bundles main.mjs (it shares the
// harness and the problems with `hashplane bench`) and runs it. `npm run bench:peers -- search` runs
// search.mjs instead: graphs take minutes to build.
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';
import { embedModules } from '../../../scripts/build/embed-modules.mjs';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const MANIFESTS = ['package.json', 'package-lock.json'];
const FOLDER = 'build/.peers';
const BUNDLE = 'build/.peers.mjs';

const isSearch = process.argv[2] === 'search';
const ENTRY = isSearch ? 'search.mjs' : 'main.mjs';

process.chdir(fileURLToPath(new URL('../../..', import.meta.url)));
install();
await esbuild.build({
  entryPoints: [join(HERE, ENTRY)],
  outfile: BUNDLE,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'es2022',
  plugins: [embedModules],
  logLevel: 'warning',
});
try {
  const environment = {
    ...process.env,
    HASHPLANE_PEERS: FOLDER,
    HASHPLANE_NATIVE: join(HERE, 'native.py'),
  };
  const { status } = spawnSync(
    process.execPath,
    [BUNDLE, ...process.argv.slice(isSearch ? 3 : 2)],
    {
      stdio: 'inherit',
      env: environment,
    },
  );
  process.exitCode = status ?? 1;
} finally {
  rmSync(BUNDLE, { force: true });
}

/** Installs unless what is there is what the lock file names. */
function install() {
  const isSame = (name) =>
    existsSync(join(FOLDER, name)) &&
    readFileSync(join(FOLDER, name)).equals(readFileSync(join(HERE, name)));
  if (existsSync(join(FOLDER, 'node_modules')) && MANIFESTS.every(isSame)) return;
  mkdirSync(FOLDER, { recursive: true });
  for (const name of MANIFESTS) copyFileSync(join(HERE, name), join(FOLDER, name));
  process.stderr.write(`hashplane: installing the peers into ${FOLDER} (npm ci)\n`);
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], {
    cwd: FOLDER,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  // What is missing is said by name later.
  if (status !== 0) process.stderr.write('hashplane: npm ci failed; going on with what is there\n');
}
