import { documentHtml, type ReportAssets } from '../document.ts';
import type { EvaluationPageData } from './data.ts';

/** The page of `hashplane evaluate` as one document. */
export function evaluationHtml(data: EvaluationPageData, assets: ReportAssets): Promise<string> {
  return documentHtml('hashplane evaluation', BODY, data, assets);
}

/** The page's fixed frame; page/main.ts fills its places by their ids. */
const BODY = `<a class="skip" href="#main">Skip to the results</a>
<header>
  <div class="top">
    <p class="brand">hashplane <span>evaluation</span></p>
    <button type="button" id="theme"></button>
  </div>
  <h1 id="title">Hash functions compared</h1>
  <p id="lead" class="lead"></p>
  <noscript><p class="note">This page draws its figures with the script that it contains: allow scripts for this file. The numbers are also in results.json and results.csv beside it.</p></noscript>
</header>
<div id="bits-bar" hidden></div>
<main id="main">
  <section aria-labelledby="h-glance">
    <h2 id="h-glance">At a glance</h2>
    <div id="glance"></div>
  </section>
  <section aria-labelledby="h-bits">
    <h2 id="h-bits">By code length</h2>
    <p>Bars show one standard deviation over the partitions to either side.</p>
    <div class="pair">
      <figure id="map"></figure>
      <figure id="radius2"></figure>
    </div>
  </section>
  <section aria-labelledby="h-length">
    <h2 id="h-length">At one code length</h2>
    <div id="length-bar"></div>
    <div class="pair">
      <figure id="curve"></figure>
      <figure id="by-radius"></figure>
    </div>
    <div id="codes"></div>
    <div id="tests"></div>
  </section>
  <section id="tutorial" aria-labelledby="h-tutorial" hidden>
    <h2 id="h-tutorial">Re-ranked candidates, as in the tutorial</h2>
    <div id="re-ranked"></div>
  </section>
  <section aria-labelledby="h-methods">
    <h2 id="h-methods">Methods</h2>
    <ul id="methods" class="plain"></ul>
  </section>
  <section aria-labelledby="h-made">
    <h2 id="h-made">How this was measured</h2>
    <p id="protocol"></p>
    <div class="pair">
      <div><h3>Settings</h3><dl id="settings"></dl></div>
      <div><h3>Machine and versions</h3><dl id="environment"></dl></div>
    </div>
  </section>
</main>`;
