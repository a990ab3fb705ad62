// Builds everything into build/: `npm run build`. Each output replaces the old one in one step, so
// that a program which runs meanwhile never finds a file missing; stale outputs go at the end.
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';
import { newest, STAMP } from './ensure.mjs';

const MODULES = ['', 'learning-', 'features-', 'multi-index-'].flatMap((kernels) =>
  ['scalar', 'simd'].map((target) => `build/wasm/${kernels}${target}.wasm`),
);
const started = new Date();
const outputs = new Set();
const bundledPackages = new Set();

/** Embeds modules as hexadecimal digits: gzip makes a quarter less of them than of base64. */
const embedModules = {
  name: 'embed-modules',
  setup({ onLoad }) {
    onLoad({ filter: /\.wasm$/ }, ({ path }) => {
      const digits = readFileSync(path, 'hex');
      return {
        contents: `export default Uint8Array.from("${digits}".match(/../g), (byte) => parseInt(byte, 16));`,
      };
    });
  },
};

const withoutModules = {
  name: 'without-modules',
  setup({ onLoad }) {
    onLoad({ filter: /\.wasm$/ }, () => ({ contents: 'export default null;' }));
  },
};

const COMMON = {
  bundle: true,
  write: false,
  metafile: true,
  outdir: 'build',
  format: 'esm',
  target: 'es2022',
  // Readers of large formats are packages of their own, which load when such a file is met.
  external: ['node:*', 'h5wasm', 'hyparquet', 'hyparquet/*', 'hyparquet-compressors'],
  logLevel: 'warning',
  plugins: [embedModules],
};

process.chdir(fileURLToPath(new URL('../..', import.meta.url)));
rmSync(STAMP, { force: true });
await step('WebAssembly modules', compileModules);
await step('library', bundleLibrary);
await step('worker', bundleWorker);
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
  for (const file of MODULES) outputs.add(file);
  const sources = ['assembly', 'asconfig.json', 'scripts/build/wasm.mjs'];
  const changed = newest([...sources, 'node_modules/assemblyscript/package.json']);
  if (MODULES.every((file) => newest([file]) > changed)) return 'up to date';
  runNode('scripts/build/wasm.mjs');
  for (const file of MODULES) utimesSync(file, started, started);
}

/**
 * The library's two entries. They share code in chunks, so that both see the same classes. The
 * CommonJS form is the same files one by one, since esbuild splits ESM only.
 */
async function bundleLibrary() {
  const entries = {
    index: 'src/index.ts',
    node: 'src/node/index.ts',
    // What loads other packages is in files of its own: bundlers that can't drop a dynamic import
    // drop the whole file where nothing of it is used.
    'chunks/hdf5': 'src/data/hdf5/library.ts',
    'chunks/parquet': 'src/data/parquet/parquet.ts',
    'chunks/unpack': 'src/data/archives/unpack.ts',
    'chunks/decompositions': 'src/models/initialisers/decompositions.ts',
  };
  const present = Object.entries(entries).filter(([, file]) => existsSync(file));
  if (present.length === 0) return 'skipped, no src/index.ts';
  const result = await esbuild.build({
    ...COMMON,
    entryPoints: Object.fromEntries(present),
    platform: 'neutral',
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
  });
  const files = emitAll(result);
  for (const file of files) await emitCommonJs(file);
}

async function emitCommonJs(file) {
  const result = await esbuild.build({
    ...COMMON,
    entryPoints: [file],
    outbase: 'build',
    outExtension: { '.js': '.cjs' },
    platform: 'node',
    format: 'cjs',
    define: { 'import.meta.url': 'moduleUrl' },
    plugins: [
      {
        name: 'keep-files-apart',
        setup(build) {
          build.onResolve({ filter: /^\.\.?\// }, ({ path, kind }) =>
            kind === 'entry-point'
              ? undefined
              : { path: path.replace(/\.js$/, '.cjs'), external: true },
          );
        },
      },
    ],
  });
  const url = "const moduleUrl = require('node:url').pathToFileURL(__filename).href;\n";
  emitAll(result, (text) => (/\bmoduleUrl\b/.test(text) ? url + text : text));
}

/**
 * One file with no imports and no exports: it starts as a module worker and as a classic one. It
 * goes to browsers as it is, so it is made small, and without the modules: the pool posts them.
 */
async function bundleWorker() {
  const entry = 'src/workers/worker.ts';
  if (!existsSync(entry)) return `skipped, no ${entry}`;
  const entryPoints = { worker: entry };
  const plugins = [withoutModules];
  emitAll(
    await esbuild.build({ ...COMMON, entryPoints, plugins, platform: 'neutral', minify: true }),
  );
}

/** A small file that starts fast; what its dynamic imports name loads when it is asked for. */
async function bundleCommandLine() {
  const entry = 'src/cli/main.ts';
  if (!existsSync(entry)) return `skipped, no ${entry}`;
  const result = await esbuild.build({
    ...COMMON,
    entryPoints: { cli: entry },
    platform: 'node',
    splitting: true,
    chunkNames: 'chunks/cli-[name]-[hash]',
    // commander is CommonJS: it calls `require` for node's modules, which ESM doesn't have.
    banner: {
      js: "import { createRequire as makeRequire } from 'node:module';\nconst require = makeRequire(import.meta.url);",
    },
  });
  emitAll(result, (text, file) =>
    file !== 'build/cli.js' || text.startsWith('#!') ? text : `#!/usr/bin/env node\n${text}`,
  );
}

/** What `--out` writes into the pages of the commands: a script each, and the styles. */
async function bundleReportPage() {
  const entry = 'src/report/tutorial/page/main.ts';
  if (!existsSync(entry)) return `skipped, no ${entry}`;
  emitAll(
    await esbuild.build({
      ...COMMON,
      entryPoints: {
        'report/page': entry,
        'report/bench': 'src/report/bench/page/main.ts',
        'report/evaluation': 'src/report/evaluation/page/main.ts',
        'report/report': 'src/report/report.css',
      },
      platform: 'browser',
      format: 'iife',
      minify: true,
      // Reports are passed on without the package that made them.
      banner: {
        js: '/* Contains Observable Plot (c) Observable, Inc., D3 (c) Mike Bostock and small packages, under ISC, BSD and MIT licences: see THIRD-PARTY-NOTICES.txt in the package hashplane. */',
      },
    }),
  );
}

/** Declarations that the entries reach, once for `import` and once for `require`. */
function declareTypes() {
  const scratch = `build/.types-${process.pid}`;
  try {
    runNode('node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json', '--outDir', scratch);
    const entries = ['index.d.ts', 'node/index.d.ts', 'workers/worker.d.ts'];
    const reached = new Set(entries.filter((file) => existsSync(join(scratch, file))));
    for (const file of reached) {
      const text = readFileSync(join(scratch, file), 'utf8');
      const link = /(\bfrom\s*|\bimport\s*\(?\s*)(['"])(\.\.?\/[^'"]+)\.[jt]s\2/g;
      for (const [, , , path] of text.matchAll(link)) {
        reached.add(relative(scratch, resolve(scratch, dirname(file), `${path}.d.ts`)));
      }
      const linked = (extension) => text.replace(link, `$1$2$3.${extension}$2`);
      emit(join('build/types/esm', file), linked('js'));
      emit(join('build/types/cjs', file.replace(/\.d\.ts$/, '.d.cts')), linked('cjs'));
    }
    if (reached.size === 0) return 'skipped, no entries';
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Writes what esbuild made, notes the packages it holds, and returns the files' names. */
function emitAll({ outputFiles, metafile }, edit = (text) => text) {
  for (const input of Object.keys(metafile.inputs)) {
    const name = input.match(/.*node_modules\/((?:@[^/]+\/)?[^/]+)\//)?.[1];
    if (name) bundledPackages.add(name);
  }
  return outputFiles.map(({ path, text }) => {
    const file = relative('.', path).replaceAll('\\', '/');
    // Wherever the bundler put a piece of code, it sees itself right inside build/.
    const inBuild = file.startsWith('build/chunks/')
      ? text.replaceAll('import.meta.url', "new URL('../index.js', import.meta.url).href")
      : text;
    emit(file, edit(withClassNames(withLazyModules(inBuild)), file));
    return file;
  });
}

/**
 * Decodes an embedded module where it is asked for, and not by importing the library: `var bytes =
 * Uint8Array.from("...")` becomes a function, and what reads it a call.
 */
function withLazyModules(text) {
  const embedded = text.matchAll(/^var (\w+) = Uint8Array\.from\("0061736d/gm);
  return [...embedded].reduce(
    (edited, [, name]) =>
      edited
        .replace(new RegExp(`(?<!var )\\b${name}\\b`, 'g'), `${name}()`)
        .replace(`var ${name} = `, `var ${name} = () => `),
    text,
  );
}

/**
 * Gives classes back the names that consoles show: a class that names itself becomes `var A =
 * class _A` or `A2`. esbuild's own `keepNames` slows down every closure and foils tree shaking.
 */
function withClassNames(text) {
  const renamed = text.matchAll(/^var ([\w$]+) = class (_\1|\1\d+)(?![\w$])/gm);
  return [...renamed].reduce(
    (edited, [, name, inner]) =>
      edited.replace(new RegExp(`(?<![\\w$.#])${inner}(?![\\w$])`, 'g'), name),
    text,
  );
}

function emit(file, text) {
  mkdirSync(dirname(file), { recursive: true });
  const draft = `${file}.${process.pid}.tmp`;
  // Like any script that starts with `#!`, the command may be run by its name.
  writeFileSync(draft, text, { mode: text.startsWith('#!') ? 0o755 : 0o644 });
  renameSync(draft, file);
  outputs.add(file.replaceAll('\\', '/'));
}

function notices() {
  const parts = [...bundledPackages].sort().map((name) => {
    const directory = `node_modules/${name}`;
    const { version, license } = JSON.parse(readFileSync(`${directory}/package.json`, 'utf8'));
    // The loader comes without its licence, which is that of the compiler it belongs to.
    const source = name === '@assemblyscript/loader' ? 'node_modules/assemblyscript' : directory;
    const texts = readdirSync(source)
      .filter((file) => /^(licen[cs]e|notice)/i.test(file))
      .map((file) => readFileSync(join(source, file), 'utf8').trim());
    if (texts.length === 0) throw new Error(`${name} has no licence file to pass on`);
    return `${name} ${version} (${license})\n\n${texts.join('\n\n')}\n`;
  });
  return `hashplane includes these packages.\n\n${parts.join(`\n${'-'.repeat(80)}\n\n`)}`;
}

function removeStale() {
  const loose = readdirSync('build').filter((name) => /\.(c?js|tmp)$/.test(name));
  const kept = ['chunks', 'report', 'types'].filter((name) => existsSync(`build/${name}`));
  const nested = kept.flatMap((name) =>
    readdirSync(`build/${name}`, { recursive: true }).map((file) => join(name, file)),
  );
  for (const name of [...loose, ...nested]) {
    const file = join('build', name).replaceAll('\\', '/');
    if (!outputs.has(file) && statSync(file).isFile()) rmSync(file);
  }
}

function runNode(...args) {
  const { status, signal, error } = spawnSync(process.execPath, args, { stdio: ['ignore', 2, 2] });
  if (status !== 0) {
    throw new Error(`${args[0]}: ${error?.message ?? signal ?? `exit code ${status}`}`);
  }
}
