import type { FieldStats } from '../../search/hash-index/types.ts';

/**
 * What lets a condition hold for no document, or all, though it is well formed: a field that none has, and a
 * list that is compared with a value.
 *
 * @param where - conditions that were checked.
 * @returns one line for each.
 */
export function whereNotes(where: object, fields: readonly FieldStats[]): string[] {
  const notes = new Set<string>();
  for (const [name, condition] of conditionsIn(where)) {
    const shown = JSON.stringify(name);
    const field = fields.find((own) => own.name === name);
    const operators = operatorsOf(condition);
    const compared = operators.find(([operator]) => operator === 'equals' || operator === 'in');
    if (field === undefined && operators.some(([operator]) => operator !== 'exists')) {
      const names = fields.map((own) => own.name).join(', ');
      const there = names === '' ? 'there are no documents' : `there are ${names}`;
      notes.add(`no document has the field ${shown}: ${there}`);
    } else if (field?.kind === 'lists' && compared) {
      const [, operand] = compared;
      const contains = Array.isArray(operand) ? operand[0] : operand;
      notes.add(`${shown} has lists: ${JSON.stringify({ [name]: { contains } })}`);
    }
  }
  return [...notes];
}

/** Conditions of single fields, those in `and`, `or` and `not` too. */
function conditionsIn(where: object): [name: string, condition: unknown][] {
  return Object.entries(where).flatMap(([name, own]) => {
    if (name === 'not') return conditionsIn(own);
    if (name === 'and' || name === 'or') return (own as object[]).flatMap(conditionsIn);
    return [[name, own]];
  });
}

function operatorsOf(condition: unknown): [operator: string, operand: unknown][] {
  if (typeof condition === 'object' && condition !== null) return Object.entries(condition);
  return [['equals', condition]];
}
