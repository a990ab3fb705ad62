import { SPACES, splitFields } from './csv-records.ts';
import { hasDecimalComma, isMissing, isNumber } from './numbers.ts';
import { isBareList, isBracketed } from './vector-text.ts';

/** What may stand between fields; of equals the first. */
const DELIMITERS = [',', '\t', ';', '|', SPACES];

/** Lines that are looked at. */
const LOOKED_AT = 50;
/** Fields of a line that are looked at. */
const MAX_FIELDS = 200;

/**
 * The delimiter of a table: the one that cuts its lines into as many fields each, as many of them
 * numbers as can be. Commas within 1,5;2,5 are no delimiters by this rule.
 */
export function findDelimiter(lines: readonly string[]): string {
  const rows = lines.filter((line) => line.trim() !== '' && !line.startsWith('#'));
  // A vector a line: what stands between its numbers is no delimiter.
  if (rows.length > 0 && (rows.length > 1 ? rows.slice(1) : rows).every(isOneList)) return '\t';
  const looked = rows.slice(0, LOOKED_AT);
  const scores = DELIMITERS.map((delimiter) => scoreOf(looked, delimiter));
  const best = Math.max(...scores);
  return best > 0 ? DELIMITERS[scores.indexOf(best)] : ',';
}

/** Whether a line is one vector in brackets. */
export function isOneList(line: string): boolean {
  return isBracketed(line) && !/[[\]{}()]/.test(line.trim().slice(1, -1));
}

function scoreOf(lines: readonly string[], delimiter: string): number {
  if (!lines.some((line) => line.includes(delimiter) || delimiter === SPACES)) return 0;
  const records = lines.map((line) => {
    const fields = splitFields(line, delimiter);
    // What is cut within quotes goes on in the next line.
    return typeof fields === 'string' ? [] : fields;
  });
  const count = commonest(records.map(({ length }) => length).filter((length) => length > 1));
  if (count === undefined) return 0;
  const alike = records.filter(({ length }) => length === count);
  let numbers = 0;
  let looked = 0;
  for (const fields of alike) {
    for (const field of fields.slice(0, MAX_FIELDS)) {
      looked++;
      if (isNumber(field) || hasDecimalComma(field) || isBracketed(field) || isBareList(field)) {
        numbers++;
      } else if (isMissing(field)) numbers += 0.5;
    }
  }
  return (alike.length / records.length) * (0.1 + numbers / looked);
}

/** The value that comes most often; of equals the first. */
export function commonest(values: readonly number[]): number | undefined {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  let best: number | undefined;
  for (const [value, count] of counts) {
    if (best === undefined || count > (counts.get(best) ?? 0)) best = value;
  }
  return best;
}
