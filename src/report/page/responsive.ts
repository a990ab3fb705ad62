import { el } from './dom.ts';

const NARROWEST = 240;

/** A box whose chart is drawn for its width, and drawn anew when that changes. */
export function responsive(draw: (width: number) => Element): HTMLElement {
  const box = el('div', { class: 'chart' });
  let drawnFor = 0;
  let wasShown = false;
  const observer = new ResizeObserver(() => {
    if (!box.isConnected) {
      // One that is not in the page yet may come into it.
      if (wasShown) observer.disconnect();
      return;
    }
    wasShown = true;
    const width = Math.max(NARROWEST, Math.floor(box.clientWidth));
    // Drawing changes the height, which comes back here too.
    if (width === drawnFor || box.clientWidth === 0) return;
    drawnFor = width;
    box.replaceChildren(draw(width));
  });
  observer.observe(box);
  return box;
}
