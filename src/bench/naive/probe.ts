/** A hash table as one would write it first: a Map from code to rows. */
export function naiveTable(words: Uint32Array): Map<number, number[]> {
  const table = new Map<number, number[]>();
  words.forEach((code, row) => {
    const bucket = table.get(code);
    if (bucket) bucket.push(row);
    else table.set(code, [row]);
  });
  return table;
}

/** Rows of every code within `radius` of a code of up to 32 bits. */
export function naiveProbe(
  table: Map<number, number[]>,
  code: number,
  bits: number,
  radius: number,
): number[] {
  const found: number[] = [];
  const visit = (value: number, from: number, left: number) => {
    const bucket = table.get(value >>> 0);
    if (bucket) found.push(...bucket);
    if (left === 0) return;
    for (let bit = from; bit < bits; bit++) visit(value ^ (1 << bit), bit + 1, left - 1);
  };
  visit(code, 0, radius);
  return found;
}
