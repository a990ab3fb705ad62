import { Option } from 'commander';
import type { BitOrder } from '../../core/hash-codes.ts';

export type BitOrderName = 'faiss' | 'packbits';

/** Orders of bits by the tools that have them. */
export const BIT_ORDERS: Readonly<Record<BitOrderName, BitOrder>> = {
  faiss: 'little',
  packbits: 'big',
};

/** In which order bits fill the bytes of packed codes. */
export function bitOrderOption(): Option {
  return new Option(
    '--bit-order <name>',
    'bit j is bit j % 8 of its byte from the least significant bit on, as faiss has it, or ' +
      'from the most significant on, as numpy.packbits has',
  )
    .choices(Object.keys(BIT_ORDERS))
    .default('faiss');
}
