import type { ObjectKind } from '../../core/errors';

/** What an engine says is not there; `name` is undefined where its text does not tell. */
export interface Missing {
  readonly what: ObjectKind;
  readonly name: string | undefined;
}

/**
 * Texts by what they name, from Docker 20.10 and 28.5 and Podman 4.3: `scripts/oracle-engine-faults.ts` collects them.
 * Drivers, devices and paths come first, because their texts also say "not found" of what they belong to. A name with blanks
 * in it goes up to the end of the line for the pattern, and to `end` in truth.
 */
const texts: readonly (readonly [what: ObjectKind, pattern: RegExp, end?: (rest: string) => number])[] = [
  ['logDriver', /error looking up logging plugin ([^\s:]+)/i],
  ['logDriver', /invalid log driver/i],
  ['volumeDriver', /error looking up volume plugin ([^\s:]+)/i],
  [
    'networkDriver',
    /could not find plugin (\S+) in v\d plugin|error looking up network plugin ([^\s:]+)|could not find a network driver (\S+)/i,
  ],
  ['plugin', /plugin "([^"]+)" not found/i],
  ['deviceDriver', /could not select device driver "([^"]*)"/i],
  ['runtime', /unknown runtime specified (\S+)|unknown or invalid runtime name: (\S+)|(?:default )?OCI runtime "([^"]+)" not found/i],
  ['device', /unresolvable CDI devices? ([^\s:]+)/i],
  ['device', /adding custom device "([^"]+)": no such file|(?:stat|throttle device at) (\/dev\/[^\s:]+): no such file/i],
  ['user', /unable to find user ([^\s:]+)/i],
  ['group', /unable to find group ([^\s:]+)/i],
  ['path', /bind source path does not exist: (.+)$/im],
  ['path', /could not find the file (.+)$/im, (rest) => rest.toLowerCase().lastIndexOf(' in container')],
  ['path', /cannot access path (.+)$/im, (rest) => rest.indexOf(': ')],
  ['path', /^(?:[^:]*: )?statfs (\/.+?): no such file/i],
  ['network', /unable to find network with name or ID ([^\s:]+)/i],
  ['network', /\bnetwork ([^\s:]+) not found/i],
  ['network', /network not found|no such network:? ?([^\s:]*)/i],
  ['container', /no such container: ([^\s:]+)/i],
  ['container', /no container with name or ID "?([^\s":]+)"? found/i],
  ['container', /no such container/i],
  ['volume', /get ([^\s:]+): no such volume|no such volume: ([^\s:]+)/i],
  ['volume', /volume with name "?([^\s":]+)"? (?:not )?found/i],
  ['volume', /no such volume/i],
  // Podman's sentences name the image twice; the whole name is behind the first colon.
  ['image', /no such image: ([^\s,;]+?)(?:: |$)/im],
  ['image', /failed to find image ([^\s,;]+?): |(?:^|[ "])([^\s"]+): (?:image not known|no such image)/im],
  ['manifest', /image with reference (\S+) was found but/i],
  ['image', /tag does not exist: (\S+)|image does not exist locally with the tag: (\S+)/i],
  ['image', /no such image|image not known|no image with/i],
];

/** Reads an engine's text; undefined when it speaks of nothing that is missing, or does not say what that is. */
export function missingIn(detail: string): Missing | undefined {
  // A program is missing inside the container, and no object of the engine.
  if (/executable file not found|exec: "|oci runtime (?:create failed|attempted)/i.test(detail)) return undefined;
  for (const [what, pattern, endOf] of texts) {
    const found = pattern.exec(detail);
    const name = found?.slice(1).find(Boolean);
    const end = name === undefined ? undefined : endOf?.(name);
    if (found && (end === undefined || end > 0)) return { what, name: name?.slice(0, end) };
  }
  return undefined;
}
