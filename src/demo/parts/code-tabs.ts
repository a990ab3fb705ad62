import { el } from '../../report/page/dom.ts';

/** A file of code that readers may copy. */
export interface CodeFile {
  readonly title: string;
  /** What it needs beside it, in a sentence. */
  readonly about: string;
  /** Where the code is, relative to the page; it is loaded when its tab is shown. */
  readonly url: string;
}

/** Tabs of code with a button that copies it, after the pattern of WAI-ARIA: arrows go from tab to tab. */
export function codeTabs(
  label: string,
  files: readonly CodeFile[],
  announce: (text: string) => void,
): HTMLElement {
  const list = el('div', { role: 'tablist', 'aria-label': label });
  const id = `code-${crypto.getRandomValues(new Uint32Array(1))[0]}`;
  const about = el('p', { class: 'quiet' });
  const code = el('code');
  const copy = el('button', { type: 'button' }, 'Copy');
  const pre = el('pre', { tabindex: '0', 'aria-label': 'Code' }, code);
  const panel = el('div', { role: 'tabpanel', id, class: 'code-panel' }, about, pre, copy);
  const tabs = files.map(({ title }, i) =>
    el('button', { type: 'button', role: 'tab', id: `${id}-${i}`, 'aria-controls': id }, title),
  );
  list.append(...tabs);

  async function show(chosen: number): Promise<void> {
    for (const [i, tab] of tabs.entries()) {
      tab.setAttribute('aria-selected', String(i === chosen));
      tab.tabIndex = i === chosen ? 0 : -1;
    }
    panel.setAttribute('aria-labelledby', `${id}-${chosen}`);
    about.textContent = files[chosen].about;
    const text = await loadText(files[chosen].url);
    if (tabs[chosen].getAttribute('aria-selected') === 'true') code.textContent = text;
  }

  for (const [i, tab] of tabs.entries()) {
    tab.addEventListener('click', () => void show(i));
    tab.addEventListener('keydown', ({ key }) => {
      const to = { ArrowRight: i + 1, ArrowLeft: i - 1, Home: 0, End: tabs.length - 1 }[key];
      if (to === undefined) return;
      const next = (to + tabs.length) % tabs.length;
      tabs[next].focus();
      void show(next);
    });
  }
  copy.addEventListener('click', async () => {
    await navigator.clipboard.writeText(code.textContent ?? '').then(
      () => announce('The code is in the clipboard.'),
      () => getSelection()?.selectAllChildren(code),
    );
    copy.textContent = 'Copied';
    setTimeout(() => (copy.textContent = 'Copy'), 1500);
  });
  void show(0);
  return el('div', { class: 'code-tabs' }, list, panel);
}

async function loadText(url: string): Promise<string> {
  const response = await fetch(new URL(url, document.baseURI)).catch(() => null);
  return response?.ok ? response.text() : `${url} can't be loaded.`;
}
