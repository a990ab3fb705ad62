import type { BrowserContextOptions, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { STEPS } from '../../../src/demo/how/steps.ts';
import { browserOfTests, findChromium } from '../chromium.ts';
import { contrasts } from '../contrast.ts';
import type { Site } from '../static-site.ts';
import { violations } from './accessibility.ts';
import { type DemoPage, endAtFirstFailure, openDemo, until } from './demo-page.ts';
import { demoSite } from './demo-site.ts';

const CHROMIUM = findChromium();
const browser = browserOfTests(CHROMIUM);
let site: Site;

endAtFirstFailure();
beforeAll(async () => {
  if (CHROMIUM) site = await demoSite();
});
afterAll(() => site?.close());

/** Opens the view, uses it, and sees that it complained of nothing. */
async function inView(
  query: string,
  use: (page: Page, opened: DemoPage) => Promise<void>,
  options: BrowserContextOptions = {},
): Promise<void> {
  const opened = await openDemo(browser(), `${site.url}#/how${query}`, {
    reducedMotion: 'reduce',
    ...options,
  });
  try {
    await ready(opened.page);
    await use(opened.page, opened);
    expect(opened.faults).toEqual([]);
  } finally {
    await opened.context.close();
  }
}

/** A step is shown: this one, if it is named. */
async function ready(page: Page, step: number | null = null): Promise<void> {
  const eyebrow = `document.querySelector('.step .eyebrow')?.textContent`;
  await until(
    page,
    `document.querySelector('.step[aria-busy="false"] h2') !== null &&
     ${step === null} || ${eyebrow} === 'Step ${step} of ${STEPS.length}' &&
     document.querySelector('.step').getAttribute('aria-busy') === 'false'`,
  );
}

const hash = (page: Page) => page.evaluate(() => location.hash);
/** The bits of the first image beside the plane, as they are shown. */
const firstBits = (page: Page) =>
  page.locator('.slice-code').first().locator('.bit').allTextContents();
const firstBucket = (page: Page) => page.locator('.slice-bucket strong').first().textContent();

/** The bits of an image of the toy example, as the plane shows them. */
async function toyBits(page: Page, name: string): Promise<string> {
  const image = page.locator('.toy .points > g', {
    has: page.locator(`text.name:text-is("${name}")`),
  });
  return (await image.locator('.code-bit').allTextContents()).join('');
}

/** Moves a slider by keys until it has a value. */
async function slideTo(slider: Locator, value: number): Promise<void> {
  await slider.focus();
  const step = Number(await slider.getAttribute('step'));
  const turns = Math.round((value - Number(await slider.inputValue())) / step);
  for (let i = 0; i < Math.abs(turns); i++) {
    await slider.press(turns > 0 ? 'ArrowRight' : 'ArrowLeft');
  }
}

/** Some steps, the last one too: opening the page at each takes long, and the others are gone through below. */
const OPENED = STEPS.map(({ name }, i) => [i + 1, name] as const).filter(
  ([step]) => step % 3 === 2 || step === STEPS.length,
);

describe.skipIf(!CHROMIUM)('how it works', () => {
  test.each(OPENED)('opens at step %d by its address: %s', async (step, name) => {
    await inView(`?step=${step}`, async (page) => {
      await ready(page, step);
      expect(await page.locator('.steps [aria-current="step"] .name').textContent()).toBe(name);
      expect(await page.locator('.step-figure').count()).toBe(1);
      expect(await page.locator('.code-line').count()).toBeGreaterThan(1);
    });
  });

  test('goes through all steps by mouse, and back and forward', async () => {
    await inView('', async (page) => {
      for (let step = 2; step <= STEPS.length; step++) {
        await page.locator('.pager .next').click();
        await ready(page, step);
      }
      expect(await page.locator('.pager .next').isVisible()).toBe(false);
      await page.goBack();
      await ready(page, STEPS.length - 1);
      await page.goForward();
      await ready(page, STEPS.length);
      await page.locator('.steps a').nth(2).click();
      await ready(page, 3);
      expect(await hash(page)).toBe('#/how?step=3');
    });
  });

  test('goes through all steps by arrow keys, and says which it is', async () => {
    await inView('', async (page) => {
      await page.locator('h1').click();
      for (let step = 2; step <= STEPS.length; step++) {
        await page.keyboard.press('ArrowRight');
        await ready(page, step);
        expect(await page.locator('#status').textContent()).toContain(`Step ${step} of 11: `);
      }
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('ArrowLeft');
      await ready(page, STEPS.length - 1);
      // Whoever reads with the keyboard goes on from the title of the step.
      expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('H2');
    });
  });

  test('turns a hyperplane by mouse: the bit, the bucket and the sum follow', async () => {
    await inView('?step=2', async (page) => {
      await page.locator('.slice-bucket').first().waitFor();
      const [bits, bucket] = [await firstBits(page), await firstBucket(page)];
      const knob = page.locator('.plane .line .knob').nth(4);
      await knob.scrollIntoViewIfNeeded();
      const box = (await knob.boundingBox())!;
      const plane = (await page.locator('.plane .rim').boundingBox())!;
      const centre = [plane.x + plane.width / 2, plane.y + plane.height / 2];
      const at = [box.x + box.width / 2, box.y + box.height / 2];
      await page.mouse.move(at[0], at[1]);
      await page.mouse.down();
      // Half a turn about the origin puts the image on the other side.
      for (let i = 1; i <= 12; i++) {
        const turn = (Math.PI * i) / 12;
        const [dx, dy] = [at[0] - centre[0], at[1] - centre[1]];
        await page.mouse.move(
          centre[0] + dx * Math.cos(turn) - dy * Math.sin(turn),
          centre[1] + dx * Math.sin(turn) + dy * Math.cos(turn),
        );
      }
      await page.mouse.up();
      const flipped = bits.map((bit, j) => (j === 4 ? String(1 - Number(bit)) : bit));
      expect(await firstBits(page)).toEqual(flipped);
      expect(await firstBucket(page)).toBe(String(Number.parseInt(flipped.join(''), 2)));
      expect(await page.locator('.arithmetic .result').textContent()).toBe(await firstBucket(page));
      await page.getByRole('button', { name: 'Put the lines back' }).click();
      expect(await firstBits(page)).toEqual(bits);
      expect(await firstBucket(page)).toBe(bucket);
    });
  });

  test('turns a hyperplane by keyboard, which says what it does', async () => {
    await inView('?step=2', async (page) => {
      await page.locator('.slice-bucket').first().waitFor();
      const bits = await firstBits(page);
      const line = page.getByRole('slider', { name: 'Hyperplane 5', exact: true });
      const angle = Number(await line.getAttribute('aria-valuenow'));
      await line.focus();
      await page.keyboard.press('ArrowLeft');
      expect(Number(await line.getAttribute('aria-valuenow'))).toBe((angle + 2) % 360);
      for (let i = 0; i < 12; i++) await page.keyboard.press('PageUp');
      const after = await firstBits(page);
      expect(after[4]).toBe(String(1 - Number(bits[4])));
      expect(await line.getAttribute('aria-valuetext')).toContain(`bit ${after[4]} of the first`);
      expect(await page.locator('#status').textContent()).toMatch(/^Bit 5 is [01]: bucket \d+$/);
      // Arrow keys on a line turn it, and don't turn the page.
      expect(await page.locator('.eyebrow').textContent()).toBe('Step 2 of 11');
    });
  });

  test('is about another image, by button, by field and by address', async () => {
    await inView('?step=4&image=7', async (page) => {
      const title = page.locator('.powers figcaption h3');
      expect(await title.textContent()).toMatch(/^The image of row 7 is in bucket \d+$/);
      await page.getByLabel('Image of row').fill('12');
      await page.getByLabel('Image of row').press('Enter');
      await until(page, `/row 12 /.test(document.querySelector('.powers h3').textContent)`);
      expect(await hash(page)).toBe('#/how?step=4&image=12');
      await page.getByRole('button', { name: 'Another image' }).click();
      await until(page, `!/row 12 /.test(document.querySelector('.powers h3').textContent)`);
      await page.goBack();
      await until(page, `/row 12 /.test(document.querySelector('.powers h3').textContent)`);
    });
  });

  test('flips a bit of the code by its button, and the sum follows', async () => {
    await inView('?step=4', async (page) => {
      const result = page.locator('.powers-sum .result');
      const before = Number(await result.textContent());
      const bit = page.getByRole('button', { name: /^Bit 1: [01] worth 32768$/ });
      const was = await bit.getAttribute('aria-pressed');
      await bit.press('Enter');
      expect(await bit.getAttribute('aria-pressed')).toBe(String(was !== 'true'));
      const after = was === 'true' ? before - 32768 : before + 32768;
      expect(await result.textContent()).toBe(String(after));
    });
  });

  test('finds more at a wider radius, and keeps that in the address', async () => {
    await inView('?step=7', async (page) => {
      const candidates = () =>
        page
          .locator('.facts dd')
          .nth(2)
          .textContent()
          .then((text) => Number(text?.replace(',', '')));
      const found = [await candidates()];
      const slider = page.getByRole('slider', { name: /^Radius/ });
      for (const radius of [1, 2]) {
        await slideTo(slider, radius);
        found.push(await candidates());
        await until(page, `location.hash === '#/how?step=7&radius=${radius}'`);
      }
      expect(found[1]).toBeGreaterThan(found[0]);
      expect(found[2]).toBeGreaterThan(found[1]);
    });
  });
});

describe.skipIf(!CHROMIUM)('the toy example', () => {
  test('flips a bit of C and one of E as alpha passes one half', async () => {
    await inView('?step=11&alpha=0.48', async (page) => {
      await page.locator('.toy .code-bit').first().waitFor();
      const names = ['A', 'B', 'C', 'D', 'E', 'F'];
      const bits = async () => Promise.all(names.map((name) => toyBits(page, name)));
      const before = await bits();
      expect(await page.locator('.toy-says').textContent()).toContain('no bit flips');
      await slideTo(page.getByRole('slider', { name: /^alpha/ }), 0.52);
      await until(page, `/ flip,/.test(document.querySelector('.toy-says').textContent)`);
      const after = await bits();
      const changed = names.filter((_, i) => before[i] !== after[i]);
      expect(changed).toEqual(['C', 'E']);
      for (const [i, code] of before.entries()) {
        const differing = [...code].filter((bit, j) => bit !== after[i][j]).length;
        expect(differing).toBe(changed.includes(names[i]) ? 1 : 0);
      }
      expect(await page.locator('.sum-card.flips h3').allTextContents()).toEqual([
        expect.stringMatching(/^C bit \d$/),
        expect.stringMatching(/^E bit \d$/),
      ]);
      await until(page, `location.hash === '#/how?step=11&alpha=0.52'`);
    });
  });

  test('goes on to the next iteration and back, and the hyperplane turns', async () => {
    await inView('?step=11&iteration=0', async (page) => {
      await page.locator('.toy .line .stroke').first().waitFor();
      const stroke = page.locator('.toy .line .stroke').first();
      const place = () => stroke.evaluate((line) => line.outerHTML);
      const random = await place();
      await page.getByRole('button', { name: 'Next iteration' }).press('Enter');
      await until(page, `/^Iteration 1/.test(document.querySelector('.toy-says').textContent)`);
      const learned = await place();
      expect(learned).not.toBe(random);
      await page.getByRole('button', { name: 'Next iteration' }).click();
      await until(page, `/^Iteration 2/.test(document.querySelector('.toy-says').textContent)`);
      expect(await place()).toBe(learned);
      expect(await page.locator('.toy-says').textContent()).toContain('Nothing changes any more');
      const back = page.locator('.toy').getByRole('button', { name: 'Back' });
      await back.click();
      await back.click();
      await until(page, `/^Random/.test(document.querySelector('.toy-says').textContent)`);
      expect(await place()).toBe(random);
      // A click would wait for it to be enabled.
      await back.press('Enter');
      expect(await page.locator('.iterations strong').textContent()).toBe('before learning');
    });
  });

  test('swings its hyperplane there in many small turns where motion is welcome', async () => {
    const use = async (page: Page) => {
      await page.locator('.toy .line .stroke').first().waitFor();
      await page.evaluate(() => {
        const line = document.querySelector('.toy .line .stroke') as SVGElement;
        const places = new Set<string>();
        new MutationObserver(() => places.add(line.outerHTML)).observe(line, { attributes: true });
        // Frames by a clock of their own: a busy machine leaves most of the real ones out.
        let now = 0;
        const requestAnimationFrame = (draw: FrameRequestCallback) =>
          setTimeout(() => {
            now += 16;
            draw(now);
          });
        Object.assign(window, {
          places,
          requestAnimationFrame,
          cancelAnimationFrame: clearTimeout,
        });
      });
      await page.getByRole('button', { name: 'Next iteration' }).click();
      await until(page, `/^Iteration 1/.test(document.querySelector('.toy-says').textContent)`);
    };
    const places = (page: Page) => page.evaluate('window.places.size') as Promise<number>;
    await inView(
      '?step=11&iteration=0',
      async (page) => {
        await use(page);
        await until(page, 'window.places.size > 5');
      },
      { reducedMotion: 'no-preference' },
    );
    await inView('?step=11&iteration=0', async (page) => {
      await use(page);
      expect(await places(page)).toBe(1);
    });
  });

  test('shows another hyperplane and the rule of the paper, by the address too', async () => {
    await inView('?step=11&bit=2&rule=paper&alpha=0.7', async (page) => {
      await page.locator('.toy .code-bit').first().waitFor();
      expect(await page.locator('.line.selected').getAttribute('data-line')).toBe('1');
      expect(await page.getByLabel("the paper's").isChecked()).toBe(true);
      // The mean of three, of which one is C itself, is a third: that outweighs the bit from 3/4 on.
      expect(await page.locator('.toy-says').textContent()).toContain('no bit flips');
      await page.getByLabel("the tutorial's").check();
      await until(page, `/ flip,/.test(document.querySelector('.toy-says').textContent)`);
      await page.getByRole('radio', { name: '3', exact: true }).check();
      await until(page, `location.hash === '#/how?step=11&alpha=0.7&bit=3'`);
    });
  });
});

describe.skipIf(!CHROMIUM)('every step', () => {
  const LOOKS: readonly [string, BrowserContextOptions][] = [
    ['a phone, dark', { viewport: { width: 390, height: 844 }, colorScheme: 'dark' }],
    ['a tablet, light', { viewport: { width: 820, height: 1180 }, colorScheme: 'light' }],
    ['a desk, light', { viewport: { width: 1440, height: 900 }, colorScheme: 'light' }],
  ];

  test.each(LOOKS)(
    'on %s is no wider than the window, readable and accessible',
    async (_, look) => {
      await inView(
        '',
        async (page) => {
          for (let step = 1; step <= STEPS.length; step++) {
            await page.evaluate((at) => {
              location.hash = `#/how?step=${at}`;
            }, step);
            await ready(page, step);
            const width = await page.evaluate(() => document.documentElement.scrollWidth);
            expect([step, width]).toEqual([step, look.viewport?.width]);
            const poor = (await contrasts(page)).filter(({ ratio }) => ratio < 4.5);
            expect([step, poor]).toEqual([step, []]);
            expect([step, await violations(page)]).toEqual([step, []]);
          }
        },
        look,
      );
    },
  );
});
