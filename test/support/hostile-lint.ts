import { seededNumbers } from '../../scripts/seeded-numbers';
import { builderErrors } from '../../src/dockerfile/builder-errors';
import { readHadolintConfiguration } from '../../src/dockerfile/configuration-file';
import { configurationOf, layerOfEnvironment } from '../../src/dockerfile/configuration-layer';
import { readDockerIgnore } from '../../src/core/ignore/dockerignore';
import { buildContextOf } from '../../src/dockerfile/facts/build-context';
import { lintDockerfile } from '../../src/dockerfile/lint';
import { parseDockerfile } from '../../src/dockerfile/parse';

/** What somebody puts into a repository so that whoever checks it stands still. */
export interface HostileFiles {
  readonly dockerfile: string;
  /** `.hadolint.yaml` */
  readonly configuration: string;
  /** `.dockerignore` */
  readonly ignore: string;
  /** A value of `HADOLINT_…` variables. */
  readonly environment: string;
}

const blanks = [' ', '\t', '\v', '\f', '\r', '\u00a0', '\u2028', '\u2029', '\ufeff', '\u3000', '', '  '];
const repeated = [
  ...blanks, 'a', '0', '=', ':', ',', ';', '.', '-', '_', '/', '//', '://', '@', '#', '# ', '#=', '\\', '\\"', '"', "'", '`', '$', '${', '${a:-', '$(', '}', ')', '(', '{', '<<', '<<E ', '>', '[', ']', '["', '",', '*', '**', '?', '!',
  '&&', '||', '|', 'a=b ', 'DL3008,', 'DL3008 ', 'skip=', 'ignore=', 'hadolint ', 'escape=', '\0', '\ud800', '\udc00', '😀', '\u0130', '\u202e', 'a ', '--', '--a=b ', 'FROM ', 'x/../', 'é',
];
const codes = ['DL3008', 'SC2086', 'DL9999', 'all', 'StageNameCasing', 'constructor', '__proto__', 'DL3008;', 'dl3008', '*', '', 'error=true', 'experimental=all'];
const keys = ['escape', 'syntax', 'check', 'hadolint', 'hadolint ignore', 'hadolint global ignore', 'hadolint shell', 'hadolint  ignore', 'shellcheck disable', 'ESCAPE', 'buildkit', 'constructor', 'A', '', 'a b', 'escape ', 'check\u2028'];
const values = ['`', '\\', '``', 'docker/dockerfile:1', 'skip=all', 'skip=a;error=true', 'bash', 'pwsh', '/bin/sh -c', '\t', '"', ''];
const instructions = [
  'FROM a', 'FROM ', 'FROM a AS ', 'FROM --platform=', 'ARG A=', 'ENV A=', 'ENV A ', 'LABEL ', 'LABEL a.b=', 'RUN ', 'RUN ', 'RUN ', 'RUN ["', 'RUN --mount=type=cache,target=', 'RUN apt-get install ', 'RUN pip install ', 'RUN cd ', 'RUN <<E\n', 'COPY ',
  'COPY --from=', 'COPY <<E /a\n', 'ADD ', 'ADD http://', 'EXPOSE ', 'USER ', 'WORKDIR ', 'VOLUME ', 'STOPSIGNAL ', 'HEALTHCHECK --interval=', 'HEALTHCHECK CMD ', 'CMD ', 'ENTRYPOINT ["', 'SHELL ["', 'ONBUILD ', 'ONBUILD ONBUILD ', 'MAINTAINER ', 'NOTHING ', '',
];
const configurationKeys = ['ignored', 'override', 'trustedRegistries', 'label-schema', 'strict-labels', 'failure-threshold', 'no-fail', 'format', 'disable-ignore-pragma', 'constructor', '__proto__', '<<', '? ', ''];
const globs = ['*', '**', '**/', '/', '?', '[a-z]', '[^a]', '[', '\\', 'a', 'b', '.', '..', '!', '#', 'node_modules', ' ', '\u2028', '😀', '-', ']'];

/** The files of a seed; about so many bytes in all. */
export function hostileFiles(seed: number, size: number): HostileFiles {
  const next = seededNumbers(seed);
  const below = (limit: number): number => Math.floor(next() * limit);
  const one = (from: readonly string[]): string => from[below(from.length)] ?? '';
  const some = (most: number, make: () => string, between = ''): string => Array.from({ length: below(most + 1) }, make).join(between);
  /** Up to so many characters of one thing; shorter ones are as likely as long ones. */
  const many = (most: number): string => {
    const piece = one(repeated);
    return piece.repeat(Math.ceil(most ** next() / Math.max(1, piece.length)));
  };
  const noise = (most: number): string => some(4, () => (below(3) === 0 ? one(codes) : below(2) === 0 ? one(repeated) : many(most)));
  const end = (): string => one(['\n', '\n', '\n', '\n', '\r\n', ' \\\n', '\\\n', '`\n', '\r', '\u2028', '\n\n', '\n#\n']);

  const comment = (most: number): string => {
    switch (below(6)) {
      case 0:
        return `#${one(blanks)}${one(keys)}${one(blanks)}=${one(blanks)}${one(values)}${noise(most)}`;
      case 1:
        return `# hadolint ${one(['ignore', 'global ignore', 'shell', 'ignore ', 'IGNORE'])}=${some(most / 6, () => one(codes), one([',', ', ', ' ', ',,', ';']))}${noise(most)}`;
      case 2:
        return `#${one(blanks)}check=${some(most / 8, () => `${one(['skip', 'error', 'experimental', ''])}=${one(codes)}`, one([';', ',']))}${noise(most)}`;
      case 3:
        return `#${many(most)}${one(keys)}=${many(most)}${one(blanks)}`;
      case 4:
        return `${one(blanks)}#${noise(most)}`;
      default:
        return `# ${one(keys)}${many(most)}${one(values)}`;
    }
  };
  const instruction = (most: number): string => `${one(blanks.slice(0, 2))}${one(instructions)}${noise(most)}${one(['', '', ' ', '"', ']', '/', '\nE'])}`;

  /** Lines up to the size: many different ones, or a few again and again. */
  const lines = (length: number, line: (most: number) => string): string => {
    const again = below(3) === 0;
    let text = '';
    while (text.length < length) {
      const made = line(Math.min(length, 1 + (length - text.length))) + end();
      text += again && made.length < length ? made.repeat(Math.max(1, Math.floor(length / made.length / (1 + below(4))))) : made;
    }
    return text.slice(0, length);
  };
  const part = Math.max(20, Math.floor(size / 2));
  const dockerfile = lines(part, (most) => (below(3) === 0 ? instruction(most) : comment(most)));
  const yaml = (most: number): string => {
    const value = one(['[', '{', '&a ', '*a', '"', '|\n  ', '- ', '', '>', '!!str ', 'true', 'error']);
    return `${' '.repeat(below(8))}${one(configurationKeys)}: ${value}${below(3) === 0 ? many(most) : some(6, () => `${one(codes)}${one(globs)}`, ', ')}${one(['', ']', '}', '"'])}`;
  };
  const registries = `trustedRegistries: [${some(6, () => JSON.stringify(some(30, () => one(['*', '*', 'a', '.', '/', ':5000']))), ', ')}]\nlabel-schema: {${some(6, () => `${JSON.stringify(one(codes))}: text`, ', ')}}\n`;
  const configuration = below(2) === 0 ? registries : lines(Math.min(Math.floor(size / 4), 120_000), yaml);
  const ignore = lines(Math.floor(size / 4), (most) => (below(4) === 0 ? `${one(globs)}${many(most)}` : some(40, () => one(globs))));
  return { dockerfile: below(2) === 0 ? `FROM a\n${dockerfile}` : dockerfile, configuration, ignore, environment: noise(200) };
}

/** Reads and checks everything as `slipway-lint` does; the number of findings. Throws where a rule does. */
export function checkHostile({ dockerfile, configuration, ignore, environment }: HostileFiles): number {
  const { layer = {} } = readHadolintConfiguration(configuration);
  const variables = { HADOLINT_IGNORE: environment, HADOLINT_TRUSTED_REGISTRIES: environment, HADOLINT_OVERRIDE_ERROR: environment, HADOLINT_ALLOWED_LABELS: environment };
  const complete = { ...configurationOf([layer, layerOfEnvironment(variables)]), buildContext: buildContextOf(readDockerIgnore(ignore)) };
  const file = parseDockerfile(dockerfile);
  return lintDockerfile(file, complete).length + builderErrors(file, complete).length;
}

/** The size of the files of a seed: mostly some hundred bytes, one in a hundred tens of kilobytes, one in a thousand 300 kB. */
export function hostileSize(seed: number): number {
  if (seed % 1_000 === 0) return 300_000;
  return seed % 100 === 0 ? 30_000 : 100 + (seed % 97) * 20;
}
