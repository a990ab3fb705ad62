// Builds the apps of test/package/fixtures/app as their users would, one folder for each.
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { nodeResolve } from '@rollup/plugin-node-resolve';
import * as esbuild from 'esbuild';
import { rollup } from 'rollup';
import { createServer as createViteServer, build as viteBuild } from 'vite';
import webpack from 'webpack';
import { type Installed, run } from '../package/pack.ts';
import type { Site } from './static-site.ts';

const FIXTURES = fileURLToPath(new URL('../package/fixtures/app', import.meta.url));

/** Builds `app`.js into the folder `out`, which gets a page `app`.html that runs it. */
type Build = (folder: string, app: string, out: string) => Promise<void>;

export const BUNDLERS = {
  Vite: buildWithVite,
  webpack: buildWithWebpack,
  esbuild: buildWithEsbuild,
  Rollup: buildWithRollup,
} satisfies Readonly<Record<string, Build>>;

/** Apps that run what `main` does in another way, and the one with h5wasm: minifying tells nothing. */
const KEPT_WHOLE = ['formats', 'stream', 'pool'];

/** Files that the app `formats` reads, by libraries that load when they are met. */
const FILES = ['v73.mat', 'pair-snappy.parquet', 'pair-zstd-v2.parquet', 'pair.npz'];

/** Puts the sources of the apps beside the installed package. */
export function writeApps({ folder }: Installed): void {
  cpSync(FIXTURES, folder, { recursive: true });
  const files = FILES.map((name) => {
    const file = fileURLToPath(new URL(`../fixtures/files/${name}`, import.meta.url));
    return [name, readFileSync(file, 'base64')];
  });
  const text = `export const FILES = ${JSON.stringify(Object.fromEntries(files))};\n`;
  writeFileSync(join(folder, 'files.js'), text);
}

/** What the app `main` finds in Node: the name of the backend, codes and rows. */
export async function resultInNode({ folder }: Installed): Promise<unknown> {
  const program = `
    import { createKernels } from 'hashplane';
    import { job } from './job.js';
    process.stdout.write(JSON.stringify(await job(await createKernels())));`;
  return JSON.parse(await run(process.execPath, ['--input-type=module', '-e', program], folder));
}

/** The scripts in a folder, in full. */
export function scriptsIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.js'))
    .map((name) => readFileSync(join(folder, name), 'utf8'));
}

/** Writes a page that does nothing but run a script. */
export function writePage(folder: string, app: string, script = `./${app}.js`): string {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${app}.html`);
  writeFileSync(
    file,
    `<!doctype html><title>${app}</title><link rel="icon" href="data:,"><script type="module" src="${script}"></script>`,
  );
  return file;
}

async function buildWithVite(folder: string, app: string, out: string): Promise<void> {
  await viteBuild({
    root: folder,
    configFile: false,
    logLevel: 'warn',
    build: { outDir: out, rollupOptions: { input: writePage(folder, app) } },
  });
}

/** An app whose own worker awaits kernels at its top level, built with Vite. */
export async function buildOwnWorker({ folder }: Installed, format: 'es' | 'iife'): Promise<void> {
  const app = 'own-worker';
  writeFileSync(
    join(folder, `${app}.js`),
    "new Worker(new URL('./awaits.js', import.meta.url), { type: 'module' });\n",
  );
  writeFileSync(
    join(folder, 'awaits.js'),
    "import { createKernels } from 'hashplane';\npostMessage((await createKernels()).name);\n",
  );
  await viteBuild({
    root: folder,
    configFile: false,
    logLevel: 'silent',
    worker: { format },
    build: {
      outDir: join(folder, 'out', format),
      rollupOptions: { input: writePage(folder, app) },
    },
  });
}

/** Vite's development server, which prepares packages in a way of its own. */
export async function serveWithVite({ folder }: Installed, apps: readonly string[]): Promise<Site> {
  for (const app of apps) writePage(folder, app);
  const server = await createViteServer({
    root: folder,
    configFile: false,
    logLevel: 'warn',
    server: { host: '127.0.0.1', port: 0, watch: null },
  });
  await server.listen();
  return {
    url: server.resolvedUrls!.local[0]!.replace(/\/$/, ''),
    close: () => server.close(),
  };
}

async function buildWithWebpack(folder: string, app: string, out: string): Promise<void> {
  writePage(out, app);
  const compiler = webpack({
    mode: 'production',
    context: folder,
    entry: { [app]: `./${app}.js` },
    output: { path: out },
    performance: false,
    // Terser is what drops unused code here; it takes a minute for the 4 MB of h5wasm.
    optimization: { minimize: !KEPT_WHOLE.includes(app) },
  });
  const stats = await new Promise<webpack.Stats | undefined>((resolve, reject) => {
    compiler.run((error, result) => (error ? reject(error) : resolve(result)));
  });
  await new Promise((resolve) => compiler.close(resolve));
  if (!stats || stats.hasErrors() || stats.hasWarnings()) {
    throw new Error(stats?.toString('errors-warnings'));
  }
}

async function buildWithEsbuild(folder: string, app: string, out: string): Promise<void> {
  writePage(out, app);
  const { warnings } = await esbuild.build({
    absWorkingDir: folder,
    entryPoints: [`${app}.js`],
    outdir: out,
    bundle: true,
    minify: true,
    format: 'esm',
  });
  if (warnings.length > 0) throw new Error(warnings[0]!.text);
}

async function buildWithRollup(folder: string, app: string, out: string): Promise<void> {
  writePage(out, app);
  const bundle = await rollup({
    input: join(folder, `${app}.js`),
    plugins: [nodeResolve({ browser: true })],
    onwarn: (warning) => {
      throw new Error(warning.message);
    },
  });
  await bundle.write({ dir: out, format: 'es' });
  await bundle.close();
}
