// The peers from npm, each in the form that its own documentation shows for exact search.
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { PEERS } from './environment.mjs';

const require = createRequire(resolve(PEERS, 'package.json'));
/** Widths at which the databases hold a million codes: filling them takes a while. */
const DATABASE_BITS = [64, 256];

/** @type {readonly [name: string, packages: readonly string[], tasksOf: (...modules: any[]) => object][]} */
const LOADERS = [
  ['usearch', ['usearch'], usearch],
  ['hnswlib-node', ['hnswlib-node'], hnswlib],
  ['sqlite-vec', ['sqlite-vec', 'better-sqlite3'], sqliteVec],
  ['pglite-pgvector', ['@electric-sql/pglite-pgvector', '@electric-sql/pglite'], pgvector],
];

export async function loadJavaScriptPeers() {
  const peers = [];
  const missing = [];
  for (const [name, packages, tasksOf] of LOADERS) {
    try {
      const tasks = await tasksOf(...packages.map((id) => require(id)));
      peers.push({ name, version: packages.map(versionOf).join(', '), tasks });
    } catch (error) {
      const reason = `${packages.join(' and ')}: ${error.message.split('\n', 1)[0]}`;
      missing.push({ peer: name, reason });
    }
  }
  return { peers, missing };
}

function versionOf(id) {
  const folders = require.resolve.paths(id) ?? [];
  const manifests = folders.map((folder) => resolve(folder, id, 'package.json'));
  for (const file of manifests) {
    try {
      return `${id} ${require(file).version}`;
    } catch {}
  }
  return id;
}

/** Its `exactSearch` takes floats and int8, no packed bits: those it only indexes approximately. */
function usearch({ exactSearch }) {
  return {
    exact({ points, query, expected, top }) {
      // Whole buffers: a subarray's byteOffset would be ignored.
      const own = query.slice();
      const search = () => exactSearch(points.data, own, points.cols, top, 'cos', 1);
      return {
        run: () => void search(),
        verify: () => Array.from(search().keys, Number).join() === expected.join(),
      };
    },
    exactBatch({ points, queries, isRight, top }) {
      const search = () => exactSearch(points.data, queries.data, points.cols, top, 'cos', 1);
      const found = (result) => (Array.isArray(result) ? result : [result]);
      return {
        run: () => void search(),
        verify: () => isRight(found(search()).flatMap(({ keys }) => Array.from(keys, Number))),
      };
    },
  };
}

function hnswlib({ BruteforceSearch }) {
  return {
    exact({ points, query, expected, top }) {
      const index = new BruteforceSearch('cosine', points.cols);
      index.initIndex(points.rows);
      for (let i = 0; i < points.rows; i++) index.addPoint(Array.from(points.row(i)), i);
      const list = Array.from(query);
      return {
        run: () => void index.searchKnn(list, top),
        verify() {
          const found = index.searchKnn(list, top);
          const order = found.neighbors.map((row, i) => ({ row, distance: found.distances[i] }));
          order.sort((a, b) => a.distance - b.distance);
          return order.map(({ row }) => row).join() === expected.join();
        },
      };
    },
  };
}

function sqliteVec(extension, Database) {
  const open = (columns, rows, bytesOf, value) => {
    const db = new Database(':memory:');
    extension.load(db);
    db.exec(`create virtual table vectors using vec0(${columns})`);
    const insert = db.prepare(`insert into vectors(rowid, v) values (?, ${value})`);
    db.transaction(() => {
      for (let i = 0; i < rows; i++) insert.run(BigInt(i), bytesOf(i));
    })();
    const select = db.prepare(
      `select rowid, distance from vectors where v match ${value} and k = ? order by distance`,
    );
    return { db, select };
  };
  return {
    hamming({ codes, query, expected, top }) {
      if (expected.length > 1 || !DATABASE_BITS.includes(codes.bits)) return null;
      const { db, select } = open(
        `v bit[${codes.bits}]`,
        codes.count,
        (i) => bytes(codes.code(i)),
        'vec_bit(?)',
      );
      const asked = bytes(query(0));
      return {
        run: () => void select.all(asked, top),
        verify: () =>
          select
            .all(asked, top)
            .map(({ distance }) => distance)
            .join() === expected[0].distances.join(),
        dispose: () => db.close(),
      };
    },
    exact({ points, query, expected, top }) {
      const { db, select } = open(
        `v float[${points.cols}] distance_metric=cosine`,
        points.rows,
        (i) => bytes(points.row(i)),
        '?',
      );
      const asked = bytes(query);
      return {
        run: () => void select.all(asked, top),
        verify: () =>
          select
            .all(asked, top)
            .map(({ rowid }) => rowid)
            .join() === expected.join(),
        dispose: () => db.close(),
      };
    },
  };
}

function pgvector({ vector }, { PGlite }) {
  /** A table of (id, v), filled by COPY, and what a query of it finds. */
  const open = async (type, rows, textOf, distance, asked, top) => {
    const db = await PGlite.create({ extensions: { vector } });
    await db.exec('create extension vector');
    await db.exec(`create unlogged table vectors (id int, v ${type})`);
    const chunk = Math.ceil(2e7 / textOf(0).length);
    for (let first = 0; first < rows; first += chunk) {
      const size = Math.min(chunk, rows - first);
      const lines = Array.from({ length: size }, (_, i) => `${first + i}\t${textOf(first + i)}\n`);
      await db.query("copy vectors from '/dev/blob'", [], { blob: new Blob(lines) });
    }
    await db.exec('vacuum analyze vectors');
    await db.exec('set max_parallel_workers_per_gather = 0');
    const sql = `select id, v ${distance} $1::${type} as d from vectors order by d limit ${top}`;
    const find = async () => (await db.query(sql, [asked])).rows;
    return { db, find };
  };
  return {
    async hamming({ codes, query, expected, top }) {
      if (expected.length > 1 || !DATABASE_BITS.includes(codes.bits)) return null;
      const { bits, count } = codes;
      const textOf = (i) => bitText(codes.code(i), bits);
      const asked = bitText(query(0), bits);
      const { db, find } = await open(`bit(${bits})`, count, textOf, '<~>', asked, top);
      return {
        run: async () => void (await find()),
        verify: async () =>
          (await find()).map(({ d }) => d).join() === expected[0].distances.join(),
        dispose: () => db.close(),
      };
    },
    async exact({ points, query, expected, top }) {
      const textOf = (i) => `[${points.row(i).join()}]`;
      const type = `vector(${points.cols})`;
      const asked = `[${query.join()}]`;
      const { db, find } = await open(type, points.rows, textOf, '<=>', asked, top);
      return {
        run: async () => void (await find()),
        verify: async () => (await find()).map(({ id }) => id).join() === expected.join(),
        dispose: () => db.close(),
      };
    },
  };
}

function bytes(array) {
  return Buffer.from(array.buffer, array.byteOffset, array.byteLength);
}

function bitText(words, bits) {
  let text = '';
  for (const word of words) text += word.toString(2).padStart(32, '0');
  return text.slice(-bits);
}
