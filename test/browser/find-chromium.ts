import { findBrowser } from './find-browser.ts';

// Quiet: a browser under test talks to nobody but the page.
export const ARGUMENTS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const CHROMIUM = {
  title: 'Chromium',
  variable: 'CHROMIUM_PATH',
  names: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'],
};

/** The path of Chromium, or null: see `findBrowser`. */
export function findChromium(): string | null {
  return findBrowser(CHROMIUM);
}
