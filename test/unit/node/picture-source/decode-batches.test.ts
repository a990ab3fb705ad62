import { describe, expect, test } from 'vitest';
import { decodeInBatches } from '../../../../src/node/picture-source/decode-batches.ts';
import { readFileBytes } from '../../../../src/node/read-file.ts';
import { pictureFile } from '../../../support/picture-fixtures.ts';

const [grey, colour] = [pictureFile('grey.jpg'), pictureFile('colour-420.jpg')];
const cut = grey.subarray(0, 200);
/** Every fifth is broken, every third has another size. */
const entries = Array.from({ length: 150 }, (_, i) => ({
  id: `${i}.jpg`,
  read: async () => (i % 5 === 4 ? cut : i % 3 === 0 ? colour : grey),
}));
const sound = entries.map((_, i) => i).filter((i) => i % 5 !== 4);

describe.each([1, 3])('decodeInBatches on %i threads', (threads) => {
  test('keeps the order, and names what is broken', async () => {
    const broken: string[] = [];
    const places: number[] = [];
    const onBroken = (id: string, { message }: Error) => {
      expect(message).toBe(`${id}: the JPEG is cut short (at byte 200)`);
      broken.push(id);
    };
    let last = 0;
    for await (const batch of decodeInBatches(entries, { threads, onBroken })) {
      expect(batch.pictures.length).toBe(batch.places.length);
      for (const [i, { width }] of batch.pictures.entries()) {
        expect(width).toBe(batch.places[i] % 3 === 0 ? 24 : 13);
      }
      expect(batch.done).toBeGreaterThan(last);
      last = batch.done;
      places.push(...batch.places);
    }
    expect(places).toEqual(sound);
    expect(last).toBe(150);
    expect(broken.toSorted()).toEqual(
      entries.flatMap(({ id }, i) => (i % 5 === 4 ? [id] : [])).toSorted(),
    );
  });

  test('names a file that is gone once', async () => {
    const gone = { id: 'x.jpg', read: () => readFileBytes('/nowhere/x.jpg') };
    const messages: string[] = [];
    const onBroken = (_: string, { message }: Error) => messages.push(message);
    for await (const _ of decodeInBatches([gone, ...entries.slice(0, 3)], { threads, onBroken }));
    expect(messages).toEqual(["can't read x.jpg: no such file or folder"]);
  });

  test('ends on the first broken one unless somebody is told', async () => {
    const all = async () => {
      for await (const _ of decodeInBatches(entries, { threads }));
    };
    await expect(all()).rejects.toThrow('4.jpg: the JPEG is cut short');
  });

  test('stops when it is asked to', async () => {
    const controller = new AbortController();
    const { signal } = controller;
    const first = async () => {
      const sounds = entries.filter((_, i) => i % 5 !== 4);
      for await (const _ of decodeInBatches(sounds, { threads, signal })) controller.abort();
    };
    await expect(first()).rejects.toThrow(/abort/i);
  });

  test('lets go of its threads where nobody goes on', async () => {
    const sounds = entries.filter((_, i) => i % 5 !== 4);
    for await (const { pictures } of decodeInBatches(sounds, { threads })) {
      expect(pictures).toHaveLength(64);
      break;
    }
  });
});
