import { chooser } from '../../page/chooser.ts';
import { fill, place } from '../../page/dom.ts';
import { themeButton } from '../../page/theme.ts';
import type { ReportData } from '../data.ts';
import { bitsFigures } from './bits-figures.ts';
import { buckets } from './buckets.ts';
import { neighbours } from './neighbours.ts';
import { shownWidth } from './pictures.ts';
import { radiusFigures } from './radius-figures.ts';
import { glance, heading, provenance } from './summary.ts';

const data = JSON.parse(place('report-data').textContent ?? '') as ReportData;
const lengths = data.settings.bits;

themeButton();
if (data.images) {
  document.documentElement.style.setProperty('--shown', `${shownWidth(data.images)}px`);
}
heading(data);
fill('alpha', data.alphaNote);
bitsFigures(data);
provenance(data);
if (lengths.length > 1) chooseBits();
showBits(lengths[0]);

/** Everything that belongs to one code length. */
function showBits(bits: number): void {
  const methods = data.methods.filter((method) => method.bits === bits);
  glance(data, methods);
  radiusFigures(data, methods);
  neighbours(data, methods);
  buckets(data, methods);
}

/** The bar by which the reader chooses among several code lengths. */
function chooseBits(): void {
  const choices = { title: 'Code length', name: 'bits', values: lengths, chosen: lengths[0] };
  fill('bits-bar', chooser({ ...choices, text: (bits) => `${bits} bits` }, showBits));
  place('bits-bar').hidden = false;
}
