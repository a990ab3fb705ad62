import { documentHtml, type ReportAssets } from '../document.ts';
import type { ReportData } from './data.ts';

/** The tutorial's report as one document. */
export function tutorialHtml(data: ReportData, assets: ReportAssets): Promise<string> {
  return documentHtml('hashplane report', BODY, data, assets);
}

/** The page's fixed frame: headings and empty places, which page/main.ts fills by their ids. */
const BODY = `<a class="skip" href="#main">Skip to the results</a>
<header>
  <div class="top">
    <p class="brand">hashplane <span>tutorial report</span></p>
    <button type="button" id="theme"></button>
  </div>
  <h1 id="title">Hashing with hyperplanes</h1>
  <p id="lead" class="lead"></p>
  <noscript><p class="note">This report draws its figures with the script that it contains: allow scripts for this file. The numbers are also in results.json beside it.</p></noscript>
</header>
<div id="bits-bar" hidden></div>
<main id="main">
  <section aria-labelledby="h-glance">
    <h2 id="h-glance">At a glance</h2>
    <div id="glance"></div>
  </section>
  <section aria-labelledby="h-radius">
    <h2 id="h-radius">Precision and time by Hamming radius</h2>
    <p>The candidates of a query are the rows whose hash codes differ from its own in at most
    <em>radius</em> bits. They are re-ranked by exact cosine similarity.</p>
    <div class="pair">
      <figure id="precision"></figure>
      <figure id="time"></figure>
    </div>
    <aside class="note" aria-labelledby="h-alpha">
      <h3 id="h-alpha">What alpha does</h3>
      <p id="alpha"></p>
    </aside>
  </section>
  <section id="by-bits" aria-labelledby="h-bits" hidden>
    <h2 id="h-bits">Precision by code length</h2>
    <div id="bits-figures" class="triple"></div>
    <div id="bits-data"></div>
  </section>
  <section aria-labelledby="h-neighbours">
    <h2 id="h-neighbours">Neighbours of six queries</h2>
    <p id="neighbours-text"></p>
    <div id="neighbours"></div>
  </section>
  <section aria-labelledby="h-buckets">
    <h2 id="h-buckets">Buckets</h2>
    <p>Rows with equal hash codes share a bucket. Learned hyperplanes tend to gather the rows of a
    class in fewer and larger buckets than random ones do. The charts share their horizontal scale,
    not the vertical one.</p>
    <div id="histograms" class="triple"></div>
    <div id="histogram-data"></div>
    <h3>Example buckets</h3>
    <p>Of the buckets with 4 to 12 rows: one that mostly holds one class, and one that mixes classes
    most. Rows of the commonest class are framed and ticked.</p>
    <div id="examples"></div>
  </section>
  <section aria-labelledby="h-made">
    <h2 id="h-made">How this was measured</h2>
    <div class="pair">
      <div><h3>Settings</h3><dl id="settings"></dl></div>
      <div><h3>Machine and versions</h3><dl id="environment"></dl></div>
    </div>
  </section>
</main>
<footer><p>After S. Moran, “Learning to Hash” (tutorial, 2020), and S. Moran and V. Lavrenko,
“Graph Regularised Hashing” (ECIR 2015).</p></footer>`;
