import { refuse, show } from '../../../core/checks.ts';
import { InvalidArgumentError } from '../../../core/errors.ts';
import { type Bits, bitsFor, cutAt, everyRow } from './bits.ts';
import type { FieldTest } from './column.ts';
import type { DocumentColumns } from './document-columns.ts';
import { checkPlainObject, isPlainObject } from './plain-json.ts';
import type { FieldOperand, JsonValue } from './types.ts';

/** The rows of a segment that pass; the bits are the caller's own. */
export type WhereTest = (documents: DocumentColumns | null, rows: number) => Bits;

/** Conditions in each other. */
const DEEPEST = 64;

/**
 * `where` as a function of columns. It takes nothing of the given object with it.
 *
 * @throws InvalidArgumentError in one line that names the place, for an operator that is unknown or an
 *   operand that does not suit it.
 */
export function compileWhere(where: unknown): WhereTest {
  return compile('where', where, 0);
}

function compile(place: string, where: unknown, depth: number): WhereTest {
  checkPlainObject(place, where);
  if (depth > DEEPEST) throw new InvalidArgumentError(`where is nested deeper than ${DEEPEST}`);
  const tests = Object.entries(where).map(([name, given]) => {
    const own = `${place}.${name}`;
    if (name === 'not') return not(compile(own, given, depth + 1));
    if (name !== 'and' && name !== 'or') return all(fieldTests(own, given).map(onField(name)));
    if (!Array.isArray(given)) refuse(own, 'a list of conditions', given);
    const parts = given.map((each, i) => compile(`${own}[${i}]`, each, depth + 1));
    return name === 'and' ? all(parts) : any(parts);
  });
  return all(tests);
}

const onField =
  (name: string) =>
  (test: FieldTest): WhereTest =>
  (documents, rows) => {
    const column = documents?.columns.get(name);
    if (column) return cutAt(column.matching(test), rows);
    return test.test(undefined) ? everyRow(rows) : bitsFor(rows);
  };

function all(tests: readonly WhereTest[]): WhereTest {
  if (tests.length === 1) return tests[0];
  return (documents, rows) => {
    const bits = everyRow(rows);
    for (const test of tests) {
      const own = test(documents, rows);
      for (let w = 0; w < bits.length; w++) bits[w] &= own[w];
    }
    return bits;
  };
}

function any(tests: readonly WhereTest[]): WhereTest {
  return not(all(tests.map(not)));
}

function not(test: WhereTest): WhereTest {
  return (documents, rows) => {
    const bits = test(documents, rows);
    for (let w = 0; w < bits.length; w++) bits[w] = ~bits[w];
    return cutAt(bits, rows);
  };
}

/** What is asked of one field; all must hold. */
function fieldTests(place: string, given: unknown): FieldTest[] {
  if (isOperand(given)) return [OPERATORS.equals(place, given)];
  if (given === undefined) {
    throw new InvalidArgumentError(
      `${place} is undefined: leave the field out to ask nothing of it`,
    );
  }
  const known = Object.keys(OPERATORS).join(', ');
  if (Array.isArray(given)) {
    throw new InvalidArgumentError(
      `${place} must be a text, a number, true, false, null or an object of ${known}, not ` +
        `${show(given)}: write { in: [...] }, or { contains: ... } of a field of lists`,
    );
  }
  if (!isPlainObject(given)) {
    refuse(place, `a text, a number, true, false, null or an object of ${known}`, given);
  }
  const operators = Object.entries(given);
  if (operators.length === 0) {
    throw new InvalidArgumentError(`${place} names no operator: there are ${known}`);
  }
  return operators.map(([name, operand]) => {
    if (!Object.hasOwn(OPERATORS, name)) {
      throw new InvalidArgumentError(
        `${place} has no operator ${show(name)}: there are ${known}; and, or and not stand ` +
          'beside the fields',
      );
    }
    return OPERATORS[name as keyof typeof OPERATORS](`${place}.${name}`, operand);
  });
}

function isOperand(value: unknown): value is FieldOperand {
  if (typeof value === 'number') return !Number.isNaN(value);
  return value === null || typeof value === 'string' || typeof value === 'boolean';
}

function checkOperand(place: string, value: unknown): asserts value is FieldOperand {
  if (!isOperand(value)) refuse(place, 'a text, a number, true, false or null', value);
}

type Value = JsonValue | undefined;

/**
 * Compares numbers with numbers and texts with texts.
 *
 * @param rangeOf - the numbers that pass.
 */
const ordered =
  (
    rangeOf: (operand: number) => readonly [low: number, high: number],
    passes: (a: string, b: string) => boolean,
  ) =>
  (place: string, operand: unknown): FieldTest => {
    if (typeof operand === 'number' && isOperand(operand)) {
      const range = rangeOf(operand);
      const [low, high] = range;
      return { range, test: (value) => typeof value === 'number' && value >= low && value <= high };
    }
    if (typeof operand !== 'string') refuse(place, 'a number or a text', operand);
    return { test: (value) => typeof value === 'string' && passes(value, operand) };
  };

/** The smallest number above; NaN, which no number is compared with, where there is none. */
function above(value: number): number {
  if (value === Number.POSITIVE_INFINITY) return Number.NaN;
  if (value === 0) return Number.MIN_VALUE;
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  view.setBigInt64(0, view.getBigInt64(0) + (value > 0 ? 1n : -1n));
  return view.getFloat64(0);
}

const OPERATORS = {
  equals: (place: string, operand: unknown): FieldTest => {
    checkOperand(place, operand);
    const test = (value: Value) => value === operand;
    return typeof operand === 'number' ? { test, range: [operand, operand] } : { test };
  },
  in: (place: string, operands: unknown): FieldTest => {
    if (!Array.isArray(operands)) refuse(place, 'a list of values', operands);
    const set = new Set<Value>();
    for (let i = 0; i < operands.length; i++) {
      checkOperand(`${place}[${i}]`, operands[i]);
      set.add(operands[i]);
    }
    return { test: (value) => set.has(value) };
  },
  gt: ordered(
    (operand) => [above(operand), Number.POSITIVE_INFINITY],
    (a, b) => a > b,
  ),
  gte: ordered(
    (operand) => [operand, Number.POSITIVE_INFINITY],
    (a, b) => a >= b,
  ),
  lt: ordered(
    (operand) => [Number.NEGATIVE_INFINITY, -above(-operand)],
    (a, b) => a < b,
  ),
  lte: ordered(
    (operand) => [Number.NEGATIVE_INFINITY, operand],
    (a, b) => a <= b,
  ),
  contains: (place: string, operand: unknown): FieldTest => {
    checkOperand(place, operand);
    const testItem = (item: FieldOperand) => item === operand;
    const test = (value: Value) => {
      if (typeof value === 'string') return typeof operand === 'string' && value.includes(operand);
      return Array.isArray(value) && value.some(testItem);
    };
    return { test, testItem };
  },
  exists: (place: string, operand: unknown): FieldTest => {
    if (typeof operand !== 'boolean') refuse(place, 'true or false', operand);
    return { test: (value) => (value !== undefined) === operand };
  },
};
