// Builds the page of src/demo into build/demo: files that any static host can serve below any path.
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';
import { embedModules } from '../build/embed-modules.mjs';
import { noteLicences, notices } from '../build/notices.mjs';
import { quietLoader } from '../build/quiet-loader.mjs';
import { writeData } from './data.mjs';

/** The scripts of workers, by what `startWorker` calls them. */
const WORKERS = {
  lab: 'src/demo/lab/worker.ts',
  pictures: 'src/demo/parts/pictures-worker.ts',
  race: 'src/demo/race/worker.ts',
  indexWorker: 'src/workers/index-worker/worker.ts',
};
/** Scripts as large as this, as that for HDF5, are needed by few; they are kept when they are first used. */
const RARE_BYTES = 500_000;
const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Builds all of it into `folder`, which is emptied first. @param {string} folder */
export async function buildDemo(folder) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  await writeData(join(folder, 'data'));
  const names = await Promise.all(
    Object.entries(WORKERS).map(async ([name, source]) => {
      const [file] = await bundle(folder, { [kebab(name)]: source });
      return [name, file];
    }),
  );
  const scripts = JSON.stringify(Object.fromEntries(names));
  const [script] = await bundle(
    folder,
    { main: 'src/demo/main.ts' },
    { define: { WORKER_SCRIPTS: scripts } },
  );
  const [style] = await bundle(
    folder,
    { style: 'src/demo/styles/demo.css' },
    // Nested rules are written out for browsers of 2023.
    { target: ['chrome111', 'firefox113', 'safari16.4'] },
  );
  copyFileSync(join(ROOT, 'src/demo/icon.svg'), join(folder, 'icon.svg'));
  // The programs that the first view shows.
  cpSync(join(ROOT, 'scripts/demo/examples'), join(folder, 'examples'), { recursive: true });
  writeFileSync(join(folder, 'THIRD-PARTY-NOTICES.txt'), notices() + noticesOfData());
  writeFileSync(join(folder, 'index.html'), page(script, style));
  await bundleServiceWorker(folder);
}

/** The licences of the emoji's pictures and names. */
function noticesOfData() {
  return ['LICENSE-noto-emoji', 'LICENSE-emojibase-data']
    .map((file) => readFileSync(join(ROOT, 'data/emoji', file), 'utf8').trim())
    .map((text) => `\n${'-'.repeat(80)}\n\n${text}\n`)
    .join('');
}

/** @param {string} name */
function kebab(name) {
  return name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** Bundles with a hash in each name, so that hosts may keep files for ever; gives the entries' names. */
async function bundle(folder, entryPoints, options = {}) {
  const result = await esbuild.build({
    absWorkingDir: ROOT,
    entryPoints,
    outdir: folder,
    bundle: true,
    minify: true,
    metafile: true,
    format: 'esm',
    target: 'es2022',
    splitting: true,
    entryNames: '[name]-[hash]',
    chunkNames: 'chunks/[name]-[hash]',
    platform: 'browser',
    external: ['node:*'],
    legalComments: 'none',
    logLevel: 'warning',
    plugins: [embedModules, quietLoader],
    ...options,
  });
  noteLicences(result);
  return Object.entries(result.metafile.outputs)
    .filter(([, { entryPoint }]) => Object.values(entryPoints).includes(entryPoint ?? ''))
    .map(([path]) => join(ROOT, path).slice(folder.length + 1));
}

/** Written last, since it lists all others. */
async function bundleServiceWorker(folder) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
  const digest = createHash('sha256');
  for (const file of files) digest.update(file).update(readFileSync(join(folder, file)));
  const isRare = (file) =>
    file.startsWith('chunks/') && statSync(join(folder, file)).size > RARE_BYTES;
  const kept = files.filter((file) => !/index\.html$|NOTICES\.txt$/.test(file) && !isRare(file));
  await esbuild.build({
    absWorkingDir: ROOT,
    entryPoints: ['src/demo/service-worker.ts'],
    outfile: join(folder, 'service-worker.js'),
    bundle: true,
    minify: true,
    define: {
      FILES: JSON.stringify(['./', ...kept]),
      VERSION: JSON.stringify(digest.digest('hex')),
    },
    logLevel: 'warning',
  });
}

function page(script, style) {
  const names = readFileSync(join(ROOT, 'src/demo/shell/view-names.ts'), 'utf8');
  const views = [...names.matchAll(/^ {2}(\w+): '(.+)',$/gm)]
    .map(([, name, title]) => `<li><a href="#/${name}">${title}</a></li>`)
    .join('');
  return readFileSync(join(ROOT, 'src/demo/index.html'), 'utf8')
    .replace('%POLICY%', policy())
    .replaceAll('%SCRIPT%', script)
    .replace('%STYLE%', style)
    .replace('%VIEWS%', views);
}

/** Nothing from elsewhere, nothing inline, and no text that becomes code. */
function policy() {
  return [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    `style-src 'self' 'sha256-${plotStyleHash()}'`,
    "img-src 'self' data: blob:",
    "connect-src 'self'",
    "worker-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types demo',
  ].join('; ');
}

/** Of the one style sheet that is inline: Observable Plot puts it into each of its charts. */
function plotStyleHash() {
  const folder = dirname(fileURLToPath(import.meta.resolve('@observablehq/plot')));
  const source = readFileSync(join(folder, 'plot.js'), 'utf8');
  const style = /append\("style"\)\.text\(\s*`([^`]*)`/.exec(source)?.[1];
  const name = /const defaultClassName = "([^"]+)"|return "(plot-[^"]+)"/.exec(
    source + readFileSync(join(folder, 'style.js'), 'utf8'),
  );
  if (!style || !name) throw new Error('the style sheet of Observable Plot is not where it was');
  const text = style.replaceAll(/\$\{className\}/g, name[1] ?? name[2]);
  return createHash('sha256').update(text).digest('base64');
}
