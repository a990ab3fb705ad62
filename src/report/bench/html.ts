import { documentHtml, type ReportAssets } from '../document.ts';
import type { BenchPageData } from './data.ts';

/** The page of `hashplane bench` as one document. */
export function benchHtml(data: BenchPageData, assets: ReportAssets): Promise<string> {
  return documentHtml('hashplane bench', BODY, data, assets);
}

/** The page's fixed frame; page/main.ts fills its places by their ids. */
const BODY = `<a class="skip" href="#main">Skip to the results</a>
<header>
  <div class="top">
    <p class="brand">hashplane <span>benchmark</span></p>
    <button type="button" id="theme"></button>
  </div>
  <h1>How fast it is</h1>
  <p id="lead" class="lead"></p>
  <noscript><p class="note">This page draws its figures with the script that it contains: allow scripts for this file. The numbers are also in results.json beside it.</p></noscript>
</header>
<main id="main">
  <section aria-labelledby="h-glance">
    <h2 id="h-glance">At a glance</h2>
    <div id="glance"></div>
  </section>
  <div id="suites"></div>
  <section aria-labelledby="h-made">
    <h2 id="h-made">How this was measured</h2>
    <p>Every contender's output was compared with that of an oracle first: slow code that works
    another way. Then the contenders of a case ran in turns of some 10 ms, so that a drift of the
    machine hits all alike. The median of the runs counts; bars show the middle half of the runs.</p>
    <dl id="environment"></dl>
  </section>
</main>`;
