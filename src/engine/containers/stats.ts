import type { ContainerStats } from '../../core/container-stats';
import { SlipwayError } from '../../core/errors';
import type { EngineContainers } from './containers';
import { containerContext, inspectContainer } from './life';
import { readJsonLines } from '../json/json-lines';
import { type JsonObject, list, number, object, text } from '../json/json';
import { checkObjectName } from '../transport/names';
import type { EngineRequest, EngineTransport } from '../transport/transport';

/** What containers use, one reading a second. */
export function statsMethods(transport: EngineTransport): Pick<EngineContainers, 'stats'> {
  return {
    async stats(container, signal) {
      const path = `/containers/${checkObjectName('container', container)}/stats`;
      const request: EngineRequest = {
        method: 'GET',
        path,
        query: { stream: true },
        signal,
        context: containerContext('stats', container),
      };
      const response = await transport.stream(request).catch(async (error: unknown) => {
        // Podman 4 has no word for a container that is not there.
        if (SlipwayError.details(error, 'unsupported')) await inspectContainer(transport, container);
        throw error;
      });
      return readStats(transport, request, response as AsyncIterable<Buffer>);
    },
  };
}

/** Ends quietly when the signal says so; the connection is closed when the loop is left. */
async function* readStats(
  transport: EngineTransport,
  request: EngineRequest,
  response: AsyncIterable<Buffer>,
): AsyncGenerator<ContainerStats, void> {
  const reader = new StatsReader();
  try {
    for await (const line of readJsonLines(response, 'event', transport.options.address)) {
      const stats = reader.read(line);
      if (stats) yield stats;
    }
  } catch (error) {
    if (request.signal?.aborted) return;
    throw error instanceof SlipwayError ? error : transport.streamFailure(error, request);
  }
}

interface Processors {
  readonly total: number;
  readonly system: number;
}

/**
 * Makes numbers of one container's readings, by the formulas of the docker command line
 * (https://github.com/docker/cli/blob/master/cli/command/container/stats_helpers.go).
 */
export class StatsReader {
  private before: Processors | undefined;

  /** Undefined for what an engine sends of a container that does not run. */
  read(raw: JsonObject): ContainerStats | undefined {
    const time = Date.parse(text(raw.read));
    if (!(time > 0)) return undefined;
    const memory = object(raw.memory_stats);
    const windows =
      'privateworkingset' in memory ||
      ('storage_stats' in raw && number(object(raw.cpu_stats).system_cpu_usage) === 0 && number(raw.num_procs) > 0);
    const networks = Object.values(object(raw.networks ?? raw.network)).map(object);
    return {
      time,
      ...this.processors(raw, windows),
      memory: windows ? number(memory.privateworkingset) : usedMemory(memory),
      memoryLimit: number(memory.limit),
      networkReceived: sum(networks.map(({ rx_bytes: received }) => received)),
      networkSent: sum(networks.map(({ tx_bytes: sent }) => sent)),
      ...(windows ? windowsBlocks(object(raw.storage_stats)) : blocks(object(raw.blkio_stats))),
      pids: number(object(raw.pids_stats).current),
    };
  }

  private processors(raw: JsonObject, windows: boolean): Pick<ContainerStats, 'cpu' | 'processors'> {
    const cpu = object(raw.cpu_stats);
    const usage = object(cpu.cpu_usage);
    if (windows) return windowsProcessors(raw, number(usage.total_usage));
    const now = { total: number(usage.total_usage), system: number(cpu.system_cpu_usage) };
    const told = object(raw.precpu_stats);
    const earlier = { total: number(object(told.cpu_usage).total_usage), system: number(told.system_cpu_usage) };
    const before = earlier.system > 0 ? earlier : this.before;
    this.before = now;
    const processors = number(cpu.online_cpus) || list(usage.percpu_usage).length || 1;
    if (before === undefined) return { cpu: undefined, processors };
    const [used, passed] = [now.total - before.total, now.system - before.system];
    return { cpu: used > 0 && passed > 0 ? (used / passed) * processors * 100 : 0, processors };
  }
}

/** Units of 100 ns, over all processors. */
function windowsProcessors(raw: JsonObject, total: number): Pick<ContainerStats, 'cpu' | 'processors'> {
  const processors = number(raw.num_procs) || 1;
  const before = Date.parse(text(raw.preread));
  const passed = (Date.parse(text(raw.read)) - before) * 10_000 * processors;
  const used = total - number(object(object(raw.precpu_stats).cpu_usage).total_usage);
  return { cpu: before > 0 && passed > 0 ? Math.max(0, (used / passed) * 100) : undefined, processors };
}

/** Without what the page cache could give back: `total_inactive_file` of control groups version 1, `inactive_file` of version 2. */
function usedMemory(memory: JsonObject): number {
  const usage = number(memory.usage);
  const details = object(memory.stats);
  const inactive = number(details.total_inactive_file ?? details.inactive_file);
  return inactive < usage ? usage - inactive : usage;
}

function blocks(raw: JsonObject): Pick<ContainerStats, 'blockRead' | 'blockWritten'> {
  let [blockRead, blockWritten] = [0, 0];
  for (const entry of list(raw.io_service_bytes_recursive).map(object)) {
    const operation = text(entry.op).toLowerCase();
    if (operation === 'read') blockRead += number(entry.value);
    else if (operation === 'write') blockWritten += number(entry.value);
  }
  return { blockRead, blockWritten };
}

function windowsBlocks(raw: JsonObject): Pick<ContainerStats, 'blockRead' | 'blockWritten'> {
  return { blockRead: number(raw.read_size_bytes), blockWritten: number(raw.write_size_bytes) };
}

function sum(values: readonly unknown[]): number {
  return values.reduce<number>((all, value) => all + number(value), 0);
}
