import { offerNearest, selectNearest } from '../../../core/select-nearest.ts';
import { TypeScriptResident } from '../../runtime/typescript-resident.ts';
import type { CodeLists, CodeRows, EstimatedRows, QuantiserModel, Visits } from '../api.ts';
import { nibblesOf, planLists } from '../layout.ts';
import type { QueryTables } from './query.ts';

const round = Math.fround;
/** Behind every row. */
const NO_ROW = 2 ** 32 - 1;

/** Rows so far, the worst of them first. */
interface Heap {
  readonly rows: Uint32Array;
  readonly distances: Float32Array;
}

/** Codes row by row, and the rows of each list. */
export class TypeScriptLists extends TypeScriptResident implements CodeLists {
  readonly count: number;
  readonly bytes: number;
  readonly #model: QuantiserModel;
  readonly #codes: CodeRows;
  readonly #tablesOf: (query: Float32Array) => QueryTables;
  readonly #lists: readonly Uint32Array[];

  constructor(
    model: QuantiserModel,
    { codes, factors, clusters }: CodeRows,
    tablesOf: (query: Float32Array) => QueryTables,
  ) {
    super('list of codes');
    this.count = factors.length / 2;
    this.#model = model;
    this.#codes = { codes: codes.slice(), factors: factors.slice(), clusters: clusters.slice() };
    this.#tablesOf = tablesOf;
    this.#lists = rowsOfLists(this.count, this.#codes, model.centres.rows);
    this.bytes = codes.byteLength + factors.byteLength + clusters.byteLength + this.count * 4;
  }

  nearest(
    query: Float32Array,
    { lists, own }: Visits,
    k: number,
    excluded: Uint8Array | null,
  ): EstimatedRows {
    this.checkAlive();
    const size = Math.min(k, this.count);
    const heap = {
      rows: new Uint32Array(size).fill(NO_ROW),
      distances: new Float32Array(size).fill(Number.NaN),
    };
    const tables = this.#tablesOf(query);
    const pairs = pairsOf(tables.entries);
    for (let v = 0; v < lists.length; v++) {
      this.#scan(this.#lists[lists[v]], pairs, tables, own[v], excluded, heap);
    }
    return this.#found(heap, -tables.scale);
  }

  nearestBatch(
    queries: Float32Array,
    count: number,
    own: Float32Array,
    k: number,
    excluded: Uint8Array | null,
  ): EstimatedRows[] {
    const { dimensions } = this.#model;
    return Array.from({ length: count }, (_, q) => {
      const query = queries.subarray(q * dimensions, (q + 1) * dimensions);
      const visits = { lists: Uint32Array.of(0), own: own.subarray(q, q + 1) };
      return this.nearest(query, visits, k, excluded);
    });
  }

  read(): CodeRows {
    this.checkAlive();
    const { codes, factors, clusters } = this.#codes;
    return { codes: codes.slice(), factors: factors.slice(), clusters: clusters.slice() };
  }

  #scan(
    rows: Uint32Array,
    pairs: Uint16Array,
    { scale, shift, weight }: QueryTables,
    own: number,
    excluded: Uint8Array | null,
    heap: Heap,
  ): void {
    const { codes, factors } = this.#codes;
    const bytes = nibblesOf(this.#model) / 2;
    const { rows: heapRows, distances } = heap;
    for (const row of rows) {
      let sum = 0;
      for (let k = 0, at = row * bytes; k < bytes; k++, at++) sum += pairs[256 * k + codes[at]];
      const product = round(round(sum * scale) + shift);
      const ofRow = round(factors[2 * row + 1] * weight);
      const parts = round(round(factors[2 * row] * product) + ofRow);
      const distance = round(parts + own);
      // NaN, where the heap is not full yet, is never reached.
      if (distance >= distances[0]) {
        if (distance > distances[0] || row > heapRows[0]) continue;
      }
      if (excluded && ((excluded[row >>> 3] >>> (row & 7)) & 1) === 1) continue;
      offerNearest(heapRows, distances, distance, row);
    }
  }

  #found({ rows, distances }: Heap, step: number): EstimatedRows {
    const size = rows.length;
    selectNearest(distances, rows, size, size, rows, distances);
    let found = size;
    while (found > 0 && rows[found - 1] === NO_ROW) found--;
    const own = rows.subarray(0, found);
    const factors = Float32Array.from(own, (row) => this.#codes.factors[2 * row]);
    return { rows: own, distances: distances.subarray(0, found), factors, step };
  }
}

/** Sums of two tables, one for each byte of a code. */
function pairsOf(entries: Uint8Array): Uint16Array {
  const pairs = new Uint16Array(entries.length * 8);
  for (let at = 0; at < entries.length; at += 32) {
    for (let byte = 0; byte < 256; byte++) {
      pairs[8 * at + byte] = entries[at + (byte & 15)] + entries[at + 16 + (byte >>> 4)];
    }
  }
  return pairs;
}

function rowsOfLists(count: number, codes: CodeRows, lists: number): Uint32Array[] {
  const { counts } = planLists(count, codes, lists);
  const rows = Array.from(counts, (size) => new Uint32Array(size));
  const next = new Uint32Array(lists);
  for (let row = 0; row < count; row++) {
    const list = lists === 1 ? 0 : codes.clusters[row];
    rows[list][next[list]++] = row;
  }
  return rows;
}
