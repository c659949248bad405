import { formatAge } from '../../../core/age';
import { t } from '../../../core/localize';
import { formatBytes } from '../../../core/sizes';
import { escapeMarkdown } from '../../../core/untrusted';
import type { RegistryFacts } from '../file-registries';
import { own } from '../../../core/records';

/** What is known of an image. */
export interface ImageKnowledge {
  readonly reference: string;
  readonly registry: string;
  /** The engine's own JSON. */
  readonly inEngine: Readonly<Record<string, unknown>> | undefined;
  readonly inRegistry: RegistryFacts | undefined;
  /** Milliseconds since 1970. */
  readonly now: number;
}

const mostLines = 12;

/** Markdown about an image; `undefined` where nothing is known. Everything from outside is escaped. */
export function imageText({ reference, registry, inEngine, inRegistry, now }: ImageKnowledge): string | undefined {
  if (!inEngine && !inRegistry) return undefined;
  const where = inEngine ? t('in the engine') : t('not in the engine; reported by {0}', escapeMarkdown(registry));
  const rows = [
    ...(inEngine ? engineRows(inEngine, now) : registryRows(inRegistry, now)),
    ...platformRows(inEngine, inRegistry),
    ...(inEngine ? configRows(recordOf(inEngine['Config'])) : []),
  ];
  return [
    `**${escapeMarkdown(reference)}** — ${where}`,
    '',
    ...rows.map(([name, value]) => (value.startsWith('\n') ? `- ${name}:${value}` : `- ${name}: ${value}`)),
  ].join('\n');
}

type Row = readonly [string, string];

function engineRows(image: Readonly<Record<string, unknown>>, now: number): Row[] {
  const digests = textsOf(image['RepoDigests']).map((digest) => digest.slice(digest.indexOf('@') + 1));
  const created = Date.parse(textOf(image['Created']));
  return [
    ...(typeof image['Size'] === 'number' ? [[t('Size'), formatBytes(image['Size'])] as const] : []),
    [t('Created'), formatAge(created, now)],
    ...[...new Set(digests)].map((digest): Row => [t('Digest'), escapeMarkdown(digest)]),
  ];
}

function registryRows(facts: RegistryFacts | undefined, now: number): Row[] {
  if (!facts) return [];
  return [
    ...(facts.size === undefined ? [] : [[t('Download size'), formatBytes(facts.size)] as const]),
    ...(facts.created === undefined ? [] : [[t('Created'), formatAge(facts.created, now)] as const]),
    [t('Digest'), escapeMarkdown(facts.digest)],
  ];
}

function platformRows(image: Readonly<Record<string, unknown>> | undefined, facts: RegistryFacts | undefined): Row[] {
  const own = image ? [textOf(image['Os']), textOf(image['Architecture']), textOf(image['Variant'])].filter(Boolean).join('/') : '';
  const others = [...new Set(facts?.platforms)].filter((platform) => platform !== own);
  const listed = others
    .slice(0, mostLines)
    .map((platform) => escapeMarkdown(platform))
    .join(', ');
  const more = others.length > mostLines ? `, ${t('{0} more', others.length - mostLines)}` : '';
  return [
    ...(own === '' ? [] : [[t('Platform'), escapeMarkdown(own)] as const]),
    ...(listed === '' ? [] : [[own === '' ? t('Platforms') : t('Other platforms'), listed + more] as const]),
  ];
}

function configRows(config: Readonly<Record<string, unknown>>): Row[] {
  const words = (key: string): string => {
    const list = textsOf(own(config, key));
    return list.length === 0 ? '' : escapeMarkdown(JSON.stringify(list), 300);
  };
  const environment = textsOf(config['Env']);
  const lines = environment.slice(0, mostLines).map((line) => `  - ${escapeMarkdown(line, 160)}`);
  if (environment.length > mostLines) lines.push(`  - ${t('{0} more', environment.length - mostLines)}`);
  const rows: Row[] = [
    [t('Entrypoint'), words('Entrypoint')],
    [t('Command'), words('Cmd')],
    [t('User'), escapeMarkdown(textOf(config['User']))],
    [t('Working directory'), escapeMarkdown(textOf(config['WorkingDir']))],
    [
      t('Ports'),
      Object.keys(recordOf(config['ExposedPorts']))
        .slice(0, mostLines)
        .map((port) => escapeMarkdown(port))
        .join(', '),
    ],
    [t('Environment'), lines.length === 0 ? '' : `\n${lines.join('\n')}`],
  ];
  return rows.filter(([, value]) => value !== '');
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Readonly<Record<string, unknown>>) : {};
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
