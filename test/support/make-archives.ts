import { deflateRawSync } from 'node:zlib';
import { crc32 } from '../../src/core/crc32.ts';
import { join, pack } from './make-files.ts';

const text = (content: string) => new TextEncoder().encode(content);

/** A zip archive with sound checksums; method 0 stores, 8 deflates. */
export function zipOf(members: Record<string, Uint8Array>, method: 0 | 8 = 8): Uint8Array {
  let length = 0;
  const parts = Object.entries(members).map(([name, data]) => {
    const packed = method === 8 ? new Uint8Array(deflateRawSync(data)) : data;
    const fields = join(
      pack([20, 0, method, 0, 0], 'u2', true),
      pack([crc32(data), packed.length, data.length], 'u4', true),
      pack([text(name).length, 0], 'u2', true),
    );
    const local = join([0x50, 0x4b, 3, 4], fields, text(name), packed);
    const place = join(new Uint8Array(10), pack([length], 'u4', true));
    const entry = join([0x50, 0x4b, 1, 2, 20, 0], fields, place, text(name));
    length += local.length;
    return { local, entry };
  });
  const directory = join(...parts.map(({ entry }) => entry));
  const end = join(
    [0x50, 0x4b, 5, 6, 0, 0, 0, 0],
    pack([parts.length, parts.length], 'u2', true),
    pack([directory.length, length], 'u4', true),
    [0, 0],
  );
  return join(...parts.map(({ local }) => local), directory, end);
}

/** A tar archive of one file, or member of another kind, with a sound checksum. */
export function tarOf(name: string, data: Uint8Array, kind = '0'): Uint8Array {
  const header = new Uint8Array(512);
  const put = (at: number, value: string) => header.set(text(value), at);
  put(0, name);
  put(100, '0000644\0');
  put(124, `${data.length.toString(8).padStart(11, '0')}\0`);
  put(156, kind);
  put(257, 'ustar\u000000');
  put(148, '        ');
  const sum = header.reduce((a, b) => a + b, 0);
  put(148, `${sum.toString(8).padStart(6, '0')}\0 `);
  return join(
    header,
    data,
    new Uint8Array((512 - (data.length % 512)) % 512),
    new Uint8Array(1024),
  );
}
