import { setOwn } from '../records';
import { volumeSource } from './mounts';
import { asList, asObject, asText, asTexts, type Inspected, isEmpty, without } from './inspected';

/**
 * The create call with the volumes that the engine named itself as the ones that the container has: another container that is
 * made by it finds what they hold. Source: what `docker compose up` does with them.
 */
export function withItsVolumes(body: Inspected, inspected: Inspected): Record<string, unknown> {
  const host = asObject(body['HostConfig']);
  const binds = asTexts(host['Binds']);
  const named = new Set(binds.map((bind) => bindTarget(bind)));
  const volumes = new Map(
    asList(inspected['Mounts'])
      .map(asObject)
      .filter((mount) => mount['Type'] === 'volume' && asText(mount['Name']) !== '' && !named.has(asText(mount['Destination'])))
      .map((mount) => [asText(mount['Destination']), mount]),
  );
  const mounts = asList(host['Mounts']).map((mount) => {
    const target = asText(asObject(mount)['Target']);
    const found = volumes.get(target);
    volumes.delete(target);
    const isAnonymous = asText(asObject(mount)['Type']) === 'volume' && asText(asObject(mount)['Source']) === '';
    return isAnonymous && found ? { ...asObject(mount), Source: asText(found['Name']) } : mount;
  });
  // Those of other containers come from them again.
  const anonymous = asObject(asObject(inspected['Config'])['Volumes']);
  const own = isEmpty(host['VolumesFrom']) ? [...volumes] : [...volumes].filter(([target]) => Object.hasOwn(anonymous, target));
  const kept = own.map(([target, mount]) => `${asText(mount['Name'])}:${target}${mount['RW'] === false ? ':ro' : ''}`);
  const unnamed: Record<string, unknown> = {};
  for (const [target, value] of Object.entries(asObject(body['Volumes']))) {
    if (!own.some(([each]) => each === target)) setOwn(unnamed, target, value);
  }
  return {
    ...without(body, 'Volumes'),
    ...(!isEmpty(unnamed) && { Volumes: unnamed }),
    HostConfig: {
      ...host,
      ...(binds.length + kept.length > 0 && { Binds: [...binds, ...kept] }),
      ...(mounts.length > 0 && { Mounts: mounts }),
    },
  };
}

/** Where a `-v` with a source is mounted. */
function bindTarget(bind: string): string {
  const source = volumeSource(bind);
  return source === undefined ? bind : (bind.slice(source.length + 1).split(':', 1)[0] ?? '');
}
