// A server of PostgreSQL is killed while it is written to and searched, and started again.
import { setTimeout as sleep } from 'node:timers/promises';
import { pg, SqlCodeStore, SqlError } from 'hashplane/sql';
import { Pool } from 'pg';
import { from } from 'pg-copy-streams';
import { checkStore } from './check-store.mjs';
import { BITS, codesOf } from './rows.mjs';

const BATCH = 100;
const LONGEST_MILLIS = 1500;

/**
 * Kills the server so many times at random moments, starts it again, checks that what was acknowledged is
 * there, writes everything once more, and checks that every row is there once.
 *
 * @param {{ url(): string, kill(): Promise<void>, start(): Promise<void> }} server
 * @param {number} times
 * @param {(line: string) => void} tell
 */
export async function crashServer(server, times, tell = () => {}) {
  const pool = new Pool({ connectionString: server.url() });
  // Clients that wait in the pool lose their server.
  pool.on('error', () => {});
  try {
    const driver = pg(pool, { copyFrom: from });
    const store = await SqlCodeStore.create(driver, { table: 'photos', bits: BITS });
    let rows = 0;
    for (let time = 1; time <= times; time++) {
      const millis = 50 + Math.floor(Math.random() * LONGEST_MILLIS);
      let killed = false;
      const writing = untilRefused(
        rows,
        async (next) => {
          const ids = Array.from({ length: BATCH }, (_, i) => next + i);
          await store.add(ids, codesOf(ids));
          return next + BATCH;
        },
        () => killed,
      );
      const searching = untilRefused(
        0,
        async (next) => {
          await store.search(codesOf([next]), { k: 10 });
          return next + 1;
        },
        () => killed,
      );
      await sleep(millis);
      const down = server.kill();
      killed = true;
      const [acknowledged, searches] = await Promise.all([writing, searching, down]);
      await server.start();
      await checkStore(driver, store, acknowledged);
      const ids = Array.from({ length: acknowledged + BATCH }, (_, id) => id);
      await store.add(ids, codesOf(ids));
      rows = await checkStore(driver, store, ids.length);
      if (rows !== ids.length) throw new Error(`${rows} rows are there, not ${ids.length}`);
      tell(
        `kill ${time} of ${times} after ${millis} ms: ${acknowledged} acknowledged, ` +
          `${searches} searches; ${rows} there after all were written again`,
      );
    }
    return rows;
  } finally {
    await pool.end();
  }
}

/**
 * Works until the server is gone, which must be an error of one line.
 *
 * @param {number} first
 * @param {(next: number) => Promise<number>} step
 * @param {() => boolean} isKilled
 */
async function untilRefused(first, step, isKilled) {
  let next = first;
  try {
    for (;;) next = await step(next);
  } catch (error) {
    if (!isKilled() || !(error instanceof SqlError) || /\n/.test(error.message)) throw error;
    return next;
  }
}
