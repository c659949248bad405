import { own } from '../core/records';

/** What of package.json is used while Slipway runs. It is written from the definitions (scripts/manifest.ts). */
export interface Manifest {
  readonly activationEvents: readonly string[];
  readonly capabilities: { readonly untrustedWorkspaces: { readonly restrictedConfigurations: readonly string[] } };
  readonly contributes: Contributed;
}

/** What the extension brings; VS Code gives it with its texts translated. */
export interface Contributed {
  readonly commands: readonly { readonly command: string; readonly title: string; readonly icon?: string }[];
  readonly configuration: { readonly properties: Readonly<Record<string, { readonly default: unknown }>> };
  readonly menus: Readonly<Record<string, readonly { readonly command?: string; readonly when: string; readonly group: string }[]>>;
  readonly keybindings: readonly { readonly command: string; readonly key: string; readonly mac?: string; readonly args: string }[];
}

/** Kinds of pages that VS Code opens again after a reload of the window. */
export function reopenedPages({ activationEvents }: Manifest): readonly string[] {
  const begin = 'onWebviewPanel:slipway.';
  return activationEvents.filter((event) => event.startsWith(begin)).map((event) => event.slice(begin.length));
}

/** Names of all commands, each with the id of its definition: one that is turned on has a second name, for its check mark. */
export function registeredCommands({ contributes }: Manifest): readonly { readonly name: string; readonly id: string }[] {
  return contributes.commands.map(({ command }) => ({ name: command, id: command.replace(/\.checked$/, '') }));
}

/** What a setting is when nobody has set it. */
export function settingDefault({ contributes }: Manifest, key: string): unknown {
  return own(contributes.configuration.properties, `slipway.${key}`)?.default;
}

/** Whether a setting is not taken from an untrusted workspace. */
export function isRestrictedSetting({ capabilities }: Manifest, key: string): boolean {
  return capabilities.untrustedWorkspaces.restrictedConfigurations.includes(`slipway.${key}`);
}
