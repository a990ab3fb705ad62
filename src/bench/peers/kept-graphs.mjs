// Finished graphs are kept below build/.peers/graphs, since a million rows take the better part of an
// hour: a file of the library's own, and beside it what building it took. The name of the file
// says what the graph was made of and by what, so another set or setting is another file.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PEERS } from './environment.mjs';
import { SETTINGS } from './graphs.mjs';

const FOLDER = join(PEERS, 'graphs');
const PART = 2 ** 28;

/**
 * What building a graph took: processor seconds and seconds by the clock, and what the process grew
 * by, the graph's copy of the vectors included.
 *
 * @typedef {{ buildSeconds: number, wallSeconds: number, memoryBytes: number }} Built
 */

/**
 * A graph of a problem's points: the one that is kept, unless `rebuild`, or a new one, which then is.
 *
 * @param {{ name: string, points: import('../../core/matrix.ts').Matrix }} problem
 * @param {import('./graphs.mjs').GraphLibrary & { name: string, version: string }} library
 * @param {{ rebuild: boolean, keptOnly: boolean, say: (text: string) => void }} options
 * @returns {(Built & { searches(): import('./graphs.mjs').GraphSearches }) | null} null with
 *   `keptOnly`, if none is kept
 */
export function graphOf(problem, library, { rebuild, keptOnly, say }) {
  const { name, points } = problem;
  const { file, record, isKept } = graphFile(problem, library);
  const { cols } = points;
  if (isKept && !rebuild) {
    const built = /** @type {Built} */ (JSON.parse(readFileSync(record, 'utf8')));
    say(`${library.name} on ${name}: the kept graph ${file} (--rebuild makes it anew)`);
    return {
      ...built,
      searches: () => library.searches(file, library.load(file, cols), cols),
    };
  }
  if (keptOnly) return null;
  const { index, ...built } = build(name, points, library, say);
  const partial = `${file}.${process.pid}.partial`;
  library.save(index, partial);
  renameSync(partial, file);
  // Last, since it says that the graph is whole.
  writeFileSync(partial, JSON.stringify(built));
  renameSync(partial, record);
  say(`${library.name} on ${name}: built in ${built.buildSeconds.toFixed(0)} s, kept as ${file}`);
  return { ...built, searches: () => library.searches(file, index, cols) };
}

/** Processor time of the process, since libraries build in it; other programs may be busy too. */
function build(name, points, library, say) {
  globalThis.gc?.();
  const memory = process.memoryUsage.rss();
  const start = performance.now();
  const before = process.cpuUsage();
  const spent = () => {
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1e6;
  };
  const index = library.build(points, (rows) =>
    say(`${library.name} on ${name}: ${rows} rows, ${spent().toFixed(0)} s`),
  );
  return {
    index,
    buildSeconds: spent(),
    wallSeconds: (performance.now() - start) / 1000,
    memoryBytes: Math.max(0, process.memoryUsage.rss() - memory),
  };
}

/**
 * Where the graph of a problem is kept, and the record beside it.
 *
 * @param {{ name: string, points: import('../../core/matrix.ts').Matrix }} problem
 * @param {{ name: string, version: string }} library
 */
export function graphFile({ name, points: { data } }, library) {
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  const hash = createHash('sha256');
  // In parts, since one call takes no more than 2 GiB.
  for (let from = 0; from < bytes.length; from += PART) {
    hash.update(bytes.subarray(from, from + PART));
  }
  mkdirSync(FOLDER, { recursive: true });
  const of = name.replaceAll(/[^\w.=-]+/g, '-');
  const points = hash.digest('hex').slice(0, 12);
  const file = join(FOLDER, `${of}-${points}-${library.name}-${library.version}-${SETTINGS}`);
  const record = `${file}.json`;
  return { file, record, isKept: existsSync(record) };
}
