import type { AnyCommand } from '../../src/commands/define';
import { takesEngine } from '../../src/commands/answers/takes-engine';
import { limitText, typeText } from '../../src/commands/answers/type-text';
import type { SettingDefinition } from '../../src/settings';

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

/** Text of docs/commands.md. */
export function commandsPage(commands: readonly AnyCommand[]): string {
  const lines = [
    '# Commands',
    '',
    'Written by `npm run generate` from `src/commands`. Each command can be run from its row, from the command palette where marked, by its key while its view has the focus, and by a program with its answers as one plain object:',
    '',
    '```ts',
    "const result = await vscode.commands.executeCommand('slipway.images.pull', { reference: 'alpine:3.20' });",
    '```',
    '',
    'Called with an object, even an empty one, a command asks nothing and confirms nothing: it does what the call says, and throws instead of showing an error. An answer without `?` must be given; of one with `?` that is left out, what stands under “without it” counts. What is missing, unknown or of another type is refused with a `SlipwayError` of the kind `wrongAnswer` before anything is begun; its message names the command, the answer and what it takes. Only own keys count. A text has at most 100,000 characters, a list 10,000 elements.',
    '',
    'Commands that say “Also takes `engine`” take there the name of a docker context, the id of a row of the Engines view, or an address; without it the engine in use is meant.',
    '',
    "With `'ask'` as second argument the call is made in the name of the user: what the object leaves out is asked, and what cannot be undone is confirmed.",
  ];
  for (const command of [...commands].sort((left, right) => (left.id < right.id ? -1 : 1))) {
    lines.push('', `## \`${command.id}\` — ${command.title}`, '', command.summary, '');
    const doors: string[] = [];
    if (command.on) doors.push(`on ${[...new Set(command.on.map(({ node }) => node))].join(', ')}${command.many ? ' (one or many)' : ''}`);
    if (command.palette) doors.push('command palette');
    if (command.titleBar) doors.push(`title bar of ${command.titleBar.views.join(', ')}`);
    if (command.key)
      doors.push(
        `key \`${command.key.key}\`${command.key.mac === undefined ? '' : ` (macOS \`${command.key.mac}\`)`} in ${command.key.views.join(', ')}`,
      );
    if (doors.length > 0) lines.push(`Doors: ${doors.join('; ')}.`, '');
    lines.push(...answersTable(command));
    if (takesEngine(command) && !Object.hasOwn(command.answers, 'engine')) lines.push('Also takes `engine`.', '');
    lines.push(`Result: \`${command.result}\``);
  }
  return `${lines.join('\n')}\n`;
}

/** What a command takes; types and limits are those that are checked. */
function answersTable({ answers, oneOf }: AnyCommand): readonly string[] {
  const rows = Object.entries(answers).map(([name, { schema, required, text, default: value }]) => {
    const limits = limitText(schema);
    const without = value === undefined ? '' : `\`${cell(typeof value === 'string' ? `'${value}'` : JSON.stringify(value))}\``;
    return `| \`${name}\`${required ? '' : '?'} | \`${cell(typeText(schema))}\`${limits === '' ? '' : `, ${limits}`} | ${without} | ${cell(text)} |`;
  });
  if (rows.length === 0) return [];
  const groups = oneOf?.map((group) => group.map((name) => `\`${name}\``).join(' and '));
  return [
    '| answer | type | without it | |',
    '|-|-|-|-|',
    ...rows,
    '',
    ...(groups ? [`A program gives ${groups.join(', or ')}.`, ''] : []),
  ];
}

/** Text of docs/settings.md. */
export function settingsPage(settings: readonly SettingDefinition[]): string {
  const lines = [
    '# Settings',
    '',
    'Written by `npm run generate` from `src/settings.ts`.',
    '',
    '| setting | default | scope | |',
    '|-|-|-|-|',
  ];
  for (const { key, default: value, scope, text } of settings)
    lines.push(`| \`slipway.${key}\` | \`${cell(JSON.stringify(value))}\` | ${scope} | ${cell(text)} |`);
  return `${lines.join('\n')}\n`;
}
