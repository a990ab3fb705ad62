/** What a page runs and looks like: a bundle of its main.ts and report.css. */
export interface ReportAssets {
  readonly script: string;
  readonly style: string;
}

/**
 * A page as one document that needs nothing else: no server, no network. What comes from files
 * (names) is in it as JSON only; the script shows it as text.
 */
export async function documentHtml(
  title: string,
  body: string,
  data: unknown,
  assets: ReportAssets,
): Promise<string> {
  const { script, style } = assets;
  // Would end the element early, or let the parser slide into another state.
  if (/<\/script|<!--/i.test(script)) throw new Error('the script can not be inlined');
  if (/<\/style|<!--/i.test(style)) throw new Error('the style can not be inlined');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${await policy(script)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<style>${style}</style>
</head>
<body>
${body}
<script type="application/json" id="report-data">${inertJson(data)}</script>
<script>${script}</script>
</body>
</html>
`;
}

/** JSON that no HTML parser can mistake for markup, and that is valid in scripts of every age. */
export function inertJson(data: unknown): string {
  return JSON.stringify(data).replace(
    /[<\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/**
 * Allows this very script and nothing else: even if markup slipped in, it could run nothing and
 * fetch nothing. Styles are inline, since the charts set them.
 */
async function policy(script: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(script));
  const hash = btoa(String.fromCharCode(...new Uint8Array(digest)));
  return [
    "default-src 'none'",
    `script-src 'sha256-${hash}'`,
    "style-src 'unsafe-inline'",
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
  ].join('; ');
}
