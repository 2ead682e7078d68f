/** The page's style; colours follow the reader's light or dark choice. */
export const style = `
:root { color-scheme: light dark; --paper: #fff; --ink: #1d2733; --soft: #5b6875; --line: #dfe4ea; --card: #f7f8fa;
  --pass: #2e9e6b; --fail: #d1383d; --advice: #d99a1c; --skip: #c3cad2;
  --r0: #8ecae6; --r1: #ffcb77; --r2: #a3d9a5; --r3: #e8a0bf; --r4: #c3b1e1; --r5: #f4a582; --r6: #9ad1d4; }
@media (prefers-color-scheme: dark) { :root { --paper: #14191f; --ink: #e4e9ee; --soft: #93a0ad; --line: #2b343e; --card: #1b2229; --skip: #46525e;
  --r0: #31708f; --r1: #8a6420; --r2: #3f7a44; --r3: #8a4a66; --r4: #63539a; --r5: #8f5236; --r6: #3b7376; } }
* { box-sizing: border-box }
body { margin: 0 auto; max-width: 72rem; padding: 2rem 1.25rem 5rem; background: var(--paper); color: var(--ink);
  font: 15px/1.5 system-ui, sans-serif }
h1 { font-size: 1.6rem; margin: 0 0 .25rem } h2 { font-size: 1.15rem; margin: 2.2rem 0 .8rem; display: inline-block } h3 { font-size: 1rem; margin: 0 }
small, .soft, .about, .verdict, .count, .where { color: var(--soft); font-weight: normal }
.sum { display: flex; gap: .6rem; flex-wrap: wrap; margin: 1.2rem 0 }
.sum div { border: 1px solid var(--line); border-radius: .6rem; padding: .5rem .9rem; min-width: 7rem; background: var(--card) }
.sum b { display: block; font-size: 1.5rem; line-height: 1.2 }
.sum .fail b { color: var(--fail) } .sum .pass b { color: var(--pass) } .sum .advice b { color: var(--advice) }
.bar { display: inline-flex; width: 14rem; height: .5rem; border-radius: .25rem; overflow: hidden; vertical-align: middle }
.bar i.pass, .cell.pass { background: var(--pass) } .bar i.fail, .cell.fail { background: var(--fail) }
.bar i.advice, .cell.advice { background: var(--advice) } .bar i.skip, .cell.skip { background: var(--skip) }
.cell { display: inline-block; width: .8rem; height: .8rem; border-radius: .2rem; vertical-align: middle }
.legend span { margin-right: 1.2rem; color: var(--soft) }
.card { border: 1px solid var(--line); border-left: 4px solid var(--fail); border-radius: .5rem; padding: .9rem 1.1rem; margin: 0 0 1rem; background: var(--card) }
.card.advice { border-left-color: var(--advice) } .card p { margin: .3rem 0 } .card ul { margin: .5rem 0; padding-left: 1.1rem }
.rule b, .check { font-family: ui-monospace, monospace; font-size: .9em } li .check { font-weight: 600 }
.role { display: inline-block; font-size: .72rem; letter-spacing: .03em; color: var(--soft); border: 1px solid var(--line); border-radius: 1rem; padding: 0 .5rem }
pre { white-space: pre-wrap; overflow-wrap: anywhere; font-size: .8rem; color: var(--soft); margin: .4rem 0 0 }
.picture { display: block; margin: .7rem 0; max-width: 100% } .picture text { font: 11px ui-monospace, monospace; fill: var(--soft) }
.picture text.g { font-size: 8px; text-anchor: middle; fill: var(--ink) } .picture text.bad { fill: var(--fail); font-weight: 700 }
${[0, 1, 2, 3, 4, 5, 6].map((rank) => `.r${rank} { fill: var(--r${rank}); stroke: var(--r${rank}) }`).join(' ')}
.picture .ghost { fill-opacity: .3; stroke-dasharray: 2 2 }
.family { border-top: 1px solid var(--line) } .family summary, .advice summary { cursor: pointer; padding: .45rem 0 }
.family summary b { display: inline-block; min-width: 9rem } .count { display: inline-block; min-width: 6rem }
table { border-collapse: collapse; font-size: .85rem; margin: 0 0 1rem } td, th { padding: .1rem .45rem; text-align: center; font-weight: normal }
th { color: var(--soft); vertical-align: bottom } td.name { text-align: left; font-family: ui-monospace, monospace; white-space: nowrap }
th.check { height: 6rem } th.check span { writing-mode: vertical-rl; transform: rotate(180deg) }
tbody tr:hover { background: var(--card) } .differs { color: var(--advice); font-weight: 700 } a { color: inherit }
`
