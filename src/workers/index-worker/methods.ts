import type { Matrix } from '../../core/matrix.ts';
import { inTurns } from '../../core/steps.ts';
import { plainMetadata } from '../../search/hash-index/file/write.ts';
import type { HashIndexSearchOptions, Id } from '../../search/hash-index/types.ts';
import type { HostedIndex } from './hosted-index.ts';
import { buffersOf, packResults } from './results.ts';
import { writeStored } from './stores.ts';
import type { StoredIndex } from './types.ts';

/** What a call is given. */
export interface Given {
  /** Vectors: of a search, or to be added. */
  readonly vectors: Matrix;
  /** The other arguments. */
  readonly rest: readonly unknown[];
  /** Aborted when nobody waits for the call any more. */
  readonly signal: AbortSignal;
}

/** What a call gives, and which of its buffers are handed over instead of copied. */
export interface Answer {
  readonly value: unknown;
  readonly transfer?: ArrayBuffer[];
}

type Method = (hosted: HostedIndex, given: Given) => Answer | Promise<Answer>;

/** They change nothing, and don't wait for changes that wait. */
const READS: Readonly<Record<string, Method>> = {
  search({ index, stage }, { vectors, rest }) {
    const result = index.search(vectors.row(0), rest[0] as HashIndexSearchOptions);
    return packed([result], stage);
  },
  async searchBatch({ index, stage }, { vectors, rest, signal }) {
    const options = { ...(rest[0] as HashIndexSearchOptions), signal };
    return packed(await index.searchBatch(vectors, options), stage);
  },
  get: ({ index }, { rest: [id] }) => ({ value: index.get(id as Id) }),
  has: ({ index }, { rest: [id] }) => ({ value: index.has(id as Id) }),
  ids: ({ index }) => ({ value: index.ids() }),
  documents: ({ index }) => ({ value: index.documents() }),
  stats: ({ index }) => ({ value: index.stats }),
  metadata: ({ index }) => ({ value: index.metadata }),
};

/** They are done one after another, once all of the index is there, and reads have turns meanwhile. */
const CHANGES: Readonly<Record<string, Method>> = {
  async add({ index }, { vectors, rest: [ids, documents], signal }) {
    const steps = index.addInSteps(vectors, ids as Id[] | undefined, documents);
    return { value: await inTurns(steps, signal) };
  },
  async upsert({ index }, { vectors, rest: [ids, documents], signal }) {
    const steps = index.upsertInSteps(vectors, ids as Id[], documents);
    return { value: await inTurns(steps, signal) };
  },
  async remove({ index }, { rest: [ids], signal }) {
    return { value: await inTurns(index.removeInSteps(ids as Id[]), signal) };
  },
  setMetadata({ index }, { rest: [metadata] }) {
    index.metadata = plainMetadata(metadata as Record<string, unknown>);
    return { value: undefined };
  },
  async save({ index }, { signal }) {
    const value = await inTurns(index.saveInSteps(), signal);
    return { value, transfer: [value.buffer] };
  },
  async saveTo({ index, locks, signal }, given) {
    const [place] = given.rest;
    await locks.claim(place as StoredIndex);
    const bytes = await inTurns(index.saveInSteps(), given.signal);
    await writeStored(place as StoredIndex, bytes, signal);
    return { value: undefined };
  },
};

export function isChange(method: string): boolean {
  return Object.hasOwn(CHANGES, method);
}

export function methodOf(name: string): Method {
  const methods = isChange(name) ? CHANGES : READS;
  if (Object.hasOwn(methods, name)) return methods[name];
  throw new Error(`the index worker has no method ${name}`);
}

function packed(results: Parameters<typeof packResults>[0], stage: HostedIndex['stage']): Answer {
  const value = packResults(results.map((result) => ({ ...result, stage })));
  return { value, transfer: buffersOf(value) };
}
