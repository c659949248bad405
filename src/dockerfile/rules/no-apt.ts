import { t } from '../../core/localize';
import type { TextEdit } from '../edits';
import type { Instruction } from '../instruction';
import type { Dockerfile } from '../model';
import { knownFamily } from '../safety/known-bases';
import { reportWords } from '../packages/reports';
import { defineRule, type Fix } from '../rule';
import { commandsNamed } from '../shell/programs';
import { isEditable } from '../shell/run-script';
import { eachRunOf } from '../shell/runs';
import type { ShellCommand } from '../shell/shell-command';
import type { ShellScript } from '../shell/shell-script';
import { own } from '../../core/records';

/** DL3027: `apt`, whose command line may change. */
export const noApt = defineRule({
  code: 'DL3027',
  name: 'no-apt',
  origin: 'hadolint',
  severity: 'warning',
  fixes: 'safe',
  summary: '`apt` is for people at a terminal and may change: call `apt-get` or `apt-cache` in a build.',
  docs: `apt is for people at a terminal: its output and options may change from release to release, and it says so itself
when its output goes elsewhere. \`apt-get\` and \`apt-cache\` are stable.`,
  examples: [
    {
      bad: 'FROM debian:12\nRUN apt update && apt install -y curl\n',
      fixed: 'FROM debian:12\nRUN apt-get update && apt-get install -y curl\n',
    },
    { good: 'FROM debian:12\nRUN apt-get update && apt-get install -y curl\n' },
  ],
  checkFile: eachRunOf(['apt'], (run, script, context) => {
    const commands = commandsNamed(script, 'apt');
    const words = commands.flatMap(({ nameWord }) => nameWord ?? []);
    reportWords(
      run,
      context,
      script,
      words,
      () => t('apt is for interactive use and may change: use apt-get or apt-cache.'),
      () => fixOf(run, script, commands, context.file),
    );
  }),
});

/** What apt and apt-get or apt-cache call the same. */
const stable: Readonly<Record<string, string>> = {
  ...{ update: 'apt-get', upgrade: 'apt-get', install: 'apt-get', reinstall: 'apt-get', remove: 'apt-get' },
  ...{ purge: 'apt-get', autoremove: 'apt-get', autopurge: 'apt-get', clean: 'apt-get', autoclean: 'apt-get' },
  ...{ 'full-upgrade': 'apt-get', 'dist-upgrade': 'apt-get', 'build-dep': 'apt-get', source: 'apt-get' },
  ...{ download: 'apt-get', changelog: 'apt-get', satisfy: 'apt-get', 'dist-clean': 'apt-get', distclean: 'apt-get' },
  ...{ search: 'apt-cache', show: 'apt-cache', policy: 'apt-cache', depends: 'apt-cache', rdepends: 'apt-cache' },
};

/** Whether the file speaks of the configuration that has downloaded packages deleted. */
function keepsPackages(file: Dockerfile): boolean {
  return /docker-clean|Keep-Downloaded-Packages/.test(file.text);
}

function fixOf(run: Instruction, script: ShellScript, commands: readonly ShellCommand[], file: Dockerfile): Fix | undefined {
  const edits: TextEdit[] = [];
  for (const command of commands) {
    const { nameWord } = command;
    const [verb] = command.operands('o', 'option', 't', 'target-release', 'c', 'config-file');
    const program = verb === undefined ? undefined : own(stable, verb.value);
    if (nameWord === undefined || verb === undefined || program === undefined) return undefined;
    if (!isEditable(run, script, nameWord) || !isEditable(run, script, verb)) return undefined;
    edits.push({ range: script.rangeOf(nameWord), text: program });
    // apt-get has upgraded under the older name only for long.
    // apt installs what the newer packages need besides (apt(8)), apt-get holds them back (apt-get(8)).
    if (verb.value === 'upgrade' && !command.hasFlag('with-new-pkgs')) {
      const { end } = script.rangeOf(verb);
      edits.push({ range: { start: end, end }, text: ' --with-new-pkgs' });
    }
    if (verb.value === 'full-upgrade') edits.push({ range: script.rangeOf(verb), text: 'dist-upgrade' });
  }
  // Alone of the two apt deletes the packages that it has installed; official images are set up to do so for both.
  const isRead = commands.some(({ place, redirects }) => place.after.startsWith('|') || place.substituted || redirects.length > 0);
  const kind = knownFamily(file.stageOf(run)) === 'debian' && !keepsPackages(file) && !isRead ? 'safe' : 'suggested';
  return { kind, title: t('Use apt-get or apt-cache'), edits };
}
