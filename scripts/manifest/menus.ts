import type { AnyCommand, Target } from '../../src/commands/define';
import { isOfAnyView, viewOfKind } from '../../src/nodes/define-tree';
import type { ViewId } from '../../src/nodes/view-ids';

type Json = Record<string, unknown>;

/** Submenu of the copying verbs of a row. */
export const copySubmenu = { id: 'slipway.copy', title: 'Copy' } as const;

/** Id under which a command that turns a setting on and off stands, with a check mark, while it is on. */
export const checkedId = (id: string): string => `${id}.checked`;

/** `when` clause under which a row offers a command, over the context value that the tree adapter writes. */
function whenTarget({ node, with: all = [], without = [] }: Target): string {
  return [
    `viewItem =~ /;${node};/`,
    ...all.map((flag) => `viewItem =~ /;${flag};/`),
    ...without.map((flag) => `!(viewItem =~ /;${flag};/)`),
  ].join(' && ');
}

/**
 * The same for any of several selected rows, over the key that the tree adapter writes: what they are, each behind a
 * comma. VS Code itself tells a menu only what the clicked row is, and would hide what others of the selection can do.
 */
export function whenSelected({ node, with: all = [], without = [] }: Target): string {
  if (isOfAnyView(node)) return 'false';
  const has = (word: string): string => `(?=[^,]*;${word};)`;
  const lacks = (word: string): string => `(?![^,]*;${word};)`;
  return `listMultiSelection && slipway.${viewOfKind[node]}.selected =~ /,${[node, ...all].map(has).join('')}${without.map(lacks).join('')}/`;
}

function whenTargets(targets: readonly Target[], many = false): string {
  const clauses = targets.flatMap((target) => {
    const view = isOfAnyView(target.node) ? 'view =~ /^slipway\\./' : `view == slipway.${viewOfKind[target.node]}`;
    return [`${view} && ${whenTarget(target)}`, ...(many ? [`${view} && ${whenSelected(target)}`] : [])];
  });
  return [...new Set(clauses)].join(' || ');
}

const viewWhen = (views: readonly ViewId[]): string => views.map((view) => `view == slipway.${view}`).join(' || ');

/** Context menus of rows. Copying verbs go into a submenu for kinds of rows that have several. */
function rowMenus(commands: readonly AnyCommand[]): Json {
  const rows: Json[] = [];
  const copies: Json[] = [];
  const submenuTargets: Target[] = [];
  const copying = commands.filter(({ placement }) => placement?.group === '7_copy').flatMap(({ on = [] }) => on.map(({ node }) => node));
  // A repository with one tag is offered what the tag is: what stands in the submenu for one kind does so for all.
  const several = new Set(copying.filter((node, index) => copying.indexOf(node) !== index));
  for (const { id, on, many, placement } of commands) {
    if (!on || !placement) continue;
    const { group, order, inline } = placement;
    const inSubmenu = group === '7_copy' && on.some(({ node }) => several.has(node)) ? on : [];
    const direct = on.filter((target) => !inSubmenu.includes(target));
    if (inSubmenu.length > 0) copies.push({ command: id, when: whenTargets(inSubmenu, many), group: `1_copy@${String(order)}` });
    if (direct.length > 0) rows.push({ command: id, when: whenTargets(direct, many), group: `${group}@${String(order)}` });
    submenuTargets.push(...inSubmenu);
    const onRow = typeof inline === 'object' ? on.filter(({ node }) => inline.includes(node)) : inline ? on : [];
    if (onRow.length > 0) rows.push({ command: id, when: whenTargets(onRow), group: `inline@${String(order)}` });
  }
  if (copies.length === 0) return { 'view/item/context': rows };
  rows.push({ submenu: copySubmenu.id, when: whenTargets(submenuTargets, true), group: '7_copy' });
  return { 'view/item/context': rows, [copySubmenu.id]: copies };
}

/** The title bars of views. A command that toggles a setting stands there with and without its check mark, one at a time. */
function titleBars(commands: readonly AnyCommand[]): readonly Json[] {
  return commands.flatMap(({ id, titleBar }): readonly Json[] => {
    if (!titleBar) return [];
    const { views, overflow = 'navigation', order = 1, onlyFiltered, toggles } = titleBar;
    const group = `${overflow}@${String(order)}`;
    if (onlyFiltered)
      return [{ command: id, when: views.map((view) => `${viewWhen([view])} && slipway.${view}.filtered`).join(' || '), group }];
    if (toggles === undefined) return [{ command: id, when: viewWhen(views), group }];
    return views.flatMap((view) => [
      { command: id, when: `${viewWhen([view])} && !config.slipway.${toggles}`, group },
      { command: checkedId(id), when: `${viewWhen([view])} && config.slipway.${toggles}`, group },
    ]);
  });
}

/** The palette shows all commands but those that are told not to, and of a toggle the one that says what is. */
function palette(commands: readonly AnyCommand[]): readonly Json[] {
  return commands.flatMap(({ id, palette: shown, titleBar }): readonly Json[] => {
    const toggles = titleBar?.toggles;
    if (toggles === undefined) return shown ? [] : [{ command: id, when: 'false' }];
    return [
      { command: id, when: shown ? `!config.slipway.${toggles}` : 'false' },
      { command: checkedId(id), when: shown ? `config.slipway.${toggles}` : 'false' },
    ];
  });
}

const onDisk = 'resourceScheme =~ /^(file|vscode-remote)$/';

/** The `menus` of package.json. */
export function menus(commands: readonly AnyCommand[]): Json {
  const editor = commands.flatMap(({ id, editor: place }) =>
    place
      ? [
          {
            command: id,
            when: place.file === undefined ? 'editorLangId == dockerfile' : `${onDisk} && resourceFilename =~ ${place.file}`,
            group: place.group,
          },
        ]
      : [],
  );
  const explorer = commands.flatMap(({ id, explorer: place }) => {
    if (!place) return [];
    const { group, file, folder } = place;
    return [
      ...(file === undefined ? [] : [{ command: id, when: `${onDisk} && resourceFilename =~ ${file}`, group }]),
      ...(folder ? [{ command: id, when: `${onDisk} && explorerResourceIsFolder`, group }] : []),
    ];
  });
  return {
    ...rowMenus(commands),
    'view/title': titleBars(commands),
    commandPalette: palette(commands),
    ...(editor.length > 0 ? { 'editor/context': editor } : {}),
    ...(explorer.length > 0 ? { 'explorer/context': explorer } : {}),
  };
}
