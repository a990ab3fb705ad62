import { el, fill, place } from '../../report/page/dom.ts';
import { Lab } from '../lab/client.ts';
import { Pictures } from '../parts/pictures.ts';
import { readAddress, writeAddress } from './address.ts';
import type { DemoContext, View } from './context.ts';
import { DataInUse } from './data-in-use.ts';
import { VIEWS, type ViewName } from './view-names.ts';
import { LOADERS } from './views.ts';

/** Shows the view that the address names, and follows the address from then on. */
export function startShell(): void {
  let shown: { readonly name: ViewName; readonly view: Promise<View> } | null = null;
  const context = contextOf(() => {
    // What is shown is of other data.
    shown?.view.then((view) => view.dispose()).catch(() => {});
    shown = null;
    follow();
  });
  place('view').before(context.data.banner);
  const follow = () => {
    const { view: name, parameters } = readAddress(location.hash);
    if (shown?.name !== name) {
      const former = shown;
      former?.view.then((view) => view.dispose()).catch(() => {});
      shown = { name, view: open(name, context) };
      mark(name);
      context.data.enter(name);
      // Whoever came by a link inside the page stands at the top of the new view.
      if (former) enter();
    }
    const { view } = shown;
    view.then((ready) => shown?.view === view && ready.update(parameters)).catch(showFault);
  };
  addEventListener('hashchange', (event) => {
    // The link that skips the navigation names a place, no view.
    if (new URL(event.newURL).hash === '#main') return;
    follow();
  });
  follow();
}

/** @param showAnew - called when the reader went back to the bundled images. */
function contextOf(showAnew: () => void): DemoContext {
  const lab = new Lab(() => data.set(null));
  const data = new DataInUse(async () => {
    await lab.call('useBundled', null);
    data.set(null);
    showAnew();
  });
  return {
    lab,
    data,
    pictures: new Pictures(),
    navigate(view, parameters, { replace = false } = {}) {
      const address = writeAddress(view, parameters);
      if (address === location.hash) return;
      // Replacing tells nobody; the view that does it knows its state.
      if (replace) history.replaceState(null, '', address);
      else location.hash = address;
    },
    announce: (text) => fill('status', text),
  };
}

async function open(name: ViewName, context: DemoContext): Promise<View> {
  const box = el('div', { class: `view ${name}` });
  place('view').replaceChildren(box);
  const { mount } = await LOADERS[name]();
  return mount(box, context);
}

/** Tells the navigation and the window which view is shown. */
function mark(name: ViewName): void {
  document.title = `${VIEWS[name]} · hashplane`;
  for (const link of place('views').querySelectorAll('a')) {
    if (link.hash === `#/${name}`) {
      link.setAttribute('aria-current', 'page');
      bringIntoSight(link);
    } else link.removeAttribute('aria-current');
  }
}

/**
 * Scrolls the row of links, where it is cut, to one of them. By hand: `scrollIntoView` also makes it the place
 * from which Tab goes on, in Chromium, so that nobody would come to the link that skips the navigation.
 */
function bringIntoSight(link: HTMLElement): void {
  const row = link.closest('nav')!;
  const { left, width } = link.getBoundingClientRect();
  row.scrollLeft += left + width / 2 - row.getBoundingClientRect().left - row.clientWidth / 2;
}

function enter(): void {
  scrollTo(0, 0);
  place('main').focus({ preventScroll: true });
}

/** What kept a view from opening; the others still do. */
function showFault(error: unknown): void {
  const text = error instanceof Error ? error.message : String(error);
  place('view').replaceChildren(
    el('p', { class: 'note', role: 'alert' }, `This view can't be shown: ${text}`),
  );
}
