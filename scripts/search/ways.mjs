// Ways to search, as results of the bench name them, and what a document calls them.

/**
 * A result with its case taken apart: `recall <name> <rest>`.
 *
 * @typedef {object} Row
 * @property {string} name of the set
 * @property {string} rest sizes and settings
 * @property {string} contender
 * @property {number} median queries a second
 * @property {Record<string, any>} details
 */

/** @typedef {{ name: string, settings: readonly Row[] }} Way in all its settings */

const METHODS = { lsh: 'LSH', grh: 'GRH', rotation: 'rotation' };

/**
 * @param {Pick<Row, 'contender' | 'rest'>} row
 * @returns {string}
 */
export function wayOf({ contender, rest }) {
  if (contender === 'exact') return 'exact search';
  if (contender.startsWith('other build')) return 'other build, LSH, 512 bits + re-rank';
  const faiss = contender.match(/^faiss (\S+)/)?.[1];
  if (faiss) return faiss === 'HNSW' ? 'faiss, HNSW' : `faiss ${faiss}`;
  const graph = contender.match(/^(.+) ef=/)?.[1];
  if (graph) return `${graph}, HNSW`;
  const estimated = rest.match(/ estimated bits=(\d+) per=(\d+) clusters=(\d+)/);
  if (estimated) {
    const [bits, per, clusters] = estimated.slice(1).map(Number);
    const form = per === 1 ? '' : ` (${per} a dimension)`;
    const lists = clusters > 1 ? `, ${clusters.toLocaleString('en')} clusters` : '';
    return `QuantisedSearch, ${bits.toLocaleString('en')} bits${form}${lists}`;
  }
  const hashed = rest.match(/ (lsh|grh|rotation) bits=(\d+)/);
  if (!hashed) throw new Error(`no way to search is known by ${contender} of ${rest}`);
  return `${METHODS[hashed[1]]}, ${hashed[2]} bits + re-rank`;
}

/** @param {string} name of a way */
export function isGraph(name) {
  return name.endsWith('HNSW');
}

/**
 * @param {readonly Row[]} rows
 * @returns {Way[]}
 */
export function waysOf(rows) {
  const ways = new Map();
  for (const row of rows) {
    const name = wayOf(row);
    ways.set(name, [...(ways.get(name) ?? []), row]);
  }
  // Exact search is measured beside each code length: the median of those stands for it.
  const exact = ways.get('exact search')?.toSorted((a, b) => a.median - b.median);
  if (exact) ways.set('exact search', [exact[exact.length >> 1]]);
  return [...ways].map(([name, settings]) => ({ name, settings }));
}

/**
 * The quickest setting that reaches a recall.
 *
 * @param {readonly Row[]} settings
 * @param {number} level
 * @returns {Row | undefined}
 */
export function bestAt(settings, level) {
  return settings
    .filter(({ details }) => details.recall >= level)
    .toSorted((a, b) => b.median - a.median)[0];
}
