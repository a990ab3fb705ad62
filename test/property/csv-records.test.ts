// csv-parse is the oracle of the reader of delimited text.
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readContents } from '../../src/data/contents.ts';
import { CsvRecords } from '../../src/data/text/csv-records.ts';
import { LineSplitter } from '../../src/data/text/lines.ts';

/** The records of a text that comes in pieces of a given number of bytes. */
function recordsOf(text: string, delimiter: string, pieceBytes: number): string[][] {
  const bytes = new TextEncoder().encode(text);
  const lines = new LineSplitter();
  const records = new CsvRecords(delimiter);
  const found: string[][] = [];
  const take = (part: ReturnType<LineSplitter['push']>) => {
    for (const { fields } of records.push(part)) found.push(fields);
  };
  for (let at = 0; at < bytes.length; at += pieceBytes) {
    take(lines.push(bytes.subarray(at, at + pieceBytes)));
  }
  take(lines.end());
  records.end();
  return found;
}

const field = fc.oneof(
  fc.stringMatching(/^[a-z0-9 .;,\t"\n-]{0,8}$/),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
  fc.constantFrom('', '"', '""', '\n', 'größe', '数,据', ' padded '),
);

/** A text of delimited records: fields in quotes where they must be, and sometimes where not. */
const delimited = fc
  .record({
    rows: fc.array(fc.array(fc.tuple(field, fc.boolean()), { minLength: 1, maxLength: 5 })),
    delimiter: fc.constantFrom(',', ';', '\t'),
    lineEnd: fc.constantFrom('\n', '\r\n'),
    endsLine: fc.boolean(),
  })
  .map(({ rows, delimiter, lineEnd, endsLine }) => {
    const written = ([text, quoted]: [string, boolean]) =>
      quoted || /["\n]/.test(text) || text.includes(delimiter)
        ? `"${text.replaceAll('"', '""')}"`
        : text;
    const lines = rows.map((row) => row.map(written).join(delimiter));
    return { text: lines.join(lineEnd) + (endsLine ? lineEnd : ''), delimiter };
  });

test('records are those of csv-parse, whatever pieces the text comes in', () => {
  fc.assert(
    fc.property(delimited, fc.integer({ min: 1, max: 64 }), ({ text, delimiter }, pieceBytes) => {
      const found = parse(text, {
        delimiter,
        record_delimiter: ['\n', '\r\n'],
        relax_column_count: true,
        skip_empty_lines: true,
        raw: true,
      }) as unknown as { raw: string; record: string[] }[];
      // A line of white space alone is as good as empty to us, and a record to csv-parse.
      const expected = found
        .filter(({ raw }) => raw.trim() !== '' || raw.includes(delimiter))
        .map(({ record }) => record);
      expect(recordsOf(text, delimiter, pieceBytes)).toEqual(expected);
    }),
    { numRuns: 500 },
  );
});

test('a table of numbers with a header has the values that csv-parse finds', async () => {
  const table = fc
    .tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 2, max: 8 }))
    .chain(([cols, rows]) => {
      const value = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e30, max: 1e30 });
      const row = fc.array(value, { minLength: cols, maxLength: cols });
      return fc.array(row, { minLength: rows, maxLength: rows });
    });
  await fc.assert(
    fc.asyncProperty(table, fc.constantFrom(',', ';', '\t'), async (values, delimiter) => {
      const header = values[0].map((_, i) => `"feature ${i}"`);
      const text = [header, ...values].map((row) => row.join(delimiter)).join('\n');
      const oracle = parse(text, { delimiter, columns: true }).map((record) =>
        Object.values(record as Record<string, string>).map(Number),
      );
      const { arrays } = await readContents(new TextEncoder().encode(text), { name: 'table.csv' });
      const points = arrays.find(({ name }) => name === 'points')!;
      const read = await points.read();
      expect(points.shape).toEqual([values.length, values[0].length]);
      expect(Array.from(read.values as Iterable<number>)).toEqual(oracle.flat());
    }),
    { numRuns: 100 },
  );
});
