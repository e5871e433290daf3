/** Sizes of a plot, in pixels. */
const WIDTH = 600;
const HEIGHT = 200;
const LEFT = 36;
const STEP = 4;

/** The two panes, top and bottom; with one alone it has the height of both. */
const UPPER = [8, 108];
const LOWER = [120, 192];
const WHOLE = [UPPER[0], LOWER[1]];

/** Of a middle lightness, so that they stand out on a light page as on a dark one. */
const COLOURS = [
  '#3b82f6',
  '#e07b00',
  '#1a9e55',
  '#a855f7',
  '#e5484d',
  '#0ea5a5',
  '#b8860b',
  '#d6409f',
  '#64748b',
  '#7c9a1e',
];
const GREY = '#888';

/** A line whose range is this part of the widest one's, or less, would look flat beside it. */
const FLAT = 1 / 8;

const known = (values) => values.filter((value) => Number.isFinite(value));

/** The range of several series; [0, 0] where nothing is known. */
function rangeOf(lines) {
  const all = lines.flatMap(({ values }) => known(values));
  return all.length === 0 ? [0, 0] : [Math.min(...all), Math.max(...all)];
}

const widthOf = ([low, high]) => high - low;

/** Three digits, thousands and millions short. */
function numberText(value) {
  const size = Math.abs(value);
  if (size >= 1e6) return `${(value / 1e6).toFixed(1)}M`;
  if (size >= 1e4) return `${(value / 1e3).toFixed(1)}k`;
  return String(Number(value.toPrecision(3)));
}

/** Tenths of a pixel as a text of pixels, as short as it goes. */
const tenths = (value) => String(value / 10).replace(/^(-?)0\./, '$1.');

/** Height of a value in a pane, in whole tenths of a pixel from the top: the same on every machine. */
function heightIn([top, bottom], [low, high]) {
  const scale = high > low ? (bottom - top) / (high - low) : 0;
  const base = high > low ? bottom : (top + bottom) / 2;
  return (value) => Math.round(10 * (base - scale * (value - low)));
}

/** Steps from point to point; a value that stands alone is a dot. What is unknown is a gap. */
function pathOf(values, height) {
  let path = '';
  let last;
  values.forEach((value, i) => {
    if (!Number.isFinite(value)) {
      last = undefined;
      return;
    }
    const y = height(value);
    if (last === undefined) path += `M${LEFT + STEP * i} ${tenths(y)}${Number.isFinite(values[i + 1]) ? '' : 'h0'}`;
    else path += `l${STEP} ${tenths(y - last)}`;
    last = y;
  });
  return path.replaceAll(' -', '-');
}

const draw = ({ values, colour, dashed = false }, height) => {
  const path = pathOf(values, height);
  return path === '' ? '' : `<path stroke="${colour}"${dashed ? ' stroke-dasharray="3 3"' : ''} d="${path}"/>`;
};

const text = (x, y, content, more = '') => `<text x="${x}" y="${y}"${more}>${content}</text>`;

/** Ends of the scale of a pane, and its zero where it is between them. */
function frame(pane, range) {
  const right = LEFT + STEP * 119;
  const height = heightIn(pane, range);
  const at = [...new Set([...range, ...(range[0] < 0 && range[1] > 0 ? [0] : [])])];
  const lines = at.map(
    (value) => `<path stroke="${GREY}" opacity=".35" d="M${LEFT} ${tenths(height(value))}H${right}"/>`,
  );
  const ends = [...new Set(range)].map((value) =>
    text(LEFT - 4, tenths(height(value) + 30), numberText(value), ' text-anchor="end"'),
  );
  return [...lines, ...ends];
}

/** Beside the widest line of a pane, whether this one can share its scale. */
function sharesScale(line, widest) {
  const [own, whole] = [rangeOf([line]), rangeOf([widest])];
  const together = widthOf(rangeOf([line, widest]));
  return together <= 2 * widthOf(whole) && (widthOf(own) === 0 || widthOf(own) > FLAT * widthOf(whole));
}

/** The inputs, and what is drawn over them, all in one scale. */
function upperPane(bounds, lines) {
  const range = rangeOf(lines);
  return [...frame(bounds, range), ...lines.map((line) => draw(line, heightIn(bounds, range)))];
}

const lowerPane = (lines) => {
  const range = rangeOf(lines.filter((line) => !line.own));
  return [
    ...frame(LOWER, range),
    ...lines.map((line) => draw(line, heightIn(LOWER, line.own ? rangeOf([line]) : range))),
  ];
};

/** Which of the lines below have a scale of their own. */
function scaled(lines) {
  const widest = lines.toSorted((a, b) => widthOf(rangeOf([b])) - widthOf(rangeOf([a])))[0];
  return lines.map((line) => ({ ...line, own: line !== widest && !sharesScale(line, widest) }));
}

/** Whether a line is drawn over the inputs: all of it is where they are, or not far off. */
function isOver(line, inputs) {
  const [low, high] = rangeOf(inputs);
  const [least, most] = rangeOf([line]);
  const far = 2 * (high - low);
  return known(line.values).length > 0 && least >= low - far && most <= high + far;
}

/** The names of the lines, each in its colour. */
function legend(lines) {
  const x = LEFT + STEP * 119 + 6;
  const names = lines.map(({ name, own, colour }, i) =>
    text(x, 16 + 13 * i, own ? `${name} *` : name, ` fill="${colour}"`),
  );
  return lines.some(({ own }) => own) ? [...names, text(x, HEIGHT - 8, '* own scale')] : names;
}

/**
 * An SVG of 120 bars: the inputs in grey, the outputs over them or in a pane of their own below. Lines that would look flat
 * there have a scale of their own, and a star in the legend. `inputs` and `outputs` have a name and values, oldest first.
 */
export function plot(title, inputs, outputs) {
  const grey = inputs.map((line, i) => ({ ...line, colour: GREY, dashed: i > 0 }));
  const coloured = outputs.map((line, i) => ({ ...line, colour: COLOURS[i % COLOURS.length] }));
  const over = coloured.filter((line) => isOver(line, grey));
  const below = scaled(coloured.filter((line) => !over.includes(line)));
  const drawn = [
    ...upperPane(below.length === 0 ? WHOLE : UPPER, [...grey, ...over]),
    ...(below.length === 0 ? [] : lowerPane(below)),
  ];
  const shown = coloured.map((line) => below.find(({ name }) => name === line.name) ?? line);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" role="img">`,
    `<title>${title.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</title>`,
    `<g font-family="sans-serif" font-size="8" fill="${GREY}">`,
    '<g fill="none" stroke-width="1.3" stroke-linejoin="round" stroke-linecap="round">',
    ...drawn.filter((part) => part.startsWith('<path')),
    '</g>',
    ...drawn.filter((part) => part.startsWith('<text')),
    ...legend([...grey, ...shown]),
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}
