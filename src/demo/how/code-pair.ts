import { el } from '../../report/page/dom.ts';

/** The lines that did it: in JavaScript, and in numpy beside them. */
export interface CodePair {
  readonly javascript: string;
  readonly numpy: string;
}

/** Both programs, each with a button that copies it. They stand below each other where it is narrow. */
export function codePair(
  { javascript, numpy }: CodePair,
  announce: (text: string) => void,
): HTMLElement {
  return el(
    'div',
    { class: 'code-pair' },
    block('JavaScript', javascript, announce),
    block('numpy', numpy, announce),
  );
}

/** Long lines go on below themselves, further to the right. */
function codeLine(line: string): HTMLElement {
  const indent = line.length - line.trimStart().length;
  const element = el('span', { class: 'code-line' }, `${line}\n`);
  element.style.setProperty('--indent', String(indent));
  return element;
}

function block(language: string, code: string, announce: (text: string) => void): HTMLElement {
  const copy = el('button', { type: 'button', 'aria-label': `Copy the ${language}` }, 'Copy');
  copy.addEventListener('click', async () => {
    const done = await navigator.clipboard.writeText(code).then(
      () => true,
      () => false,
    );
    copy.textContent = done ? 'Copied' : 'Not copied';
    announce(done ? `The ${language} was copied` : 'The browser does not let this page copy');
    setTimeout(() => {
      copy.textContent = 'Copy';
    }, 2000);
  });
  return el(
    'figure',
    { class: 'code' },
    el('figcaption', {}, el('span', {}, language), copy),
    el('pre', {}, el('code', {}, ...code.split('\n').map(codeLine))),
  );
}
