import type { ContainerStats } from '../../core/container-stats';
import type { StatsPoint } from '../../core/stats-page';
import type { EngineConnection } from '../connection/connection';

/** So many readings of each container are kept: three minutes. */
const mostPoints = 180;
/** Of so many containers of one engine readings are kept beyond those that a page shows. */
const mostContainers = 120;
/** A reading is of now for this long, in milliseconds. */
const fresh = 10_000;
/** Two readings that are closer than this are one, which two streams have told. */
const apart = 500;

type Counter = 'networkReceived' | 'networkSent' | 'blockRead' | 'blockWritten';

/** What was read of one container, within bounds. */
export class StatsSeries {
  private newest: ContainerStats | undefined;
  private readonly kept: StatsPoint[] = [];
  private addedAt = 0;

  /** The last reading. */
  get last(): ContainerStats | undefined {
    return this.newest;
  }

  /** The last three minutes, oldest first. */
  get points(): readonly StatsPoint[] {
    return this.kept;
  }

  /** The last point, where it is of now. */
  get now(): StatsPoint | undefined {
    return Date.now() - this.addedAt < fresh ? this.kept.at(-1) : undefined;
  }

  /** Takes a reading. The first one, and the first one after a restart, has nothing to compare with. */
  add(stats: ContainerStats): void {
    const last = this.newest;
    if (last !== undefined && stats.time > last.time && stats.time - last.time < apart) return;
    this.newest = stats;
    const seconds = last === undefined ? 0 : (stats.time - last.time) / 1000;
    if (last === undefined || stats.cpu === undefined || seconds <= 0) return;
    const rate = (key: Counter): number => Math.round(Math.max(0, stats[key] - last[key]) / seconds);
    this.kept.push({
      time: stats.time,
      cpu: Math.round(stats.cpu * 100) / 100,
      memory: stats.memory,
      received: rate('networkReceived'),
      sent: rate('networkSent'),
      read: rate('blockRead'),
      written: rate('blockWritten'),
      pids: stats.pids,
    });
    this.addedAt = Date.now();
    const first = this.kept.findIndex(({ time }) => time > stats.time - mostPoints * 1000);
    this.kept.splice(0, Math.max(first, this.kept.length - mostPoints));
  }
}

const histories = new WeakMap<EngineConnection, Map<string, StatsSeries>>();

/** What was read of a container of this engine by whoever looked: pages and tooltips share it. The least asked for goes first. */
export function statsSeries(connection: EngineConnection, id: string): StatsSeries {
  const history = histories.get(connection) ?? new Map<string, StatsSeries>();
  histories.set(connection, history);
  const series = history.get(id) ?? new StatsSeries();
  history.delete(id);
  history.set(id, series);
  for (const oldest of history.keys()) {
    if (history.size <= mostContainers) break;
    history.delete(oldest);
  }
  return series;
}

/** Forgets a container that is gone. */
export function forgetStats(connection: EngineConnection, id: string): void {
  histories.get(connection)?.delete(id);
}
