import type { AnyCommand } from '../../src/commands/define';
import type { SettingDefinition } from '../../src/settings';

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

/** Text of docs/commands.md. */
export function commandsPage(commands: readonly AnyCommand[]): string {
  const lines = [
    '# Commands',
    '',
    'Written by `npm run manifest` from `src/commands`. Each command can be run from its row, from the command palette where marked, by its key while its view has the focus, and by a program with its answers as one plain object:',
    '',
    '```ts',
    "const result = await vscode.commands.executeCommand('slipway.images.pull', { reference: 'alpine:3.20' });",
    '```',
    '',
    'Called with answers a command asks nothing, confirms nothing, and throws instead of showing an error.',
  ];
  for (const command of [...commands].sort((left, right) => (left.id < right.id ? -1 : 1))) {
    lines.push('', `## \`${command.id}\` — ${command.title}`, '', command.summary, '');
    const doors: string[] = [];
    if (command.on) doors.push(`on ${[...new Set(command.on.map(({ node }) => node))].join(', ')}${command.many ? ' (one or many)' : ''}`);
    if (command.palette) doors.push('command palette');
    if (command.titleBar) doors.push(`title bar of ${command.titleBar.views.join(', ')}`);
    if (command.key) doors.push(`key \`${command.key.key}\`${command.key.mac === undefined ? '' : ` (macOS \`${command.key.mac}\`)`} in ${command.key.views.join(', ')}`);
    if (doors.length > 0) lines.push(`Doors: ${doors.join('; ')}.`, '');
    const answers = Object.entries(command.answers);
    if (answers.length > 0) {
      lines.push('| answer | type | |', '|-|-|-|');
      for (const [name, { type, optional, text }] of answers) lines.push(`| \`${name}\`${optional ? '?' : ''} | \`${cell(type)}\` | ${cell(text)} |`);
      lines.push('');
    }
    lines.push(`Result: \`${command.result}\``);
  }
  return `${lines.join('\n')}\n`;
}

/** Text of docs/settings.md. */
export function settingsPage(settings: readonly SettingDefinition[]): string {
  const lines = ['# Settings', '', 'Written by `npm run manifest` from `src/settings.ts`.', '', '| setting | default | scope | |', '|-|-|-|-|'];
  for (const { key, default: value, scope, text } of settings) lines.push(`| \`slipway.${key}\` | \`${cell(JSON.stringify(value))}\` | ${scope} | ${cell(text)} |`);
  return `${lines.join('\n')}\n`;
}
