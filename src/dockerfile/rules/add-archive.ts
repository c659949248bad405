import { t } from '../../core/localize';
import type { Instruction } from '../instruction';
import type { Stage } from '../model';
import { defineRule, type Fix } from '../rule';
import { runScript } from '../shell/run-script';
import type { ShellCommand } from '../shell/shell-command';

/** DL3010: an archive is copied and unpacked where ADD would do both. */
export const addArchive = defineRule({
  code: 'DL3010',
  name: 'add-archive',
  origin: 'hadolint',
  severity: 'info',
  fixes: 'suggested',
  summary: 'A tar archive that is copied and then unpacked stays in a layer: let `ADD` unpack it.',
  docs: `\`ADD\` unpacks a local tar archive (also with gzip, bzip2, xz or zstd). An archive that is copied first and unpacked
then stays in a layer of the image, even where it is deleted afterwards. Reported for archives that a later \`RUN\` of
the stage unpacks; an archive that is wanted as it is stays unreported, and so do those \`--from\` another stage.`,
  examples: [
    {
      bad: 'FROM debian:12\nCOPY app.tar.gz /tmp/\nRUN tar -xzf /tmp/app.tar.gz -C /opt\n',
      fixed: 'FROM debian:12\nADD app.tar.gz /opt/\n',
    },
    { good: 'FROM debian:12\nADD app.tar.gz /opt/\n' },
    { good: 'FROM debian:12\nCOPY app.tar.gz /data/\n' },
  ],
  checkStage(stage, context) {
    for (const copy of stage.named('COPY')) {
      const { sources, destination, from } = copy.copy;
      if (from !== undefined || destination === undefined) continue;
      const archive = sources.find(({ value }) => isArchive(value));
      if (archive === undefined) continue;
      const names = isArchive(destination.value) ? [destination.value] : sources.map(({ value }) => value);
      const unpacking = unpackingOf(names.filter(isArchive).map(fileName), copy, stage);
      if (unpacking === undefined) continue;
      context.report(copy, {
        message: t('This archive stays in a layer after it is unpacked: use ADD to unpack it.'),
        range: archive.range,
        fix: () => fixOf(copy, unpacking),
      });
    }
  },
});

const archive = /\.(?:tar|tar\.(?:gz|bz2|xz|zst|lz|lzma|Z)|gz|bz2|xz|tgz|tbz|tbz2|tb2|tz2|txz|tlz|tzst|lz|lzma|Z|tZ)$/;

function isArchive(path: string): boolean {
  return archive.test(path.replace(/["']/g, ''));
}

function fileName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1).replace(/["']/g, '');
}

interface Unpacking {
  readonly run: Instruction;
  readonly command: ShellCommand;
}

function unpackingOf(names: readonly string[], copy: Instruction, stage: Stage): Unpacking | undefined {
  for (const run of stage.named('RUN')) {
    if (run.index < copy.index) continue;
    const command = runScript(run)?.commands.find((one) => unpacks(one) && one.words.some(({ value }) => names.includes(fileName(value))));
    if (command !== undefined) return { run, command };
  }
  return undefined;
}

/** `tar -xf`, `tar xf`, `tar --extract`, and what unpacks a compressed file. */
function unpacks(command: ShellCommand): boolean {
  if (['gunzip', 'bunzip2', 'unxz', 'unlzma', 'uncompress', 'unzip', 'zcat', 'gzcat'].includes(command.name)) return true;
  if (command.name !== 'tar') return false;
  return (
    command.hasFlag('x', 'extract', 'get') || (command.words[0]?.value.includes('x') === true && /^[a-zA-Z]+$/.test(command.words[0].value))
  );
}

/** Where the later RUN does nothing but unpack into a folder that it names, ADD takes the place of both. */
function fixOf(copy: Instruction, { run, command }: Unpacking): Fix | undefined {
  const { sources, destination } = copy.copy;
  const script = runScript(run);
  if (destination === undefined || sources.length !== 1 || copy.json !== undefined || run.json !== undefined) return undefined;
  if (command.name !== 'tar' || script?.commands.length !== 1 || command.redirects.length > 0) return undefined;
  if (run.heredocs.length > 0 || run.flags.length > 0 || run.comments.length > 0 || run.innerComments.length > 0) return undefined;
  const [first, ...others] = command.words.map(({ value }) => value);
  const at = others.findIndex((value) => value === '-C' || value === '--directory');
  const folder = others[at + 1];
  if (at === -1 || folder === undefined || !/^\/[\w./-]*$/.test(folder) || others.length !== 3) return undefined;
  if (first === undefined || !/^-?[xzjJvf]+$/.test(first)) return undefined;
  const { source } = copy.file;
  return {
    kind: 'suggested',
    title: t('Use ADD instead of COPY and tar'),
    edits: [
      { range: copy.keywordRange, text: copy.keyword === copy.keyword.toLowerCase() ? 'add' : 'ADD' },
      { range: destination.range, text: folder.endsWith('/') ? folder : `${folder}/` },
      { range: source.linesRange(run.firstLine, run.lastLine), text: '' },
    ],
  };
}
