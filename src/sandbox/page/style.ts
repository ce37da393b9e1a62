/** The page's style: system fonts, light and dark by the reader's setting, nothing from elsewhere. */
export const style = `
:root {
  color-scheme: light dark;
  --page: #f6f7f9; --card: #ffffff; --soft: #f1f3f6; --line: #d8dee6; --text: #1c2430; --quiet: #5c6876;
  --link: #0b5cc4; --accent: #1a7f4b; --accent-text: #ffffff;
  --good: #1a7f4b; --bad: #c2303a; --warn: #9a6700; --busy: #7a5af0;
  --add: #e2f6e7; --add-number: #c9edd2; --del: #fdeaea; --del-number: #f9d4d4; --hunk: #e9f1fb; --mark: #fff7d6;
  --shadow: 0 1px 2px rgb(20 30 45 / 6%);
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #0f141b; --card: #171d26; --soft: #1e2631; --line: #313b49; --text: #dfe6ee; --quiet: #93a0b0;
    --link: #6cb0ff; --accent: #2f9e63; --accent-text: #ffffff;
    --good: #4cc38a; --bad: #ff7b80; --warn: #e0a93b; --busy: #a899ff;
    --add: #12301f; --add-number: #173d27; --del: #3a1b1f; --del-number: #4a2227; --hunk: #1b2940; --mark: #3a3213;
    --shadow: none;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--text); font: 15px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
main { max-width: 1080px; margin: 0 auto; padding: 28px 20px 80px; }
a { color: var(--link); text-decoration: none; }
a:hover { text-decoration: underline; }
h1, h2, h3, h4, h5, h6 { line-height: 1.25; margin: 1.3em 0 .5em; }
code, pre, .code, .number { font-family: ui-monospace, SFMono-Regular, "SF Mono", Menlo, Consolas, "Liberation Mono", monospace; font-size: 12.5px; }
code { background: var(--soft); border-radius: 5px; padding: .12em .36em; overflow-wrap: anywhere; }
pre { background: var(--soft); border-radius: 8px; padding: 11px 13px; overflow-x: auto; line-height: 1.5; }
pre code { background: none; padding: 0; overflow-wrap: normal; }
hr { border: 0; border-top: 1px solid var(--line); margin: 1.4em 0; }
.crumbs { color: var(--quiet); margin-bottom: 6px; }
.title { font-size: 27px; font-weight: 650; margin: 0 0 10px; overflow-wrap: anywhere; }
.title .quiet { font-weight: 400; }
.quiet { color: var(--quiet); }
.line { display: flex; flex-wrap: wrap; gap: 8px; align-items: center; margin-bottom: 24px; }
.badge { display: inline-block; border-radius: 999px; padding: 3px 12px; font-weight: 600; font-size: 13px; color: var(--accent-text); background: var(--accent); }
.badge.closed { background: var(--bad); } .badge.draft { background: var(--quiet); }
.tag { display: inline-block; border: 1px solid var(--line); border-radius: 999px; padding: 0 8px; font-size: 12px; color: var(--quiet); }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 10px; box-shadow: var(--shadow); margin: 0 0 18px; overflow: hidden; }
.card > header { display: flex; flex-wrap: wrap; gap: 8px; align-items: center; padding: 10px 16px; background: var(--soft); border-bottom: 1px solid var(--line); }
.card > header .push { margin-left: auto; }
.card > .body { padding: 14px 18px; overflow-wrap: anywhere; }
.body > :first-child, details > .body > :first-child { margin-top: 0; } .body > :last-child { margin-bottom: 0; }
.body h2 { font-size: 20px; border-bottom: 1px solid var(--line); padding-bottom: .3em; } .body h3 { font-size: 16px; }
.body table:not(.diff) { border-collapse: collapse; margin: .8em 0; display: block; overflow-x: auto; max-width: 100%; }
.body table:not(.diff) :is(th, td) { border: 1px solid var(--line); padding: 5px 11px; text-align: left; vertical-align: top; }
.body th { background: var(--soft); } .body td.right, .body th.right { text-align: right; } .body td.center, .body th.center { text-align: center; }
.body ul, .body ol { padding-left: 1.6em; } .body li { margin: .25em 0; } .body li.task { list-style: none; margin-left: -1.3em; }
blockquote { margin: .8em 0; padding: 0 14px; border-left: 3px solid var(--line); color: var(--quiet); }
.body details { margin: .6em 0; } summary { cursor: pointer; } .body > details > summary { font-weight: 600; }
sub { vertical-align: baseline; font-size: 12.5px; color: var(--quiet); }
.dot { width: 11px; height: 11px; border-radius: 50%; background: var(--quiet); flex: none; }
.dot.success { background: var(--good); } .dot.failure { background: var(--bad); } .dot.neutral { background: var(--warn); } .dot.busy { background: var(--busy); }
.author { font-weight: 600; }
.section { font-size: 18px; margin: 34px 0 12px; }
details.file > summary { display: flex; gap: 10px; align-items: center; padding: 10px 16px; background: var(--soft); overflow-wrap: anywhere; list-style: none; }
details.file > summary::before { content: "▸"; color: var(--quiet); } details.file[open] > summary::before { content: "▾"; }
details.file[open] > summary { border-bottom: 1px solid var(--line); }
.counts { margin-left: auto; white-space: nowrap; } .plus { color: var(--good); } .minus { color: var(--bad); }
.scroll { overflow-x: auto; }
table.diff { width: 100%; border-collapse: collapse; }
table.lines { table-layout: fixed; } col.n { width: 48px; } col.s { width: 22px; }
table.diff td { padding: 0; vertical-align: top; }
.number { padding: 0 9px !important; text-align: right; color: var(--quiet); user-select: none; }
.code { white-space: pre-wrap; overflow-wrap: anywhere; padding: 0 12px !important; line-height: 1.65; tab-size: 4; }
tr.added .code, tr.added .sign { background: var(--add); } tr.added .number { background: var(--add-number); }
tr.deleted .code, tr.deleted .sign { background: var(--del); } tr.deleted .number { background: var(--del-number); }
tr.marked .number:first-child { box-shadow: inset 3px 0 var(--warn); }
.sign { width: 22px; padding: 0 0 0 8px !important; user-select: none; color: var(--quiet); }
tr.hunk td { background: var(--hunk); color: var(--quiet); padding: 3px 12px !important; }
tr.thread > td { padding: 12px 16px !important; background: var(--page); border-block: 1px solid var(--line); }
.threadbox { max-width: 820px; font-family: system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
.threadbox .card { margin: 0 0 10px; } .threadbox > :last-child { margin-bottom: 0; }
.loose { padding: 12px 16px; } .loose + .loose { padding-top: 0; }
.suggestion { border: 1px solid var(--line); border-radius: 8px; overflow: hidden; margin: .8em 0; }
.suggestion > div { background: var(--soft); padding: 5px 12px; font-size: 12.5px; color: var(--quiet); border-bottom: 1px solid var(--line); }
button { font: inherit; font-weight: 600; font-size: 13.5px; border: 1px solid var(--line); border-radius: 7px; padding: 5px 13px; background: var(--card); color: var(--text); cursor: pointer; }
button:hover { border-color: var(--quiet); } button.main { background: var(--accent); border-color: var(--accent); color: var(--accent-text); }
button:focus-visible, a:focus-visible, summary:focus-visible, textarea:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
form.inline { display: inline; }
textarea { width: 100%; min-height: 84px; font: inherit; color: inherit; background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 9px 12px; margin-bottom: 8px; }
.log table { border-collapse: collapse; width: 100%; font-family: ui-monospace, Menlo, Consolas, monospace; font-size: 12px; } .log td, .log th { text-align: left; padding: 3px 10px; overflow-wrap: anywhere; border-bottom: 1px solid var(--line); }
.folded > summary { padding: 9px 16px; color: var(--quiet); }
.check > details > summary { padding: 8px 16px; color: var(--quiet); } .check > details > .body { padding: 4px 18px 14px; }
.list { list-style: none; margin: 0; padding: 0; } .list li { padding: 11px 16px; border-bottom: 1px solid var(--line); } .list li:last-child { border: 0; }
@media (max-width: 640px) { main { padding: 18px 10px 60px; } col.n { width: 34px; } .number { padding: 0 5px !important; font-size: 11px; } tr.thread > td { padding: 8px !important; } .title { font-size: 22px; } }
`;
