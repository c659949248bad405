import { t } from '../../core/localize';
import { PackageNames, type PackageName } from '../packages/package-names';
import { reportWords } from '../packages/reports';
import { defineRule } from '../rule';
import { commandsNamed } from '../shell/programs';
import { eachRunOf } from '../shell/runs';
import type { ShellCommand, ShellWord } from '../shell/shell-command';

/** DL3062: a package of `go install`, `go get` or `go run` without a version. */
export const pinGo = defineRule({
  code: 'DL3062',
  name: 'pin-go',
  origin: 'hadolint',
  severity: 'warning',
  fixes: 'none',
  summary: '`go install` without a version builds another program tomorrow: write `<package>@<version>`.',
  docs: `\`go install\`, \`go get\` and \`go run\` take \`package@version\`; without a version the newest one on the day
of the build is used. \`@latest\` is no version. Folders of the build itself (\`.\`, \`./...\`, \`/src\`) need none. What ARG and ENV
set is looked into.`,
  examples: [
    { bad: 'FROM golang:1.23\nRUN go install golang.org/x/tools/cmd/stringer\n' },
    { good: 'FROM golang:1.23\nRUN go install golang.org/x/tools/cmd/stringer@v0.24.0\n' },
    { good: 'FROM golang:1.23\nRUN go install ./...\n' },
  ],
  checkFile: eachRunOf(['go'], (run, script, context) => {
    const names = new PackageNames(run, script, context);
    const unpinned = commandsNamed(script, 'go')
      .flatMap(packagesOf)
      .filter((word) => !names.every(word, isPinned));
    reportWords(run, context, script, unpinned, () =>
      t('Every build may get a different version: specify one, as in go install <package>@<version>.'),
    );
  }),
});

/** `go help build` */
const flagsWithValue = [
  ...['C', 'p', 'o', 'asmflags', 'buildmode', 'buildvcs', 'compiler', 'gccgoflags', 'gcflags', 'installsuffix', 'ldflags'],
  ...['mod', 'modfile', 'overlay', 'pgo', 'pkgdir', 'tags', 'toolexec', 'exec', 'covermode', 'coverpkg'],
];

function packagesOf(command: ShellCommand): readonly ShellWord[] {
  const [verb, ...packages] = command.operands(...flagsWithValue);
  if (verb?.value === 'install' || verb?.value === 'get') return packages.filter(({ value }) => value !== 'tool');
  // What follows the package is for the program.
  return verb?.value === 'run' ? packages.slice(0, 1) : [];
}

function isPinned({ value }: PackageName): boolean {
  return /^[./]/.test(value) || (value.includes('@') && !value.endsWith('@latest'));
}
