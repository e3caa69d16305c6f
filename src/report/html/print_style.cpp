#include "report/html/style.hpp"

namespace batchstore {

// Wide tables have pages in landscape, and where that is not enough smaller type; long narrow ones stand in
// columns side by side. Charts are grey; many columns with patterns
// would make a file slow to print and large. A link on paper leads nowhere, so the contents are left out.
constexpr Markup html_print_style = R"(
@page {
  margin: 14mm 12mm 16mm;
  @bottom-right { content: counter(page) " / " counter(pages); color: #555; font: 8pt system-ui, "Liberation Sans", Arial, sans-serif; }
}
@page landscape { size: landscape; }
@media print {
  :root { --accent: #777; --p2: #aaa; --p3: #999; --p4: #bbb; --bad: #000; --ink: #000; --soft: #444; --line: #bbb; --tint: #eee; }
  body { max-width: none; padding: 0; font-size: 10pt; }
  header { margin-bottom: 1.25rem; }
  nav { display: none; }
  section { margin-top: 1.5rem; padding-top: 1rem; }
  h2, h3, .explanation, caption, figcaption, .series { break-after: avoid; }
  figure, tr, li, .tiles > div, .figures > div, .facts > div, .explanation, .note { break-inside: avoid; }
  .note, .empty { break-before: avoid; }
  .explanation, .note, .notices { max-width: none; }
  a { color: inherit; text-decoration: none; }
  .notices a::before { content: "See: "; }
  .tiles { grid-template-columns: repeat(4, 1fr); gap: 1rem; }
  .amount { font-size: 15pt; }
  .figures { display: grid; grid-template-columns: repeat(4, 1fr); }
  .figures .amount { font-size: 12pt; }
  .facts > div { padding: .15rem 0; }
  .charts { grid-template-columns: 1fr 1fr; gap: 0 2rem; }
  figure > svg { zoom: .8; }
  .along .s2 { fill: var(--p2); } .along .s3 { fill: var(--p3); } .along .s4 { fill: var(--p4); } .along .bad { fill: var(--bad); }

  .scroll, .tall { overflow: visible; max-height: none; }
  .tall thead th, .tall tfoot th, .tall tfoot td { position: static; }
  thead { display: table-header-group; break-inside: avoid; break-after: avoid; }
  tbody > tr:first-child { break-before: avoid; }
  .whole table { break-inside: avoid; }
  tfoot { display: table-row-group; break-before: avoid; }
  table { font-size: 8pt; line-height: 1.3; }
  th, td { padding: .15rem .35rem; min-width: 0; }
  thead th { font-size: 7.5pt; overflow-wrap: normal; }
  .words { min-width: 12ch; }
  .ids { min-width: 18ch; }
  .landscape { page: landscape; }
  .landscape figure > svg { zoom: .7; }
  .small table { font-size: 6.5pt; }
  .small thead th { font-size: 6.5pt; }
  .small th, .small td { padding: .15rem .2rem; }
  .two-columns .scroll { columns: 2; column-gap: 10mm; }
  .three-columns .scroll { columns: 3; column-gap: 5mm; }
  .three-columns table, .three-columns thead th { font-size: 7pt; }
  .three-columns th, .three-columns td { padding: .1rem .2rem; }
}
)";

}  // namespace batchstore
