import type { EngineCandidate } from '../connection/connection';
import type { PortBinding } from './containers';

/** A published TCP port and the address that a browser on this machine reaches it under. */
export interface PublishedPort {
  readonly containerPort: number;
  readonly hostPort: number;
  readonly url: string;
}

const everyAddress = new Set(['', '0.0.0.0', '::']);
const secureContainerPorts = new Set([443, 8443]);

/** The published TCP ports, each once although the engine lists them for IPv4 and IPv6, by host port. */
export function publishedPorts(ports: readonly PortBinding[], candidate: EngineCandidate | undefined): readonly PublishedPort[] {
  const found = new Map<number, PublishedPort>();
  for (const { containerPort, protocol, hostPort, hostIp = '' } of ports) {
    if (hostPort === undefined || protocol !== 'tcp' || found.has(hostPort)) continue;
    const host = everyAddress.has(hostIp) ? engineHost(candidate) : hostIp.includes(':') ? `[${hostIp}]` : hostIp;
    const scheme = secureContainerPorts.has(containerPort) ? 'https' : 'http';
    found.set(hostPort, { containerPort, hostPort, url: `${scheme}://${host}:${String(hostPort)}/` });
  }
  return [...found.values()].sort((left, right) => left.hostPort - right.hostPort);
}

/** The machine on which the engine publishes: the address's host for `tcp` and `ssh`, else this one. */
function engineHost(candidate: EngineCandidate | undefined): string {
  const remote = /^(?:tcp|ssh|https?):\/\/(?:[^@/]*@)?(\[[^\]]+\]|[^:/]+)/.exec(candidate?.address ?? '');
  return remote?.[1] ?? 'localhost';
}
