import { t } from '../../core/localize';
import { BadValue } from '../../core/run/draft';
import { readPublished } from '../../core/run/ports';
import type { RunForm, RunFormRow } from '../../core/run/run-form-fields';
import type { RunRemedy } from '../../core/run/run-form-page';
import { freePort } from '../../core/run-proposal';
import { oneLine } from '../../core/untrusted';
import type { ContainerSummary } from '../../engine/containers/containers';
import { takenHostPorts } from './run-form-facts';

/** What is taken by others of what a form asks for: ports of the host, and the name. `busyPorts` are those of other programs. */
export function runRemedies(form: RunForm, containers: readonly ContainerSummary[], busyPorts: readonly number[]): readonly RunRemedy[] {
  return [...nameRemedy(form.texts.name.trim(), containers), ...portRemedies(form, containers, busyPorts)];
}

function nameRemedy(name: string, containers: readonly ContainerSummary[]): readonly RunRemedy[] {
  const taken = new Set(containers.map((container) => container.name));
  if (!taken.has(name)) return [];
  const base = name.replace(/-\d{1,4}$/, '');
  let number = 2;
  while (taken.has(`${base}-${String(number)}`)) number += 1;
  return [
    {
      place: 'name',
      reason: t('There is a container {0}.', oneLine(name)),
      actions: [
        { kind: 'name', name: `${base}-${String(number)}` },
        { kind: 'replace', name },
      ],
    },
  ];
}

function portRemedies(
  { rows: { ports } }: RunForm,
  containers: readonly ContainerSummary[],
  busyPorts: readonly number[],
): readonly RunRemedy[] {
  const own = ports.map(wantedPorts);
  const taken = new Set([...takenHostPorts(containers), ...busyPorts, ...own.flat().map(({ port }) => port)]);
  return ports.flatMap((_, index): readonly RunRemedy[] => {
    const wanted = own[index] ?? [];
    for (const { port, protocol, ip } of wanted) {
      const owner = containers.find(({ ports: theirs }) =>
        theirs.some((each) => each.hostPort === port && each.protocol === protocol && sharesAddress(each.hostIp, ip)),
      );
      if (!owner && !busyPorts.includes(port)) continue;
      const reason = owner ? t('The container {0} has port {1}.', oneLine(owner.name), port) : t('Another program has port {0}.', port);
      const free = wanted.length === 1 ? freePort(port, taken) : undefined;
      if (free !== undefined) taken.add(free);
      return [{ place: `ports/${String(index)}`, reason, actions: free === undefined ? [] : [{ kind: 'port', port: String(free) }] }];
    }
    return [];
  });
}

interface WantedPort {
  readonly port: number;
  readonly protocol: string;
  readonly ip: string;
}

/** The ports of the host that a row names one by one; none for what the engine chooses, what has the long form, or what cannot be read. */
function wantedPorts([host = '', container = '']: RunFormRow): readonly WantedPort[] {
  if (container.includes('=')) return [];
  try {
    return readPublished(host.trim() === '' ? container.trim() : `${host.trim()}:${container.trim()}`).flatMap(({ port, binding }) => {
      const number = /^\d+$/.test(binding.HostPort) ? Number(binding.HostPort) : 0;
      return number === 0 ? [] : [{ port: number, protocol: port.slice(port.indexOf('/') + 1), ip: binding.HostIp }];
    });
  } catch (problem) {
    if (problem instanceof BadValue) return [];
    throw problem;
  }
}

const everywhere: ReadonlySet<string> = new Set(['', '0.0.0.0', '::']);

function sharesAddress(theirs: string | undefined, ours: string): boolean {
  return everywhere.has(theirs ?? '') || everywhere.has(ours) || theirs === ours;
}

/** The host's part of a row with another port in it; what stands before it stays. */
export function withHostPort(host: string, port: string): string {
  const colon = host.lastIndexOf(':');
  return colon < 0 ? port : `${host.slice(0, colon + 1)}${port}`;
}
