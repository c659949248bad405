import { SlipwayError } from '../../core/errors';

/**
 * What engines say when the network of a container could not be set up: `Bind for 0.0.0.0:80 failed: port is already allocated`,
 * `listen tcp4 0.0.0.0:80: bind: address already in use`, `failed to bind host port for 0.0.0.0:80:172.17.0.2:8080/tcp: address …`.
 */
const sentences: readonly RegExp[] = [
  /:(\d{1,5}) failed: port is already allocated/,
  /:(\d{1,5}): bind: address already in use/,
  /bind host port (?:for )?(?:\[[0-9a-f:.]{0,50}\]|[\d.]{0,20}):(\d{1,5})\S{0,100}: address already in use/,
];

/** The port of the host that a container could not get because somebody has it; undefined for every other failure. */
export function takenPort(error: unknown): number | undefined {
  const detail = (SlipwayError.details(error, 'engineFailed') ?? SlipwayError.details(error, 'conflict'))?.detail.slice(0, 2000) ?? '';
  const port = sentences.map((sentence) => sentence.exec(detail)?.[1]).find((found) => found !== undefined);
  return port === undefined ? undefined : Number(port);
}
