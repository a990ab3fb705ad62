// Search by faiss's indexes in the process of native.py: what each is made with, and the settings in
// which it is asked. Recall is computed here, by the same neighbours as everybody's.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { TOP } from '../suites/search/problems.ts';
import { clustersFor, VISITED } from '../suites/search/quantised.ts';
import { mean, shared } from '../suites/search/shared.ts';
import { PEERS } from './environment.mjs';
import { graphFile } from './kept-graphs.mjs';
import { PythonServer, writeArray } from './python-server.mjs';

const CANDIDATES = [10, 20, 40, 60, 80, 120, 200, 400, 1000, 4000];
const CANDIDATES_OF_CLUSTERS = [20, 60, 90, 120, 200];
/** Rows beyond which an index that scans without tables is left out: RaBitQFastScan has its codes. */
const MOST_ROWS_OF_PLAIN_SCANS = 100_000;

/** The indexes, for a number of rows; `ef` marks a graph. */
function indexesFor({ rows, hasClusters }, expansions) {
  const flat = CANDIDATES.map((candidates) => ({ candidates }));
  const clusters = clustersFor(rows);
  const visits = VISITED.map((share) => Math.max(1, Math.round(share * clusters)));
  const clustered = visits.flatMap((visit) =>
    CANDIDATES_OF_CLUSTERS.map((candidates) => ({ visit, candidates })),
  );
  return [
    ...(rows > MOST_ROWS_OF_PLAIN_SCANS ? [] : [{ kind: 'RaBitQ', settings: flat }]),
    { kind: 'RaBitQFastScan', settings: flat },
    ...(hasClusters ? [{ kind: 'IVFRaBitQ', clusters, settings: clustered }] : []),
    { kind: 'PQFastScan', settings: flat },
    { kind: 'SQ4', settings: flat.filter(({ candidates }) => candidates <= 120) },
    { kind: 'SQ8', settings: flat.filter(({ candidates }) => candidates <= 40) },
    { kind: 'HNSW', isGraph: true, settings: expansions.map((ef) => ({ ef })) },
  ];
}

/** faiss, started; or why it can't be. */
export async function startFaiss() {
  const command = process.env.PYTHON || 'python3';
  const server = new PythonServer(command);
  try {
    const { faiss } = await server.ask({});
    if (!faiss) throw new Error('no module faiss: see PYTHON');
    return { faiss: new FaissSearch(server, faiss), missing: [] };
  } catch (error) {
    await server.stop();
    return { faiss: null, missing: [{ peer: 'faiss', reason: `${command}: ${error.message}` }] };
  }
}

export class FaissSearch {
  #server;

  constructor(server, version) {
    this.#server = server;
    this.version = version;
  }

  /**
   * The cases of a problem, one an index, each made when it is its turn; null for a graph that is not kept.
   *
   * @param {any} problem
   * @param {{
   *   expansions: readonly number[], hasClusters: boolean, rebuild: boolean, keptOnly: boolean, buildOnly: boolean,
   *   say: (text: string) => void,
   * }} options
   */
  async *cases(problem, { expansions, hasClusters, rebuild, keptOnly, buildOnly, say }) {
    await this.#send(problem);
    for (const index of indexesFor({ rows: problem.points.rows, hasClusters }, expansions)) {
      const { kind, clusters = 1, isGraph = false } = index;
      // The others take seconds.
      if (buildOnly && !isGraph) continue;
      const name = `faiss ${kind}`;
      const library = { name: `faiss-${kind}`, version: this.version };
      const keep = isGraph ? graphFile(problem, library) : null;
      if (keep && keptOnly && !keep.isKept) {
        yield { name, bench: null };
        continue;
      }
      const settings = { kind, clusters, refine: !isGraph, keep: keep?.file ?? null, rebuild };
      const { isKept, ...built } = await this.#make(settings);
      say(
        `${name} on ${problem.name}: ` +
          (isKept ? 'the kept graph' : `built in ${built.buildSeconds.toFixed(1)} s`),
      );
      yield { name, bench: this.#case(problem, index, built) };
    }
  }

  async #send({ points, queries }) {
    mkdirSync(PEERS, { recursive: true });
    const folder = mkdtempSync(join(PEERS, 'data-'));
    const files = {};
    for (const [name, { data, rows, cols }] of Object.entries({ points, queries })) {
      files[name] = join(folder, `${name}.npy`);
      writeArray(files[name], { data, shape: [rows, cols], type: '<f4' });
    }
    try {
      await this.#server.ask({ make: 'search_data', files, settings: {} });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  /** faiss's exact search, and numpy's of many queries: of the data that was sent last. */
  async exact({ name, truth }, batch) {
    const built = await this.#make({ kind: 'Flat', refine: false });
    const { contenders } = this.#case({ name, truth }, { kind: 'Flat', settings: [{}] }, built);
    const make = { make: 'search_exact_batch', files: {}, settings: { batch } };
    const { id } = await this.#server.ask(make);
    const numpy = {
      name: 'numpy',
      run: async () => (await this.#server.ask({ run: id })).processor,
      verify: () => true,
      details: () => ({ queries: batch }),
    };
    return {
      one: contenders.map((each) => ({ ...each, name: 'faiss IndexFlatIP' })),
      many: [numpy],
    };
  }

  async #make(settings) {
    const { id } = await this.#server.ask({ make: 'search_index', files: {}, settings });
    return (await this.#server.ask({ check: id })).result;
  }

  #case({ name, truth }, { kind, settings }, built) {
    return {
      suite: 'search',
      name: `recall ${name} faiss-${kind} k=${TOP}`,
      unit: 'queries/s',
      work: 1,
      contenders: settings.map((setting) => this.#contender(kind, setting, truth, built)),
    };
  }

  #contender(kind, setting, truth, built) {
    const make = { make: 'search_setting', files: {}, settings: { kind, ...setting } };
    let id;
    let recall = 0;
    const said = Object.entries(setting).map(([name, value]) => `${name}=${value}`);
    return {
      name: `faiss ${kind} ${said.join(' ')}`,
      run: async () => (await this.#server.ask({ run: id })).processor,
      // Approximate: what it misses is its recall.
      verify: async () => {
        id ??= (await this.#server.ask(make)).id;
        const found = (await this.#server.ask({ check: id })).result;
        recall = mean(found.map((rows, q) => shared(rows, truth[q]))) / TOP;
        return true;
      },
      details: () => ({ recall, ...setting, ...built }),
    };
  }

  stop() {
    return this.#server.stop();
  }
}
