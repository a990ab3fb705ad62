// The peers from Python: one process that holds the data and runs what it is told, and says how long
// that took by its own clock. It sleeps while others are timed.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Matrix } from '../../core/matrix.ts';
import { PEERS } from './environment.mjs';
import { PythonServer, writeArray } from './python-server.mjs';

const NAMES = { numpy: 'numpy', faiss: 'faiss', sklearn: 'scikit-learn' };

export async function startPython() {
  const command = process.env.PYTHON || 'python3';
  mkdirSync(PEERS, { recursive: true });
  const folder = mkdtempSync(join(PEERS, 'data-'));
  const server = new PythonServer(command);
  const stop = async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  let versions;
  try {
    versions = await server.ask({});
  } catch (error) {
    await stop();
    const reason = `${command}: ${error.message}`;
    const missing = Object.values(NAMES).map((peer) => ({ peer, reason }));
    return { peers: [], missing, stop: async () => {} };
  }
  const peers = [];
  const missing = [];
  for (const [module, name] of Object.entries(NAMES)) {
    if (versions[module]) {
      const version = `${name} ${versions[module]}`;
      peers.push({ name, version, tasks: tasksOf(module, server, folder) });
    } else {
      missing.push({ peer: name, reason: `${command} has no module ${module}: see PYTHON` });
    }
  }
  return { peers, missing, stop };
}

function tasksOf(module, server, folder) {
  /** Hands arrays over as .npy files; `isRight` sees what comes back. */
  const contender = async (task, arrays, settings, isRight) => {
    const files = {};
    for (const [name, array] of Object.entries(arrays)) {
      files[name] = join(folder, `${name}.npy`);
      writeArray(files[name], array);
    }
    const { id } = await server.ask({ make: `${module}_${task}`, files, settings });
    for (const file of Object.values(files)) rmSync(file);
    return {
      run: async () => (await server.ask({ run: id })).millis,
      verify: async () => isRight((await server.ask({ check: id })).result),
      dispose: () => server.ask({ drop: id }),
    };
  };
  return TASKS[module](contender);
}

const TASKS = {
  numpy: (contender) => ({
    projection: ({ points, hyperplanes, isRight }) =>
      contender('projection', { points: f4(points), hyperplanes: f4(hyperplanes) }, {}, (text) =>
        isRight(wordsOf(text, hyperplanes.rows)),
      ),
    rerank: ({ points, query, lists, expected, top }) => {
      const ids = new BigInt64Array(lists.flatMap((list) => Array.from(list, BigInt)));
      const arrays = {
        points: f4(points),
        query: { data: query, shape: [query.length], type: '<f4' },
        lists: { data: ids, shape: [lists.length, lists[0].length], type: '<i8' },
      };
      return contender('rerank', arrays, { k: top }, (rows) =>
        rows.every((list, i) => list.join() === expected[i]),
      );
    },
    exact: ({ points, query, expected, top }) => {
      const arrays = {
        points: f4(points),
        query: { data: query, shape: [query.length], type: '<f4' },
      };
      return contender('exact', arrays, { k: top }, (rows) => rows.join() === expected.join());
    },
    exactBatch: exactBatch(contender),
  }),
  faiss: (contender) => ({
    exact: ({ points, query, expected, top }) => {
      const queries = { data: query, shape: [1, query.length], type: '<f4' };
      const isRight = (rows) => rows.join() === expected.join();
      return contender('exact_batch', { points: f4(points), queries }, { k: top }, isRight);
    },
    exactBatch: exactBatch(contender),
    hamming: ({ codes, queries, expected, top }) =>
      contender(
        'hamming',
        { codes: u1(codes.words, codes.bits), queries: u1(queries, codes.bits) },
        { k: top },
        (distances) => distances.every((list, q) => list.join() === expected[q].distances.join()),
      ),
    probe: ({ codes, queries, expected }) => {
      const asked = Uint32Array.from(queries, ([code]) => code);
      const arrays = { codes: u1(codes.words, 32), queries: u1(asked, 32) };
      const sorted = expected.map((rings) => rings.flat().sort((a, b) => a - b));
      return contender('probe', arrays, { radius: expected[0].length - 1 }, (rows) =>
        rows.every((list, q) => list.join() === sorted[q].join()),
      );
    },
  }),
  sklearn: (contender) => ({
    svm: ({ points, signs, bits, cost, lowerBounds, gap, isWithin }) => {
      const arrays = {
        points: f4(points),
        signs: { data: signs, shape: [points.rows, bits], type: '|i1' },
        bounds: { data: lowerBounds, shape: [bits], type: '<f8' },
      };
      return contender('svm', arrays, { cost, gap }, (text) => {
        const { buffer } = Uint8Array.from(Buffer.from(text, 'base64'));
        return isWithin(gap, new Matrix(new Float32Array(buffer), bits, points.cols));
      });
    },
  }),
};

const exactBatch =
  (contender) =>
  ({ points, queries, isRight, top }) =>
    contender('exact_batch', { points: f4(points), queries: f4(queries) }, { k: top }, isRight);

function f4({ data, rows, cols }) {
  return { data, shape: [rows, cols], type: '<f4' };
}

/** Packed codes as rows of bytes. */
function u1(words, bits) {
  const perCode = Math.ceil(bits / 32);
  const width = Math.ceil(bits / 8);
  const count = words.length / perCode;
  if (width === perCode * 4) return { data: words, shape: [count, width], type: '|u1' };
  const bytes = new Uint8Array(words.buffer, words.byteOffset, words.byteLength);
  const data = new Uint8Array(count * width);
  for (let i = 0; i < count; i++) {
    data.set(bytes.subarray(i * perCode * 4, i * perCode * 4 + width), i * width);
  }
  return { data, shape: [count, width], type: '|u1' };
}

/** Words of codes that came as rows of bytes. */
function wordsOf(text, bits) {
  const bytes = Buffer.from(text, 'base64');
  const perCode = Math.ceil(bits / 32);
  const width = Math.ceil(bits / 8);
  const out = new Uint8Array((bytes.length / width) * perCode * 4);
  for (let i = 0; i * width < bytes.length; i++) {
    out.set(bytes.subarray(i * width, (i + 1) * width), i * perCode * 4);
  }
  return new Uint32Array(out.buffer);
}
