import type { Paint } from '../output/colour.ts';
import { count } from '../output/count.ts';
import { table } from '../output/table.ts';
import type { Tuned, TunedWay } from './types.ts';

/** What each way to index gives, for people; the quickest is marked. */
export function tuneText(tuned: Tuned, paint: Paint): string {
  const { size, dimensions, queries, areOwn, k, recall, ways, cheapest } = tuned;
  const rows = ways.map((way, i) => [
    nameOf(way),
    way.reranks ? 'yes' : 'no',
    Math.round(way.candidates).toLocaleString('en-US'),
    way.recall.toFixed(3),
    way.millis.toFixed(2),
    (way.bytes / 1e6).toFixed(1),
    i === cheapest ? 'yes, quickest' : way.reachesRecall ? 'yes' : 'no',
  ]);
  const header = ['codes', 're-ranked', 'candidates', `recall@${k}`, 'ms a query', 'MB'];
  const asked = areOwn
    ? `${queries} of its own vectors, each searched among the others`
    : count(queries, 'query', 'queries');
  const about = `${count(size, 'vector')} of ${count(dimensions, 'value')}; ${asked}`;
  return `${table([...header, `reaches ${recall}`], rows, paint)}\n\n${about}\n${advice(tuned)}\n`;
}

function nameOf({ isOwn, codes, bitsPerDimension }: TunedWay): string {
  if (isOwn) return `as it is (${codes})`;
  return `${bitsPerDimension} ${bitsPerDimension === 1 ? 'bit' : 'bits'} a dimension`;
}

function advice({ ways, cheapest, recall, madeOf }: Tuned): string {
  if (cheapest === null) return `None reaches a recall of ${recall}: aim lower, or keep vectors.`;
  const { isOwn, bitsPerDimension, reranks } = ways[cheapest];
  if (isOwn) return 'The index as it is takes the least time.';
  const keep = reranks ? '' : ' --keep none';
  const options = `--bits-per-dimension ${bitsPerDimension}${keep} --recall ${recall}`;
  return `The least time: hashplane index ${madeOf} ${options} --out tuned.index`;
}
