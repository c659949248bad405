import * as vscode from 'vscode';
import { formatAge } from '../../../core/age';
import { t } from '../../../core/localize';
import { sortTags } from '../../../core/natural-order';
import { familiarRepository, hubDomain, tryParseReference, type ImageReference } from '../../../core/reference';
import { formatBytes } from '../../../core/sizes';
import { oneLine } from '../../../core/untrusted';
import type { ImageContext, TagContext } from '../../../dockerfile/features/completion';
import type { ImageSummary } from '../../../engine/images/images';
import type { ImageSources } from './image-sources';

/** A candidate before it has a place. */
export interface Candidate {
  readonly text: string;
  readonly kind: vscode.CompletionItemKind;
  /** Behind the name, short. */
  readonly description?: string;
  readonly detail?: string;
}

/** What is known now, and what is on its way. */
export interface Candidates {
  readonly found: readonly Candidate[];
  readonly more: readonly (Promise<void> | undefined)[];
  /** Call when nobody waits any more. */
  readonly abandon: () => void;
}

const { Module, Class, EnumMember } = vscode.CompletionItemKind;

/** Tags are many; VS Code shows what was typed for anyway. */
const mostCandidates = 1000;

/** The stages before, then images of the engine, then those of the registry that is being typed. */
export function imageCandidates(sources: ImageSources, context: ImageContext, withStages: boolean, withImages: boolean): Candidates {
  const stages = withStages ? context.stages.map((text): Candidate => ({ text, kind: Class, description: t('stage') })) : [];
  if (!withImages) return { found: stages, more: [], abandon: () => undefined };
  const engine = sources.isConnected ? sources.engine.get('') : undefined;
  const local = (engine?.answer ?? []).flatMap((image) => image.tags.flatMap((tag) => localCandidate(image, tag)));
  const { registry, term } = typedRegistry(context.prefix);
  const listed = registry === undefined ? undefined : sources.repositories.get(registry);
  const prefix = registry === undefined || registry === hubDomain ? '' : `${registry}/`;
  const repositories = (listed?.answer ?? []).map((name): Candidate => ({
    text: named(prefix, name),
    kind: Module,
    ...(registry && { description: oneLine(registry) }),
  }));
  const searched = registry === hubDomain && term.length > 1 ? sources.search.get(term) : undefined;
  const hub = (searched?.answer ?? []).map(({ name, description, official }): Candidate => ({
    text: named('', name),
    kind: Module,
    description: official ? t('official image') : 'Docker Hub',
    detail: oneLine(description, 120),
  }));
  return {
    found: [...stages, ...valid([...local, ...repositories, ...hub])],
    more: [engine?.more, listed?.more, searched?.more],
    abandon: () => {
      if (registry !== undefined) sources.repositories.abandon(registry);
      sources.search.abandon(term);
    },
  };
}

/** The tags that the engine has, then all that the registry has, newest version first. */
export function tagCandidates(sources: ImageSources, { repository }: TagContext): Candidates {
  const reference = tryParseReference(repository);
  if (!reference) return { found: [], more: [], abandon: () => undefined };
  const engine = sources.isConnected ? sources.engine.get('') : undefined;
  const local = new Map((engine?.answer ?? []).flatMap((image) => image.tags.flatMap((name) => localTag(image, name, reference))));
  const key = `${reference.domain}/${reference.path}`;
  const remote = sources.tags.get(key);
  const inRegistry = new Map((remote.answer ?? []).map((tag) => [tag.name, tag]));
  const names = sortTags(
    [...new Set([...local.keys(), ...inRegistry.keys()])].filter((tag) => /^\w[\w.-]{0,127}$/.test(tag)),
    'newestFirst',
  );
  const found = names.slice(0, mostCandidates).map((text): Candidate => {
    const image = local.get(text);
    const tag = inRegistry.get(text);
    const age = tag?.updated === undefined ? undefined : formatAge(tag.updated, Date.now());
    const facts = image
      ? [t('in the engine'), formatBytes(image.size)]
      : [tag?.size === undefined ? undefined : formatBytes(tag.size), age];
    return { text, kind: EnumMember, description: facts.filter((fact) => fact !== undefined).join(' · ') };
  });
  return { found, more: [engine?.more, remote.more], abandon: () => sources.tags.abandon(key) };
}

function localCandidate(image: ImageSummary, tag: string): Candidate[] {
  if (tag.startsWith('<none>')) return [];
  return [
    {
      text: tag,
      kind: Module,
      description: `${t('in the engine')} · ${formatBytes(image.size)}`,
      detail: formatAge(image.created, Date.now()),
    },
  ];
}

function localTag(image: ImageSummary, name: string, wanted: ImageReference): [string, ImageSummary][] {
  const known = tryParseReference(name);
  return known?.tag !== undefined && known.domain === wanted.domain && known.path === wanted.path ? [[known.tag, image]] : [];
}

/** Names come from outside: what is no reference is left out, and nothing is offered twice. */
function valid(candidates: readonly Candidate[]): readonly Candidate[] {
  const byText = new Map<string, Candidate>();
  for (const candidate of candidates)
    if (!byText.has(candidate.text) && tryParseReference(candidate.text)) byText.set(candidate.text, candidate);
  return [...byText.values()].slice(0, mostCandidates);
}

function named(prefix: string, name: string): string {
  const reference = tryParseReference(prefix + name);
  return reference ? familiarRepository(reference) : '';
}

/** The registry whose repositories are wanted, and what was typed of the name; no registry while its host is typed. */
function typedRegistry(prefix: string): { readonly registry: string | undefined; readonly term: string } {
  const slash = prefix.indexOf('/');
  const first = slash === -1 ? prefix : prefix.slice(0, slash);
  const isHost = /[.:]/.test(first) || first === 'localhost';
  if (slash === -1) return { registry: isHost ? undefined : hubDomain, term: prefix };
  if (!isHost) return { registry: hubDomain, term: prefix };
  const known = tryParseReference(`${first}/name`);
  return { registry: known?.domain, term: prefix.slice(slash + 1) };
}
