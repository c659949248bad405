import type { App } from '../../app';
import { t } from '../../core/localize';
import { familiarRepository, hubDomain, invalidNewName, parseReference, tryParseReference } from '../../core/reference';
import { withoutTrailing } from '../../core/trailing';
import { oneLine } from '../../core/untrusted';
import type { Suggestion } from '../../ports';
import { isOfficial } from '../naming/push-names';

const stateKey = 'pushedTo';
const mostRecent = 10;

/** Where images went, the last first: what stood before the last part of their names. */
export function recentTargets(app: App): readonly string[] {
  const kept = app.state.get(stateKey);
  return Array.isArray(kept) ? kept.filter((name) => typeof name === 'string') : [];
}

/** Keeps where images went by the names under which they were pushed. */
export async function rememberTargets(app: App, targets: readonly string[]): Promise<void> {
  const used = targets.map((target) => familiarRepository(parseReference(target)).replace(/\/[^/]*$/, ''));
  await app.state.set(stateKey, [...new Set([...used, ...recentTargets(app)])].slice(0, mostRecent), 'user');
}

/**
 * Whole names under which an image of a one-part name (`myapp:1`, `myapp` for all its tags) can be pushed: where images went
 * last, the account at Docker Hub, the registries of the view, and what is typed with the name behind it. Those that
 * contain the text.
 */
export async function targetsFor(app: App, name: string, text: string): Promise<readonly Suggestion[]> {
  const user = await app.registries.userName(hubDomain).catch(() => undefined);
  const typed = withoutTrailing(text.trim(), '/');
  const sources = [
    ...recentTargets(app).map((prefix) => ({ prefix, icon: 'history', section: t('Recently pushed to') })),
    ...(user === undefined ? [] : [{ prefix: user, icon: 'account', section: 'Docker Hub' }]),
    ...app.registries
      .list()
      .flatMap(({ address }) => (address === hubDomain ? [] : [{ prefix: address, icon: 'server', section: t('Registries') }])),
    ...(typed === '' || typed.endsWith(name) || typed !== typed.toLowerCase()
      ? []
      : [{ prefix: typed, icon: 'edit', section: t('What is typed') }]),
  ];
  const seen = new Set<string>();
  return sources.flatMap(({ prefix, icon, section }) => {
    const value = `${prefix}/${name}`;
    const parsed = tryParseReference(value);
    // An access token stands for its user, and is no name.
    if (seen.has(value) || !parsed || isOfficial(parsed) || !value.toLowerCase().includes(typed.toLowerCase())) return [];
    seen.add(value);
    return [{ label: oneLine(value), icon, section, value }];
  });
}

/** Why a text is no name under which Docker Hub or another registry takes an image; without a tag for all its tags. */
export function invalidTarget(text: string, allTags: boolean): string | undefined {
  const reason = invalidNewName(text);
  if (reason !== undefined) return reason;
  const parsed = parseReference(text);
  if (allTags && parsed.tag !== undefined) return t('Enter only the name, without a tag.');
  return isOfficial(parsed) ? t('The name needs a user or a registry before the slash.') : undefined;
}
