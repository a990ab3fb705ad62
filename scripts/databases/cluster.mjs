// Four partitions on three servers of this machine, through PL/Proxy, beside one server with all codes:
// the table of docs/use/databases-cluster.md. Takes a few minutes, on what is built.
//   node scripts/databases/cluster.mjs [--rows 300000] [--write]
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createKernels, HammingSearch, HashCodes } from 'hashplane';
import { pg, SqlCluster, SqlCodeStore } from 'hashplane/sql';
import { Pool } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { markdownTable } from '../shared/markdown-table.mjs';
import { fillSections } from '../shared/marked-sections.mjs';
import { startServer } from './start-server.mjs';

const BITS = 64;
const K = 10;
const QUERIES = 60;
/** Queries before the timed ones: plans are made, pages are read. */
const WARM = 12;
const PAGE = 'docs/use/databases-cluster.md';

const { values } = parseArgs({
  options: { rows: { type: 'string', default: '300000' }, write: { type: 'boolean' } },
});
const count = Number(values.rows);
const kernels = await createKernels();
const { codes, queries } = clusteredCodes(count, 1);
const expected = new HammingSearch(kernels, codes).nearest(queries, K);

const settings = { wal_level: 'logical', shared_buffers: '128MB' };
/** @type {NonNullable<Awaited<ReturnType<typeof startServer>>>[]} */
const servers = [];
/** @type {Pool[]} */
const pools = [];
/** @param {string} url */
function connect(url) {
  const pool = new Pool({ connectionString: url, max: 4 });
  // Of connections that a server closed when it stopped.
  pool.on('error', () => {});
  pools.push(pool);
  return pg(pool, { copyFrom });
}

try {
  for (let i = 0; i < 4; i++) {
    const server = await startServer(settings);
    if (!server) throw new Error('install postgresql-15 and postgresql-15-plproxy first');
    servers.push(server);
  }
  const [one, ...three] = servers.map((server) => server.url());
  const ids = Array.from({ length: count }, (_, i) => i);
  const store = await SqlCodeStore.create(connect(one), {
    ...{ table: 'one', bits: BITS, expected: count },
  });
  const partitions = [0, 1, 2, 0].map((i) => three[i]);
  const cluster = await SqlCluster.create(connect(three[0]), {
    ...{ table: 'four', bits: BITS, expected: count, partitions, connect },
  });
  const loads = [];
  for (const [name, target] of /** @type {const} */ ([
    ['one', store],
    ['four', cluster],
  ])) {
    const start = performance.now();
    await target.add(ids, codes);
    loads.push(count / ((performance.now() - start) / 1000));
    console.error(`${name}: ${Math.round(loads.at(-1) ?? 0)} rows a second`);
  }
  for (const url of [one, ...three]) await connect(url).query('vacuum analyze');

  const kinds = /** @type {const} */ (['scan', 'multi-index']);
  /** @type {Record<string, number[]>} */
  const times = {};
  for (let q = 0; q < QUERIES; q++) {
    const query = queries.select([q]);
    const { rows, distances } = expected[q];
    const right = JSON.stringify(Array.from(rows, (id, i) => ({ id, distance: distances[i] })));
    for (const strategy of kinds) {
      for (const [name, target] of /** @type {const} */ ([
        ['one', store],
        ['four', cluster],
      ])) {
        const start = performance.now();
        const { neighbours } = await target.search(query, { k: K, strategy });
        const millis = performance.now() - start;
        if (JSON.stringify(neighbours) !== right) throw new Error(`${name} ${strategy}: wrong`);
        if (q < WARM) continue;
        const key = `${name} ${strategy}`;
        times[key] = [...(times[key] ?? []), millis];
      }
    }
  }
  const lines = kinds.map((strategy) => {
    const [single, several] = [median(times[`one ${strategy}`]), median(times[`four ${strategy}`])];
    return [strategy, single.toFixed(1), several.toFixed(1), (several / single).toFixed(2)];
  });
  const head = [`k = ${K}, ms`, 'one server', 'four partitions on three', 'ratio'];
  const table =
    `${markdownTable(head, lines)}\n\n${count.toLocaleString('en-US')} codes of ${BITS} bits, medians of ` +
    `${QUERIES - WARM} queries asked in turn, on ${cpus().length} processors that all servers share. ` +
    `Rows a second: ${loads.map((rate) => (Math.round(rate / 100) * 100).toLocaleString('en-US')).join(' and ')}.`;
  console.log(table);
  const page = fileURLToPath(new URL(`../../${PAGE}`, import.meta.url));
  if (values.write) fillSections(page, { cluster: table });
} finally {
  for (const pool of pools) await pool.end();
  for (const server of servers) await server.remove();
}

/** @param {readonly number[]} all */
function median(all) {
  return [...all].sort((a, b) => a - b)[all.length >> 1];
}

/**
 * Codes around centres, a few bits away, and queries of the same kind that are not among them.
 * @param {number} rows
 * @param {number} seed
 */
function clusteredCodes(rows, seed) {
  let state = seed;
  const random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state >>> 8;
  };
  const word = () => ((random() << 16) ^ random()) >>> 0;
  const centres = Array.from({ length: 3000 }, () => [word(), word()]);
  const words = new Uint32Array(2 * (rows + QUERIES));
  for (let i = 0; i < rows + QUERIES; i++) {
    const centre = centres[random() % centres.length];
    for (const w of [0, 1]) {
      words[2 * i + w] = centre[w];
      for (let flips = 2 + (random() % 4); flips > 0; flips--)
        words[2 * i + w] ^= 1 << (random() % 32);
    }
  }
  const all = new HashCodes(words, rows + QUERIES, BITS);
  const from = (/** @type {number} */ first, /** @type {number} */ length) =>
    all.select(Array.from({ length }, (_, i) => first + i));
  return { codes: from(0, rows), queries: from(rows, QUERIES) };
}
