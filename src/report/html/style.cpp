#include "report/html/style.hpp"

namespace batchstore {

constexpr Markup html_style = R"(
:root {
  --paper: #ffffff; --tint: #f4f5f7; --line: #d8dce3; --ink: #1b2330; --soft: #596273; --accent: #1d4f80;
  --p2: #b3601a; --p3: #3d7a5a; --p4: #7a4f8f; --bad: #c22f2f;
  color-scheme: light dark;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --paper: #14181f; --tint: #1e242d; --line: #37404d; --ink: #e4e8ee; --soft: #a4aebd; --accent: #7db3e8;
    --p2: #e0955a; --p3: #7cc09b; --p4: #bf98d6; --bad: #f07f7a;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body {
  margin: 0 auto; max-width: 90rem; padding: 2.5rem clamp(1rem, 4vw, 3rem) 4rem;
  background: var(--paper); color: var(--ink); overflow-wrap: anywhere;
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Liberation Sans", Arial, sans-serif;
}
header { border-bottom: 3px solid var(--accent); padding-bottom: 1rem; }
.maker { margin: 0; color: var(--accent); font-size: .8125rem; font-weight: 600; letter-spacing: .08em; text-transform: uppercase; }
h1 { margin: .25rem 0 0; font-size: clamp(1.5rem, 1.2rem + 1.6vw, 2.125rem); line-height: 1.2; letter-spacing: -.01em; }
h2 { margin: 0 0 .25rem; font-size: 1.3125rem; line-height: 1.3; }
h3, caption { margin: 0; font-size: .9375rem; font-weight: 600; line-height: 1.4; text-align: left; color: var(--ink); }
a { color: var(--accent); text-underline-offset: .15em; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
code { font: .8125em/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace; }
.soft { color: var(--soft); font-weight: 400; }

nav { margin: 1rem 0 2rem; font-size: .875rem; }
nav ol { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; margin: 0; padding: 0; list-style: none; }
section { margin-top: 2.5rem; padding-top: 1.5rem; border-top: 1px solid var(--line); }
main > section:first-child { margin-top: 0; padding-top: 0; border-top: 0; }
.explanation, .note { max-width: 46rem; margin: 0 0 1rem; color: var(--soft); }
.note { margin: .5rem 0 0; font-size: .875rem; }
.empty { margin: .25rem 0 0; color: var(--soft); }
.block { margin-top: 1.75rem; }
.notices { max-width: 60rem; margin: 1rem 0 1.5rem; padding: 0; list-style: none; }
.notices li { margin: 0 0 .5rem; padding: .125rem 0 .125rem .75rem; border-left: 4px solid var(--bad); }
.notices a { font-size: .875rem; }

dl { margin: 1rem 0 0; }
dt { color: var(--soft); font-size: .8125rem; }
dd { margin: 0; }
.tiles { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 12.5rem), 1fr)); gap: 1.25rem 1.5rem; }
.tiles > div { padding-top: .5rem; border-top: 2px solid var(--line); }
.amount { font-size: 1.875rem; font-weight: 600; line-height: 1.25; font-variant-numeric: tabular-nums; letter-spacing: -.01em; }
.exact, .change { font-size: .8125rem; font-variant-numeric: tabular-nums; }
.exact { color: var(--soft); }
.figures { display: grid; grid-template-columns: repeat(auto-fill, minmax(14rem, 1fr)); gap: 1.25rem 1.5rem; }
.figures .amount { white-space: nowrap; font-size: 1.375rem; font-weight: 600; line-height: 1.3; font-variant-numeric: tabular-nums; letter-spacing: -.01em; }
.facts > div { display: grid; grid-template-columns: minmax(7rem, 14rem) 1fr; gap: 0 1.5rem; padding: .375rem 0; border-bottom: 1px solid var(--line); }
.facts dt { font-size: .875rem; }
.facts dd { font-size: .9375rem; font-variant-numeric: tabular-nums; }

.scroll { overflow-x: auto; max-width: 100%; }
.tall { max-height: 34rem; overflow-y: auto; }
table { border-collapse: separate; border-spacing: 0; min-width: min(100%, 46rem); font-size: .875rem; line-height: 1.4; }
caption { padding: 0 0 .375rem; }
th, td { padding: .375rem .75rem; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; font-weight: 400; min-width: 4rem; }
th:first-child, td:first-child { padding-left: 0; }
th:last-child, td:last-child { padding-right: 0; }
thead th { border-bottom: 1px solid var(--soft); color: var(--soft); font-size: .8125rem; font-weight: 600; vertical-align: bottom; }
tfoot th, tfoot td { border-top: 1px solid var(--soft); border-bottom: 0; font-weight: 600; }
th[scope="row"] { font-weight: 600; }
.figure { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; overflow-wrap: normal; }
.words { min-width: 9rem; }
.ids { min-width: 18rem; }
bdi { white-space: pre-wrap; }
.tall thead th { position: sticky; top: 0; background: var(--paper); }
.tall tfoot th, .tall tfoot td { position: sticky; bottom: 0; background: var(--paper); }

.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 22rem), 1fr)); gap: 0 2.5rem; }
figure { width: 100%; max-width: 46rem; margin: 0 0 1.5rem; }
.along { grid-column: 1 / -1; max-width: none; container-type: inline-size; }
figcaption { margin-bottom: .5rem; font-size: .9375rem; font-weight: 600; }
.legend { display: flex; flex-wrap: wrap; gap: .25rem 1rem; margin: .25rem 0 0; padding: 0; list-style: none; font-size: .8125rem; font-weight: 400; }
.swatch { width: 1.25rem; height: .625rem; margin-right: .375rem; }
.series { margin: .5rem 0 0; color: var(--soft); font-size: .8125rem; }
.patterns { position: absolute; width: 0; height: 0; }
.bars, .columns { display: block; width: 100%; }
.bars { overflow: hidden; }
.columns { overflow: visible; }
.columns rect { shape-rendering: crispEdges; }
.at-medium, .at-wide { display: none; }
@container (min-width: 36rem) { .at-narrow { display: none; } .at-medium { display: inline; } }
@container (min-width: 60rem) { .at-medium { display: none; } .at-wide { display: inline; } }
svg text { fill: var(--ink); font-size: 12px; font-variant-numeric: tabular-nums; }
.value, .tick { text-anchor: end; }
.below { text-anchor: middle; }
.first { text-anchor: start; }
svg .tick, svg .below { fill: var(--soft); font-size: 11px; }
line { stroke: var(--line); }
.track { fill: var(--tint); }
.s1 { fill: var(--accent); } .s2 { fill: url(#pattern-2); } .s3 { fill: url(#pattern-3); } .s4 { fill: url(#pattern-4); } .bad { fill: url(#pattern-bad); }
.dense .s2 { fill: var(--p2); } .dense .s3 { fill: var(--p3); } .dense .s4 { fill: var(--p4); } .dense .bad { fill: var(--bad); }
.p2 { fill: var(--p2); } .p3 { fill: var(--p3); } .p4 { fill: var(--p4); } .pbad { fill: var(--bad); } .paper { fill: var(--paper); }

@media (max-width: 40rem) {
  body { padding-top: 1.5rem; }
  .facts > div { grid-template-columns: 1fr; }
  .figures { display: block; }
  .figures > div { display: flex; justify-content: space-between; align-items: baseline; gap: 1rem; padding: .25rem 0; border-bottom: 1px solid var(--line); }
  .figures .amount { font-size: 1.0625rem; }
  .tiles { grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 1rem; }
  .amount { font-size: 1.5rem; }
}
)";

}  // namespace batchstore
