import type { DetailedCrossModalCell } from '../../../evaluation/cross-modal/cell.ts';
import { DIRECTIONS } from '../../../evaluation/cross-modal/names.ts';
import type { Paint } from '../../output/colour.ts';
import { printable } from '../../output/printable.ts';
import { resourcesText } from '../resources.ts';
import { byBits, count, significance, spread } from '../text.ts';
import type { CrossModalReport } from './report.ts';

/** Everything that the terminal shows after a cross-modal run. */
export function crossModalText(report: CrossModalReport, paint: Paint): string {
  const { dataset, cells, comparisons, resumedCells, settings } = report;
  const { partitions, queries, database } = settings;
  const searched =
    database === undefined
      ? 'all other pairs are the database'
      : `a database of ${count(database)} pairs that nothing is learned from`;
  const parts = [
    `${paint('bold', printable(dataset.name))}: ${count(dataset.rows)} pairs in ` +
      `${dataset.classes} classes, images of ${count(dataset.imageDimensions)} values, texts of ` +
      `${count(dataset.textDimensions)}\n` +
      `protocol cross-modal: ${count(queries)} queries, ${searched}\n` +
      `${partitions} partition${partitions === 1 ? '' : 's'}: mean ± standard deviation`,
  ];
  for (const direction of DIRECTIONS) {
    const [query, found] = direction.split('-to-');
    for (const supervision of settings.supervision) {
      const isOwn = (one: { direction: string; supervision: number }) =>
        one.direction === direction && one.supervision === supervision;
      const own = cells.filter(isOwn);
      const title = `━━ ${query}s find ${found}s, ${count(supervision)} labelled pairs ━━`;
      parts.push(paint('bold', title));
      parts.push(table('mAP', own, paint, (cell) => spread(cell.meanAveragePrecision)));
      parts.push(table('precision@10', own, paint, (cell) => spread(cell.precisionAt10)));
      parts.push(...significance(own, comparisons.filter(isOwn), supervision));
    }
  }
  const first = cells.filter(({ direction }) => direction === DIRECTIONS[0]);
  parts.push(table('learning s', first, paint, (cell) => cell.trainSeconds.toFixed(3)));
  parts.push('Settings are chosen once for all lengths, in the time of the first.');
  const resumed = resumedCells > 0 ? `, ${resumedCells} cells resumed` : '';
  parts.push(resourcesText(report, resumed, paint));
  return `${parts.join('\n\n')}\n`;
}

const table = byBits<DetailedCrossModalCell>;
