import { execFileSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  decimal,
  degrees,
  percent,
  precision,
  share,
  signed,
} from '../../../src/demo/how/format.ts';
import { STEPS } from '../../../src/demo/how/steps.ts';
import type {
  MethodCurve,
  NamedRow,
  ShownBucket,
  Walkthrough,
  WalkthroughStepId,
  WalkthroughStepOf,
} from '../../../src/evaluation/walkthrough/types.ts';
import { count } from '../../../src/report/page/format.ts';
import { browserOfTests, findChromium } from '../chromium.ts';
import type { Site } from '../static-site.ts';
import { type DemoPage, openDemo, until } from './demo-page.ts';
import { demoSite } from './demo-site.ts';

// The story has one source; what the page prints of it is compared with what the terminal does, number by
// number. Times alone differ from run to run.

const CHROMIUM = findChromium();
const CLI = join(resolve(import.meta.dirname, '../../..'), 'build', 'cli.js');
const browser = browserOfTests(CHROMIUM);
let site: Site;
let opened: DemoPage;
let told: Walkthrough;

beforeAll(async () => {
  if (!CHROMIUM) return;
  const options = { encoding: 'utf8', maxBuffer: 2 ** 26 } as const;
  told = JSON.parse(execFileSync(process.execPath, [CLI, 'explain', '--json'], options));
  site = await demoSite();
  opened = await openDemo(browser(), `${site.url}#/how`, { reducedMotion: 'reduce' });
});
afterAll(async () => {
  await opened?.context.close();
  await site?.close();
});

function toldStep<Id extends WalkthroughStepId>(id: Id): WalkthroughStepOf<Id> {
  return told.steps.find((step) => step.id === id) as WalkthroughStepOf<Id>;
}

/** Opens a step, and gives what the terminal tells of it. */
async function open<Id extends WalkthroughStepId>(id: Id): Promise<WalkthroughStepOf<Id>['data']> {
  const place = STEPS.findIndex((step) => step.id === id) + 1;
  const { page } = opened;
  await page.evaluate((at) => {
    location.hash = `#/how?step=${at}`;
  }, place);
  await until(
    page,
    `document.querySelector('.eyebrow')?.textContent === 'Step ${place} of ${STEPS.length}' &&
     document.querySelector('.step').getAttribute('aria-busy') === 'false' &&
     document.querySelectorAll('.step-code pre').length === 2`,
  );
  return toldStep(id).data as WalkthroughStepOf<Id>['data'];
}

/** The texts of all such elements of the step, in order; those that are not shown too. */
function texts(selector: string): Promise<string[]> {
  return opened.page
    .locator(`.step ${selector}`)
    .evaluateAll((found) => found.map((element) => (element.textContent ?? '').trim()));
}

const text = async (selector: string) => (await texts(selector)).join(' ');
/** The cells of a table's body, row by row. */
const cells = (selector: string): Promise<string[][]> =>
  opened.page
    .locator('.step')
    .locator(selector)
    .locator('tbody tr')
    .evaluateAll((rows) =>
      rows.map((row) => [...row.children].map((cell) => (cell.textContent ?? '').trim())),
    );
const rowText = ({ row, name }: NamedRow) => `row ${row}${name}`;

describe.skipIf(!CHROMIUM)('the page prints what hashplane explain prints:', () => {
  test.each(STEPS.map(({ id }) => id))('title, sentences and lines of %s', async (id) => {
    await open(id);
    const { title, text: sentences, code } = toldStep(id);
    expect(await text('h2')).toBe(title);
    expect(await text('.lead')).toBe(sentences);
    const lines = await texts('pre');
    expect(lines).toEqual([code.javascript.trim(), code.numpy.trim()]);
  });

  test('rows, classes, lengths and values of the data', async () => {
    const { rows, dimensions, classes, stages } = await open('data');
    expect(await text('.step-figure > div > .quiet')).toBe(
      `${count(rows)} rows of ${count(dimensions)} values each.`,
    );
    expect(await texts('.class-counts li')).toEqual(
      classes.map(({ name, count: of }) => `${name} ${count(of)}`),
    );
    const digits = stages.map(({ norms }) => (norms.most >= 100 ? 0 : 3));
    expect(await texts('.lengths')).toEqual(
      stages.map(({ norms }, i) => {
        const [least, mean, most] = [norms.least, norms.mean, norms.most].map((norm) =>
          decimal(norm, digits[i]),
        );
        return least === most ? `length ${most}` : `length ${least} to ${most}, mean ${mean}`;
      }),
    );
    expect(await cells('details')).toEqual(
      stages.map(({ name, values }, i) => [name, ...values.map((v) => decimal(v, digits[i]))]),
    );
  });

  test('values of the hyperplanes, and the bucket beside the plane', async () => {
    const { values } = await open('hyperplanes');
    expect(await cells('details')).toEqual(
      values.map((row, j) => [String(j + 1), ...row.map((value) => decimal(value, 4))]),
    );
    const own = toldStep('bucket').data;
    expect((await texts('.slice-bucket strong'))[0]).toBe(own.index);
    expect((await texts('.slice-bits'))[0]).toBe(own.bits.join(''));
  });

  test('projections and bits', async () => {
    const { projections, bits, leastCertain, ...row } = await open('bits');
    expect(await texts('.bars .value')).toEqual(projections.map((value) => signed(value, 3)));
    expect(await texts('.bars .bit')).toEqual(bits.map(String));
    expect(await text('.least-certain .hyperplane')).toBe(String(leastCertain + 1));
    expect(await text('.row-card')).toBe(rowText(row));
  });

  test('powers of two and their sum', async () => {
    const { bits, powers, index } = await open('bucket');
    expect(await texts('.power')).toEqual(powers);
    expect(await texts('.power-bit .bit')).toEqual(bits.map(String));
    expect(await texts('.powers-sum .product')).toEqual(powers.filter((_, j) => bits[j] === 1));
    expect(await text('.powers-sum .result')).toBe(index);
  });

  test('buckets with their rows, classes and purity', async () => {
    const { rows, buckets, meanSize, largest, withTwoOrMore, own, good, poor, fullest } =
      await open('table');
    expect(await texts('.facts dd')).toEqual(
      [rows, buckets, meanSize, largest, withTwoOrMore].map(count),
    );
    const shown: [string, ShownBucket | null][] = [
      ['own', own],
      ['good', good],
      ['poor', poor],
    ];
    for (const [look, bucket] of shown) {
      if (!bucket) continue;
      const { index, size, purity, rows: some, classes } = bucket;
      const images = `${size} image${size === 1 ? '' : 's'}`;
      expect(await text(`.${look} figcaption p`)).toBe(
        `Bucket ${index}: ${images}, ${percent(purity, 0)} of one class`,
      );
      expect(await texts(`.${look} .row-card`)).toEqual(some.map(rowText));
      expect(await texts(`.${look} .class-counts li`)).toEqual(
        classes.map(({ name, count: of }) => `${name} ${of}`),
      );
    }
    expect(await cells('details')).toEqual(
      fullest.map(({ index, size, purity, classes }) => [
        index,
        count(size),
        percent(purity, 0),
        classes[0].name,
      ]),
    );
  });

  test('the parts of the dataset', async () => {
    const { parts } = await open('split');
    const said = await texts('.parts p');
    for (const [i, { size, share: part }] of parts.entries()) {
      expect(said[i]).toContain(`${count(size)} images, ${percent(part)}.`);
    }
    expect(await texts('.parts .row-card')).toEqual(
      parts.flatMap(({ first }) => first.map(rowText)),
    );
  });

  test('neighbours of a query at every radius', async () => {
    const { query, byRadius } = await open('neighbours');
    expect(await text('h3 >> nth=0')).toBe(
      `The query is row ${query.row}, in bucket ${query.index}`,
    );
    expect(await text('.of-row .bit-strip')).toBe(query.bits.join(''));
    const slider = opened.page.getByRole('slider', { name: /^Radius/ });
    for (const { radius, codes, buckets, candidates, precision: found, nearest } of byRadius) {
      if (radius > 0) await slider.press('ArrowRight');
      expect(await texts('.facts dd')).toEqual([
        ...[codes, buckets, candidates].map(count),
        found === null ? 'none found' : percent(found, 0),
      ]);
      expect(await texts('.nearest .row-number')).toEqual(nearest.map(({ row }) => `row ${row}`));
      expect(await texts('.nearest .class-chip')).toEqual(nearest.map(({ name }) => name));
      expect(await texts('.nearest .distance')).toEqual(
        nearest.map(({ distance }) => `distance ${decimal(distance, 3)}`),
      );
      expect(await texts('.nearest .hamming')).toEqual(
        nearest.map(({ hamming }) =>
          hamming === 0 ? 'same bucket' : `${hamming} bit${hamming === 1 ? '' : 's'} away`,
        ),
      );
      const same = (await texts('.nearest .verdict')).map((verdict) => verdict.includes('same'));
      expect(same).toEqual(nearest.map(({ isSame }) => isSame));
    }
  });

  test('curves of random hyperplanes', async () => {
    const { lsh, exact } = await open('lsh');
    expect(await curveRows()).toEqual([...rowsOf(lsh), exactRow(exact)]);
  });

  test('the graph, the bits that it flips and the hyperplanes that follow', async () => {
    const { train, adjacency, flipped, examples, codes, refit } = await open('grh');
    expect((await texts('.facts dd')).slice(0, 4)).toEqual([
      count(train),
      `${count(flipped.count)} of ${count(flipped.of)}, ${percent(flipped.share)}`,
      `${count(codes.before)} and ${count(codes.after)}`,
      percent(refit.agreement),
    ]);
    expect(await text('figcaption p >> nth=0')).toContain(
      `${count(adjacency.ones)} ones, ${percent(adjacency.share)} of it.`,
    );
    expect(await cells('.adjacency')).toEqual(
      adjacency.rows.map(({ row, name }, i) => [
        `${row} ${name}`,
        ...adjacency.corner[i].map(String),
        count(adjacency.degrees[i]),
      ]),
    );
    expect(await texts('.flips .value')).toEqual(flipped.byBit.map(count));
    expect(await texts('.flips .turned')).toEqual(refit.turned.map(degrees));
    expect(await texts('.examples .row-card')).toEqual(examples.map(rowText));
    expect(await texts('.examples .bit-strip')).toEqual(
      examples.flatMap(({ before, after }) => [before.join(''), after.join('')]),
    );
  });

  test('curves of learned hyperplanes beside random ones', async () => {
    const { lsh, grh, exact } = await open('comparison');
    expect(await curveRows()).toEqual([...rowsOf(grh), ...rowsOf(lsh), exactRow(exact)]);
  });

  test('the six images: matrices, sums and bits of every iteration', async () => {
    const { images, adjacency, degrees: sums, normalised, rounds } = await open('toy');
    const names = images.map(({ name }) => name);
    const [given, divided] = [await cells('.matrix >> nth=0'), await cells('.matrix >> nth=1')];
    expect(given).toEqual(
      names.map((name, i) => [name, ...adjacency[i].map(String), String(sums[i])]),
    );
    expect(divided).toEqual(
      names.map((name, i) => [name, ...normalised[i].map((v) => (v === 0 ? '0' : share(v)))]),
    );
    for (const round of rounds) {
      const { iteration, before, means, smoothed, hyperplanes, turned, buckets } = round;
      await until(
        opened.page,
        `document.querySelector('.toy-says').textContent.startsWith('Iteration ${iteration}:')`,
      );
      expect(await cells('.toy-bits')).toEqual(
        names.map((name, i) => [
          name,
          ...before[i].map(String),
          ...means[i].map((mean) => signed(mean, 2)),
          ...smoothed[i].map((bit, j) => `${bit}${bit === before[i][j] ? '' : ' flipped'}`),
        ]),
      );
      expect(await texts('.sum-card .arithmetic .result')).toEqual(
        round.sums.flatMap(({ mean, blend }) => [signed(mean, 2), signed(blend, 2)]),
      );
      const [places, normals] = [await cells('details >> nth=0'), await cells('details >> nth=1')];
      expect(places.map((row) => row.at(-1))).toEqual(buckets.map(String));
      expect(places.map((row) => row.slice(1, 3))).toEqual(
        images.map(({ x, y }) => [decimal(x), decimal(y)]),
      );
      expect(normals).toEqual(
        hyperplanes.map(([x, y], j) => [
          `of bit ${j + 1}`,
          decimal(x),
          decimal(y),
          degrees(turned[j]),
        ]),
      );
      if (iteration < rounds.length) {
        await opened.page.getByRole('button', { name: 'Next iteration' }).click();
      }
    }
  });

  test('and complains of nothing meanwhile', () => {
    expect(opened.faults).toEqual([]);
  });
});

/** The rows of the table of numbers, without times. */
async function curveRows(): Promise<string[][]> {
  return (await cells('details')).map((row) => row.slice(0, -1));
}

function rowsOf({ name, buckets, largest, byRadius }: MethodCurve): string[][] {
  return byRadius.map((at) => [
    name,
    count(buckets),
    count(largest),
    String(at.radius),
    precision(at.precisionAtK),
    precision(at.precisionAtKEmptyAsZero),
    count(at.emptyQueries),
    count(at.meanCandidates),
  ]);
}

function exactRow({ precisionAtK }: { readonly precisionAtK: number }): string[] {
  return ['exact search', '', '', '', precision(precisionAtK), '', '', ''];
}
