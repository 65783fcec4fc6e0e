/**
 * What kp and kP print for each parameter of a function: its value, which differs from thread to thread. Frames that differ in
 * nothing else are one call site.
 *   01 000000d2`0d0ff2c8 00007ffe`1ee672ae     Shop!Order::Save(int count = 0n5, void * at = 0x000000d2`0d0ff3c8)+0x4e
 *   02 000000d2`0d0ff2f8 00007ffe`1ee672ae     Shop!Order::Save(
 *   			int count = 0n5,
 *   			void * at = 0x000000d2`0d0ff3c8)+0x4e
 */
const sign = ' = ';

/** The index of the comma or parenthesis that ends a value. */
function behindValue(site: string, from: number): number {
  for (let at = from; at < site.length; at++) if (',()'.includes(site.charAt(at))) return at;
  return site.length;
}

/** A call site, or a part of one, without the values: `Shop!Order::Save(int count, void * at)+0x4e`. */
export function withoutValues(site: string): string {
  let [kept, at] = ['', 0];
  for (let from = site.indexOf(sign); from >= 0; from = site.indexOf(sign, at)) {
    const end = behindValue(site, from);
    // What opens a parenthesis is no value that is printed.
    kept += site.slice(at, site.charAt(end) === '(' ? end : from);
    at = end;
  }
  return kept === '' ? site : kept + site.slice(at);
}
