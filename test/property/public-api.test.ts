import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { HashplaneError, InvalidArgumentError } from '../../src/core/errors.ts';
import * as data from '../../src/doors/data.ts';
import * as evaluation from '../../src/doors/evaluation.ts';
import * as core from '../../src/doors/index.ts';
import * as learning from '../../src/doors/learning.ts';
import * as node from '../../src/doors/node.ts';
import * as pictures from '../../src/doors/pictures.ts';
import * as sql from '../../src/doors/sql.ts';
import { CORE } from '../support/public-calls/core.ts';
import { CROSS_MODAL } from '../support/public-calls/cross-modal.ts';
import { DATA, NODE } from '../support/public-calls/data.ts';
import { EVALUATION } from '../support/public-calls/evaluation.ts';
import { LEARNING } from '../support/public-calls/learning.ts';
import { PICTURES } from '../support/public-calls/pictures.ts';
import { POOL } from '../support/public-calls/pool.ts';
import type { Recipe } from '../support/public-calls/recipe.ts';
import { SQL_CLUSTER } from '../support/public-calls/sql-cluster.ts';
import { SQL_DRIVERS } from '../support/public-calls/sql-drivers.ts';
import { SIZING } from '../support/public-calls/sql-sizing.ts';
import { SQL_STORE } from '../support/public-calls/sql-store.ts';

const DOORS = { core, learning, evaluation, data, node, pictures, sql };
const RECIPES = {
  ...CORE,
  ...POOL,
  ...LEARNING,
  ...CROSS_MODAL,
  ...EVALUATION,
  ...DATA,
  ...NODE,
  ...PICTURES,
  ...SQL_CLUSTER,
  ...SQL_DRIVERS,
  ...SIZING,
  ...SQL_STORE,
};

/** What people pass in place of the right thing; by name, fresh for every call. */
const WRONG: Readonly<Record<string, () => unknown>> = {
  undefined: () => undefined,
  null: () => null,
  NaN: () => Number.NaN,
  '-1': () => -1,
  '1.5': () => 1.5,
  '2^53': () => 2 ** 53,
  bigint: () => 1n,
  'an empty text': () => '',
  // Not a path that could be written.
  'a text': () => 'no\u0000text',
  true: () => true,
  symbol: () => Symbol('symbol'),
  'a promise': () => Promise.resolve(1),
  'an empty object': () => ({}),
  'an object without prototype': () => Object.create(null),
  'an object with a length': () => ({ length: 2 }),
  'an empty array': () => [],
  'an array of null': () => [null, undefined],
  'ragged rows': () => [[1], [1, 2]],
  'rows of texts': () => [['a', 'b', 'c']],
  'an array of objects': () => [{}],
  'a function': () => () => undefined,
  'a function of several lines': () =>
    function lines() {
      return undefined;
    },
  'a Uint16Array': () => Uint16Array.of(1, 2, 3),
  'a Float64Array': () => Float64Array.of(1, 2, 3),
  'a BigInt64Array': () => BigInt64Array.of(1n, 2n),
  'a DataView': () => new DataView(new ArrayBuffer(8)),
  'an ArrayBuffer': () => new ArrayBuffer(8),
  'a Map': () => new Map([[{}, 1]]),
  'a Date': () => new Date(0),
};
// Epochs and the like may be as many as one pleases.
const LONG = /epochs|iterations/i;

interface Case {
  readonly what: string;
  readonly args: readonly unknown[];
}

/** Every argument, and every property of those that are plain objects, in each wrong kind. */
function* spoilt({ args }: Recipe): Generator<Case> {
  const count = args().length;
  for (let place = 0; place < count; place++) {
    for (const [kind, value] of Object.entries(WRONG)) {
      yield { what: `argument ${place} is ${kind}`, args: args().with(place, value()) };
      const own = args()[place];
      if (!isPlain(own)) continue;
      for (const key of Object.keys(own)) {
        if (LONG.test(key) && kind === '2^53') continue;
        const object = { ...(args()[place] as object), [key]: value() };
        yield { what: `${key} of argument ${place} is ${kind}`, args: args().with(place, object) };
      }
    }
  }
}

function isPlain(value: unknown): value is object {
  return (
    value !== null && typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype
  );
}

/** What a call throws, and null if it throws nothing. */
async function thrownBy({ call }: Recipe, args: readonly unknown[]): Promise<unknown> {
  try {
    const result = await (call as (...given: unknown[]) => unknown)(...args);
    await (result as { close?(): Promise<void> } | undefined)?.close?.();
    return null;
  } catch (error) {
    return error;
  }
}

/** The functions of a door, the classes' methods among them, but for errors. */
function callables(): string[] {
  const names = new Set<string>();
  for (const door of Object.values(DOORS)) {
    for (const [name, value] of Object.entries(door)) {
      if (typeof value !== 'function' || value === HashplaneError) continue;
      if (value.prototype instanceof HashplaneError) continue;
      names.add(name);
      if (isClass(value)) for (const method of methodsOf(value)) names.add(method);
    }
  }
  return [...names];
}

function isClass(value: object): boolean {
  return /^class\b/.test(Function.prototype.toString.call(value));
}

function* methodsOf(type: {
  readonly name: string;
  readonly prototype?: object;
}): Generator<string> {
  for (const [key, { value }] of Object.entries(Object.getOwnPropertyDescriptors(type))) {
    if (typeof value === 'function') yield `${type.name}.${key}`;
  }
  for (let at = type.prototype; at && at !== Object.prototype; at = Object.getPrototypeOf(at)) {
    for (const [key, { value }] of Object.entries(Object.getOwnPropertyDescriptors(at))) {
      if (typeof value !== 'function' || key === 'constructor' || INTERNAL.has(key)) continue;
      yield `${at.constructor.name}#${key}`;
    }
  }
}

/** Methods that are none of users': TypeScript keeps them to subclasses, or the reference leaves them out. */
const INTERNAL = new Set([
  ...['optionNames', 'learnPreparation', 'setFitted', 'setRotation', 'setSides', 'settle'],
  ...['checkFits', 'checkThawed', 'mapStarter', 'resume', 'streamDescription', 'unfittedTwin'],
  ...['addInSteps', 'removeInSteps', 'saveInSteps', 'upsertInSteps', 'recoding'],
]);

beforeAll(() => {
  vi.spyOn(console, 'warn').mockImplementation(() => {});
});
afterAll(() => {
  vi.restoreAllMocks();
});

describe('the public API', () => {
  test('has a recipe for each function, class and method, and none for others', () => {
    const known = Object.keys(RECIPES).filter((name) => !name.includes('()'));
    expect(known.sort()).toEqual(callables().sort());
  });

  describe.each(Object.entries(RECIPES))('%s', (_, recipe) => {
    const { args, options } = recipe;

    test('takes what it should', async () => {
      const error = await thrownBy(recipe, args());
      // Where what is asked for needs a browser, or another file.
      if (error !== null) expect(error).toBeInstanceOf(HashplaneError);
    });

    test('refuses wrong kinds by an error of its own, in one line, or copes with them', async () => {
      const faults: string[] = [];
      for (const { what, args: wrong } of spoilt(recipe)) {
        const error = await thrownBy(recipe, wrong);
        if (error === null) continue;
        const isOwn = error instanceof HashplaneError && !error.message.includes('\n');
        if (!isOwn)
          faults.push(
            `${what}: ${error instanceof Error ? error.stack?.slice(0, 300) : String(error)}`,
          );
      }
      expect(faults).toEqual([]);
    });

    // What takes none has nothing to refuse: a skipped test would say that something is missing.
    if (options.length === 0) return;
    test('refuses options that it does not know', async () => {
      for (const place of options) {
        const given = { ...(args()[place] as object), colour: undefined };
        const error = await thrownBy(recipe, args().with(place, given));
        expect(error).toBeInstanceOf(InvalidArgumentError);
        expect((error as Error).message).toMatch(/has no option "colour"/);
      }
    });
  });
});
