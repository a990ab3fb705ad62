import { describe, expect, test } from 'vitest';
import type { Appender } from '../../../../../src/cli/train/append/appender.ts';
import { APPENDERS, appenderFor } from '../../../../../src/cli/train/append/registry.ts';

const appenderOf = (method: string): Appender => ({
  method,
  goesOnWith: ({ settings }) => settings.kind === method,
  append: () => Promise.reject(new Error('not called')),
});
const described = (method: string, settings = {}) => ({ method, settings, training: {} });

describe('what goes on with a model', () => {
  test('is the one that knows it by what it says of itself', () => {
    const all = [appenderOf('a'), appenderOf('b')];
    expect(appenderFor('m', described('grh', { kind: 'b' }), all)).toBe(all[1]);
  });

  test.each(['grh', 'lsh', 'self-trained'])('is nothing for %s, which has no more', (method) => {
    const said =
      `m.safetensors: a hasher of the method ${method} was trained in one go and cannot go on: ` +
      'train anew with all labels';
    const refused = (appenders: readonly Appender[]) => () =>
      appenderFor('m.safetensors', described(method), appenders);
    expect(refused([appenderOf('a'), appenderOf('b')])).toThrow(`${said}, or with --method a or b`);
    expect(refused([])).toThrow(new RegExp(`${said}$`));
    expect(refused(APPENDERS)).toThrow(said);
  });
});
