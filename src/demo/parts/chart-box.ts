import { el } from '../../report/page/dom.ts';

const NARROWEST = 240;

/** A box whose chart is drawn for its width, anew when that changes and when its data do. */
export interface ChartBox {
  readonly element: HTMLElement;
  redraw(): void;
  dispose(): void;
}

/** @param draw - null: nothing is to be shown yet. */
export function chartBox(draw: (width: number) => Element | null): ChartBox {
  const element = el('div', { class: 'chart' });
  let drawnFor = 0;
  const redraw = () => {
    if (element.clientWidth === 0) return;
    drawnFor = Math.max(NARROWEST, Math.floor(element.clientWidth));
    const chart = draw(drawnFor);
    element.replaceChildren(...(chart ? [chart] : []));
  };
  // Drawing changes the height, which is no reason to draw again.
  const observer = new ResizeObserver(() => {
    if (Math.max(NARROWEST, Math.floor(element.clientWidth)) !== drawnFor) redraw();
  });
  observer.observe(element);
  return { element, redraw, dispose: () => observer.disconnect() };
}
