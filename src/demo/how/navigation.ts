import { el } from '../../report/page/dom.ts';
import { placeOf, stepAfter } from './state.ts';
import { STEPS, type StepId } from './steps.ts';

/** The list of the steps, and how far the reader is. */
export interface Navigation {
  readonly list: HTMLElement;
  /** Back and next, for below a step. */
  readonly pager: HTMLElement;
  show(step: StepId): void;
}

/**
 * @param addressOf - where a step is; links are real ones, so that they can be opened elsewhere too.
 */
export function navigation(addressOf: (step: StepId) => string): Navigation {
  const links = STEPS.map(({ id, name }, i) =>
    el(
      'a',
      { href: addressOf(id) },
      el('span', { class: 'number' }, String(i + 1)),
      el('span', { class: 'name' }, name),
    ),
  );
  const progress = el('progress', { max: String(STEPS.length), 'aria-label': 'Steps read' });
  const list = el(
    'nav',
    { class: 'steps', 'aria-label': 'Steps' },
    progress,
    el('ol', {}, ...links.map((link) => el('li', {}, link))),
  );
  const back = el('a', { class: 'button back' });
  const next = el('a', { class: 'button next' });
  const pager = el('p', { class: 'pager' }, back, next);
  const point = (link: HTMLAnchorElement, step: StepId | null, text: (name: string) => string) => {
    link.hidden = step === null;
    if (step === null) return;
    link.href = addressOf(step);
    link.textContent = text(STEPS[placeOf(step) - 1].name);
  };
  let shown: StepId | null = null;
  return {
    list,
    pager,
    show(step) {
      const place = placeOf(step);
      progress.value = place;
      for (const [i, link] of links.entries()) {
        link.href = addressOf(STEPS[i].id);
        link.classList.toggle('done', i + 1 < place);
        if (i + 1 === place) link.setAttribute('aria-current', 'step');
        else link.removeAttribute('aria-current');
      }
      if (step !== shown) reveal(links[place - 1]);
      shown = step;
      point(back, stepAfter(step, -1), () => '← Back');
      point(next, stepAfter(step, 1), (name) => `Next: ${name} →`);
    },
  };
}

/** Scrolls a list that is wider than the window to the link, and nothing else. */
function reveal(link: HTMLElement): void {
  const list = link.closest('ol');
  if (!list) return;
  list.scrollLeft = link.offsetLeft - list.offsetLeft - (list.clientWidth - link.offsetWidth) / 2;
}
