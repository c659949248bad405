import type { AnyCommand, Target } from '../../src/commands/define';
import type { TreeDefinition, ViewId } from '../../src/nodes/define-tree';
import type { SettingDefinition } from '../../src/settings';

type Json = Record<string, unknown>;

/** `when` clause under which a row offers a command, over the context value that the tree adapter writes. */
export function whenTarget({ node, with: all = [], without = [] }: Target): string {
  return [
    `viewItem =~ /;${node};/`,
    ...all.map((flag) => `viewItem =~ /;${flag};/`),
    ...without.map((flag) => `!(viewItem =~ /;${flag};/)`),
  ].join(' && ');
}

function whenTargets(targets: readonly Target[]): string {
  const clauses = targets.map(whenTarget);
  // A row stands in one of Slipway's views only, so the kind is enough.
  return clauses.length === 1 ? `view =~ /^slipway\\./ && ${clauses[0] ?? ''}` : clauses.map((clause) => `view =~ /^slipway\\./ && ${clause}`).join(' || ');
}

const viewWhen = (views: readonly ViewId[]): string => views.map((view) => `view == slipway.${view}`).join(' || ');

/** Key of a text in package.nls.json. */
export const titleKey = (id: string): string => `${id}.title`;

/** Texts of package.nls.json, English, by key. */
export function manifestTexts(commands: readonly AnyCommand[], trees: readonly TreeDefinition[], settings: readonly SettingDefinition[]): Record<string, string> {
  const texts: Record<string, string> = {
    'extension.displayName': 'Slipway: Docker Images and Dockerfiles',
    'extension.description':
      'The life of a container image in your editor: pull, run, commit, tag, push, save, prune, and a Dockerfile linter with fixes.',
    'extension.container': 'Slipway',
    'extension.category': 'Slipway',
  };
  for (const { id, title } of commands) texts[titleKey(id)] = title;
  for (const { view, title, welcome } of trees) {
    texts[`view.${view}.title`] = title;
    texts[`view.${view}.welcome`] = welcome;
  }
  for (const { key, text, enumTexts = [] } of settings) {
    texts[`setting.${key}`] = text;
    enumTexts.forEach((enumText, index) => (texts[`setting.${key}.${String(index)}`] = enumText));
  }
  return texts;
}

/** The `contributes` object of package.json. */
export function contributions(commands: readonly AnyCommand[], trees: readonly TreeDefinition[], settings: readonly SettingDefinition[]): Json {
  return {
    viewsContainers: { activitybar: [{ id: 'slipway', title: '%extension.container%', icon: 'media/slipway.svg' }] },
    views: {
      slipway: trees.map(({ view, icon }) => ({
        id: `slipway.${view}`,
        name: `%view.${view}.title%`,
        icon: `$(${icon})`,
        ...(view === 'images' || view === 'containers' ? {} : { visibility: 'collapsed' }),
      })),
    },
    // Before the first list has come nobody can say that there is nothing.
    viewsWelcome: trees.map(({ view }) => ({ view: `slipway.${view}`, contents: `%view.${view}.welcome%`, when: `slipway.${view}.known` })),
    commands: commands.map(({ id, icon }) => ({
      command: id,
      title: `%${titleKey(id)}%`,
      category: '%extension.category%',
      ...(icon === undefined ? {} : { icon: `$(${icon})` }),
    })),
    menus: menus(commands),
    keybindings: commands.flatMap(({ id, key }) =>
      key
        ? [
            {
              command: id,
              key: key.key,
              ...(key.mac === undefined ? {} : { mac: key.mac }),
              when: `(${key.views.map((view) => `focusedView == slipway.${view}`).join(' || ')}) && listFocus && !inputFocus`,
              args: 'selection',
            },
          ]
        : [],
    ),
    // Pages of rules are Markdown; they open as people read them.
    configurationDefaults: { 'workbench.editorAssociations': { 'slipway-rule:/*.md': 'vscode.markdown.preview.editor' } },
    configuration: {
      title: '%extension.container%',
      properties: Object.fromEntries(
        settings.map(({ key, schema, default: value, scope, enumTexts = [] }) => [
          `slipway.${key}`,
          {
            ...schema,
            default: value,
            scope,
            markdownDescription: `%setting.${key}%`,
            ...(enumTexts.length > 0 ? { markdownEnumDescriptions: enumTexts.map((_, index) => `%setting.${key}.${String(index)}%`) } : {}),
          },
        ]),
      ),
    },
  };
}

function titleBarWhen({ views, onlyFiltered }: NonNullable<AnyCommand['titleBar']>): string {
  return onlyFiltered ? views.map((view) => `${viewWhen([view])} && slipway.${view}.filtered`).join(' || ') : viewWhen(views);
}

function menus(commands: readonly AnyCommand[]): Json {
  const itemContext: Json[] = [];
  const viewTitle: Json[] = [];
  const palette: Json[] = [];
  const editor: Json[] = [];
  const explorer: Json[] = [];
  for (const { id, on, placement, palette: inPalette, titleBar, editor: inEditor, explorer: inExplorer } of commands) {
    if (on && placement) {
      itemContext.push({ command: id, when: whenTargets(on), group: placement.group });
      const { inline } = placement;
      const rows = typeof inline === 'object' ? on.filter(({ node }) => inline.includes(node)) : inline ? on : [];
      if (rows.length > 0) itemContext.push({ command: id, when: whenTargets(rows), group: 'inline' });
    }
    if (titleBar) viewTitle.push({ command: id, when: titleBarWhen(titleBar), group: `${titleBar.overflow ? '1_more' : 'navigation'}@${String(titleBar.order ?? 1)}` });
    if (!inPalette) palette.push({ command: id, when: 'false' });
    if (inEditor) editor.push({ command: id, when: 'editorLangId == dockerfile', group: inEditor.group });
    if (inExplorer) explorer.push({ command: id, when: `resourceFilename =~ ${inExplorer.file}`, group: inExplorer.group });
  }
  return {
    'view/item/context': itemContext,
    'view/title': viewTitle,
    commandPalette: palette,
    ...(editor.length > 0 ? { 'editor/context': editor } : {}),
    ...(explorer.length > 0 ? { 'explorer/context': explorer } : {}),
  };
}
