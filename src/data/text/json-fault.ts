const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /true|false|null/y;
const SPACE = /[ \t\n\r]*/y;

/** What may come next. */
type Next = 'value' | 'value or end' | 'key' | 'key or end' | 'colon' | 'comma or end' | 'nothing';

/**
 * The place at which a text stops being JSON, for messages: engines tell it in words of their own,
 * or not at all. Linear in the length of the text, and no deeper than it goes.
 */
export function jsonFaultAt(text: string): number {
  const open: string[] = [];
  let next: Next = 'value';
  for (let at = after(SPACE, text, 0); ; at = after(SPACE, text, at)) {
    const character = text[at];
    if (next === 'nothing' || character === undefined) return at;
    const isClose = character === ']' || character === '}';
    if (isClose) {
      const mayEnd: boolean = next.endsWith('end') && open.pop() === character;
      if (!mayEnd) return at;
      at++;
      next = open.length > 0 ? 'comma or end' : 'nothing';
    } else if (next === 'colon' || next === 'comma or end') {
      if (character !== (next === 'colon' ? ':' : ',')) return at;
      at++;
      const isObject: boolean = open[open.length - 1] === '}';
      next = next === 'comma or end' && isObject ? 'key' : 'value';
    } else if (next.startsWith('key')) {
      const end = afterString(text, at);
      if (end === at) return at;
      at = end;
      next = 'colon';
    } else if (character === '[' || character === '{') {
      open.push(character === '[' ? ']' : '}');
      at++;
      next = character === '[' ? 'value or end' : 'key or end';
    } else {
      const end = Math.max(afterString(text, at), after(NUMBER, text, at), after(WORD, text, at));
      if (end === at) return at;
      at = end;
      next = open.length > 0 ? 'comma or end' : 'nothing';
    }
  }
}

const ESCAPE = /\\(?:["\\/bfnrt]|u[\da-fA-F]{4})/y;

/** The end of a string that begins at `at`; `at` if none does. */
function afterString(text: string, at: number): number {
  if (text[at] !== '"') return at;
  let end = at + 1;
  while (end < text.length && text[end] !== '"') {
    const next = text[end] === '\\' ? after(ESCAPE, text, end) : end + 1;
    if (next === end || text.charCodeAt(end) < 32) return at;
    end = next;
  }
  return end < text.length ? end + 1 : at;
}

/** The end of a token that begins at `at`; `at` if none does. */
function after(token: RegExp, text: string, at: number): number {
  token.lastIndex = at;
  return token.test(text) ? token.lastIndex : at;
}
