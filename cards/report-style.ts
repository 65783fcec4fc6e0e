/** The style of the report: light and dark by the reader's choice, black and white on paper. No fonts, nothing loaded. */
import { cssVariables, dark, light, paper } from './palette.ts';

export const reportStyle = `
:root{${cssVariables(light)};color-scheme:light dark}
@media (prefers-color-scheme:dark){:root{${cssVariables(dark)}}}
*{box-sizing:border-box}
body{margin:0;overflow-wrap:anywhere;background:var(--bg);color:var(--ink);font:15px/1.5 system-ui,"Segoe UI",sans-serif}
main{max-width:880px;margin:0 auto;padding:24px 20px 64px}
header{display:flex;flex-wrap:wrap;gap:4px 12px;align-items:baseline;margin-bottom:16px}
h1{font-size:22px;line-height:1.25;margin:0}header p{flex-basis:100%;margin:0}
h2{font-size:15px;margin:0 0 8px}
.chip{border-radius:99px;padding:2px 10px;font-size:13px;font-weight:600;color:var(--bad);border:1px solid var(--bad);white-space:nowrap}
section{background:var(--panel);border:1px solid var(--line);border-radius:10px;padding:16px 20px;margin-bottom:16px}
p{margin:6px 0;overflow-wrap:anywhere}.lead{font-size:18px;line-height:1.4;font-weight:600}.soft{color:var(--soft);font-size:13.5px}
dl{display:grid;grid-template-columns:max-content minmax(0,1fr);gap:6px 16px;margin:12px 0}dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere}
code,pre,.stack{font:13px/1.5 ui-monospace,Consolas,"DejaVu Sans Mono",monospace;overflow-wrap:anywhere}
.scroll{overflow-x:auto}.marked{list-style:none;padding:0}td,th{overflow-wrap:break-word}td code{overflow-wrap:anywhere}table{border-collapse:collapse;width:100%;font-size:14px;margin:8px 0}
th{font-weight:600;color:var(--soft);text-align:left}th,td{padding:5px 10px 5px 0;border-bottom:1px solid var(--line);vertical-align:top}
.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
ul{margin:8px 0;padding-left:20px}li{margin:3px 0}
.stack{list-style:none;margin:8px 0;padding:0}.stack li{margin:0;padding:1px 6px;border-left:3px solid transparent}.stack .own{background:var(--own);border-left-color:var(--warn);font-weight:600}.stack .framework,.stack .skipped{color:var(--soft)}.stack .note{font-weight:400;font-family:system-ui,sans-serif}
figure{margin:12px 0}figcaption{color:var(--soft);font-size:13.5px}svg{display:block;height:auto}.narrow{display:none}
details{border-top:1px solid var(--line);padding:8px 0}summary{cursor:pointer}summary:focus-visible,a:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
pre{background:var(--code);border-radius:6px;padding:10px;white-space:pre-wrap;max-height:32em;overflow:auto}a{color:var(--accent)}
@media (max-width:560px){main{padding:16px 12px 48px}section{padding:12px 14px}dl{grid-template-columns:1fr;gap:0}dd{margin-bottom:8px}table{min-width:480px}.wide{display:none}.narrow{display:block}}
@page{size:A4;margin:16mm}
@media print{:root{${cssVariables(paper)};color-scheme:light}
body{font-size:10.5pt}main{max-width:none;padding:0}section{border:0;border-radius:0;padding:0;margin-bottom:14pt}h2{border-bottom:1px solid #000;break-after:avoid}figure,tr{break-inside:avoid}.wide{display:block}.narrow{display:none}.stack .own{text-decoration:underline}pre{max-height:none;border:1px solid #bbb}a{text-decoration:none}}
`;
