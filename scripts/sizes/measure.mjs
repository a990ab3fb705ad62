// What apps pay for: bytes of what a bundler makes of a few lines, minified and gzipped.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import * as esbuild from 'esbuild';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/**
 * What is measured: `app` is bundled as its author would write it, `file` is taken as it is built; `limit`
 * is what it may take, in kB, gzipped.
 */
export const USES = [
  {
    use: 'hashing alone: `RandomHyperplanes`',
    limit: 30,
    app: `import { createKernels, RandomHyperplanes } from 'hashplane';
      export const run = async () => new RandomHyperplanes({ kernels: await createKernels(), bits: 64 });`,
  },
  {
    use: '`HashIndex` on the page: add, search, save, load',
    limit: 92,
    app: `import { createKernels, HashIndex } from 'hashplane';
      export const make = async () => HashIndex.create({ kernels: await createKernels() });
      export const load = async (bytes) => HashIndex.load(bytes, { kernels: await createKernels() });`,
  },
  {
    use: '`openIndexWorker`: what the page carries',
    limit: 10,
    app: `import { openIndexWorker } from 'hashplane';
      export const open = (worker, source) => openIndexWorker({ worker, source });`,
  },
  {
    use: '`hashplane/index-worker`: the script of its worker',
    limit: 110,
    file: 'build/index-worker.js',
  },
  {
    use: '`hashplane/react`: hooks, with what `openIndexWorker` takes on the page',
    limit: 12,
    app: `export * from 'hashplane/react';`,
  },
  {
    use: '`hashplane/sql`: a store of codes; PGlite comes apart',
    limit: 60,
    app: `import { openPGlite, SqlCodeStore } from 'hashplane/sql';
      export const open = async (PGlite, place) =>
        SqlCodeStore.open(await openPGlite(PGlite, place), { table: 'photos' });`,
  },
  {
    use: '`hashplane/pictures`: `PictureDescriptor`, with the backend',
    limit: 45,
    app: `import { createKernels } from 'hashplane';
      import { PictureDescriptor } from 'hashplane/pictures';
      export const make = async () => new PictureDescriptor({ kernels: await createKernels() });`,
  },
  { use: 'the file for CDNs, worker included', limit: 128, file: 'build/hashplane.cdn.js' },
];

/**
 * Bytes of every use, in their order.
 * @returns {Promise<{ use: string, minified: number, gzipped: number, limit?: number }[]>}
 */
export function measureSizes() {
  return Promise.all(
    USES.map(async ({ use, limit, app, file }) => {
      const code = file === undefined ? await bundled(app) : readFileSync(`${ROOT}/${file}`);
      return {
        use,
        minified: code.length,
        gzipped: gzipSync(code).length,
        ...(limit && { limit }),
      };
    }),
  );
}

/** @param {string} contents */
async function bundled(contents) {
  const { outputFiles } = await esbuild.build({
    stdin: { contents, resolveDir: ROOT },
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    external: ['react'],
    // Bare imports of chunks without side effects are left out, as they should be.
    logLevel: 'error',
  });
  return outputFiles[0].contents;
}
