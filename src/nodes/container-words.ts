import { t } from '../core/localize';
import type { ContainerHealth, PortBinding } from '../engine/containers/containers';

/** The state of health in a word; empty where nothing is checked. */
export function healthWord(health: ContainerHealth): string {
  switch (health) {
    case 'none':
      return '';
    case 'starting':
      return t('health check starting');
    case 'healthy':
      return t('healthy');
    case 'unhealthy':
      return t('unhealthy');
  }
}

/** Published ports as `8080→80/tcp`, each once although the engine lists them for IPv4 and IPv6. */
export function portWords(ports: readonly PortBinding[]): string {
  const words = ports
    .filter(({ hostPort }) => hostPort !== undefined)
    .map(({ hostPort, containerPort, protocol }) => `${String(hostPort)}→${String(containerPort)}/${protocol}`);
  return [...new Set(words)].join(', ');
}

/** The same for a narrow row: `:8080→80`; the protocol only where it is not TCP, two ports at the most. */
export function shortPorts(ports: readonly PortBinding[]): string {
  const words = [
    ...new Set(
      ports
        .filter(({ hostPort }) => hostPort !== undefined)
        .map(
          ({ hostPort, containerPort, protocol }) =>
            `:${String(hostPort)}→${String(containerPort)}${protocol === 'tcp' ? '' : `/${protocol}`}`,
        ),
    ),
  ];
  return words.length > 2 ? `${words.slice(0, 2).join(' ')} +${String(words.length - 2)}` : words.join(' ');
}
