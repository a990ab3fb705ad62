import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import { build } from 'esbuild';
import { beforeAll, describe, expect, test } from 'vitest';
import type { ReportAssets } from '../../../../src/report/document.ts';
import { type ReportData, reportData } from '../../../../src/report/tutorial/data.ts';
import { tutorialHtml } from '../../../../src/report/tutorial/html.ts';
import { ATTACKS, ENVIRONMENT, sampleDataset, sampleRun } from '../../../support/report-sample.ts';

const NAMESPACES = /https?:\/\/www\.w3\.org\/[\w/]+/g;

let assets: ReportAssets;
let data: ReportData;
let html: string;

beforeAll(async () => {
  const { outputFiles } = await build({
    absWorkingDir: resolve(import.meta.dirname, '../../../..'),
    entryPoints: { page: 'src/report/tutorial/page/main.ts', report: 'src/report/report.css' },
    outdir: 'build',
    bundle: true,
    write: false,
    minify: true,
    format: 'iife',
    platform: 'browser',
  });
  const text = (end: string) => outputFiles.find(({ path }) => path.endsWith(end))?.text ?? '';
  assets = { script: text('.js'), style: text('.css') };
  // As many pictures as four code lengths can show, in the size of the bundled ones.
  const dataset = sampleDataset(4000, 28, { name: ATTACKS.join(' '), classNames: ATTACKS });
  data = reportData(sampleRun(dataset, [8, 16, 32, 64]), dataset, ENVIRONMENT);
  html = await tutorialHtml(data, assets);
});

function embeddedJson(document: string): string {
  const start = document.indexOf('id="report-data">') + 'id="report-data">'.length;
  return document.slice(start, document.indexOf('</script>', start));
}

describe('tutorialHtml', () => {
  test('gives the data back as they were, whatever the names hold', () => {
    expect(JSON.parse(embeddedJson(html))).toEqual(data);
  });

  test('has no "<" and no line separators in the data', () => {
    expect(embeddedJson(html)).not.toMatch(/[<\u2028\u2029]/);
  });

  test('has names nowhere but in the data', () => {
    const outside = html.replace(embeddedJson(html), '');
    expect(outside).not.toContain('onerror');
    expect(outside.match(/<script/g)).toHaveLength(2);
  });

  test('allows its own script by hash, and nothing from elsewhere', () => {
    const hash = createHash('sha256').update(assets.script).digest('base64');
    const policy = html.match(/Content-Security-Policy" content="([^"]+)"/)?.[1];
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain(`script-src 'sha256-${hash}';`);
    expect(html.endsWith(`<script>${assets.script}</script>\n</body>\n</html>\n`)).toBe(true);
  });

  test('names no address of the network but the namespaces of XML', () => {
    const outside = html.replace(embeddedJson(html), '').replace(NAMESPACES, '');
    expect(outside).not.toMatch(/https?:|\/\/[\w.-]+\.[a-z]{2,}\//);
    expect(outside).not.toMatch(/<(link|img|iframe|object|embed|base|form)\b/i);
    expect(outside.match(/\s(?:src|href)\s*=\s*["'][^"'#]/g)).toBeNull();
    expect(assets.style).not.toMatch(/url\(|@import/);
  });

  test('stays under 1.5 MB with all pictures of four code lengths', () => {
    expect(Object.keys(data.images?.pixels ?? {}).length).toBeGreaterThan(800);
    expect(Buffer.byteLength(html)).toBeLessThan(1_500_000);
  });

  test.each(['</script >', '</SCRIPT>', '<!--'])('refuses a script with %s', async (text) => {
    await expect(tutorialHtml(data, { script: `'${text}'`, style: '' })).rejects.toThrow('inlined');
  });

  test('refuses a style that ends early', async () => {
    await expect(tutorialHtml(data, { script: '', style: '</style>' })).rejects.toThrow('inlined');
  });
});
