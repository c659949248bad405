import { readFileSync } from 'node:fs';
import path from 'node:path';
import { taskType } from '../../src/commands/tasks/task-call';
import { taskProperties } from '../../src/commands/tasks/task-properties';
import type { AnyCommand } from '../../src/commands/define';
import type { TreeDefinition } from '../../src/nodes/define-tree';
import { doneKey } from '../../src/core/done-key';
import type { SettingDefinition } from '../../src/settings';
import { walkthrough } from '../../src/walkthrough';
import { checkedId, copySubmenu, menus } from './menus';

type Json = Record<string, unknown>;

/** Key of a text in package.nls.json. */
export const titleKey = (id: string): string => `${id}.title`;

const walkthroughKey = (name: string): string => `walkthrough.${name}`;

/** Texts of package.nls.json, English, by key. */
export function manifestTexts(
  commands: readonly AnyCommand[],
  trees: readonly TreeDefinition[],
  settings: readonly SettingDefinition[],
): Record<string, string> {
  const texts: Record<string, string> = {
    'extension.displayName': 'Slipway: Docker Images and Dockerfiles',
    'extension.description':
      'The life of a container image in your editor: pull, run, commit, tag, push, save, prune, and a Dockerfile linter with fixes.',
    'extension.container': 'Slipway',
    'extension.category': 'Slipway',
  };
  for (const { id, title, titleBar } of commands) {
    texts[titleKey(id)] = title;
    // Extensions cannot give a menu entry VS Code's own check mark.
    if (titleBar?.toggles !== undefined) texts[titleKey(checkedId(id))] = `✓ ${title}`;
  }
  texts[titleKey(copySubmenu.id)] = copySubmenu.title;
  texts[walkthroughKey('title')] = 'Get Started with Slipway';
  texts[walkthroughKey('description')] = 'Pull, run, change, commit and push an image, write a better Dockerfile, and free the disk.';
  for (const { id, title, text, picture } of walkthrough) {
    Object.assign(texts, {
      [walkthroughKey(`${id}.title`)]: title,
      [walkthroughKey(`${id}.text`)]: text,
      [walkthroughKey(`${id}.picture`)]: picture,
    });
  }
  texts['view.stopped'] =
    'Slipway is not running: the extension host has stopped or is restarting.\n[Reload Window](command:workbench.action.reloadWindow)';
  for (const { view, title, welcome } of trees) {
    texts[`view.${view}.title`] = title;
    texts[`view.${view}.welcome`] = welcome;
  }
  for (const [name, { text }] of Object.entries(taskProperties)) texts[`task.${name}`] = text;
  for (const { key, text, enumTexts = [] } of settings) {
    texts[`setting.${key}`] = text;
    enumTexts.forEach((enumText, index) => (texts[`setting.${key}.${String(index)}`] = enumText));
  }
  return texts;
}

/** The `contributes` object of package.json. */
export function contributions(
  commands: readonly AnyCommand[],
  trees: readonly TreeDefinition[],
  settings: readonly SettingDefinition[],
): Json {
  return {
    viewsContainers: { activitybar: [{ id: 'slipway', title: '%extension.container%', icon: 'media/slipway.svg' }] },
    views: {
      slipway: trees.map(({ view, icon }) => ({
        id: `slipway.${view}`,
        name: `%view.${view}.title%`,
        icon: `$(${icon})`,
        // Parts of the height, where a view without a size has 20: containers get the greater half.
        ...(view === 'containers' ? { initialSize: 600 } : view === 'images' ? { initialSize: 400 } : { visibility: 'collapsed' }),
      })),
    },
    // Before the first list has come nobody can say that there is nothing. And a view that had rows and has none any more,
    // although nobody said that it is empty, has lost its extension host: VS Code keeps the context keys of one that died.
    viewsWelcome: trees.flatMap(({ view }) => [
      { view: `slipway.${view}`, contents: `%view.${view}.welcome%`, when: `slipway.${view}.empty` },
      { view: `slipway.${view}`, contents: '%view.stopped%', when: `slipway.${view}.filled` },
    ]),
    commands: commands.flatMap(({ id, icon, titleBar }) => {
      const entry = (command: string): Json => ({
        command,
        title: `%${titleKey(command)}%`,
        category: '%extension.category%',
        ...(icon === undefined ? {} : { icon: `$(${icon})` }),
      });
      return titleBar?.toggles === undefined ? [entry(id)] : [entry(id), entry(checkedId(id))];
    }),
    walkthroughs: [
      {
        id: 'start',
        title: `%${walkthroughKey('title')}%`,
        description: `%${walkthroughKey('description')}%`,
        steps: walkthrough.map(({ id }) => ({
          id,
          title: `%${walkthroughKey(`${id}.title`)}%`,
          description: `%${walkthroughKey(`${id}.text`)}%`,
          media: { svg: `media/walkthrough/${id}.svg`, altText: `%${walkthroughKey(`${id}.picture`)}%` },
          // Done when it was done, not when its button was pressed.
          completionEvents: [`onContext:${doneKey(id)}`],
        })),
      },
    ],
    submenus: [{ id: copySubmenu.id, label: `%${titleKey(copySubmenu.id)}%` }],
    menus: menus(commands),
    // One for each view: the command must know in which view the key was pressed.
    keybindings: commands.flatMap(({ id, key, on }) =>
      (key?.views ?? []).map((view) => ({
        command: id,
        key: key?.key,
        ...(key?.mac === undefined ? {} : { mac: key.mac }),
        when: `focusedView == slipway.${view} && listFocus && !inputFocus`,
        args: `${on === undefined || key?.wholeView ? 'view' : 'rows'}:${view}`,
      })),
    ),
    taskDefinitions: [
      {
        type: taskType,
        required: ['command'],
        properties: Object.fromEntries(
          Object.entries(taskProperties).map(([name, { schema }]) => [
            name,
            { ...schema, ...(name === 'container' ? containerOfTask() : {}), description: `%task.${name}%` },
          ]),
        ),
      },
    ],
    jsonValidation: [{ fileMatch: '/.vscode/slipway.json', url: './media/run-configurations.schema.json' }],
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

/** The fields of a run configuration without its name, which is the task's. */
function containerOfTask(): Json {
  const text = readFileSync(path.resolve(__dirname, '../../media/run-configurations.schema.json'), 'utf8');
  const schema = JSON.parse(text) as { properties: { runConfigurations: { items: { properties: Json } } } };
  const fields = Object.entries(schema.properties.runConfigurations.items.properties);
  const properties = Object.fromEntries(fields.filter(([name]) => name !== 'name'));
  return { required: ['image'], additionalProperties: false, properties };
}
