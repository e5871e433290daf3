import { zigzagLine, zigzagPoints } from '@bourseworks/indicators';
import { skenderQuotes, skenderResult } from '../sources.js';
import type { Vector } from '../vector.js';

/** The lines that Skender draws through the turning points, all of them, the highs and the lows. */
export function zigzagVectors(): Vector[] {
  const closes = skenderQuotes().numbers('close');
  const points = zigzagPoints(closes, closes, 5);
  const table = skenderResult('zigzag');
  const through = (side?: 'high' | 'low') =>
    zigzagLine(
      closes.length,
      points.filter((point) => side === undefined || point.side === side),
    );
  return [
    {
      source: 'Skender',
      file: 'skender-indicators/results/zigzag',
      indicator: 'zigzag',
      parameters: { percent: 5 },
      inputs: [closes, closes],
      expected: {
        'zigzagLine of all': table.printed('zigZag'),
        'zigzagLine of highs': table.printed('retraceHigh'),
        'zigzagLine of lows': table.printed('retraceLow'),
      },
      got: {
        'zigzagLine of all': through(),
        'zigzagLine of highs': through('high'),
        'zigzagLine of lows': through('low'),
      },
    },
  ];
}
