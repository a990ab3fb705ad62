import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FormatError } from '../../../../src/core/errors.ts';
import { type Line, LineSplitter } from '../../../../src/data/text/lines.ts';

const encode = (text: string) => new TextEncoder().encode(text);

function linesOf(pieces: readonly Uint8Array[]): Line[] {
  const splitter = new LineSplitter();
  return [...pieces.flatMap((piece) => splitter.push(piece)), ...splitter.end()];
}

describe('lines', () => {
  test.each([
    ['a\nb', ['a', 'b']],
    ['a\r\nb\r\n', ['a', 'b']],
    ['a\rb\r', ['a', 'b']],
    ['a\n\rb', ['a', '', 'b']],
    ['\r\r\n\n', ['', '', '']],
    ['', []],
  ])('of %j are %j', (text, right) => {
    expect(linesOf([encode(text)]).map((line) => line.text)).toEqual(right);
  });

  test('are those of a regular expression, with their places, however the text is cut', () => {
    const text = fc
      .array(fc.constantFrom('a', 'ß', '\n', '\r', '\r\n', '漢'), { maxLength: 40 })
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, fc.array(fc.nat(60), { maxLength: 6 }), (whole, cuts) => {
        const bytes = encode(whole);
        const places = [0, ...cuts.filter((at) => at <= bytes.length).sort((a, b) => a - b)];
        const pieces = places.map((from, i) => bytes.subarray(from, places[i + 1]));
        const lines = linesOf(pieces);
        const right = whole.split(/\r\n|\n|\r/);
        if (right.at(-1) === '') right.pop();
        expect(lines.map((line) => line.text)).toEqual(right);
        expect(lines.map((line) => line.number)).toEqual(right.map((_, i) => i + 1));
        for (const line of lines) {
          const own = encode(line.text);
          expect(bytes.subarray(line.at, line.at + own.length)).toEqual(own);
        }
      }),
    );
  });

  test('that are no UTF-8 are refused with number and byte', () => {
    const bytes = Uint8Array.of(0x61, 10, 0xff, 10);
    expect(() => linesOf([bytes])).toThrow(/^line 2 is not UTF-8 text: .*\(at byte 2\)$/);
    expect(() => linesOf([bytes])).toThrow(FormatError);
  });
});
