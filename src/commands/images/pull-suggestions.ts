import type { App } from '../../app';
import { formatAge } from '../../core/age';
import { t } from '../../core/localize';
import { familiarRepository, type ImageReference, tryParseReference } from '../../core/reference';
import { formatBytes } from '../../core/sizes';
import { oneLine } from '../../core/untrusted';
import type { Suggestion } from '../../ports';
import type { FoundRepository, RegistryTag } from '../../registry/registries';

const stateKey = 'pulled';
const mostRecent = 10;
const mostTags = 200;
/** So many lines can be seen at once; the others get their facts when the text has narrowed the list. */
const mostFacts = 20;

/** Stands before the name of a repository of which all tags are wanted. */
export const allTagsOption = '--all-tags ';

/** What was pulled last, the newest first. */
export function recentlyPulled(app: App): readonly string[] {
  const kept = app.state.get(stateKey);
  return Array.isArray(kept) ? kept.filter((name) => typeof name === 'string') : [];
}

/** Keeps what was pulled as the first of the recent ones. */
export async function rememberPulled(app: App, reference: string): Promise<void> {
  const others = recentlyPulled(app).filter((name) => name !== reference);
  await app.state.set(stateKey, [reference, ...others].slice(0, mostRecent), 'user');
}

/**
 * Proposals for a name that is being typed: what was pulled last, local names, and behind a colon the tags of the
 * repository from its registry, else what Docker Hub finds. `is:official`, `stars:100` and `limit:50` narrow the search.
 */
export async function pullSuggestions(
  app: App,
  text: string,
  signal: AbortSignal,
  early: (suggestions: readonly Suggestion[]) => void = () => undefined,
): Promise<readonly Suggestion[]> {
  const { term, official, stars, limit } = readSearch(text);
  const repository = repositoryBeforeColon(term);
  const known = await knownNames(app, term);
  early(known);
  if (repository !== undefined) return tagsOf(app, repository, term, signal, known, early);
  const found = await searchHub(app, term, limit, signal);
  return [...known, ...found.filter((entry) => entry.stars >= stars && (!official || entry.official)).map(repositorySuggestion)];
}

function readSearch(text: string): { readonly term: string; readonly official: boolean; readonly stars: number; readonly limit: number } {
  const words = text.trim().split(/\s+/);
  const number = (name: string): number | undefined => {
    const word = words.find((candidate) => new RegExp(`^${name}:\\d+$`).test(candidate));
    return word === undefined ? undefined : Number(word.slice(name.length + 1));
  };
  const term = words.filter((word) => !/^(?:is:official|stars:\d+|limit:\d+)$/.test(word)).join(' ');
  return { term, official: words.includes('is:official'), stars: number('stars') ?? 0, limit: Math.min(number('limit') ?? 25, 100) };
}

/** `alpine` of `alpine:3.`; the colon of a port is none of a tag. */
function repositoryBeforeColon(term: string): string | undefined {
  const colon = term.lastIndexOf(':');
  if (colon <= 0 || term.includes('/', colon) || tryParseReference(term.slice(0, colon)) === undefined) return undefined;
  return term.slice(0, colon);
}

async function knownNames(app: App, term: string): Promise<readonly Suggestion[]> {
  const recent = recentlyPulled(app);
  const local = await localNames(app);
  const fits = (name: string): boolean => name.toLowerCase().includes(term.toLowerCase());
  return [
    ...recent.filter(fits).map((name) => ({ label: name, icon: 'history', section: t('Recently pulled'), value: name })),
    ...local.filter((name) => fits(name) && !recent.includes(name)).map((name) => ({ label: name, icon: 'package', section: t('Local images'), value: name })),
  ];
}

async function localNames(app: App): Promise<readonly string[]> {
  try {
    const images = await app.inventory.read('images');
    return [...images.values()].flatMap(({ tags }) => tags).sort();
  } catch {
    // The pull itself will say that no engine answers.
    return [];
  }
}

async function searchHub(app: App, term: string, limit: number, signal: AbortSignal): Promise<readonly FoundRepository[]> {
  // A name with a host is not on Docker Hub.
  if (term.length < 2 || /^[^/]*[.:][^/]*\//.test(term)) return [];
  return app.registries.search(term, { limit, signal }).catch(() => []);
}

function repositorySuggestion({ name, description, stars, official }: FoundRepository): Suggestion {
  const familiar = name.replace(/^library\//, '');
  const facts = [t('{0} stars', stars), ...(official ? [t('official')] : [])].join(' · ');
  return { label: familiar, description: facts, detail: oneLine(description), icon: official ? 'verified' : 'globe', section: 'Docker Hub', value: `${familiar}:`, goesOn: true };
}

async function tagsOf(
  app: App,
  repository: string,
  term: string,
  signal: AbortSignal,
  known: readonly Suggestion[],
  early: (suggestions: readonly Suggestion[]) => void,
): Promise<readonly Suggestion[]> {
  const parsed = tryParseReference(repository);
  if (!parsed) return known;
  const tags = await app.registries.tags(parsed.domain, parsed.path, signal).catch((): readonly RegistryTag[] => []);
  const begun = term.slice(repository.length + 1).toLowerCase();
  const fitting = tags.filter((tag) => tag.name.toLowerCase().includes(begun)).slice(0, mostTags);
  const name = familiarRepository(parsed);
  const section = t('Tags of {0}', oneLine(name));
  const all = begun === '' && tags.length > 1 ? [{ label: t('All {0} tags', tags.length), icon: 'tag', section, value: allTagsOption + name }] : [];
  const suggestions = (facts: readonly RegistryTag[]): readonly Suggestion[] => [
    ...known,
    ...facts.map((tag) => ({ label: tag.name, description: factsOf(tag), icon: 'tag', section, value: `${name}:${tag.name}` })),
    ...all,
  ];
  early(suggestions(fitting));
  return suggestions(await Promise.all(fitting.map(async (tag, index) => (index < mostFacts ? withFacts(app, parsed, tag, signal) : tag))));
}

/** Registries other than Docker Hub tell size, date and platforms one tag at a time. */
async function withFacts(app: App, { domain, path }: ImageReference, tag: RegistryTag, signal: AbortSignal): Promise<RegistryTag> {
  if (tag.platforms !== undefined) return tag;
  const { state } = app.connection;
  const platform = state.kind === 'connected' ? state.information.platform : undefined;
  // The tag can be pulled without its facts.
  return app.registries.tag(domain, path, tag.name, { signal, ...(platform === undefined ? {} : { platform }) }).catch(() => tag);
}

function factsOf({ size, updated, platforms = [] }: RegistryTag): string {
  const facts = [
    ...(size === undefined ? [] : [formatBytes(size)]),
    ...(updated === undefined ? [] : [formatAge(updated, Date.now())]),
    ...(platforms.length === 0 ? [] : [platforms.slice(0, 4).join(', ') + (platforms.length > 4 ? ' …' : '')]),
  ];
  return facts.join(' · ');
}
