import { npyHeader } from '../../../data/numpy/npy.ts';
import type { CodeFormat } from './types.ts';

/** Rows of packed bytes. Ids are the numbers of the rows. */
export const npy: CodeFormat = {
  async write(batches, { write, writeHead, bits, order }) {
    const bytesPerCode = Math.ceil(bits / 8);
    let count = 0;
    await write(npyHeader('|u1', [0, bytesPerCode]));
    for await (const { codes } of batches) {
      await write(codes.toBytes(order));
      count += codes.count;
    }
    // Headers are padded: this one is as long.
    await writeHead(npyHeader('|u1', [count, bytesPerCode]));
  },
};
