import { chooser } from '../../page/chooser.ts';
import { el, fill, place, terms } from '../../page/dom.ts';
import { count, moment, plural } from '../../page/format.ts';
import { themeButton } from '../../page/theme.ts';
import type { EvaluationPageData, PageCell } from '../data.ts';
import { curveFigures, lengthFigures } from './figures.ts';
import { MethodStyles } from './methods.ts';
import { codesTable, glance, reRankedTable, testsTable, wayOf } from './tables.ts';

const data = JSON.parse(place('report-data').textContent ?? '') as EvaluationPageData;
const styles = new MethodStyles(data.cells);
const supervisions = [...new Set(data.cells.map(({ supervision }) => supervision))];
const lengths = [...data.settings.bits].sort((a, b) => a - b);
const directions = [...new Set(data.cells.flatMap(({ direction }) => direction ?? []))];
let shown = {
  supervision: supervisions[0],
  bits: lengths[0],
  direction: directions[0] as string | undefined,
};

themeButton();
heading();
if (supervisions.length > 1 || directions.length > 1) {
  place('bits-bar').hidden = false;
  const choices: HTMLElement[] = [];
  if (directions.length > 1) choices.push(choose('direction', 'Search', directions, wayOf));
  if (supervisions.length > 1) {
    choices.push(choose('supervision', 'Labelled points', supervisions, (n) => count(n)));
  }
  fill('bits-bar', ...choices);
}
if (lengths.length > 1) {
  fill(
    'length-bar',
    choose('bits', 'Code length', lengths, (n) => `${n} bits`),
  );
}
provenance();
show();

/** Everything that depends on what is chosen. */
function show(): void {
  const cells = data.cells.filter(
    ({ supervision, direction }) =>
      supervision === shown.supervision && direction === shown.direction,
  );
  const atLength = cells.filter(({ bits }) => bits === shown.bits);
  glance(data, cells, styles);
  lengthFigures(data, cells, styles);
  curveFigures(atLength, styles);
  codesTable(atLength);
  testsTable(data, atLength);
  reRankedTable(cells);
}

/** Lets the reader choose one of the values for what is shown. */
function choose<T extends number | string>(
  key: 'supervision' | 'bits' | 'direction',
  title: string,
  values: readonly T[],
  text: (value: T) => string,
): HTMLElement {
  const choices = { title, name: key, values, chosen: shown[key] as T, text };
  const fieldset = chooser(choices, (value) => {
    shown = { ...shown, [key]: value };
    show();
  });
  fieldset.className = 'choices';
  return fieldset;
}

function heading(): void {
  const { dataset, settings } = data;
  document.title = `${dataset.name} – hashplane evaluation`;
  fill('title', `Hash functions compared on ${dataset.name}`);
  const { dimensions, imageDimensions = 0, textDimensions = 0 } = dataset;
  const rows =
    dimensions === undefined
      ? `pairs of an image of ${count(imageDimensions)} values and a text of ${count(textDimensions)}`
      : `rows of ${count(dimensions)} values`;
  fill(
    'lead',
    `${count(dataset.rows)} ${rows} in ` +
      `${count(dataset.classes)} classes, protocol “${data.protocol}”, ` +
      `${plural(settings.partitions, 'partition')}.`,
  );
  fill('protocol', data.protocolSummary);
}

function provenance(): void {
  const { settings, cells } = data;
  const first = (name: string) => cells.find(({ method }) => method === name) as PageCell;
  const used = [...new Set(cells.map(({ method }) => method))];
  fill(
    'methods',
    ...used.map((name) =>
      el(
        'li',
        {},
        el('strong', {}, first(name).title),
        ` (${name}): ${data.methodSummaries[name]}`,
      ),
    ),
  );
  const { tuning } = settings;
  fill(
    'settings',
    ...terms([
      ['labelled points', supervisions.map(count).join(', ')],
      ['code lengths', lengths.map((bits) => `${bits} bits`).join(', ')],
      ['partitions', `${settings.partitions}, seeds from ${settings.seed} on`],
      ...(settings.queriesPerClass
        ? [['queries of each class', count(settings.queriesPerClass)] as const]
        : []),
      ...(settings.queries ? [['queries', count(settings.queries)] as const] : []),
      ...(settings.database ? [['points of the database', count(settings.database)] as const] : []),
      ['settings of the methods', settingsOf(tuning)],
    ]),
  );
  fill(
    'environment',
    ...terms([
      ['hashplane', data.hashplane],
      ['commit', data.commit ?? 'unknown'],
      ['backend', `${data.backend}, ${plural(data.threads, 'thread')}`],
      ['Node', data.node],
      ['machine', data.machine],
      ['measured', moment(data.created)],
    ]),
  );
}

function settingsOf(tuning: EvaluationPageData['settings']['tuning']): string {
  if (tuning === undefined) return 'by validation on the labelled points, as a part of learning';
  return tuning
    ? `by validation on ${tuning.folds} folds of the labelled points`
    : 'their defaults';
}
