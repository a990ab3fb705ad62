import fc from 'fast-check';
import type {
  IndexDocument,
  JsonValue,
  Where,
} from '../../src/search/hash-index/documents/types.ts';

/** Whether a document fulfils a condition, as the guide says it, on the document itself. */
export function fulfils(document: IndexDocument | undefined, where: Where): boolean {
  return Object.entries(where).every(([name, given]) => {
    if (name === 'and') return (given as Where[]).every((each) => fulfils(document, each));
    if (name === 'or') return (given as Where[]).some((each) => fulfils(document, each));
    if (name === 'not') return !fulfils(document, given as Where);
    const value = document && Object.hasOwn(document, name) ? document[name] : undefined;
    const conditions =
      given !== null && typeof given === 'object' ? Object.entries(given) : [['equals', given]];
    return conditions.every(([operator, operand]) => holds(value, operator as string, operand));
  });
}

function holds(value: JsonValue | undefined, operator: string, operand: unknown): boolean {
  const isComparable =
    typeof value === typeof operand && (typeof value === 'number' || typeof value === 'string');
  switch (operator) {
    case 'equals':
      return value === operand;
    case 'in':
      return (operand as unknown[]).some((each) => each === value);
    case 'gt':
      return isComparable && (value as number) > (operand as number);
    case 'gte':
      return isComparable && (value as number) >= (operand as number);
    case 'lt':
      return isComparable && (value as number) < (operand as number);
    case 'lte':
      return isComparable && (value as number) <= (operand as number);
    case 'contains':
      if (typeof value === 'string') return typeof operand === 'string' && value.includes(operand);
      return Array.isArray(value) && value.some((item) => item === operand);
    case 'exists':
      return (value !== undefined) === operand;
    default:
      throw new Error(`no operator ${operator}`);
  }
}

/** Few, so that documents share them; some have a meaning to JavaScript. */
const field = fc.constantFrom('a', 'b', 'c', '__proto__', 'constructor', '', 'länge');
const text = fc.constantFrom('', 'x', 'xy', 'y', 'Z', '10', 'é');
const number = fc.oneof(fc.integer({ min: -2, max: 2 }), fc.constantFrom(0.5, 1e300, -1e-7));
const plain = fc.oneof(text, number, fc.boolean(), fc.constant(null));
const value: fc.Arbitrary<JsonValue> = fc.oneof(
  { weight: 6, arbitrary: plain },
  { weight: 3, arbitrary: fc.array(text, { maxLength: 3 }) },
  { weight: 1, arbitrary: fc.array(plain, { maxLength: 3 }) },
  { weight: 1, arbitrary: fc.dictionary(field, fc.array(plain, { maxLength: 2 })) },
);

const ofOneKind = fc.record(
  {
    a: number,
    b: text,
    c: fc.array(text, { maxLength: 3 }),
    d: fc.boolean(),
  },
  { requiredKeys: [] },
);

/** Any, of fields that are of one kind in most of them. */
export const anyDocument: fc.Arbitrary<IndexDocument | null> = fc.oneof(
  { weight: 3, arbitrary: ofOneKind as fc.Arbitrary<IndexDocument> },
  {
    weight: 2,
    arbitrary: fc
      .array(fc.tuple(field, value), { maxLength: 4 })
      .map((fields) => Object.fromEntries(fields)),
  },
  { weight: 1, arbitrary: fc.constant(null) },
);

const condition = fc.oneof(
  plain,
  fc
    .record(
      {
        equals: plain,
        in: fc.array(plain, { maxLength: 3 }),
        contains: plain,
        exists: fc.boolean(),
      },
      { requiredKeys: [] },
    )
    .filter((given) => Object.keys(given).length > 0),
  fc
    .record(
      {
        gt: fc.oneof(number, text),
        gte: fc.oneof(number, text),
        lt: fc.oneof(number, text),
        lte: fc.oneof(number, text),
      },
      { requiredKeys: [] },
    )
    .filter((given) => Object.keys(given).length > 0),
);

/** Any condition, of fields that `anyDocument` has and one that it has not. */
export const anyWhere: fc.Arbitrary<Where> = fc.letrec<{ where: Where }>((tie) => ({
  where: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc
      .array(fc.tuple(fc.oneof(field, fc.constantFrom('d', 'none')), condition), { maxLength: 2 })
      .map((fields) => Object.fromEntries(fields) as Where),
    fc.array(tie('where'), { maxLength: 3 }).map((and) => ({ and })),
    fc.array(tie('where'), { maxLength: 3 }).map((or) => ({ or })),
    tie('where').map((not) => ({ not })),
  ),
})).where;
