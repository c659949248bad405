import { t } from '../../core/localize';
import type { Instruction } from '../instruction';
import type { Dockerfile, Stage } from '../model';
import { appendFix, removes, suggestedWhere } from '../packages/cleaning';
import { isDocumented } from '../safety/known-commands';
import { isUnanswered } from '../shell/straight-line';
import { finalStages } from '../packages/final-image';
import { cacheMountFix, keepsOut, mountsOf } from '../packages/mounts';
import { defineRule, type Fix, type RuleContext } from '../rule';
import { commandsNamed } from '../shell/programs';
import { runScript } from '../shell/run-script';
import { eachRunOf } from '../shell/runs';
import type { ShellCommand } from '../shell/shell-command';
import type { ShellScript } from '../shell/shell-script';

const programs = ['apt-get', 'apt', 'aptitude'];

/** DL3009: `apt-get update` leaves the package lists in the image. */
export const aptLists = defineRule({
  code: 'DL3009',
  name: 'apt-lists',
  origin: 'hadolint',
  severity: 'info',
  fixes: 'safe',
  summary: 'The package lists of apt stay in the layer: remove `/var/lib/apt/lists` in the same `RUN`.',
  docs: `\`apt-get update\` writes some 20 to 40 MB of package lists that nobody needs once the packages are there.
Deleted in the same \`RUN\` they never become part of a layer. Stages that the final image is not built from are left
alone. With cache mounts on \`/var/lib/apt\` and \`/var/cache/apt\` the lists stay out of the image and the next build
downloads less.

hadolint does not know \`apt-get dist-clean\` (apt 2.9.5 and newer), which deletes the lists too; ignore the rule there.

The lists are not deleted by a fix where a later \`RUN\` installs from them without an update of its own.`,
  examples: [
    {
      bad: 'FROM debian:12\nRUN apt-get update && apt-get install -y curl\n',
      fixed: 'FROM debian:12\nRUN apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*\n',
    },
    { good: 'FROM debian:12\nRUN apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*\n' },
    {
      good: 'FROM debian:12\nRUN --mount=type=cache,target=/var/lib/apt apt-get update && apt-get install -y curl\n',
    },
  ],
  checkFile: eachRunOf(programs, (run, script, context) => {
    const update = commandsNamed(script, ...programs).find(isUpdate);
    if (update === undefined) return;
    const stage = context.file.stageOf(run);
    if (run.onbuild === undefined && stage !== undefined && !finalStages(context.file).has(stage)) return;
    if (commandsNamed(script, 'rm').some(deletesLists) || areListsMounted(run, context, stage)) return;
    const verb = update.words.find(({ value }) => value === 'update') ?? update;
    context.report(run, {
      message: t('The package lists of apt stay in the layer: remove /var/lib/apt/lists in the same RUN.'),
      range: script.rangeOf(verb),
      fix: () => fixOf(run, script, context.file, stage),
      alternatives: () => (areListsNeeded(run, context.file, stage) ? [] : cacheMountFix(run, mounts, true)),
    });
  }),
});

const lists = '/var/lib/apt/lists';
const mounts = ['/var/cache/apt', '/var/lib/apt'];

function isUpdate(command: ShellCommand): boolean {
  return command.words.some(({ value }) => value === 'update');
}

/** hadolint takes any `rm -rf` for it, so that the two agree. */
function deletesLists(command: ShellCommand): boolean {
  return removes(command, lists) || command.words.some(({ value }) => value === '-rf');
}

/** Where docker-clean was taken away, downloaded packages stay too and need a mount of their own. */
function areListsMounted(run: Instruction, context: RuleContext, stage: Stage | undefined): boolean {
  if (!keepsOut(run, context, lists)) return false;
  if (keepsOut(run, context, '/var/cache/apt/archives')) return true;
  return !(stage?.named('RUN') ?? []).some(
    (other) =>
      other.index <= run.index &&
      commandsNamed(runScript(other), 'rm').some((command) => removes(command, '/etc/apt/apt.conf.d/docker-clean')),
  );
}

function fixOf(run: Instruction, script: ShellScript, file: Dockerfile, stage: Stage | undefined): Fix | undefined {
  const last = commandsNamed(script, ...programs).at(-1);
  if (last === undefined || run.onbuild !== undefined || stage === undefined) return undefined;
  if (mountsOf(run).some(({ target }) => target === '/var/lib/apt' || target === lists)) return undefined;
  if (areListsNeeded(run, file, stage)) return undefined;
  return suggestedWhere(mayNeedLists(run, file, stage) || !expandsPatterns(run, script), appendFix(run, script, last, `rm -rf ${lists}/*`));
}

/** A pattern is nothing to a shell with `set -f`, and an error to one like zsh where nothing fits it. */
function expandsPatterns({ shell }: Instruction, script: ShellScript): boolean {
  return ['sh', 'dash', 'ash', 'bash'].includes(script.shell.name) && !shell.words.some((word) => /^-\w*f|noglob|failglob/.test(word));
}

/** Whether a later instruction of the stage, or of one that is built on it, installs without an update of its own. */
function areListsNeeded(run: Instruction, file: Dockerfile, stage: Stage | undefined): boolean {
  const later = file.instructions.slice(run.index + 1).filter(({ name }) => name === 'RUN');
  return later.some((other) => stage !== undefined && isBuiltOn(file.stageOf(other), stage) && usesOldLists(other));
}

/**
 * Whether it is not known that nothing later installs from the lists: a script, a program that runs what others wrote, an
 * update that may not run; or a trigger, wherever it stands, as it runs when all of this is built.
 */
function mayNeedLists(run: Instruction, file: Dockerfile, stage: Stage): boolean {
  const isLater = (other: Instruction): boolean =>
    other.name === 'ONBUILD' || (other.index > run.index && other.name === 'RUN' && mayInstall(other));
  return file.instructions.some((other) => isBuiltOn(file.stageOf(other), stage) && isLater(other));
}

/** Programs that install in their own language and do not call apt. */
const others = new Set(
  (
    'pip pip3 npm pnpm yarn corepack gem bundle bundler composer pecl docker-php-ext-install docker-php-ext-enable docker-php-ext-configure ' +
    'go cargo rustup dotnet mvn lein sbt mix rebar3 stack cabal luarocks cpanm a2enmod a2dismod a2ensite a2dissite locale-gen usermod gpasswd passwd ' +
    'chpasswd groupmod update-alternatives dpkg-reconfigure gpg gpg2 openssl ssh-keygen gzip gunzip bunzip2 xz zip strip patch awk ldd tree dpkg-query phpenmod'
  ).split(' '),
);

function mayInstall(run: Instruction): boolean {
  const script = runScript(run);
  if (script?.isPosix !== true || script.errors.length > 0) return true;
  const [first] = commandsNamed(script, ...programs);
  // What is updated first, in every build, is installed from lists of its own.
  if (first !== undefined && isUpdate(first) && isUnanswered(script, first) && isFirst(script, first)) return false;
  return script.commands.some(
    (command) => !isDocumented(command) && !others.has(command.name) && !isCleaning(command) && command.name !== '',
  );
}

/** Whether only commands that install nothing stand before it. */
function isFirst(script: ShellScript, command: ShellCommand): boolean {
  return script.commands.every((other) => other.start >= command.start || isDocumented(other) || others.has(other.name));
}

function isCleaning({ name, words }: ShellCommand): boolean {
  return programs.includes(name) && words.some(({ value }) => /^(?:clean|autoclean|remove|purge|autoremove|autopurge)$/.test(value));
}

function isBuiltOn(stage: Stage | undefined, base: Stage): boolean {
  for (let at = stage; at !== undefined; at = at.parent) if (at === base) return true;
  return false;
}

/** Whether it installs from lists that an earlier instruction left; what cannot be read may do so. */
function usesOldLists(run: Instruction): boolean {
  const script = runScript(run);
  const first = commandsNamed(script, ...programs, 'sudo').find(({ words }) =>
    words.some(({ value }) => /^(?:update|install|(?:dist-|full-)?upgrade|build-dep|download|source)$/.test(value)),
  );
  if (first !== undefined) return !first.words.some(({ value }) => value === 'update');
  return script !== undefined && !script.isPosix;
}
