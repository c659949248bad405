import type { App } from '../../app';
import { number, object, text } from '../../engine/json/json';
import { nameInErrors, type Named } from '../targets/run-on-each';

/** Limits of a container as the engine has them; 0 or less for none. */
export interface CurrentLimits {
  readonly restartPolicy: string;
  readonly memory: number;
  readonly memorySwap: number;
  readonly cpus: number;
  readonly pids: number;
}

/** Reads the limits of one container. Throws `notFound`. */
export async function currentLimits(app: App, target: Named): Promise<CurrentLimits> {
  const engine = await app.connection.engine();
  return limitsOf(await nameInErrors(target, engine.containers.inspect(target.id)));
}

/** The limits in what the engine says of a container. */
export function limitsOf(inspected: Readonly<Record<string, unknown>>): CurrentLimits {
  const host = object(inspected['HostConfig']);
  const [period, quota] = [number(host['CpuPeriod']) || 100_000, number(host['CpuQuota'])];
  return {
    restartPolicy: text(object(host['RestartPolicy'])['Name']) || 'no',
    memory: number(host['Memory']),
    memorySwap: number(host['MemorySwap']),
    cpus: number(host['NanoCpus']) / 1e9 || (quota > 0 ? quota / period : 0),
    pids: number(host['PidsLimit']),
  };
}
