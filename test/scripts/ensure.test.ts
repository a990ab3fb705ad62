import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

const ENSURE = fileURLToPath(new URL('../../scripts/build/ensure.mjs', import.meta.url));
const INSTALLED = 'node_modules/.package-lock.json';
const STAMP = 'build/.stamp';

// Stand-ins for npm and for the build: they log that they ran and leave the file that says so.
const NPM = `import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
if (process.env.NPM_FAILS) { console.error('no network'); process.exit(7); }
mkdirSync('node_modules', { recursive: true });
writeFileSync('${INSTALLED}', '{}');
appendFileSync('log', 'npm ' + process.argv.slice(2).join(' ') + '\\n');
`;
const BUILD = `import { appendFileSync, writeFileSync } from 'node:fs';
if (process.env.BUILD_FAILS) process.exit(1);
console.log('noise');
writeFileSync('build/output.js', '');
writeFileSync('${STAMP}', 'build/output.js');
appendFileSync('log', 'build\\n');
`;

let root: string;

function write(file: string, text = ''): void {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
}

/** Makes a file `minutes` older than now, or newer if they are negative. */
function age(file: string, minutes: number): void {
  const when = new Date(Date.now() - minutes * 60_000);
  utimesSync(join(root, file), when, when);
}

/** Makes all that a build is made of `minutes` older than now: files, and the folders they are in. */
function ageSources(minutes: number): void {
  for (const folder of ['src', 'scripts/build']) {
    for (const file of readdirSync(join(root, folder), { recursive: true })) {
      age(join(folder, String(file)), minutes);
    }
    age(folder, minutes);
  }
  for (const file of ['package.json', INSTALLED]) age(file, minutes);
}

function options(env: NodeJS.ProcessEnv = {}) {
  const npm = { npm_execpath: join(root, 'npm-cli.mjs') };
  return { cwd: tmpdir(), env: { ...process.env, ...npm, ...env } };
}

function ensure(args: string[] = [], env: NodeJS.ProcessEnv = {}) {
  rmSync(join(root, 'log'), { force: true });
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(root, 'scripts/build/ensure.mjs'), ...args],
    { encoding: 'utf8', ...options(env) },
  );
  return { status, stdout, stderr, ran: readLog() };
}

/** What npm and the build logged. */
function readLog(): string[] {
  const log = join(root, 'log');
  return existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n') : [];
}

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'hashplane-ensure-'));
  for (const file of ['package.json', 'package-lock.json', 'src/doors/index.ts', 'src/core/a.ts']) {
    write(file);
  }
  write('scripts/build/build.mjs', BUILD);
  write('npm-cli.mjs', NPM);
  copyFileSync(ENSURE, join(root, 'scripts/build/ensure.mjs'));
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

describe('a fresh clone', () => {
  test('is installed with the tools and built', () => {
    const { status, ran, stdout, stderr } = ensure();
    expect(status).toBe(0);
    expect(ran).toEqual(['npm ci --include=dev', 'build']);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^hashplane: installing .*\nhashplane: building\nnoise\n$/);
  });

  test.skipIf(process.platform === 'win32')(
    'without npm_execpath falls back to the npm on the PATH',
    () => {
      write('bin/npm', `#!/bin/sh\nexec '${process.execPath}' npm-cli.mjs "$@"\n`);
      spawnSync('chmod', ['+x', join(root, 'bin/npm')]);
      const PATH = `${join(root, 'bin')}:${process.env.PATH}`;
      expect(ensure([], { npm_execpath: undefined, PATH }).ran).toContain('npm ci --include=dev');
      rmSync(join(root, INSTALLED));
      const pnpm = ensure([], { npm_execpath: '/elsewhere/pnpm.cjs', PATH });
      expect(pnpm.ran).toContain('npm ci --include=dev');
    },
  );

  test('whose install fails says why and does not build', () => {
    const { status, ran, stderr } = ensure([], { NPM_FAILS: '1' });
    expect(status).toBe(1);
    expect(ran).toEqual([]);
    expect(stderr).toContain('no network\nhashplane: npm ci failed: exit code 7\n');
  });
});

describe('an installed and built checkout', () => {
  beforeEach(() => {
    ensure();
  });

  test('needs nothing and gets nothing, in silence', () => {
    expect(ensure()).toEqual({ status: 0, stdout: '', stderr: '', ran: [] });
  });

  test('is installed and built anew when the lock file is newer than the install', () => {
    age(INSTALLED, 2);
    age('package-lock.json', 1);
    expect(ensure().ran).toEqual(['npm ci --include=dev', 'build']);
  });

  test.each(['src/core/a.ts', 'package.json', 'scripts/build/build.mjs', INSTALLED])(
    'is built when %s is newer than the build',
    (file) => {
      age('package-lock.json', 60);
      age(STAMP, 1);
      ageSources(2);
      expect(ensure().ran).toEqual([]);
      age(file, 0);
      expect(ensure().ran).toEqual(['build']);
    },
  );

  test('needs nothing when a script changes that is no part of the build', () => {
    age('package-lock.json', 60);
    age(STAMP, 1);
    ageSources(2);
    write('scripts/figures/draw.mjs');
    write('test/a.test.ts');
    expect(ensure().ran).toEqual([]);
  });

  test('is built when a script of the build was deleted', () => {
    write('scripts/build/part.mjs');
    age(STAMP, 0);
    rmSync(join(root, 'scripts/build/part.mjs'));
    age('scripts/build', -1);
    expect(ensure().ran).toEqual(['build']);
  });

  test('is built when a source was deleted', () => {
    age(STAMP, 0);
    rmSync(join(root, 'src/core/a.ts'));
    age('src/core', -1);
    expect(ensure().ran).toEqual(['build']);
  });

  test('is built when an output is missing', () => {
    rmSync(join(root, 'build/output.js'));
    expect(ensure().ran).toEqual(['build']);
  });

  test('is built after a build that failed, and whenever --build asks for it', () => {
    rmSync(join(root, STAMP));
    const failed = ensure([], { BUILD_FAILS: '1' });
    expect(failed.status).toBe(1);
    expect(failed.stderr).toContain('the build failed');
    expect(ensure().ran).toEqual(['build']);
    expect(ensure(['--build']).ran).toEqual(['build']);
  });
});

describe('the lock', () => {
  test('lets the second of two that start at once find everything done', async () => {
    write(
      'scripts/build/build.mjs',
      `await new Promise((done) => setTimeout(done, 300));\n${BUILD}`,
    );
    const run = () =>
      once(spawn(process.execPath, [join(root, 'scripts/build/ensure.mjs')], options()), 'exit');
    expect(await Promise.all([run(), run()])).toEqual([
      [0, null],
      [0, null],
    ]);
    expect(readLog()).toEqual(['npm ci --include=dev', 'build']);
  });

  test('of a process that is gone is taken over, and none is left behind', () => {
    const { pid } = spawnSync(process.execPath, ['-e', '']);
    write('build/.lock', String(pid));
    expect(ensure().status).toBe(0);
    expect(existsSync(join(root, 'build/.lock'))).toBe(false);
  });
});
