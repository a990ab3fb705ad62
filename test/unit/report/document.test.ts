import { describe, expect, test } from 'vitest';
import { inertJson } from '../../../src/report/document.ts';
import { ATTACKS } from '../../support/report-sample.ts';

describe('inertJson', () => {
  test.each(ATTACKS)('brings %j back', (name) => {
    expect(JSON.parse(inertJson({ [name]: name }))).toEqual({ [name]: name });
    expect(inertJson(name)).not.toContain('<');
  });
});
