const colours = ['var(--series-1)', 'var(--series-2)', 'var(--series-3)', 'var(--series-4)'];
const [width, height, left, right, bottom, top] = [360, 130, 44, 354, 18, 8];

/** @param {string} tag @param {Record<string, string | number>} attributes @param {string} [text] */
function make(tag, attributes, text = '') {
  const node = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, String(value));
  node.textContent = text;
  return node;
}

/** @param {number} x @param {number} y @param {string} says */
const label = (x, y, says) => make('text', { x, y, 'text-anchor': 'end', 'font-size': 11, fill: 'var(--soft)' }, says);

/**
 * A card's small chart: the y-axis from zero, minutes since the start along x; lines differ by dash as well as by colour.
 * @param {{ values: { x: number, y: number }[] }[]} lines
 * @param {string} alt the conclusion, for those who cannot see the picture
 * @returns {SVGElement}
 */
export function drawLines(lines, alt) {
  const points = lines.flatMap((line) => line.values);
  const maxX = Math.max(1, ...points.map((each) => each.x));
  const maxY = Math.max(1e-9, ...points.map((each) => each.y));
  const x = (/** @type {number} */ value) => left + (value / maxX) * (right - left);
  const y = (/** @type {number} */ value) => height - bottom - (value / (maxY * 1.08)) * (height - bottom - top);
  const root = make('svg', { viewBox: `0 0 ${width} ${height}`, width: '100%', role: 'img', 'aria-label': alt });
  for (const value of [0, maxY / 2, maxY]) {
    root.append(
      make('path', { d: `M${left} ${y(value)}H${right}`, stroke: 'var(--line)' }),
      label(left - 6, y(value) + 4, String(Number(value.toPrecision(3)))),
    );
  }
  root.append(label(right, height - 4, `${Math.round(maxX)} min`));
  lines.forEach((line, index) => {
    const d = line.values.map((each, place) => `${place === 0 ? 'M' : 'L'}${x(each.x).toFixed(1)} ${y(each.y).toFixed(1)}`).join('');
    const stroke = colours[index % colours.length] ?? 'var(--ink)';
    root.append(make('path', { d, fill: 'none', stroke, 'stroke-width': 2, 'stroke-dasharray': index === 0 ? 'none' : '6 3' }));
  });
  return /** @type {SVGElement} */ (root);
}
