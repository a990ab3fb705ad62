import { expect, test } from 'vitest';
import { foundHtml } from '../../../../src/report/pictures/html.ts';

test('a page of pictures has names as data alone, and fetches nothing', async () => {
  const id = '</script><img src=x onerror=alert(1)>.jpg';
  const thumbnail = 'data:image/png;base64,AA';
  const page = await foundHtml(
    {
      hashplane: '0.1.0',
      index: 'x.index',
      descriptor: 'gist',
      distanceName: 'cosine',
      queries: [{ query: { id, thumbnail: null }, found: [{ id, thumbnail, distance: '0' }] }],
      total: 1,
    },
    { script: 'run()', style: 'p {}' },
  );
  expect(page).not.toContain(id);
  expect(page.match(/<script/g)).toHaveLength(2);
  expect(page).toMatch(/default-src 'none'; script-src 'sha256-[^;]+; [^"]*img-src data:;/);
  const [, json] = /id="report-data">(.*?)<\/script>/s.exec(page)!;
  expect(JSON.parse(json).queries[0].found[0]).toEqual({ id, thumbnail, distance: '0' });
});
