/** A reading of a chart: milliseconds since 1970, and what was read then. */
export type ChartPoint = readonly [time: number, value: number];

/** A pause of more than this, in milliseconds, is a gap: nobody looked meanwhile. */
const pause = 5_000;

/**
 * Lines whose readings have times of their own, over all of these times in seconds, as uPlot wants them: undefined where another
 * line has a reading, null where a line is broken.
 */
export function aligned(lines: readonly (readonly ChartPoint[])[]): readonly [number[], ...(number | null | undefined)[][]] {
  const times = new Set<number>();
  const broken = lines.map((points) => withGaps(points));
  for (const points of broken) for (const [time] of points) times.add(time);
  const sorted = [...times].sort((one, other) => one - other);
  const places = new Map(sorted.map((time, index) => [time, index]));
  const values = broken.map((points) => {
    const row = new Array<number | null | undefined>(sorted.length).fill(undefined);
    for (const [time, value] of points) row[places.get(time) ?? 0] = value;
    return row;
  });
  return [sorted.map((time) => time / 1000), ...values];
}

function withGaps(points: readonly ChartPoint[]): readonly (readonly [number, number | null])[] {
  return points.flatMap((point, index): readonly (readonly [number, number | null])[] => {
    const before = points[index - 1];
    return before !== undefined && point[0] - before[0] > pause ? [[before[0] + 1, null], point] : [point];
  });
}

/** What a line told at a moment: its nearest reading, where one is near. */
export function valueAt(points: readonly ChartPoint[], time: number): number | undefined {
  let nearest: ChartPoint | undefined;
  for (const point of points) if (nearest === undefined || Math.abs(point[0] - time) < Math.abs(nearest[0] - time)) nearest = point;
  return nearest !== undefined && Math.abs(nearest[0] - time) <= pause / 2 ? nearest[1] : undefined;
}
