"""The looks of the page: light and dark, from a phone's width up."""

# Colours of series have 4.5:1 against the paper, in light and dark; WCAG 2.2 asks for 3:1 (1.4.11), and of
# texts for 4.5:1 (1.4.3).
STYLE = """
:root { color-scheme: light dark; --ink: #1d2329; --soft: #59636e; --faint: #d0d7de; --paper: #fff;
  --wash: #f6f8fa; --well: #116329; --well-wash: #dafbe1; --bad: #a40e26; --bad-wash: #ffd8d3;
  --s0: #1f6feb; --s1: #bc4c00; --s2: #1a7f37; --s3: #8250df; --s4: #bf3989; --s5: #0b7285; --s6: #8a6500;
  --s7: #cf222e; --s8: #6e7781 }
@media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --soft: #9da7b1; --faint: #3d444d;
  --paper: #0d1117; --wash: #161b22; --well: #56d364; --well-wash: #0f3a1c; --bad: #ffa198;
  --bad-wash: #5c1a1a; --s0: #58a6ff; --s1: #f0883e; --s2: #3fb950; --s3: #bc8cff; --s4: #ff8ac4;
  --s5: #39c5cf; --s6: #d9b13b; --s7: #ff7b72; --s8: #8b949e } }
* { box-sizing: border-box }
body { margin: 0 auto; padding: 1rem; max-width: 66rem; font: 15px/1.5 system-ui, sans-serif;
  color: var(--ink); background: var(--paper) }
h1 { font-size: 1.35rem; line-height: 1.25; margin: 0 0 .25rem; overflow-wrap: anywhere }
h2 { font-size: 1.1rem; margin: 2rem 0 .25rem } p { margin: 0 0 .5rem }
.note, caption, figcaption { color: var(--soft); font-size: .85rem; text-align: left }
.all-well { color: var(--well); font-weight: 600 }
dl.totals { display: grid; grid-template-columns: repeat(auto-fill, minmax(8.5rem, 1fr)); gap: .5rem;
  margin: 1rem 0 }
dl.totals div { background: var(--wash); border-radius: .4rem; padding: .4rem .6rem }
dl.totals dt { color: var(--soft); font-size: .8rem } dl.totals dd { margin: 0; font-size: 1.15rem;
  font-weight: 600 }
.wide { overflow: auto; max-height: 31rem; margin: .5rem 0 } .wide.whole { max-height: none }
.wide:not(.whole) thead th { position: sticky; top: 0; background: var(--paper) }
table { border-collapse: collapse; font-size: .85rem; font-variant-numeric: tabular-nums }
th { text-align: left; font-weight: 600; vertical-align: bottom; color: var(--soft) }
th, td { padding: .15rem .9rem .15rem 0 } td { vertical-align: top; border-top: 1px solid var(--faint) }
.n { text-align: right } td.n { white-space: nowrap } .name { min-width: 8.5rem; max-width: 19rem;
  overflow-wrap: anywhere }
.key { font-family: ui-monospace, monospace; font-size: .78rem; overflow-wrap: anywhere; color: var(--soft) }
.needs { list-style: none; padding: 0; margin: .5rem 0; display: grid; gap: .5rem; align-items: start;
  grid-template-columns: repeat(auto-fill, minmax(min(100%, 26rem), 1fr)) } time { white-space: nowrap }
.needs li { border-left: 4px solid var(--bad); background: var(--wash); padding: .4rem .7rem; min-width: 0;
  overflow-wrap: anywhere }
.needs b { color: var(--bad) } .needs p, .needs details { margin: 0 }
.plots { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 26rem), 1fr));
  gap: 1rem 2rem; align-items: start } .plots > * { min-width: 0 }
figure { margin: .5rem 0; min-width: 0 } figure svg { display: block; width: 100%; height: auto;
  max-width: 34rem } svg * { stroke-linejoin: round; stroke-linecap: butt }
.legend { display: flex; flex-wrap: wrap; gap: .1rem .9rem; font-size: .8rem; padding: 0; margin: .25rem 0;
  list-style: none; overflow-wrap: anywhere }
.legend i { display: inline-block; width: .8em; height: .8em; border-radius: 2px; margin-right: .35em }
table.grid { table-layout: fixed; width: 100%; font-size: 10px; line-height: 1.35 }
table.grid th, table.grid td { padding: 0; text-align: center; border: 1px solid var(--paper);
  overflow: hidden; color: var(--soft); font-weight: 400; white-space: nowrap }
table.grid th[scope=row], table.grid th.corner { width: 6.2rem; text-align: left; text-overflow: ellipsis;
  padding-right: .3rem; font-size: 11px; color: var(--ink) }
table.grid td.w { background: var(--well-wash); color: var(--well) }
table.grid td.b { background: var(--bad-wash); color: var(--bad); font-weight: 700 }
table.grid .sunday { border-right-color: var(--soft) }
details { margin: .5rem 0 } summary { cursor: pointer; color: var(--soft); font-size: .9rem }
footer { margin-top: 2rem; border-top: 1px solid var(--faint); padding-top: .5rem }
@media (min-width: 45rem) { body { padding: 1.5rem } table.grid { font-size: 12px }
  table.grid th[scope=row], table.grid th.corner { width: 11rem; font-size: 13px } }
@media (max-width: 45rem) { th, td { padding-right: .6rem } .name { min-width: 7.5rem }
  table.grid thead th[title] { overflow: visible; direction: rtl }
  table.grid thead .odd { font-size: 0 } }
@media print { body { max-width: none; font-size: 11px } .wide { overflow: visible; max-height: none } }
"""
