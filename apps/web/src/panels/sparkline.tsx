const WIDTH = 60;
const HEIGHT = 22;

/** The last minute or two of the mid. */
export function Sparkline({ points }: { readonly points: readonly number[] }) {
  if (points.length < 2) return <svg className="spark" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true" />;
  const [low, high] = [Math.min(...points), Math.max(...points)];
  const range = high - low || 1;
  const path = points
    .map((value, index) => {
      const x = (index / (points.length - 1)) * WIDTH;
      const y = HEIGHT - 2 - ((value - low) / range) * (HEIGHT - 4);
      return `${index === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`;
    })
    .join('');
  const tone = (points.at(-1) as number) >= points[0] ? 'up' : 'down';
  return (
    <svg
      className={`spark spark--${tone}`}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <path d={path} />
    </svg>
  );
}
