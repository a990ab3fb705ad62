import type { Page } from 'playwright-core';

/** A text of the page and how well it stands out (WCAG 2: 1 is not at all, 21 is black on white). */
export interface Contrast {
  readonly text: string;
  readonly ratio: number;
}

/** The contrast of every different style of text that the page shows. */
export function contrasts(page: Page): Promise<Contrast[]> {
  // One function, since the browser gets its source alone.
  return page.evaluate(() => {
    const channels = (colour: string) => (colour.match(/[\d.]+/g) ?? []).map(Number);
    const luminance = (colour: string) => {
      const [r, g, b] = channels(colour).map((value) => {
        const share = value / 255;
        return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const backgroundOf = (element: Element) => {
      for (let at: Element | null = element; at; at = at.parentElement) {
        const colour = getComputedStyle(at).backgroundColor;
        if (channels(colour)[3] !== 0) return colour;
      }
      return 'rgb(255, 255, 255)';
    };
    const found = new Map<string, { text: string; ratio: number }>();
    for (const element of document.body.querySelectorAll('*')) {
      const ownText = [...element.childNodes].find(
        (node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim(),
      );
      if (!ownText || /^(script|noscript|style|title|desc)$/i.test(element.tagName)) continue;
      const style = getComputedStyle(element);
      const inSvg = element instanceof SVGElement;
      const colours = [inSvg ? style.fill : style.color, backgroundOf(element)];
      const [dark, light] = colours.map(luminance).sort((a, b) => a - b);
      const name = inSvg ? 'svg text' : `${element.tagName} ${element.className}`;
      const text = `${name}: ${ownText.textContent?.trim().slice(0, 40)}`;
      const key = [name, ...colours].join();
      if (!found.has(key)) found.set(key, { text, ratio: (light + 0.05) / (dark + 0.05) });
    }
    return [...found.values()];
  });
}
