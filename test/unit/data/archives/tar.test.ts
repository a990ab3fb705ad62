import { describe, expect, test } from 'vitest';
import { firstTarNames, listTar } from '../../../../src/data/archives/tar.ts';
import { tarOf } from '../../../support/make-archives.ts';
import { join } from '../../../support/make-files.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const END = new Uint8Array(1024);
/** A member without the end of its archive. */
const part = (name: string, data: Uint8Array, kind?: string) =>
  tarOf(name, data, kind).slice(0, -1024);
const namesOf = (archive: Uint8Array) => listTar(archive).map(({ name }) => name);

/** A record of pax: its length counts its own digits too. */
function record(key: string, value: string): string {
  const rest = bytes(` ${key}=${value}\n`).length;
  let length = rest + 1;
  while (String(length).length + rest !== length) length++;
  return `${length} ${key}=${value}\n`;
}

const data = Uint8Array.of(1, 2, 3);
const long = `${'folder/'.repeat(40)}größe.png`;

describe('listTar', () => {
  test("takes pax's names and sizes, each for the next member alone", () => {
    const head = bytes(record('mtime', '1.5') + record('path', long) + record('size', '3'));
    const archive = join(
      part('pax_global_header', bytes(record('comment', 'of all')), 'g'),
      part('./PaxHeaders/gr?.png', head, 'x'),
      part('gr?.png', data),
      part('plain.png', data),
      END,
    );
    const members = listTar(archive);
    expect(members.map(({ name }) => name)).toEqual([long, 'plain.png']);
    for (const { start, end } of members) expect([...archive.slice(start, end)]).toEqual([1, 2, 3]);
  });

  test("takes GNU's long names; those of links are passed over", () => {
    const archive = join(
      part('././@LongLink', bytes(`${long}\0`), 'L'),
      part(long.slice(0, 99), data),
      part('././@LongLink', bytes(`${long}\0`), 'K'),
      part('link', new Uint8Array(), '2'),
      part('plain.png', data),
      END,
    );
    expect(namesOf(archive)).toEqual([long, 'plain.png']);
  });

  test.each(['../up.png', '/root.png', 'a\\b.png'])('refuses the long name %s', (name) => {
    for (const meta of [part('x', bytes(record('path', name)), 'x'), part('x', bytes(name), 'L')]) {
      expect(() => listTar(join(meta, part('x.png', data), END))).toThrow('no plain relative path');
    }
  });

  test.each(['path=x\n', '9999 path=x\n', '7 path=x\n', '0 path=x\n', ' path=x\n', '-5 path=x\n'])(
    'refuses the damaged record %j',
    (text) => {
      const archive = join(part('x', bytes(text), 'x'), part('x.png', data), END);
      expect(() => listTar(archive)).toThrow('an extended header of the tar archive is damaged');
    },
  );

  test.each(['1e9', '-1', '', '9'.repeat(20)])('refuses the size %j', (size) => {
    const archive = join(part('x', bytes(record('size', size)), 'x'), part('x.png', data), END);
    expect(() => listTar(archive)).toThrow('a size in the tar archive is damaged');
  });

  test('refuses a size beyond the archive', () => {
    const head = bytes(record('size', '99999999'));
    const archive = join(part('x', head, 'x'), part('x.png', data), END);
    expect(() => listTar(archive)).toThrow('is cut short');
  });
});

describe('firstTarNames', () => {
  test('names members up to the cut, the one in which it is among them', () => {
    const archive = join(part('x', bytes(long), 'L'), part('x', data), part('b.png', data), END);
    expect(firstTarNames(archive.slice(0, 512 * 4 + 1))).toEqual([long]);
    expect(firstTarNames(archive.slice(0, 512 * 5))).toEqual([long, 'b.png']);
    expect(firstTarNames(archive.slice(0, 512))).toEqual([]);
  });
});
