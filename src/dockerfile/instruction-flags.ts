import { t } from '../core/localize';
import { own } from '../core/records';

/** A flag of an instruction, as BuildKit knows it. */
export interface FlagDefinition {
  /** Without the dashes; the builder goes by case. */
  readonly name: string;
  /** `boolean` flags stand without a value too; a `choice` takes nothing but what `values` names. */
  readonly value: 'text' | 'boolean' | 'choice' | 'mount';
  /** What to choose from or, for a text, what is often wanted. */
  readonly values?: readonly string[];
  /** What may stand there, for somebody who has not decided yet. */
  readonly example?: string;
  /** Whether it may be there more than once. */
  readonly many?: boolean;
  /** For people. */
  readonly summary: () => string;
}

const booleans = ['true', 'false'];
const platforms = [
  '$BUILDPLATFORM',
  '$TARGETPLATFORM',
  'linux/amd64',
  'linux/arm64',
  'linux/arm/v7',
  'linux/386',
  'linux/ppc64le',
  'linux/riscv64',
  'linux/s390x',
  'windows/amd64',
];

const owner: FlagDefinition = {
  name: 'chown',
  value: 'text',
  example: 'user:group',
  summary: () => t('User and group that own the files.'),
};
const mode: FlagDefinition = { name: 'chmod', value: 'text', example: '644', summary: () => t('Permissions of the files.') };
const link: FlagDefinition = {
  name: 'link',
  value: 'boolean',
  values: booleans,
  summary: () => t('Puts the files into a layer that stays when the layers below change.'),
};
const exclude: FlagDefinition = { name: 'exclude', value: 'text', many: true, summary: () => t('A pattern of files that are left out.') };

/** Durations as Go reads them. */
const duration = (name: string, example: string, summary: () => string): FlagDefinition => ({ name, value: 'text', example, summary });

const byInstruction: Readonly<Record<string, { readonly unknown: number; readonly flags: readonly FlagDefinition[] }>> = {
  ADD: {
    unknown: 39,
    flags: [
      owner,
      mode,
      link,
      exclude,
      { name: 'checksum', value: 'text', summary: () => t('The digest that the downloaded file must have.') },
      { name: 'keep-git-dir', value: 'boolean', values: booleans, summary: () => t('Keeps the .git folder of a repository.') },
      { name: 'unpack', value: 'boolean', values: booleans, summary: () => t('Whether an archive is unpacked.') },
    ],
  },
  COPY: {
    unknown: 40,
    flags: [
      { name: 'from', value: 'text', summary: () => t('The stage, image or named context to copy from.') },
      owner,
      mode,
      link,
      exclude,
      { name: 'parents', value: 'boolean', values: booleans, summary: () => t('Keeps the folders in which the sources are.') },
    ],
  },
  FROM: { unknown: 41, flags: [{ name: 'platform', value: 'text', values: platforms, summary: () => t('The platform of the image.') }] },
  HEALTHCHECK: {
    unknown: 42,
    flags: [
      duration('interval', '30s', () => t('Time between two checks.')),
      duration('timeout', '30s', () => t('Time after which a check has failed.')),
      duration('start-period', '5s', () => t('Time after the start in which failures do not count.')),
      duration('start-interval', '5s', () => t('Time between two checks during the start.')),
      { name: 'retries', value: 'text', example: '3', summary: () => t('Failures in a row after which the container is unhealthy.') },
    ],
  },
  RUN: {
    unknown: 101,
    flags: [
      {
        name: 'mount',
        value: 'mount',
        many: true,
        summary: () => t('Something that is there during this command only: a cache, a secret, files of the context or of a stage.'),
      },
      { name: 'network', value: 'choice', values: ['default', 'none', 'host'], summary: () => t('The network of the command.') },
      {
        name: 'security',
        value: 'choice',
        values: ['sandbox', 'insecure'],
        summary: () => t('Whether the command runs without the sandbox.'),
      },
      { name: 'device', value: 'text', many: true, summary: () => t('A device that the command can use.') },
    ],
  },
};

/**
 * The flags that the builder knows of an instruction; `undefined` for instructions that have none.
 * Source: https://docs.docker.com/reference/dockerfile/ and BuildKit's `frontend/dockerfile/instructions/parse.go`.
 *
 * @param name in upper case
 */
export function flagsOf(name: string): readonly FlagDefinition[] | undefined {
  return own(byInstruction, name)?.flags;
}

/** The number of the builder's error for a flag that the instruction does not have. */
export function unknownFlagNumber(name: string): number | undefined {
  return own(byInstruction, name)?.unknown;
}
