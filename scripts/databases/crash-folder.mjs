// A process that writes into a folder of PGlite is killed, and another looks at what is there.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { PGlite } from '@electric-sql/pglite';
import { openPGlite, SqlCodeStore } from 'hashplane/sql';
import { checkStore } from './check-store.mjs';

const WRITER = fileURLToPath(new URL('pglite-writer.mjs', import.meta.url));
/** A writer is killed so many acknowledged batches after it began, at most, and so long after the last. */
const MOST_BATCHES = 6;
const LONGEST_MILLIS = 300;

/**
 * Kills a writer so many times at random moments after it has opened the store, and checks the store each
 * time; the next one goes on in the same folder.
 *
 * @param {number} times
 * @param {(line: string) => void} tell
 */
export async function crashFolder(times, tell = () => {}) {
  const parent = mkdtempSync(join(tmpdir(), 'hashplane-crashes-'));
  const folder = join(parent, 'photos');
  try {
    let acknowledged = 0;
    for (let time = 1; time <= times; time++) {
      const batches = Math.floor(Math.random() * (MOST_BATCHES + 1));
      const millis = Math.floor(Math.random() * LONGEST_MILLIS);
      acknowledged = await killedWriter(folder, acknowledged, batches, millis);
      const rows = await checked(folder, acknowledged);
      tell(
        `kill ${time} of ${times}, ${millis} ms after ${batches} batches: ` +
          `${acknowledged} acknowledged, ${rows} there`,
      );
    }
    return acknowledged;
  } finally {
    rmSync(parent, { recursive: true, force: true });
  }
}

/**
 * @param {string} folder
 * @param {number} from
 * @param {number} batches
 * @param {number} millis
 * @returns below which number the writer said that all rows are kept.
 */
async function killedWriter(folder, from, batches, millis) {
  const child = spawn(process.execPath, [WRITER, folder, String(from)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let acknowledged = from;
  const ended = once(child, 'close');
  let lines = 0;
  const reached = new Promise((done) => {
    createInterface(child.stdout).on('line', (line) => {
      if (line !== 'open') acknowledged = Number(line);
      if (lines++ === batches) done(true);
    });
  });
  if (!(await Promise.race([reached, ended.then(() => false)]))) {
    throw new Error('the writer ended before it was killed');
  }
  await sleep(millis);
  child.kill('SIGKILL');
  await ended;
  return acknowledged;
}

/**
 * @param {string} folder
 * @param {number} acknowledged
 */
async function checked(folder, acknowledged) {
  const driver = await openPGlite(PGlite, folder);
  try {
    const store = await SqlCodeStore.open(driver, { table: 'photos' });
    return await checkStore(driver, store, acknowledged);
  } finally {
    await driver.close();
  }
}
