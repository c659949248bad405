import assert from 'node:assert/strict';
import { defaultConfiguration } from '../../../src/dockerfile/configuration';
import { readDockerIgnore } from '../../../src/core/ignore/dockerignore';
import { buildContextOf } from '../../../src/dockerfile/facts/build-context';
import { lint } from '../../../src/dockerfile/lint';

/** The places at which the rule of that code reports. */
function found(code: string, text: string, configuration = defaultConfiguration): readonly string[] {
  return lint(text, configuration)
    .filter((finding) => finding.code === code)
    .flatMap(({ range, alsoAt }) => [range, ...alsoAt].map(({ start, end }) => text.slice(start, end)));
}

/** How each package manager writes a package with a version and one without. */
const managers = [
  { code: 'DL3008', install: 'apt-get install -y', pinned: 'curl=8.5', bare: 'curl', separator: '=' },
  { code: 'DL3013', install: 'pip install', pinned: 'flask==3.0', bare: 'flask', separator: '==' },
  { code: 'DL3016', install: 'npm install -g', pinned: 'typescript@5.5', bare: 'typescript', separator: '@' },
  { code: 'DL3018', install: 'apk add', pinned: 'bash=5.2', bare: 'bash', separator: '=' },
  { code: 'DL3028', install: 'gem install', pinned: 'rake:13.0', bare: 'rake', separator: ':' },
  { code: 'DL3033', install: 'yum install -y', pinned: 'httpd-2.4', bare: 'httpd', separator: '-' },
  { code: 'DL3033', install: 'yum module install -y', pinned: 'nodejs:20', bare: 'nodejs', separator: ':' },
  { code: 'DL3037', install: 'zypper install -y', pinned: 'httpd=2.4', bare: 'httpd', separator: '=' },
  { code: 'DL3041', install: 'dnf install -y', pinned: 'httpd-2.4', bare: 'httpd', separator: '-' },
  { code: 'DL3041', install: 'microdnf module install -y', pinned: 'nodejs:20', bare: 'nodejs', separator: ':' },
  { code: 'DL3062', install: 'go install', pinned: 'example.com/a@v1', bare: 'example.com/a', separator: '@' },
] as const;

describe('Versions in variables', () => {
  for (const { code, install, pinned, bare, separator } of managers) {
    it(`${code} ${install}`, () => {
      const version = pinned.slice(bare.length + separator.length);
      const run = (word: string, ...above: readonly string[]): readonly string[] => found(code, `FROM debian:12\n${above.map((line) => `${line}\n`).join('')}RUN ${install} ${word}\n`);
      assert.deepEqual(run(pinned), []);
      assert.deepEqual(run(bare), [bare]);
      for (const set of [`ARG P="${pinned}"`, `ENV P=${pinned}`, `ENV P ${pinned}`]) {
        for (const word of ['$P', '${P}', '"$P"']) assert.deepEqual(run(word, set), [], `${set} ${word}`);
      }
      assert.deepEqual(run('$P', `ENV P=${bare}`), ['$P']);
      assert.deepEqual(run('$P', `ENV P="${pinned} ${bare}"`), ['$P']);
      assert.deepEqual(run('$P', `ARG V=${version}`, `ENV P=${bare}${separator}$V`), []);
      assert.deepEqual(run(`\${P:-${pinned}}`), []);
      assert.deepEqual(run(`${bare}${separator}$V`, `ARG V=${version}`), []);
      assert.deepEqual(run(`${bare}${separator}\${V}`, 'ARG V'), []);
      assert.deepEqual(found(code, `ARG P="${pinned}"\nFROM debian:12\nARG P\nRUN ${install} $P\n`), []);
      assert.deepEqual(found(code, `FROM debian:12\nENV P=${pinned}\nRUN [${[...install.split(' '), '$P'].map((one) => JSON.stringify(one)).join(', ')}]\n`), ['$P']);
      // Set behind it, overridden, or in another stage.
      assert.deepEqual(found(code, `FROM debian:12\nRUN ${install} $P\nENV P=${pinned}\n`), ['$P']);
      assert.deepEqual(run('$P', `ENV P=${pinned}`, `ENV P=${bare}`), ['$P']);
      assert.deepEqual(found(code, `FROM debian:12 AS a\nENV P=${pinned}\nFROM debian:12\nRUN ${install} $P\n`), ['$P']);
      assert.deepEqual(found(code, `FROM debian:12 AS a\nENV P=${pinned}\nFROM a\nRUN ${install} $P\n`), []);
      // What the script sets is not what the stage sets.
      assert.deepEqual(run('$P', `ENV P=${pinned}`).length, 0);
      assert.deepEqual(found(code, `FROM debian:12\nENV P=${pinned}\nRUN P=$(cat p) && ${install} $P\n`), ['$P']);
    });
  }

  it('versions of other stages and of the script are none for dnf and yum', () => {
    for (const [code, install] of [['DL3041', 'dnf install -y'], ['DL3041', 'microdnf install -y'], ['DL3033', 'yum install -y']] as const) {
      assert.deepEqual(found(code, `FROM a AS b\nENV V=1\nFROM a\nRUN ${install} x-$V\n`), ['x-$V']);
      assert.deepEqual(found(code, `FROM a AS b\nARG V\nFROM b\nRUN ${install} x-$V\n`), []);
      assert.deepEqual(found(code, `FROM a\nARG V=stable\nRUN ${install} x-$V\n`), ['x-$V']);
      assert.deepEqual(found(code, `FROM a\nRUN V=1 && ${install} x-$V\n`), ['x-$V']);
    }
  });

  it('constraints of apk', () => {
    for (const word of ['a<1', 'a>1', 'a>=1', 'a<=1', 'a~1', 'a~=1', 'a=1', '!a']) assert.deepEqual(found('DL3018', `FROM alpine:3.20\nRUN apk add "${word}"\n`), [], word);
    assert.deepEqual(found('DL3018', 'FROM alpine:3.20\nRUN apk add a@edge\n'), ['a@edge']);
  });

  it('what stands behind -- are packages for all but gem', () => {
    assert.deepEqual(found('DL3028', 'FROM a\nRUN gem install a:1 -- --with-b=c d\n'), []);
    assert.deepEqual(found('DL3028', 'FROM a\nRUN gem install a -- --version=1\n'), ['a']);
    for (const { code, install, bare } of managers.filter(({ code }) => code !== 'DL3028')) {
      assert.deepEqual(found(code, `FROM a\nRUN ${install} -- ${bare}\n`), [bare], install);
    }
  });
});

describe('Caches of package managers', () => {
  const fills: Readonly<Record<string, { readonly code: string; readonly verbs: readonly string[]; readonly others: readonly string[] }>> = {
    dnf: {
      code: 'DL3040',
      verbs: [
        ...['install', 'in', 'localinstall', 'groupinstall', 'group install', 'upgrade', 'update', 'up', 'upgrade-minimal', 'up-min'],
        ...['reinstall', 'rei', 'downgrade', 'dg', 'distro-sync', 'dsync', 'swap', 'builddep', 'module install', 'group upgrade', 'module update'],
        ...['install-n', 'install-na', 'install-nevra', 'group-install', 'upgrade-to', 'update-to', 'localupdate', 'groupupdate', 'group-update', 'groupupgrade', 'update-minimal'],
        ...['distrosync', 'distribution-synchronization', 'build-dep', 'debuginfo-install', 'groups install', 'grp update', 'environment install', 'module switch-to'],
      ],
      others: ['remove', 'list', 'module enable', 'module list', 'group list', 'config-manager --add-repo', 'search install', 'info up', 'makecache', 'repoquery'],
    },
    microdnf: { code: 'DL3040', verbs: ['install', 'update', 'upgrade', 'reinstall', 'module install'], others: ['remove', 'repolist', 'module enable'] },
    yum: { code: 'DL3032', verbs: ['install', 'update', 'upgrade', 'localinstall', 'groupinstall', 'group install', 'reinstall', 'downgrade', 'distro-sync', 'swap', 'module install'], others: ['remove', 'list', 'history', 'makecache'] },
    zypper: { code: 'DL3036', verbs: ['install', 'in', 'update', 'up', 'dist-upgrade', 'dup', 'patch', 'source-install', 'si'], others: ['remove', 'search', 'addrepo', 'refresh'] },
  };
  for (const [program, { code, verbs, others }] of Object.entries(fills)) {
    it(`of ${program}`, () => {
      for (const verb of verbs) {
        for (const line of [`${program} ${verb} -y x`, `${program} -y ${verb} x`]) {
          assert.equal(found(code, `FROM a\nRUN ${line}\n`).length, 1, line);
          assert.equal(found(code, `FROM a\nRUN ${line} && ${program} clean all\n`).length, 0, line);
        }
      }
      for (const verb of others) assert.equal(found(code, `FROM a\nRUN ${program} ${verb} x\n`).length, 0, verb);
    });
  }

  const tools = [
    { code: 'DL3009', command: 'apt-get update', folders: ['/var/lib/apt/lists', '/var/lib/apt', '/var/lib'] },
    { code: 'DL3019', command: 'apk add a=1', folders: ['/var/cache/apk', '/var/cache', '/etc/apk/cache'] },
    { code: 'DL3040', command: 'dnf install -y a-1', folders: ['/var/cache/dnf', '/var/cache/libdnf5', '/var/cache', '/var'] },
    { code: 'DL3032', command: 'yum install -y a-1', folders: ['/var/cache/yum', '/var/cache'] },
    { code: 'DL3036', command: 'zypper install -y a=1', folders: ['/var/cache/zypp', '/var/cache'] },
    { code: 'DL3042', command: 'pip install a==1', folders: ['/root/.cache/pip', '/root/.cache', '/home/app/.cache/pip', '/root'] },
    { code: 'DL3060', command: 'yarn install', folders: ['/usr/local/share/.cache/yarn/v6', '/usr/local/share/.cache', '/root/.cache/yarn', '/root/.yarn', '/app/.yarn/cache', '/root/.yarn/berry/cache', '/root'] },
  ] as const;
  for (const { code, command, folders } of tools) {
    it(`${code}: a mount on its own folder`, () => {
      const run = (mount: string, above = ''): number => found(code, `FROM a\n${above}RUN --mount=${mount} ${command}\n`).length;
      for (const folder of folders) {
        assert.equal(run(`type=cache,target=${folder}`), 0, folder);
        assert.equal(run(`type=tmpfs,dst=${folder}/`), 0, folder);
        assert.equal(run(`type=cache,id=x,sharing=locked,target=$D`, `ENV D=${folder}\n`), 0, folder);
      }
      const elsewhere = ['/var/lib/foobar', '/root/.npm', `${folders[0]}x`, '/tmp', ...tools.filter((tool) => tool.code !== code).map((tool) => tool.folders[0])];
      // microdnf keeps its cache in yum's folder on some systems, and yum is dnf on others.
      const own: readonly string[] = /DL30(?:32|40)/.test(code) ? [...folders, '/var/cache/dnf', '/var/cache/yum'] : folders;
      for (const folder of elsewhere.filter((one) => !own.includes(one))) assert.equal(run(`type=cache,target=${folder}`), 1, folder);
      assert.equal(run(`type=bind,target=${folders[0]}`), 1);
      assert.equal(run('type=cache,target=$D'), 1);
    });
  }

  it('taken away by a pattern', () => {
    for (const path of ['/var/cache/dnf', '/var/cache/dnf/*', '/var/cache/dnf*', '/var/cache/libdnf5*', '/var/cache/*']) {
      assert.deepEqual(found('DL3040', `FROM a\nRUN dnf install -y a-1 && rm -rf ${path}\n`), [], path);
    }
    assert.equal(found('DL3040', 'FROM a\nRUN dnf install -y a-1 && rm -rf /var/cache/apt*\n').length, 1);
  });

  it('a folder that the tool is told', () => {
    assert.deepEqual(found('DL3060', 'FROM node:22\nENV YARN_CACHE_FOLDER=/c\nRUN --mount=type=cache,target=/c yarn install\n'), []);
    assert.deepEqual(found('DL3060', 'FROM node:22\nRUN --mount=type=cache,target=/c yarn install --cache-folder /c\n'), []);
    assert.deepEqual(found('DL3060', 'FROM node:22\nRUN --mount=type=cache,target=/c yarn config set cache-folder /c && yarn install\n'), []);
    assert.deepEqual(found('DL3042', 'FROM python:3\nENV PIP_CACHE_DIR=/c\nRUN --mount=type=cache,target=/c pip install a==1\n'), []);
    assert.deepEqual(found('DL3042', 'FROM python:3\nRUN --mount=type=cache,target=/c pip install --cache-dir=/c a==1\n'), []);
  });

  it('an environment that leaves pip no cache', () => {
    for (const set of ['ENV PIP_NO_CACHE_DIR=1', 'ARG PIP_NO_CACHE_DIR=on', 'ARG A=true\nENV PIP_NO_CACHE_DIR=$A']) {
      assert.deepEqual(found('DL3042', `FROM python:3\n${set}\nRUN pip install a==1\n`), [], set);
    }
    for (const set of ['ENV PIP_NO_CACHE_DIR=1\nENV PIP_NO_CACHE_DIR=0', 'ARG PIP_NO_CACHE_DIR', 'ENV PIP_NO_CACHE_DIR=1\nFROM python:3']) {
      assert.equal(found('DL3042', `FROM python:3\n${set}\nRUN pip install a==1\n`).length, 1, set);
    }
  });
});

describe('Users in variables', () => {
  const cases: readonly (readonly [text: string, found: readonly string[]])[] = [
    ['ARG U=1000\nUSER $U', []],
    ['ENV U=1000\nUSER ${U}:${U}', []],
    ['USER ${U:-1000}:${G:-app}', []],
    ['USER "${U:-1000}"', []],
    ['ENV A=10\nENV U=${A}00\nUSER $U', []],
    ['ARG U\nUSER $U', []],
    ['ARG U\nUSER ${U:-app}', ['${U:-app}']],
    ['ARG U=app\nUSER $U:1000', ['$U']],
    ['USER $U', ['$U']],
    ['USER app:1000', ['app']],
    ['USER 1000:app', []],
    ['USER $U\nENV U=1000', ['$U']],
    ['ENV U=1000\nFROM b\nUSER $U', ['$U']],
    ['ONBUILD USER $U', ['$U']],
  ];
  for (const [text, expected] of cases) {
    it(JSON.stringify(text), () => {
      assert.deepEqual(found('DL3066', `FROM debian:12\n${text}\n`), expected);
    });
  }

  it('inherited from the stage that FROM names', () => {
    assert.deepEqual(found('DL3066', 'FROM a AS b\nENV U=7\nFROM b\nARG U\nUSER $U\n'), []);
    assert.deepEqual(found('DL3066', 'ARG U=7\nFROM a\nARG U\nUSER $U\n'), []);
    assert.deepEqual(found('DL3066', 'ARG U\nFROM a\nUSER ${U}:${U}\n'), []);
  });
});

describe('Shells of images', () => {
  const run = 'RUN cd /x && sudo ls\n';
  const cases: readonly (readonly [from: string, isPosix: boolean])[] = [
    ['debian:12', true],
    ['alpine', true],
    ['node:22', true],
    ['example.com/team/app:1.2-bookworm', true],
    ['--platform=linux/amd64 example.com/app', true],
    ['mcr.microsoft.com/dotnet/aspnet:8.0-alpine', true],
    ['mcr.microsoft.com/windows/servercore:ltsc2022', false],
    ['mcr.microsoft.com/dotnet/sdk:8.0-nanoserver-ltsc2022', false],
    ['mcr.microsoft.com/dotnet/framework/runtime:4.8', false],
    ['python:3.12-windowsservercore', false],
    ['microsoft/nanoserver', false],
    ['--platform=windows/amd64 example.com/app', false],
  ];
  for (const [from, isPosix] of cases) {
    it(from, () => {
      for (const directive of ['', '# escape=`\n']) assert.equal(found('DL3004', `${directive}FROM ${from}\n${run}`).length, isPosix ? 1 : 0, directive);
      assert.equal(found('DL3004', `FROM ${from}\nSHELL ["powershell", "-Command"]\n${run}`).length, 0);
      assert.equal(found('DL3004', `FROM ${from}\nSHELL ["/bin/bash", "-c"]\n${run}`).length, 1);
    });
  }

  it('of an image that tells nothing', () => {
    assert.equal(found('DL3004', `FROM example.com/app\n${run}`).length, 1);
    assert.equal(found('DL3004', `# escape=\`\nFROM example.com/app\nRUN apt-get update\n${run}`).length, 1);
    assert.equal(found('DL3004', '# escape=`\nFROM example.com/app\nRUN dir C:\\\nRUN sudo ls\n').length, 0);
    assert.equal(found('DL3004', '# escape=`\nARG BASE=mcr.microsoft.com/windows/nanoserver\nFROM $BASE\nRUN sudo ls\n').length, 0);
    assert.equal(found('DL3004', '# escape=`\nARG BASE=debian\nFROM ${BASE}:12\nRUN sudo ls\n').length, 1);
    assert.equal(found('DL3004', '# escape=`\nFROM debian:12 AS a\nFROM a\nRUN sudo ls\n').length, 1);
  });
});

describe('A script of its own with pipefail', () => {
  const piped = 'a | b';
  const script = (...lines: readonly string[]): readonly string[] => found('DL4006', `FROM ubuntu:24.04\nRUN <<EOF\n${lines.join('\n')}\nEOF\n`);
  for (const shell of ['/bin/bash', '/bin/sh', '/bin/ash', '/bin/ksh', '/usr/bin/zsh', '/usr/bin/env bash', ' /bin/bash']) {
    it(`#!${shell}`, () => {
      for (const set of ['set -o pipefail', 'set -eo pipefail', 'set -euxo pipefail', 'set -e -o pipefail', 'set -o errexit -o pipefail', 'set -eu; set -o pipefail']) {
        assert.deepEqual(script(`#!${shell}`, set, piped), [], set);
      }
      assert.equal(script(`#!${shell}`, piped).length, 1);
      assert.equal(script(`#!${shell}`, 'set -e', piped).length, 1);
      assert.equal(script(`#!${shell}`, piped, 'set -o pipefail').length, 1);
      assert.equal(script(`#!${shell}`, 'set -o pipefail', 'set +o pipefail', piped).length, 1);
      assert.equal(script(`#!${shell}`, '(set -o pipefail)', piped).length, 1);
    });
  }

  it('by env, behind tabs, and not without the line', () => {
    assert.deepEqual(script('#!/usr/bin/env -S bash -euo pipefail', piped), []);
    assert.deepEqual(found('DL4006', 'FROM ubuntu:24.04\nRUN <<-EOF\n\t#!/bin/bash\n\tset -eo pipefail\n\ta | b\n\tEOF\n'), []);
    assert.equal(script('set -o pipefail', piped).length, 1);
    assert.equal(script('', '#!/bin/bash', 'set -o pipefail', piped).length, 1);
  });
});

describe('A folder of which .dockerignore leaves nothing', () => {
  const context = (ignore: string): typeof defaultConfiguration => ({ ...defaultConfiguration, buildContext: buildContextOf(readDockerIgnore(ignore)) });
  for (const ignore of ['*', '**', '**/*', '*/', './*', '/*', '?*', '#\n*\na']) {
    it(JSON.stringify(ignore), () => {
      for (const source of ['.', './', '/', './.']) assert.deepEqual(found('CopyIgnoredFile', `FROM scratch\nCOPY ${source} /\n`, context(ignore)), [source], source);
      assert.deepEqual(found('CopyIgnoredFile', 'FROM scratch\nADD . a /\n', context(ignore)), ['.', 'a']);
      assert.deepEqual(found('CopyIgnoredFile', 'FROM scratch\nARG D=./ E\nCOPY ${D} /\nCOPY $E $F /x/\n', context(ignore)), ['${D}']);
      assert.deepEqual(found('CopyIgnoredFile', 'FROM scratch AS x\nFROM scratch\nCOPY --from=x . /\n', context(ignore)), []);
    });
  }
  for (const ignore of ['*\n!a', '.*', '*.*', '?', '[a-z]*', 'a', '.', '', '*\n!*', 'b/*', '*/*']) {
    it(`not by ${JSON.stringify(ignore)}`, () => {
      assert.deepEqual(found('CopyIgnoredFile', 'FROM scratch\nCOPY . /\n', context(ignore)), []);
    });
  }
});
