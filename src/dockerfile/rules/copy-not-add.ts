import { t } from '../../core/localize';
import { casedLike } from '../facts/lines';
import type { Instruction, PathArgument } from '../instruction';
import { defineRule, type Fix } from '../rule';

/** DL3020: ADD of what COPY can copy. */
export const copyNotAdd = defineRule({
  code: 'DL3020',
  name: 'copy-not-add',
  origin: 'hadolint',
  severity: 'error',
  fixes: 'safe',
  summary: '`ADD` does more than copy: take `COPY` for plain files and folders.',
  docs: `\`ADD\` unpacks archives and fetches URLs; for anything else \`COPY\` does the same and says that nothing of the
kind is meant. ADD looks at what a file begins with: where the name does not say that it is no archive, COPY is only
suggested.`,
  examples: [
    { bad: 'FROM busybox:1.36\nADD app /usr/src/\n', fixed: 'FROM busybox:1.36\nCOPY app /usr/src/\n' },
    { good: 'FROM busybox:1.36\nADD rootfs.tar.xz /\n' },
    { good: 'FROM busybox:1.36\nADD https://example.org/tool /usr/bin/\n' },
  ],
  on: ['ADD'],
  checkInstruction(add, context) {
    const { sources, destination } = add.copy;
    if (destination === undefined) return;
    const plain = sources.filter(({ value }) => !isRemote(value) && !isArchive(value));
    const [first] = plain;
    if (first === undefined) return;
    context.report(add, {
      message: t('COPY copies files and folders; ADD is for archives and URLs.'),
      range: add.keywordRange,
      fix: () => asCopy(add, sources, plain),
    });
  },
});

const archive = /\.(?:tar|tar\.(?:gz|bz2|xz|z|lz|lzma|zst)|gz|bz2|xz|z|lz|lzma|tgz|tb2|tbz|tbz2|tz2|tlz|tpz|txz|taz|tzst|zst)$/i;

function isArchive(path: string): boolean {
  return archive.test(path.replace(/^(["'])(.*)\1$/, '$2'));
}

function isRemote(path: string): boolean {
  return /^["']?(?:https?:\/\/|git@|git:\/\/|ssh:\/\/)/i.test(path);
}

function asCopy(add: Instruction, sources: readonly PathArgument[], plain: readonly PathArgument[]): Fix | undefined {
  if (plain.length < sources.length) return undefined;
  if (add.flags.some(({ name }) => !['chown', 'chmod', 'link', 'exclude'].includes(name.toLowerCase()))) return undefined;
  // ADD unpacks by what a file begins with, not by its name; what a variable or a pattern stands for may be an archive too.
  const isSure = sources.every(({ value }) => isNoArchive(value.replace(/^(["'])(.*)\1$/, '$2')));
  return {
    kind: isSure ? 'safe' : 'suggested',
    title: t('Use COPY'),
    edits: [{ range: add.keywordRange, text: casedLike(add.keyword, 'COPY') }],
  };
}

/** Folders, and files that are read as text or are programs, by the ends of their names. */
const endings = new Set(
  (
    'sh bash zsh py js mjs cjs ts tsx jsx json yml yaml toml ini conf config cfg cnf txt md rst xml html htm css scss php rb erb pl pm go rs ' +
    'java kt kts scala clj cljs ex exs erl hs c h cc cpp hpp cs csproj fsproj sln vb swift m lua r sql env properties service socket list repo ' +
    'key pub pem crt cer csr asc gpg lock mod sum gradle sbt mk cmake in am ac patch diff awk sed tmpl template tpl j2 csv tsv ps1 bat cmd ' +
    'jar war ear zip deb rpm so exe dll ttf otf woff png jpg jpeg gif svg ico cabal gemspec nimble opam cr d nim zig v ml mli fs fsx jl dart vue ' +
    'proto graphql tf hcl nginx htaccess gitignore gitconfig dockerignore bashrc profile vimrc npmrc yarnrc editorconfig rules policy vcl lisp scm el'
  ).split(' '),
);
const names =
  /(?:^|\/)(?:Makefile|GNUmakefile|Gemfile|Rakefile|Pipfile|Procfile|Dockerfile|Vagrantfile|Jenkinsfile|Brewfile|Guardfile|Capfile|LICEN[CS]E|README|CHANGELOG|NOTICE|crontab|gradlew|mvnw|configure|requirements|docker-entrypoint|entrypoint)$/i;

function isNoArchive(path: string): boolean {
  if (/[$*?[\\]/.test(path)) return false;
  if (/(?:^|\/)\.{0,2}\/?$/.test(path) || path.endsWith('/')) return true;
  const ending = /\.([^./]+)$/.exec(path)?.[1]?.toLowerCase();
  return (ending !== undefined && endings.has(ending)) || names.test(path);
}
