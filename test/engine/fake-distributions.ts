import type { ImageFile } from '../../scripts/environment/images';

/** Images that stand for a distribution, and one that is like none. */
export type FakeFamily = 'debian' | 'alpine' | 'rpm' | 'unknown';

/** Names by which the linter knows what an image of the family is; a test puts its own part behind the tag. */
export const fakeReferences: Readonly<Record<FakeFamily, string>> = {
  debian: 'docker.io/library/debian:12',
  alpine: 'docker.io/library/alpine:3.20',
  rpm: 'docker.io/library/rockylinux:9',
  unknown: 'docker.io/slipwaytest/unknown:1',
};

const script = (path: string, lines: string): ImageFile => ({ path, content: `#!/bin/busybox sh\n${lines}`, mode: 0o755 });

/** Reads flags and words into `yes`, `flags`, `verb` and `packages`; `asks` wants an answer where there is no -y. */
const reading = `yes= flags=" " verb= packages=
for word in "$@"; do case "$word" in
  -y|--yes|--assume-yes|-qq|-yqq|-yq|--non-interactive) yes=1;;
  -*) flags="$flags$word ";;
  *) if [ -z "$verb" ]; then verb=$word; else packages="$packages $word"; fi;;
esac; done
asks() { [ -n "$yes" ] && return; read -r answer || exit 1; case "$answer" in y*|Y*) ;; *) exit 1;; esac; }
`;

/** Packages are files of their name; lists must be there to install from, and are files too. */
const apt = `${reading}lists=/var/lib/apt/lists
case "\${0##*/}" in apt) flags="$flags--with-new-pkgs ";; esac
case "$verb" in
  update) mkdir -p $lists; echo list > $lists/main;;
  install) asks; [ -f $lists/main ] || exit 100; for one in $packages; do touch /usr/share/is-$one; done;;
  upgrade) asks; [ -f $lists/main ] || exit 100; touch /usr/share/upgraded; case "$flags" in *--with-new-pkgs*) touch /usr/share/upgraded-new;; esac;;
  dist-upgrade|full-upgrade) asks; [ -f $lists/main ] || exit 100; touch /usr/share/upgraded /usr/share/upgraded-new;;
  remove|purge) asks; for one in $packages; do rm -f /usr/share/is-$one; done;;
  clean|autoclean|autoremove) ;;
  *) exit 2;;
esac
`;

/** As apk: the index is fetched and kept, unless --no-cache; --no-network wants one that is there. */
const apk = `${reading}index=/var/cache/apk/index
case "$flags" in *--no-network*) case "$flags" in *--no-cache*) exit 3;; esac; [ -f $index ] || [ "$verb" != add ] || exit 4;; esac
case "$verb" in
  update) mkdir -p /var/cache/apk; echo index > $index;;
  add) case "$flags" in *--no-cache*|*--no-network*) ;; *) mkdir -p /var/cache/apk; echo index > $index;; esac
    for one in $packages; do touch /usr/share/is-$one; case $one in
      wget) rm -f /usr/bin/wget; cp /usr/lib/wget-gnu /usr/bin/wget;;
      dash-binsh) ln -sf /bin/othersh /bin/sh;;
      tool) cp /usr/lib/newtool /usr/local/bin/tool;;
    esac; done;;
  del) for one in $packages; do rm -f /usr/share/is-$one; case $one in wget) cp /usr/lib/wget-busybox /usr/bin/wget;; esac; done;;
  *) exit 2;;
esac
`;

const dnf = `${reading}cache=/var/cache/\${0##*/}
case "$verb" in
  install|update|upgrade) asks; case "$flags" in *--cacheonly*|*" -C "*) [ -f $cache/metadata ] || exit 5;; esac
    mkdir -p $cache; echo metadata > $cache/metadata; for one in $packages; do touch /usr/share/is-$one; done;;
  clean) [ -d /var/cache ] && rm -rf $cache/*;;
  remove) asks; for one in $packages; do rm -f /usr/share/is-$one; case $one in dnf|yum|microdnf) rm -f /usr/bin/$one;; esac; done;;
  *) exit 2;;
esac
`;

/** \`pip install pip\` puts a newer one where the name is found first. */
const pip = (knowsFlag: boolean): string => `${reading}
case "$flags" in *--no-cache-dir*) ${knowsFlag ? 'cached=' : 'exit 2'};; *) cached=1;; esac
[ "$verb" = install ] || exit 2
[ -z "$cached" ] || { mkdir -p /root/.cache/pip; echo wheel > /root/.cache/pip/wheel; }
for one in $packages; do echo "\${0}" > /usr/share/pip-$one; case $one in
  pip) { echo '#!/bin/busybox sh'; echo 'echo newer > /usr/share/pip-by'; } > /usr/local/bin/pip; chmod +x /usr/local/bin/pip;;
  tool) cp /usr/lib/newtool /usr/local/bin/tool;;
esac; done
`;

/** Writes the name of what it is told to download; only GNU's knows long flags, and tells its progress. */
const wget = (isGnu: boolean): string => `out= name=
while [ $# -gt 0 ]; do case "$1" in
  -O) out=$2; shift;; -q|-nv) ;; --progress=*) ${isGnu ? 'echo "$1" >&2' : 'exit 1'};; -*) exit 1;; *) name=\${1##*/};;
esac; shift; done
[ -n "$name" ] || exit 1
echo "$name" > "\${out:-$name}"
`;

/** A shell that is another one: it says so. */
const othersh = 'export OTHER=1\nexec /bin/busybox sh "$@"\n';

/** The files of an image of the family, over those of the least one. */
export function fakeDistribution(family: FakeFamily): readonly ImageFile[] {
  const isUnknown = family === 'unknown';
  const installer = { debian: 'apt-get install -y', alpine: 'apk add', rpm: 'dnf install -y', unknown: 'apt-get install -y' }[family];
  const programs: Readonly<Record<string, string>> = {
    ...(family === 'debian' || isUnknown ? { 'apt-get': apt, apt } : {}),
    ...(family === 'alpine' || isUnknown ? { apk } : {}),
    ...(family === 'rpm' || isUnknown ? { dnf, microdnf: dnf, yum: dnf } : {}),
    pip: pip(!isUnknown),
    wget: wget(family === 'debian' || family === 'rpm'),
    useradd: `case " $* " in *" -l "*) ${isUnknown ? 'exit 2' : ':'};; *) echo log > /var/log/lastlog;; esac\necho "$*" | sed "s/-l //" >> /etc/users\n`,
    setup: `exec ${installer} from-setup\n`,
    tool: 'echo old > "${1:-/opt/tool}"\n',
    'install-tool': 'cp /usr/lib/newtool /usr/local/bin/tool\n',
  };
  return [
    ...['usr/', 'usr/bin/', 'usr/lib/', 'usr/share/', 'usr/local/', 'usr/local/bin/', 'opt/', 'var/', 'var/log/', 'var/cache/', 'var/lib/', 'work/'].map((path) => ({ path })),
    ...Object.entries(programs).map(([name, text]) => script(`usr/bin/${name}`, text)),
    script('usr/lib/newtool', 'echo new > "${1:-/opt/tool}"\n'),
    script('usr/lib/wget-gnu', wget(true)),
    script('usr/lib/wget-busybox', wget(false)),
    script('bin/othersh', othersh),
    script('bin/bash', 'exec /bin/busybox sh "$@"\n'),
    ...['cut', 'dirname', 'basename', 'rmdir', 'id', 'ash', 'truncate'].map((name) => ({ path: `usr/bin/${name}`, link: '/bin/busybox' })),
    // As some images do, the one of which nothing is known reads a file whenever a shell begins.
    ...(isUnknown ? [{ path: 'bin/sh', link: 'login-sh' }, script('bin/login-sh', '. /etc/profile\nexec /bin/busybox sh "$@"\n')] : []),
    { path: 'etc/profile', content: '[ ! -f /opt/f ] || export PROFILE=f\n', mode: 0o644 },
    { path: 'etc/bashenv', content: '[ ! -f /opt/f ] || export PROFILE=f\n', mode: 0o644 },
  ];
}

/** What the rules are about: these may differ. */
const isRuled = /^(?:var\/lib\/apt\/(?:lists\b|\s)|var\/cache\/(?:apk|dnf|microdnf|yum)\b|root\/\.cache\b|var\/log\/lastlog\b|var\/lib\/apt\/? )/;

/** The entries of a file system without what the rules are about, so that the others must be equal. */
export function unruled(entries: readonly string[]): readonly string[] {
  return entries.filter((entry) => !isRuled.test(entry));
}
