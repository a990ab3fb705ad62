import { el, terms } from '../../report/page/dom.ts';
import { count, plural } from '../../report/page/format.ts';
import { swatchOf } from '../../report/page/swatch.ts';
import type { CompareResult, MatchShown } from '../lab/calls/compare.ts';
import type { MeanPrecisionResult } from '../lab/calls/mean-precision.ts';
import { classChip } from '../parts/class-colours.ts';
import { codeStrip } from '../parts/code-strip.ts';
import { nameOfRow, rowPicture } from '../parts/row-picture.ts';
import { METHODS, type MethodName } from './methods.ts';

const PLACES = 10;

/** One method's results. */
export class Column {
  readonly element: HTMLElement;
  readonly #score = el('p', { class: 'score' });
  readonly #mean = el('p', { class: 'mean' });
  readonly #facts = el('dl', { class: 'facts' });
  readonly #code = el('div', { class: 'own-code' });
  readonly #list = el('ol', { class: 'matches' });
  readonly #method: MethodName;

  constructor(method: MethodName) {
    this.#method = method;
    const { name, about, style } = METHODS[method];
    const title = el('h2', {}, swatchOf(style) as unknown as Node, name);
    const head = el('div', {}, title, el('p', { class: 'kind' }, about));
    this.element = el('section', { class: `column ${method}`, 'aria-label': name });
    this.element.append(head, this.#score, this.#mean, this.#facts, this.#code, this.#list);
    this.#list.replaceChildren(...places([]));
  }

  /** What is shown is of before; what it was asked for is on its way. */
  set isBusy(busy: boolean) {
    this.element.setAttribute('aria-busy', String(busy));
  }

  show(result: CompareResult): void {
    const { hashed, neighbours } = result;
    this.#score.replaceChildren(...scoreOf(result));
    this.#facts.replaceChildren(...terms(factsOf(result)));
    this.#code.replaceChildren(
      ...(hashed ? codeOf(hashed) : [el('span', {}, 'No code, no bucket')]),
    );
    this.#list.replaceChildren(
      ...places(neighbours.map((each) => match(each, hashed?.code ?? null))),
    );
    this.#list.setAttribute('aria-label', `Neighbours by ${METHODS[this.#method].name}`);
    // Read by scripts/demo/measure.mjs.
    if (hashed) this.element.dataset.encodeMilliseconds = hashed.encodeMillis.toFixed(1);
    this.isBusy = false;
  }

  showMean(result: MeanPrecisionResult | null): void {
    if (!result) {
      this.#mean.replaceChildren();
      return;
    }
    const { queries, precision, empty } = result;
    const found = empty > 0 ? `; ${empty} found nothing` : '';
    const mean = el('strong', {}, (PLACES * precision).toFixed(1));
    const which = queries === 1 ? 'Of the one query: ' : `Mean of all ${count(queries)} queries: `;
    this.#mean.replaceChildren(which, mean, ` of ${PLACES}${found}`);
    this.#mean.dataset.precision = String(precision);
  }

  /** Why there is nothing. */
  refuse(message: string): void {
    this.#score.replaceChildren(el('span', { class: 'refused' }, message));
    for (const part of [this.#mean, this.#facts, this.#code]) part.replaceChildren();
    this.#list.replaceChildren(...places([]));
    this.isBusy = false;
  }
}

/** The list always has as many places, so that nothing moves when they are filled. */
function places(items: readonly HTMLElement[]): HTMLElement[] {
  const empty = Array.from({ length: Math.max(0, PLACES - items.length) }, () =>
    el('li', { class: 'empty', 'aria-hidden': 'true' }),
  );
  return [...items, ...empty];
}

function scoreOf({ right, neighbours }: CompareResult): Node[] {
  if (right === null)
    return [el('strong', {}, String(neighbours.length)), document.createTextNode(' neighbours')];
  return [el('strong', {}, String(right)), document.createTextNode(` of ${PLACES} right`)];
}

function factsOf({ hashed, candidates, database, micros }: CompareResult): [string, string][] {
  const total = micros.reduce((sum, part) => sum + part.micros, 0);
  const compared: [string, string] = [
    'Rows compared',
    `${count(candidates)} of ${count(database)}`,
  ];
  const time: [string, string] = ['Time', `${count(Math.round(total))} µs`];
  if (!hashed) return [['Buckets looked at', 'none'], compared, time, ['Hashing all rows', 'none']];
  const { strategy, lookedAt, buckets, encodedRows, encodeMillis } = hashed;
  const tried = strategy === 'probe' ? 'codes tried' : 'codes compared';
  return [
    ['Buckets looked at', `${count(buckets)}, ${count(lookedAt)} ${tried}`],
    compared,
    time,
    ['Hashing all rows', `${count(encodedRows)} in ${count(Math.round(encodeMillis))} ms`],
  ];
}

function codeOf({ code, bucket }: { code: string; bucket: string }): Node[] {
  return [el('span', {}, `Bucket ${bucket}`), codeStrip(code)];
}

function match(row: MatchShown, code: string | null): HTMLElement {
  const { className, label, isRight, bitsApart, similarity } = row;
  const mark = isRight === null ? [] : [markOf(isRight)];
  const named =
    label === null || className === null ? el('span', {}, row.id) : classChip(label, className);
  const head = el('p', { class: 'name' }, named, ...mark);
  const apart = bitsApart === null ? [] : [`${plural(bitsApart, 'bit')} apart`];
  const dot = bitsApart === null ? '' : ' · ';
  const cosine = el('span', { class: 'cosine' }, `${dot}cosine ${similarity.toFixed(2)}`);
  const details = el('p', { class: 'apart' }, ...apart, cosine);
  const strip = row.code === null ? [] : [codeStrip(row.code, { differsFrom: code ?? row.code })];
  const kind = isRight === null ? '' : isRight ? 'right' : 'wrong';
  return el(
    'li',
    { class: kind },
    rowPicture(row.picture, nameOfRow(row)),
    el('div', {}, head, ...strip, details),
  );
}

function markOf(isRight: boolean): HTMLElement {
  const word = isRight ? 'right' : 'wrong';
  return el(
    'span',
    { class: `verdict ${word}` },
    isRight ? '✓' : '✗',
    el('span', { class: 'unseen' }, word),
  );
}
