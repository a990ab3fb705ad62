import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

// Quiet: a browser under test talks to nobody but the page.
export const ARGUMENTS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];

/**
 * The path of Chromium: CHROMIUM_PATH, or the first of its names on the PATH. Without one it says
 * so and returns null, for the tests to be skipped; in continuous integration (HASHPLANE_CI) that
 * would hide them, so there it throws.
 */
export function findChromium(): string | null {
  const { CHROMIUM_PATH, PATH = '', HASHPLANE_CI } = process.env;
  if (CHROMIUM_PATH) return CHROMIUM_PATH;
  for (const folder of PATH.split(delimiter)) {
    for (const name of NAMES) {
      const file = join(folder, process.platform === 'win32' ? `${name}.exe` : name);
      if (folder !== '' && isExecutable(file)) return file;
    }
  }
  const hint = 'no Chromium on the PATH: install it, or name it by CHROMIUM_PATH';
  if (HASHPLANE_CI) throw new Error(hint);
  process.stderr.write(`browser tests are skipped: ${hint}\n`);
  return null;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
