import { HashCodes } from '../../../core/hash-codes.ts';
import type { Kernels } from '../../../kernels/api.ts';
import { HammingSearch } from '../../hamming-search.ts';
import { MultiTable } from '../../multi-table.ts';
import type { SegmentCodes } from '../segment-codes.ts';
import { joinCodes } from './table-hashers.ts';

/** The codes of a segment in each hash table. */
export class TableCodes implements SegmentCodes {
  /** One for each table. */
  readonly tables: readonly HashCodes[];
  #joined: HashCodes | null = null;
  #scan: HammingSearch | null = null;
  #lookup: MultiTable | null = null;

  constructor(tables: readonly HashCodes[]) {
    this.tables = tables;
  }

  get count(): number {
    return this.tables[0].count;
  }

  /** The codes of all tables, one after another. */
  get joined(): HashCodes {
    this.#joined ??= joinCodes(this.tables);
    return this.#joined;
  }

  /** Search by the distance of the joined codes. */
  scan(kernels: Kernels): HammingSearch {
    this.#scan ??= new HammingSearch(kernels, this.joined);
    return this.#scan;
  }

  /** Search by buckets. */
  lookup(kernels: Kernels): MultiTable {
    this.#lookup ??= new MultiTable(kernels, this.tables);
    return this.#lookup;
  }

  get bytes(): number {
    return this.tables.reduce((sum, { words }) => sum + words.byteLength, 0);
  }

  get residentBytes(): number {
    const joined = this.#joined && this.tables.length > 1 ? this.bytes : 0;
    return joined + (this.#scan?.memoryBytes ?? 0) + (this.#lookup?.memoryBytes ?? 0);
  }

  select(rows: readonly number[]): TableCodes {
    return new TableCodes(this.tables.map((codes) => codes.select(rows)));
  }

  /** A copy of the rows from `first` up to `end`. */
  slice(first: number, end: number): TableCodes {
    return new TableCodes(
      this.tables.map(({ words, wordsPerCode, bits }) => {
        const own = words.slice(first * wordsPerCode, end * wordsPerCode);
        return new HashCodes(own, end - first, bits);
      }),
    );
  }

  followedBy(others: SegmentCodes): TableCodes {
    const { tables } = others as TableCodes;
    return new TableCodes(this.tables.map((codes, t) => concatenate(codes, tables[t])));
  }

  release(): void {
    this.#scan?.dispose();
    this.#lookup?.dispose();
    this.#scan = null;
    this.#lookup = null;
    this.#joined = null;
  }
}

function concatenate(a: HashCodes, b: HashCodes): HashCodes {
  const words = new Uint32Array(a.words.length + b.words.length);
  words.set(a.words);
  words.set(b.words, a.words.length);
  return new HashCodes(words, a.count + b.count, a.bits);
}
