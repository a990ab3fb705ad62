import { el, fill, place } from '../../page/dom.ts';
import { count } from '../../page/format.ts';
import { themeButton } from '../../page/theme.ts';
import type { FoundPageData, ShownPicture, ShownQuery } from '../data.ts';

const data = JSON.parse(place('report-data').textContent ?? '') as FoundPageData;

themeButton();
fill('lead', lead());
fill('queries', ...data.queries.map(section));

function lead(): string {
  const { index, descriptor, total, queries } = data;
  const shown = queries.length < total ? `, of which the first ${queries.length} are shown` : '';
  const searched = total === 1 ? 'One query' : `${count(total)} queries`;
  return `${searched}${shown}, searched in ${index}; pictures are compared as ${descriptor}, by ${data.distanceName} distance.`;
}

function section({ query, found }: ShownQuery, i: number): HTMLElement {
  const id = `query-${i}`;
  const items = found.map((own) => el('li', {}, figure(own, `distance ${own.distance}`)));
  return el(
    'section',
    { 'aria-labelledby': id, class: 'found-query' },
    el('h2', { id }, query.id),
    figure(query, 'query'),
    el('ol', { class: 'found' }, ...items),
  );
}

function figure({ id, thumbnail }: ShownPicture, note: string): HTMLElement {
  const picture =
    thumbnail === null
      ? el('p', { class: 'missing' }, 'not found')
      : el('img', { src: thumbnail, alt: id });
  return el(
    'figure',
    { class: 'found-picture' },
    picture,
    el('figcaption', {}, el('span', { class: 'name' }, id), el('small', {}, note)),
  );
}
