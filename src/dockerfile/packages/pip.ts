import { onceForEachText, programsOf } from '../shell/programs';
import type { ShellCommand, ShellWord } from '../shell/shell-command';
import type { Install } from './installs';

/** https://pip.pypa.io/en/stable/cli/pip_install/ and the global options; those of pipx too. */
const flagsWithValue = [
  ...['r', 'requirement', 'c', 'constraint', 'e', 'editable', 't', 'target', 'platform', 'python-version'],
  ...['implementation', 'abi', 'root', 'prefix', 'b', 'build', 'src', 'upgrade-strategy', 'config-settings', 'C'],
  ...['global-option', 'install-option', 'no-binary', 'only-binary', 'progress-bar', 'root-user-action', 'report'],
  ...['group', 'i', 'index-url', 'extra-index-url', 'f', 'find-links', 'python', 'log', 'keyring-provider', 'proxy'],
  ...['retries', 'timeout', 'exists-action', 'trusted-host', 'cert', 'client-cert', 'cache-dir', 'use-feature'],
  ...['use-deprecated', 'build-constraint', 'pip-args', 'suffix', 'preinstall', 'fetch-python', 'uploaded-prior-to'],
];

/** pip, pip3.12, pipx and the python that may run it. */
export const pipPrograms = /^(?:pipx?|python)(?:\d[\d.]*)?$/;

/** Every `pip install`, also as pip3, pipx or `python -m pip`. */
export const pipInstalls = onceForEachText((script): readonly Install[] => {
  const found: Install[] = [];
  for (const [name, commands] of programsOf(script)) {
    if (!pipPrograms.test(name)) continue;
    for (const command of commands) {
      const [verb, ...packages] = operandsOfPip(command);
      if (verb?.value === 'install') found.push({ command, verb, packages });
    }
  }
  return found.sort((a, b) => a.command.start - b.command.start);
});

function operandsOfPip(command: ShellCommand): readonly ShellWord[] {
  if (command.name.startsWith('pip')) return command.operands(...flagsWithValue);
  const words = command.operands('m', ...flagsWithValue);
  const module = command.words.findIndex(({ value }) => value === '-m');
  return command.words[module + 1]?.value === 'pip' ? words : [];
}

/** What pip takes for a package that says its version, or for something that has none. */
export function isPipPinned(requirement: string): boolean {
  if (/[=<>~!]=|[<>]|===/.test(requirement)) return true;
  if (/^[\w.-]+(?:\[[^\]]*\])?\s*@/.test(requirement)) return true;
  if (/^(?:git|hg|svn|bzr)\+/.test(requirement)) return hasRevision(requirement.replace(/^\w+\+\w+:\/\/[^/]*/, ''));
  return /\//.test(requirement) || /^\.{1,2}(?:\[[^\]]*\])?$/.test(requirement) || /\.(?:whl|tar\.gz|zip)$/.test(requirement);
}

/** Whether the last part of the path has an `@` with something behind. */
function hasRevision(path: string): boolean {
  const last = path.slice(path.lastIndexOf('/') + 1);
  const at = last.indexOf('@');
  return at >= 0 && at < last.length - 1;
}
