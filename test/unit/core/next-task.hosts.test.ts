import { afterEach, expect, test, vi } from 'vitest';
import { nextTask, pause } from '../../../src/core/next-task.ts';

afterEach(() => vi.unstubAllGlobals());

test.each([true, false])('waiting tasks have their turn; hosts with channels: %s', async (has) => {
  if (!has) vi.stubGlobal('MessageChannel', undefined);
  const turns: string[] = [];
  setTimeout(() => turns.push('timer'), 0);
  await new Promise((resolve) => setTimeout(resolve, 5));
  await nextTask();
  turns.push('next');
  expect(turns).toEqual(['timer', 'next']);
});

test('a signal is heard where there are no channels', async () => {
  vi.stubGlobal('MessageChannel', undefined);
  await expect(pause(AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough');
});
