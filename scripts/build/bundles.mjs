// What esbuild makes of the sources: the library, its worker, the command line and the report pages.
import { readFileSync } from 'node:fs';
import * as esbuild from 'esbuild';
import { CDN, DOORS } from './doors.mjs';
import { embedModules, withoutModules } from './embed-modules.mjs';
import { noteLicences } from './notices.mjs';
import { emitBundle } from './outputs.mjs';
import { quietLoader } from './quiet-loader.mjs';

/**
 * What loads other packages stands in files of its own: bundlers that can't drop a dynamic import
 * drop the whole file where nothing of it is used.
 */
const LOADERS_OF_PACKAGES = {
  'chunks/hdf5': 'src/data/hdf5/library.ts',
  'chunks/parquet': 'src/data/parquet/parquet.ts',
  'chunks/unpack': 'src/data/archives/unpack.ts',
  'chunks/picture-packages': 'src/pictures/decoders/packages.ts',
  'chunks/decompositions': 'src/models/initialisers/decompositions.ts',
};

/** Bundles, writes and notes the licences of what was bundled. */
async function bundle(options) {
  const result = await esbuild.build({
    bundle: true,
    write: false,
    metafile: true,
    outdir: 'build',
    format: 'esm',
    target: 'es2022',
    // Readers of large formats are packages of their own, which load when such a file is met.
    external: [
      'node:*',
      '@jsquash/*',
      'h5wasm',
      'hyparquet',
      'hyparquet/*',
      'hyparquet-compressors',
      'react',
    ],
    logLevel: 'warning',
    plugins: [embedModules, quietLoader],
    ...options,
  });
  noteLicences(result);
  emitBundle(result);
}

/** What finds a file from its own place: as deep below the package's folder as its source is. */
const PLACED = { 'chunks/threads': 'src/node/threads.ts' };

/** A file for each door of the library. They share code in chunks, so that all see the same classes. */
export async function bundleLibrary() {
  await bundle({
    entryPoints: { ...DOORS, ...LOADERS_OF_PACKAGES, ...PLACED },
    platform: 'neutral',
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
  });
}

/**
 * One file with no imports and no exports: it starts as a module worker and as a classic one. It
 * goes to browsers as it is, so it is made small, and without the modules: the pool posts them.
 */
export async function bundleWorker() {
  await bundle({
    entryPoints: { worker: 'src/workers/worker.ts' },
    plugins: [withoutModules, quietLoader],
    platform: 'neutral',
    minify: true,
  });
}

/**
 * One file too, with a whole HashIndex and its modules in it: nobody posts them.
 */
export async function bundleIndexWorker() {
  await bundle({
    entryPoints: { 'index-worker': 'src/workers/index-worker/worker.ts' },
    platform: 'neutral',
    minify: true,
  });
}

/** The script of Node's threads that decode pictures. */
export async function bundlePictureWorker() {
  await bundle({
    entryPoints: { 'picture-worker': 'src/node/picture-source/worker.ts' },
    platform: 'node',
  });
}

/** One file for plain pages, minified, which serves as the script of the index worker too. */
export async function bundleForCdns() {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
  await bundle({
    entryPoints: { 'hashplane.cdn': CDN },
    platform: 'browser',
    minify: true,
    // It is passed on without the package.
    banner: {
      js: `/* hashplane ${version}, MIT licence; contains @assemblyscript/loader, Apache-2.0 licence: see THIRD-PARTY-NOTICES.txt in the package. */`,
    },
  });
}

/** A small file that starts fast; what its dynamic imports name loads when it is asked for. */
export async function bundleCommandLine() {
  await bundle({
    entryPoints: { cli: 'src/cli/main.ts' },
    platform: 'node',
    splitting: true,
    chunkNames: 'chunks/cli-[name]-[hash]',
    // commander is CommonJS: it calls `require` for node's modules, which ESM doesn't have.
    banner: {
      js: "import { createRequire as makeRequire } from 'node:module';\nconst require = makeRequire(import.meta.url);",
    },
  });
}

/** What `--out` writes into the pages of the commands: a script each, and the styles. */
export async function bundleReportPage() {
  await bundle({
    entryPoints: {
      'report/page': 'src/report/tutorial/page/main.ts',
      'report/bench': 'src/report/bench/page/main.ts',
      'report/evaluation': 'src/report/evaluation/page/main.ts',
      'report/pictures': 'src/report/pictures/page/main.ts',
      'report/report': 'src/report/report.css',
    },
    platform: 'browser',
    format: 'iife',
    minify: true,
    // Reports are passed on without the package that made them.
    banner: {
      js: '/* Contains Observable Plot (c) Observable, Inc., D3 (c) Mike Bostock and small packages, under ISC, BSD and MIT licences: see THIRD-PARTY-NOTICES.txt in the package hashplane. */',
    },
  });
}
