import type { FoundNeighbour, RadiusNeighbours } from '../../../evaluation/walkthrough/types.ts';
import { el, terms } from '../../../report/page/dom.ts';
import { count, plural } from '../../../report/page/format.ts';
import { slider } from '../../parts/slider.ts';
import { decimal, percent } from '../format.ts';
import { bitStrip, rowCard } from '../pieces.ts';
import type { RowPictures } from '../row-pictures.ts';
import type { HowState } from '../state.ts';
import type { Figure, MakeFigure } from './figure.ts';

/** Step 7: what one query finds within a radius. */
export const neighboursFigure: MakeFigure<'neighbours'> = (step, state, context): Figure => {
  const { query, byRadius, top } = step.data;
  const { pictures, demo, change } = context;
  const most = byRadius.length - 1;
  const found = el('div', { class: 'within-radius' });
  const shown = ({ radius }: HowState) => byRadius[Math.min(radius, most)];
  const radius = slider({
    label: 'Radius: bits that may differ',
    min: 0,
    max: most,
    step: 1,
    value: shown(state).radius,
    text: (value) => plural(value, 'bit'),
    onInput(value) {
      change({ radius: value });
      const { candidates, buckets } = byRadius[value];
      demo.announce(`${plural(buckets, 'bucket')}, ${plural(candidates, 'candidate')}`);
    },
  });
  const update = (now: HowState) => {
    const at = shown(now);
    radius.value = at.radius;
    found.replaceChildren(...foundAt(at, top, pictures));
  };
  update(state);
  const element = el(
    'figure',
    { class: 'neighbours' },
    el('figcaption', {}, el('h3', {}, `The query is row ${query.row}, in bucket ${query.index}`)),
    el('div', { class: 'of-row' }, rowCard(query, pictures), bitStrip(query.bits)),
    radius.element,
    found,
  );
  return { element, update };
};

function foundAt(at: RadiusNeighbours, top: number, pictures: RowPictures): HTMLElement[] {
  const { radius, codes, buckets, candidates, nearest, precision } = at;
  const facts: [string, string][] = [
    ['codes within the radius', count(codes)],
    ['of them buckets that hold any', count(buckets)],
    ['candidates in these', count(candidates)],
    [
      `of the ${top} nearest have its class`,
      precision === null ? 'none found' : percent(precision, 0),
    ],
  ];
  return [
    el('dl', { class: 'facts' }, ...terms(facts)),
    el(
      'ol',
      { class: 'row-cards nearest' },
      ...nearest.map((one) => el('li', {}, neighbourCard(one, radius, pictures))),
    ),
    ...(nearest.length < top
      ? [
          el(
            'p',
            { class: 'quiet' },
            `Only ${plural(nearest.length, 'candidate')}: a wider radius finds more.`,
          ),
        ]
      : []),
  ];
}

function neighbourCard(one: FoundNeighbour, radius: number, pictures: RowPictures): HTMLElement {
  const { hamming, distance, isSame } = one;
  const isNew = radius > 0 && hamming === radius;
  const card = rowCard(
    one,
    pictures,
    el(
      'span',
      { class: 'hamming' },
      hamming === 0 ? 'same bucket' : `${plural(hamming, 'bit')} away`,
    ),
    el('span', { class: 'distance' }, `distance ${decimal(distance, 3)}`),
    el(
      'span',
      { class: isSame ? 'verdict same' : 'verdict other' },
      isSame ? '✓ same class' : '✗ another',
    ),
  );
  card.classList.toggle('is-new', isNew);
  return card;
}
