import type { App } from '../../app';
import { formatAge } from '../../core/age';
import { t } from '../../core/localize';
import { familiarRepository, hubDomain, tryParseReference } from '../../core/reference';
import { formatBytes } from '../../core/sizes';
import { oneLine } from '../../core/untrusted';
import type { Suggestion } from '../../ports';
import type { FoundRepository, RegistryTag } from '../../registry/registries';
import { RegistryReads } from './registry-reads';

const stateKey = 'pulled';
const mostRecent = 10;
const mostTags = 200;
const mostRepositories = 200;
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
 * Proposals for a name that is being typed: what was pulled last, registries and local names; behind the slash of a registry
 * its repositories; behind a colon the tags of the repository; else what Docker Hub finds. `is:official`, `stars:100` and
 * `limit:50` narrow the search.
 */
export async function pullSuggestions(
  app: App,
  text: string,
  signal: AbortSignal,
  early: (suggestions: readonly Suggestion[]) => void = () => undefined,
  reads = new RegistryReads(app),
): Promise<readonly Suggestion[]> {
  const { term, official, stars, limit } = readSearch(text);
  const local = await localNames(app);
  const registries = knownRegistries(app, local);
  const known = knownNames(app, term, local, registries);
  early(known);
  const repository = repositoryBeforeColon(term, registries);
  if (repository !== undefined) return tagsOf(repository, term, signal, known, early, reads);
  const registry = registryBeforeSlash(term, registries);
  if (registry !== undefined) return [...repositoryNames(registry, await reads.repositories(registry), term), ...known];
  const [account, found] = await Promise.all([ofAccount(app, term, reads), searchHub(app, term, limit, signal)]);
  const wanted = found.filter((entry) => entry.stars >= stars && (!official || entry.official)).map(repositorySuggestion);
  return [...known, ...account, ...wanted.filter(({ value }) => !account.some((other) => other.value === value))];
}

function readSearch(text: string): { readonly term: string; readonly official: boolean; readonly stars: number; readonly limit: number } {
  const words = text.trim().split(/\s+/);
  const number = (name: string): number | undefined => {
    const value = words.find((word) => word.startsWith(`${name}:`) && /^\d+$/.test(word.slice(name.length + 1)));
    return value === undefined ? undefined : Number(value.slice(name.length + 1));
  };
  const term = words.filter((word) => !/^(?:is:official|stars:\d+|limit:\d+)$/.test(word)).join(' ');
  return { term, official: words.includes('is:official'), stars: number('stars') ?? 0, limit: Math.min(number('limit') ?? 25, 100) };
}

/** `alpine` of `alpine:3.`; the colon of a port is none of a tag, also while the port is being typed. */
function repositoryBeforeColon(term: string, registries: readonly string[]): string | undefined {
  const colon = term.lastIndexOf(':');
  if (colon <= 0 || term.includes('/', colon) || tryParseReference(term.slice(0, colon)) === undefined) return undefined;
  const before = term.slice(0, colon);
  if (!before.includes('/') && (looksLikeHost(before) || registries.some((address) => address.startsWith(`${before}:`)))) return undefined;
  return before;
}

function looksLikeHost(text: string): boolean {
  return text === 'localhost' || /^\[|^\d+(?:\.\d+)+$|\.[a-z]{2,}$/i.test(text);
}

/** What stands before the first slash, where that is a registry and no user of Docker Hub. */
function registryBeforeSlash(term: string, registries: readonly string[]): string | undefined {
  const before = term.slice(0, Math.max(term.indexOf('/'), 0));
  if (before === '' || before === hubDomain) return undefined;
  return registries.includes(before) || tryParseReference(`${before}/name`)?.domain === before ? before : undefined;
}

/** Those of the view and of known names, but for Docker Hub and for what Podman calls so. */
function knownRegistries(app: App, local: readonly string[]): readonly string[] {
  const added = app.registries.list().map(({ address }) => address);
  const used = [...recentlyPulled(app), ...local].flatMap((name) => tryParseReference(name)?.domain ?? []);
  const all = [...added, ...used.filter((address) => address !== 'localhost')];
  return [...new Set(all)].filter((address) => address !== hubDomain);
}

/** The account at Docker Hub, and behind its slash its repositories. */
async function ofAccount(app: App, term: string, reads: RegistryReads): Promise<readonly Suggestion[]> {
  const user = await app.registries.userName(hubDomain).catch(() => undefined);
  // An access token has no name.
  if (user === undefined || tryParseReference(`${user}/name`)?.domain !== hubDomain) return [];
  if (term.startsWith(`${user}/`)) {
    const names = await reads.repositories(hubDomain);
    return repositoryNames(
      user,
      names.flatMap((name) => (name.startsWith(`${user}/`) ? [name.slice(user.length + 1)] : [])),
      term,
    );
  }
  if (term.includes('/') || !user.toLowerCase().includes(term.toLowerCase())) return [];
  return [
    {
      label: `${user}/`,
      description: t('logged in as {0}', oneLine(user)),
      icon: 'account',
      section: 'Docker Hub',
      value: `${user}/`,
      goesOn: true,
    },
  ];
}

function knownNames(app: App, term: string, local: readonly string[], registries: readonly string[]): readonly Suggestion[] {
  const recent = recentlyPulled(app);
  const fits = (name: string): boolean => name.toLowerCase().includes(term.toLowerCase());
  return [
    ...recent.filter(fits).map((name) => ({ label: name, icon: 'history', section: t('Recently pulled'), value: name })),
    ...registries
      .filter(fits)
      .map((address) => ({ label: `${address}/`, icon: 'server', section: t('Registries'), value: `${address}/`, goesOn: true })),
    ...local
      .filter((name) => fits(name) && !recent.includes(name))
      .map((name) => ({ label: name, icon: 'package', section: t('Local images'), value: name })),
  ];
}

/** Repositories below a registry or an account of which the name contains what is typed behind the slash. */
function repositoryNames(owner: string, names: readonly string[], term: string): readonly Suggestion[] {
  const begun = term.slice(owner.length + 1).toLowerCase();
  const section = t('Repositories of {0}', oneLine(owner));
  return names
    .filter((name) => name.toLowerCase().includes(begun) && isRepository(`${owner}/${name}`))
    .slice(0, mostRepositories)
    .map((name) => ({ label: `${owner}/${name}`, icon: 'repo', section, value: `${owner}/${name}:`, goesOn: true }));
}

/** False for names that registries list and no engine can pull. */
function isRepository(name: string): boolean {
  const parsed = tryParseReference(name);
  return parsed !== undefined && parsed.tag === undefined && parsed.digest === undefined;
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
  const host = term.slice(0, Math.max(0, term.indexOf('/')));
  if (term.length < 2 || /^[^/]*:/.test(term) || host.includes('.')) return [];
  return app.registries.search(term, { limit, signal }).catch(() => []);
}

function repositorySuggestion({ name, description, stars, official }: FoundRepository): Suggestion {
  const familiar = name.replace(/^library\//, '');
  const facts = [t('{0} stars', stars), ...(official ? [t('official')] : [])].join(' · ');
  return {
    label: familiar,
    description: facts,
    detail: oneLine(description),
    icon: official ? 'verified' : 'globe',
    section: 'Docker Hub',
    value: `${familiar}:`,
    goesOn: true,
  };
}

async function tagsOf(
  repository: string,
  term: string,
  signal: AbortSignal,
  known: readonly Suggestion[],
  early: (suggestions: readonly Suggestion[]) => void,
  reads: RegistryReads,
): Promise<readonly Suggestion[]> {
  const parsed = tryParseReference(repository);
  if (!parsed) return known;
  const tags = await reads.tags(parsed);
  const begun = term.slice(repository.length + 1).toLowerCase();
  const fitting = tags.filter((tag) => tag.name.toLowerCase().includes(begun)).slice(0, mostTags);
  const name = familiarRepository(parsed);
  const section = t('Tags of {0}', oneLine(name));
  const all =
    begun === '' && tags.length > 1 ? [{ label: t('All {0} tags', tags.length), icon: 'tag', section, value: allTagsOption + name }] : [];
  const suggestions = (facts: readonly RegistryTag[]): readonly Suggestion[] => [
    ...known,
    ...facts.map((tag) => ({ label: tag.name, description: factsOf(tag), icon: 'tag', section, value: `${name}:${tag.name}` })),
    ...all,
  ];
  early(suggestions(fitting));
  return suggestions(await Promise.all(fitting.map(async (tag, index) => (index < mostFacts ? reads.tag(parsed, tag, signal) : tag))));
}

function factsOf({ size, updated, platforms = [] }: RegistryTag): string {
  const facts = [
    ...(size === undefined ? [] : [formatBytes(size)]),
    ...(updated === undefined ? [] : [formatAge(updated, Date.now())]),
    ...(platforms.length === 0 ? [] : [platforms.slice(0, 4).join(', ') + (platforms.length > 4 ? ' …' : '')]),
  ];
  return facts.join(' · ');
}
