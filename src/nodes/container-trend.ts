import type { App } from '../app';
import { isCancelled } from '../core/errors';
import { t } from '../core/localize';
import { formatBytes } from '../core/sizes';
import type { StatsPoint } from '../core/stats-page';
import { statsSeries } from '../engine/containers/stats-history';

/** Readings for which a tooltip waits, a second each; the first one has nothing to compare with. */
const readings = 3;
/** Nobody waits longer for a tooltip, in milliseconds. */
const patience = 4_000;
/** So many pieces has a trend at most. */
const pieces = 24;
const blocks = '▁▂▃▄▅▆▇█';

/**
 * What a running container uses, as lines of Markdown: numbers, words for the way they went, and blocks where there are several
 * readings. What a page has read, or a tooltip before, is taken over; otherwise a few readings are made, until `signal` says
 * that nobody looks any more. Nothing where the engine tells nothing.
 */
export async function containerTrend({ connection, log }: App, id: string, signal?: AbortSignal): Promise<readonly string[]> {
  const series = statsSeries(connection, id);
  if (!series.now && signal?.aborted !== true) {
    const timely = AbortSignal.timeout(patience);
    const enough = signal ? AbortSignal.any([signal, timely]) : timely;
    try {
      let read = 0;
      const engine = await connection.engine(enough);
      for await (const stats of await engine.containers.stats(id, enough)) {
        series.add(stats);
        read += 1;
        if (read >= readings) break;
      }
    } catch (error) {
      // The rest of the tooltip is as good without.
      if (!isCancelled(error) && !enough.aborted) log.error(`stats ${id}`, error);
    }
  }
  const { now, points } = series;
  if (!now) return [];
  const limit = series.last?.memoryLimit ?? 0;
  const memory = limit > 0 ? t('{0} of {1}', formatBytes(now.memory), formatBytes(limit)) : formatBytes(now.memory);
  return [
    trend(t('CPU'), `${now.cpu.toFixed(1)} %`, points, ({ cpu }) => cpu, 1),
    trend(t('Memory'), memory, points, (point) => point.memory, 1_000_000),
  ];
}

function trend(name: string, value: string, points: readonly StatsPoint[], of: (point: StatsPoint) => number, least: number): string {
  const values = points.slice(-pieces).map(of);
  if (values.length < 2) return `- ${name}: ${value}`;
  return `- ${name}: ${value}, ${direction(values, least)} ${sparkline(values, least)}`;
}

/** Blocks whose heights are shares of the highest value, which is at least `least`. */
export function sparkline(values: readonly number[], least: number): string {
  const highest = Math.max(least, ...values);
  return values.map((value) => blocks[Math.round((Math.max(0, value) / highest) * (blocks.length - 1))] ?? '').join('');
}

/** Whether the later half is more than the earlier half by a tenth, and by a tenth of `least`. */
function direction(values: readonly number[], least: number): string {
  const middle = values.length >> 1;
  const mean = (some: readonly number[]): number => some.reduce((sum, value) => sum + value, 0) / Math.max(1, some.length);
  const [before, after] = [mean(values.slice(0, middle)), mean(values.slice(middle))];
  if (Math.abs(after - before) <= Math.max(before, after, least) / 10) return t('steady');
  return after > before ? t('rising') : t('falling');
}
