import { t } from '../../core/localize';
import { stageEnvironments } from '../facts/environment';
import type { Instruction } from '../instruction';
import type { Dockerfile } from '../model';
import type { Install } from '../packages/installs';
import { cacheMountFix, keepingTargets, keepsOut } from '../packages/mounts';
import { pipInstalls, pipPrograms } from '../packages/pip';
import { reportWords } from '../packages/reports';
import { defineRule, type Fix, type RuleContext } from '../rule';
import { commandsNamed } from '../shell/programs';
import { knownBase } from '../safety/known-bases';
import { isEditable, runScript } from '../shell/run-script';
import { eachRunOf } from '../shell/runs';
import type { ShellCommand, ShellWord } from '../shell/shell-command';
import type { ShellScript } from '../shell/shell-script';

/** DL3042: `pip install` leaves its cache in the image. */
export const pipNoCacheDir = defineRule({
  code: 'DL3042',
  name: 'pip-no-cache-dir',
  origin: 'hadolint',
  severity: 'warning',
  fixes: 'safe',
  summary: 'pip leaves its cache in the layer: install with `--no-cache-dir`.',
  docs: `pip keeps what it downloads and builds, for a next time that a layer of an image never sees.
\`--no-cache-dir\`, or \`PIP_NO_CACHE_DIR=1\` in the environment, leaves that out. A cache mount on \`/root/.cache/pip\`
keeps the cache out of the image too and makes the next build faster.`,
  examples: [
    {
      bad: 'FROM python:3.12\nRUN pip install flask==3.0.3\n',
      fixed: 'FROM python:3.12\nRUN pip install --no-cache-dir flask==3.0.3\n',
    },
    { good: 'FROM python:3.12\nENV PIP_NO_CACHE_DIR=1\nRUN pip install flask==3.0.3\n' },
    { good: 'FROM python:3.12\nRUN --mount=type=cache,target=/root/.cache/pip pip install flask==3.0.3\n' },
  ],
  checkFile: eachRunOf(pipPrograms, (run, script, context) => {
    const caching = pipInstalls(script).filter(({ command }) => !leavesCacheOut(command));
    if (caching.length === 0 || setsVariable(script) || isCacheMounted(run, caching, context) || isSetAbove(run, context)) return;
    const words = caching.map(({ command, verb }) => abbreviated(command) ?? verb);
    reportWords(
      run,
      context,
      script,
      words,
      () => t('pip leaves its cache in the layer: install with --no-cache-dir.'),
      () => fixOf(run, script, words, context.file),
      () => cacheMountFix(run, ['/root/.cache/pip']),
    );
  }),
});

const variable = 'PIP_NO_CACHE_DIR';
const on = /^["']?(?:1|true|yes|on|y|t)["']?$/i;

function leavesCacheOut(command: ShellCommand): boolean {
  return (
    command.name === 'pipx' ||
    command.hasFlag('no-cache-dir') ||
    command.assignments.some(({ name, text }) => name === variable && on.test(text.slice(text.indexOf('=') + 1)))
  );
}

/** pip takes `--no-cache` for `--no-cache-dir`, which its documentation does not promise. */
function abbreviated(command: ShellCommand): ShellWord | undefined {
  return command.words.find(({ value }) => value === '--no-cache');
}

function setsVariable(script: ShellScript): boolean {
  return commandsNamed(script, 'export').some(({ words }) =>
    words.some(({ value }) => value.startsWith(`${variable}=`) && on.test(value.slice(17))),
  );
}

/** The home of the user is not known: any folder `.cache` or `.cache/pip` may be pip's, and one that is named to it is. */
function isCacheMounted(run: Instruction, installs: readonly Install[], context: RuleContext): boolean {
  const { file, configuration } = context;
  const named = [
    stageEnvironments(file, configuration.baseImages).variable('PIP_CACHE_DIR', run)?.value,
    ...installs.map(({ command }) => command.flagValue('cache-dir')),
  ].filter((folder) => folder !== undefined);
  return (
    keepsOut(run, context, '/root/.cache/pip', ...named) ||
    keepingTargets(run, context).some((target) => /\/\.cache(?:\/pip)?$/.test(target))
  );
}

/** Whether an ENV or ARG of the stage, or of one that it is built from, sets the variable. */
function isSetAbove(run: Instruction, { file, configuration }: RuleContext): boolean {
  return on.test(stageEnvironments(file, configuration.baseImages).variable(variable, run)?.value ?? '');
}

function fixOf(run: Instruction, script: ShellScript, words: readonly ShellWord[], file: Dockerfile): Fix | undefined {
  if (!words.every((word) => isEditable(run, script, word))) return undefined;
  // Somebody who names a folder for the cache wants one.
  if (script.commands.some((command) => command.hasFlag('cache-dir'))) return undefined;
  const edits = words.map((word) => {
    const { end } = script.rangeOf(word);
    return { range: { start: end, end }, text: word.value === '--no-cache' ? '-dir' : ' --no-cache-dir' };
  });
  return { kind: hasFlag(file, run) && !wantsCache(file) ? 'safe' : 'suggested', title: t('Insert --no-cache-dir'), edits };
}

/** `--no-cache-dir` came with pip 6 (2014); older distributions bring an older one. */
function hasFlag(file: Dockerfile, run: Instruction): boolean {
  const base = knownBase(file.stageOf(run));
  return (
    base !== undefined &&
    !base.isVariable &&
    !/^(?:[5-8](?:\.|-|$)|1[0-4](?:\.|-|$)|(?:squeeze|wheezy|jessie|lucid|precise|trusty|utopic|vivid)|(?:2\.[67]|3\.[2-4])(?:\.\d+)?-(?:wheezy|jessie))/.test(
      base.tag,
    )
  );
}

/** Whether something in the file needs the cache that was left: a listing, an `rm` that must find it. */
function wantsCache({ text, instructions }: Dockerfile): boolean {
  if (/\bpip\d?\s+cache\b/.test(text)) return true;
  if (!text.includes('.cache')) return false;
  return instructions.some((run) =>
    runScript(run.trigger ?? run)?.commands.some(
      (command) =>
        command.words.some(({ value }) => /\.cache(?:\/(?:pip[^]*)?)?$/.test(value)) && !(command.name === 'rm' && command.hasFlag('f')),
    ),
  );
}
