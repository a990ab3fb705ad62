import { documentHtml, type ReportAssets } from '../document.ts';
import type { FoundPageData } from './data.ts';

/** The page of the pictures that a search found, as one document. */
export function foundHtml(data: FoundPageData, assets: ReportAssets): Promise<string> {
  return documentHtml('hashplane search', BODY, data, assets);
}

/** The page's fixed frame; page/main.ts fills its places by their ids. */
const BODY = `<a class="skip" href="#main">Skip to the pictures</a>
<header>
  <div class="top">
    <p class="brand">hashplane <span>search</span></p>
    <button type="button" id="theme"></button>
  </div>
  <h1>Pictures that were found</h1>
  <p id="lead" class="lead"></p>
  <noscript><p class="note">This page shows its pictures with the script that it contains: allow scripts for this file.</p></noscript>
</header>
<main id="main">
  <div id="queries"></div>
</main>`;
