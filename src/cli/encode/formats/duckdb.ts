import { byBatches, bytesOf, type CodeFormat } from './types.ts';

/**
 * A table with commas for DuckDB's `read_csv`: a code is a column of UBIGINT, or several for more than
 * 64 bits. Each is its bits read as a binary number, the first most significant: up to 64 bits, the
 * bucket index.
 */
export const duckdb: CodeFormat = {
  write: byBatches(
    ({ codes, ids }, { bits, textIds }) => {
      const bytes = codes.toBytes('big');
      const rows = ids.map((id, i) => {
        const numbers = numbersOf(bytesOf(bytes, bits, i), bits).join(',');
        return `${textIds ? quoted(String(id)) : id},${numbers}\n`;
      });
      return rows.join('');
    },
    { head: ({ bits }) => `id,${columnsOf(bits).join(',')}\n` },
  ),
};

function columnsOf(bits: number): string[] {
  const count = Math.ceil(bits / 64);
  return count === 1 ? ['code'] : Array.from({ length: count }, (_, i) => `code${i}`);
}

function numbersOf(code: Uint8Array, bits: number): bigint[] {
  return columnsOf(bits).map((_, i) => {
    const padded = new Uint8Array(8);
    padded.set(code.subarray(i * 8, i * 8 + 8));
    const missing = Math.max(0, (i + 1) * 64 - bits);
    return new DataView(padded.buffer).getBigUint64(0) >> BigInt(missing);
  });
}

function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}
