import { askTheRest } from '../core/ask-the-rest';
import { t } from '../core/localize';
import { hubDomain } from '../core/reference';
import { escapeMarkdown, oneLine } from '../core/untrusted';
import type { CatalogRefusal, RegistryEntry } from '../registry/registries';
import { actionNode } from './action';
import { defineNode, type Node } from './define';
import { messageNode } from './message';
import { type ListRows, rowsOfPart } from './registry-more';
import { repositoryRow } from './registry-repository';

/** A registry with the user that is logged in to it. */
export const registryNode = defineNode<{ readonly entry: RegistryEntry; readonly user: string | undefined }>({
  kind: 'registry',
  id: ({ entry }) => entry.address,
  view: ({ entry, user }) => ({
    label: oneLine(entry.name),
    description: oneLine(
      [entry.name === entry.address ? '' : entry.address, user === undefined ? t('not logged in') : t('logged in as {0}', user)]
        .filter(Boolean)
        .join(' · '),
    ),
    icon: 'cloud',
    accessibleLabel: oneLine(t('Registry {0}, {1}', entry.name, user === undefined ? t('not logged in') : t('logged in as {0}', user))),
    expandable: 'collapsed',
    flags: [...(entry.builtin ? ['builtin' as const] : ['removable' as const]), ...(user === undefined ? [] : ['loggedIn' as const])],
  }),
  tooltip: ({ entry }) => `**${escapeMarkdown(entry.name)}** — ${escapeMarkdown(entry.address)}`,
  children: async ({ entry, user }, app, signal) => {
    const list = await app.registries.repositoryList(entry.address, { signal });
    const repositories = rowsOfPart(repositoryRows(entry.address), list);
    if (list.refusal === undefined && repositories.length > 0) return repositories;
    const why = list.refusal === undefined ? { label: t('No repositories') } : refusalText(list.refusal, entry, user);
    return [messageNode.make({ id: entry.address, ...why }), ...repositories, ...actions(entry, list.refusal)];
  },
});

function repositoryRows(address: string): ListRows<string> {
  return {
    of: address,
    nameOf: (name) => name,
    row: (name) => repositoryRow(address, name),
    read: (app, after, signal) => app.registries.repositoryList(address, { after, signal }),
  };
}

/** Few words that fit into a narrow view, and the sentence behind them. */
function refusalText(
  refusal: CatalogRefusal,
  { name, address }: RegistryEntry,
  user: string | undefined,
): { readonly label: string; readonly detail: string } {
  switch (refusal) {
    case 'none':
      return { label: t('No list of repositories'), detail: t('{0} does not list its repositories.', name) };
    case 'logIn':
      return {
        label: t('Not logged in'),
        detail:
          address === hubDomain
            ? t('Log in to see your repositories.')
            : t('{0} lists its repositories only to users who are logged in.', name),
      };
    case 'wrongLogIn':
      return {
        label: t('Log-in not accepted'),
        detail:
          user === undefined
            ? t('{0} did not accept the user and password.', name)
            : t('{0} did not accept the user and password of {1}.', name, user),
      };
    case 'notAllowed':
      return {
        label: t('No access to the list'),
        detail:
          user === undefined
            ? t('You are logged in, but {0} does not let you list its repositories.', name)
            : t('You are logged in as {1}, but {0} does not let you list its repositories.', name, user),
      };
  }
}

function actions({ address }: RegistryEntry, refusal: CatalogRefusal | undefined): readonly Node[] {
  const on = [{ registry: address }, askTheRest];
  const logIn = actionNode.make({ label: t('Log In…'), icon: 'sign-in', command: 'slipway.registries.logIn', arguments: on });
  const add = actionNode.make({ label: t('Add a Repository…'), icon: 'add', command: 'slipway.registries.addRepository', arguments: on });
  return refusal === 'logIn' || refusal === 'wrongLogIn' ? [logIn, add] : [add];
}
