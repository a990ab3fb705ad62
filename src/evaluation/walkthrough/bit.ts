/** A bit as people write it. */
export type Bit = 0 | 1;
