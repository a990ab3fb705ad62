// The tables of docs/SEARCH.md about recall against time as Markdown. Nothing in them is typed by hand.
import { figure, megabytes, seconds, table } from './format.mjs';
import { bestAt, isGraph, waysOf } from './ways.mjs';

/** Recalls at which ways to search are compared. */
const LEVELS = [0.8, 0.9, 0.95, 0.99];
/**
 * Where the recalls were measured.
 *
 * @param {readonly { machine: string, node: string, commit: string | null }[]} reports
 */
export function where(reports) {
  const lines = reports.map(
    ({ machine, node, commit }) =>
      `${machine}, Node ${node.replace('v', '')}, commit ${commit ?? 'unknown'}, one thread.`,
  );
  return [...new Set(lines)].join('\n');
}

/** @param {readonly { peer: string, reason: string }[]} missing */
export function missingList(missing) {
  const lines = missing.map(({ peer, reason }) => `- ${peer}: ${reason}`);
  if (lines.length === 0) return 'Nothing is missing.';
  return `Not measured:\n\n${[...new Set(lines)].join('\n')}`;
}

/** Each way to search at each recall: the quickest setting that reaches it. */
export function recallTable(rows) {
  const ways = waysOf(rows).filter(({ name }) => !name.startsWith('other build'));
  const header = ['', ...LEVELS.map((level) => `recall ${level}`), 'build', 'memory'];
  const body = ways.map(({ name, settings }) => {
    const [{ details }] = settings;
    const cells = LEVELS.map((level) => {
      const best = bestAt(settings, level);
      return best ? `${figure(1000 / best.median)} ms` : '-';
    });
    return [name, ...cells, seconds(details.buildSeconds), megabytes(details.memoryBytes)];
  });
  const title = `**${rows[0].name.replaceAll('-', ' ')}**, ${rows[0].rest.match(/n=\d+ d=\d+/)[0]}`;
  return `${title}${labelNote(rows)}\n\n${table(header, body)}`;
}

/** Precision@10 by class label: what re-ranking by cosine gives for each method at its best. */
function labelNote(rows) {
  const labelled = rows.filter(({ details }) => details?.labelPrecision !== undefined);
  if (labelled.length === 0) return '';
  const exact = labelled.find(({ contender }) => contender === 'exact')?.details.labelPrecision;
  if (exact === undefined || !labelled.some(({ rest }) => rest.includes(' grh '))) return '';
  const best = (method) =>
    Math.max(
      ...labelled
        .filter(({ rest }) => rest.includes(` ${method} `))
        .filter(({ contender }) => contender !== 'exact')
        .map(({ details }) => details.labelPrecision),
    );
  return (
    `. By class label, precision@10 is ${exact.toFixed(3)} with exact search, at best ` +
    `${best('lsh').toFixed(3)} with LSH and ${best('grh').toFixed(3)} with GRH, ` +
    'whose codes were trained on 2,000 labels: there the neighbours by cosine are not what one wants.'
  );
}

/** Who answers quickest at a recall of 0.95, who is built quickest, and who takes least memory. */
export function verdict(sets) {
  const lines = sets.map((rows) => {
    const ways = waysOf(rows)
      .filter(({ name }) => !name.startsWith('exact search') && !name.startsWith('other build'))
      .flatMap(({ name, settings }) => {
        const best = bestAt(settings, 0.95);
        return best ? [{ name, best }] : [];
      });
    const first = (keyOf) => ways.toSorted((a, b) => keyOf(a.best) - keyOf(b.best))[0];
    const title = rows[0].name.replaceAll('-', ' ');
    if (ways.length === 0) return `- ${title}: nothing reaches a recall of 0.95.`;
    const quick = first(({ median }) => 1 / median);
    const built = first(({ details }) => details.buildSeconds);
    const small = first(({ details }) => details.memoryBytes || Number.POSITIVE_INFINITY);
    const graphs = ways.some(({ name }) => isGraph(name));
    return (
      `- ${title}, at a recall of 0.95: quickest to answer is ${quick.name} ` +
      `(${figure(1000 / quick.best.median)} ms a query), quickest to build ${built.name} ` +
      `(${seconds(built.best.details.buildSeconds)}), smallest beside the vectors ${small.name} ` +
      `(${megabytes(small.best.details.memoryBytes)})${graphs ? '.' : '; no graph was measured.'}`
    );
  });
  return lines.join('\n');
}

/** The quickest settings of all ways at two recalls, measured in turns. */
export function endToEndTable(rows) {
  const levels = [...new Set(rows.map(({ rest }) => Number(rest.match(/recall=([\d.]+)/)[1])))];
  const names = [...new Set(rows.map(({ contender }) => contender))];
  const at = (contender, level) =>
    rows.find((row) => row.contender === contender && row.rest.endsWith(`recall=${level}`));
  const header = ['', ...levels.flatMap((level) => [`recall ${level}`, 'other build / it'])];
  const body = names.map((name) => [
    rowName(name),
    ...levels.flatMap((level) => {
      const [own, other] = [at(name, level), at('other build', level)];
      if (!own) return ['-', '-'];
      const ratio = other ? `${figure(own.median / other.median)}x` : '-';
      return [`${figure(1000 / own.median)} ms (${setting(own.details.setting)})`, ratio];
    }),
  ]);
  return table(header, body);
}

function rowName(name) {
  return name
    .replace(/^[lg]rh|^lsh/, (method) => method.toUpperCase())
    .replace(/^(half|flat|clusters), (\d) bit$/, (_, form, bits) => {
      const of = { half: 'half of the dimensions', flat: 'all', clusters: 'about clusters' }[form];
      return `QuantisedSearch, ${bits} bit${bits > 1 ? 's' : ''} a dimension, ${of}`;
    });
}

/** What stands after the name of a library in a contender's. */
function setting(contender) {
  return contender
    .replace(/^other build, /, '')
    .replace(/^\S+ (?=ef=)|^faiss \S+ /, '')
    .replaceAll('=', ' ');
}

/** Exact search, of one query and of many. */
export function exactTable(rows) {
  if (rows.length === 0) return 'Not measured.';
  const header = ['exact search', 'ms a query', 'this build is'];
  const body = rows.map((row) => {
    const own = rows.find((each) => each.rest === row.rest && each.contender === 'ExactSearch');
    const batch = row.rest.match(/batch=(\d+)/);
    const ratio = own.median / row.median;
    return [
      `${row.contender}${batch ? `, ${batch[1]} queries together` : ', one query'}`,
      figure(1000 / row.median),
      row === own ? '' : `${figure(ratio)}x as fast`,
    ];
  });
  return table(header, body);
}
