// How points get to workers. What one shard needs travels in a buffer that is handed over and comes
// back with the result; what all workers need is put in shared memory, or else copied to each.

import { Matrix } from '../core/matrix.ts';

type Elements = Float32Array | Uint32Array | Int32Array;

/** Whether this page or process may share memory with its workers. */
export function canShare(): boolean {
  const { crossOriginIsolated } = globalThis as { crossOriginIsolated?: boolean };
  // Node has no such variable, and shares always.
  return typeof SharedArrayBuffer === 'function' && crossOriginIsolated !== false;
}

/** Whether the array's memory is shared already. */
export function isShared(array: ArrayBufferView): boolean {
  return typeof SharedArrayBuffer === 'function' && array.buffer instanceof SharedArrayBuffer;
}

/** The same values in shared memory; `array` itself if it is shared already. */
export function share<T extends Elements>(array: T): T {
  if (isShared(array)) return array;
  const create = array.constructor as new (buffer: SharedArrayBuffer) => T;
  const copy = new create(new SharedArrayBuffer(array.byteLength));
  copy.set(array);
  return copy;
}

/** What to post to every worker: shared where that is possible, else an array to be cloned. */
export function forAll<T extends Elements>(array: T, sharesMemory: boolean): T {
  if (sharesMemory) return share(array);
  // Cloning a part of a buffer would clone all of it.
  const isWhole = array.byteLength === array.buffer.byteLength && !isShared(array);
  return isWhole ? array : (array.slice() as T);
}

/** Points that travel to one worker. */
export interface Parcel {
  readonly points: Float32Array;
  readonly transfer: ArrayBuffer[];
}

/** Wraps up the points of shards, using each buffer again and again. */
export class Parcels {
  readonly #sharesMemory: boolean;
  readonly #free: ArrayBuffer[] = [];

  constructor(sharesMemory: boolean) {
    this.#sharesMemory = sharesMemory;
  }

  wrap(points: Float32Array): Parcel {
    if (this.#sharesMemory && isShared(points)) return { points, transfer: [] };
    // Shards are all of one size but the last, which is smaller.
    const buffer = this.#free.pop() ?? new ArrayBuffer(points.byteLength);
    const copy = new Float32Array(buffer, 0, points.length);
    copy.set(points);
    return { points: copy, transfer: [buffer] };
  }

  /** Takes back the points that came with a result. */
  takeBack(points: Float32Array): void {
    if (!isShared(points)) this.#free.push(points.buffer as ArrayBuffer);
  }
}

/** What a worker hands back, to be used again. */
export function handBack(points: Float32Array): ArrayBuffer[] {
  return isShared(points) ? [] : [points.buffer as ArrayBuffer];
}

/** The shared form of a matrix. */
export function shareMatrix(matrix: Matrix): Matrix {
  return new Matrix(share(matrix.data), matrix.rows, matrix.cols);
}

/**
 * Items in a shard: about `target` units of work at `unitCost` an item, but no more than leave
 * something for every thread.
 */
export function shardSize(
  items: number,
  unitCost: number,
  target: number,
  threads: number,
): number {
  const byWork = Math.floor(target / unitCost);
  return Math.max(1, Math.min(byWork, Math.ceil(items / threads)));
}
