// Builds the page and serves it: `npm run demo`, `-- --build-only`, `-- --open`, `-- --port 8000`.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { buildDemo } from './build.mjs';
import { serve } from './serve.mjs';

const FOLDER = fileURLToPath(new URL('../../build/demo', import.meta.url));
const USAGE = `npm run demo                     build the page and serve it
npm run demo -- --open           and open it in a browser
npm run demo -- --port 8000      at a port of your choice (default: any that is free)
npm run demo -- --build-only     only build it, into build/demo, for any static host`;

const { values } = options();
if (values.help) {
  console.log(USAGE);
  process.exit(0);
}
await buildDemo(FOLDER);
if (values['build-only']) console.log('The page is in build/demo: any static host can serve it.');
else {
  const { url } = await serve(FOLDER, port(values.port));
  console.log(`The page is at ${url} (Ctrl-C ends it)`);
  if (values.open) open(url);
}

function options() {
  try {
    return parseArgs({
      options: {
        'build-only': { type: 'boolean' },
        open: { type: 'boolean' },
        port: { type: 'string', default: '0' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    return fail(error.message);
  }
}

function port(text) {
  const number = Number(text);
  if (/^\d+$/.test(text) && number < 65536) return number;
  return fail(`--port must be a whole number up to 65535, not "${text}"`);
}

/** @returns {never} */
function fail(message) {
  console.error(`demo: ${message}\n${USAGE}`);
  process.exit(2);
}

function open(url) {
  const [command, ...first] = { darwin: ['open'], win32: ['cmd', '/c', 'start', ''] }[
    process.platform
  ] ?? ['xdg-open'];
  const child = spawn(command, [...first, url], { stdio: 'ignore', detached: true });
  child.on('error', () => console.error(`demo: no browser could be opened: go to ${url}`));
  child.unref();
}
