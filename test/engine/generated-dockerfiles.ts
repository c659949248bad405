import fc from 'fast-check';
import type { FakeFamily } from './fake-distributions';

/** A Dockerfile of which `BASE` stands for the image of a family. */
export interface GeneratedDockerfile {
  readonly family: FakeFamily;
  readonly text: string;
}

/** Commands that do something that the next one, or the next RUN, may mind. */
const common = [
  ...['mkdir -p /opt/a', 'echo x > /opt/f', 'touch here', 'pwd > /opt/pwd', 'cp /opt/f /opt/g', 'mv /opt/f /opt/h', 'chmod 700 /opt', 'true', 'false', 'rm -f /opt/f'],
  ...['echo "[$OTHER$PROFILE]" > /opt/env', 'echo "$V" > /opt/v', 'cd /opt', 'export V=1', 'V=2', 'set -e', 'set -f', 'set -eux', 'umask 077', 'exit 0', 'exec touch /opt/e'],
  ...['ln -sf /bin/othersh /bin/sh', 'cp /bin/othersh /bin/sh', 'ln -s /bin /opt/programs', 'ln -sf othersh /opt/programs/sh', 'echo "export PROFILE=1" >> /etc/profile', 'echo "export PROFILE=2" > /etc/bashenv'],
  ...['tool', 'tool /opt/tool2', 'install-tool', 'cp /usr/lib/newtool /usr/local/bin/tool', 'cp /usr/lib/newtool /usr/local/bin/', 'ln -s /usr/lib/newtool /usr/local/bin/tool'],
  ...['rm -rf /work', 'mv /work /opt/work', 'rmdir /work', 'echo 1 > /dev/shm/x', 'ls /dev/shm > /opt/shm', 'echo "1.2.3.4 h" >> /etc/hosts', 'grep -c 1.2.3.4 /etc/hosts > /opt/hosts'],
  ...['ln /opt/f /opt/same', 'echo y >> /opt/same', 'sleep 0 &', 'echo "$_" > /opt/last', 'echo $((1 + 1)) > /opt/sum', 'sed -i s/x/y/ /opt/f', 'echo a b | tee /opt/tee', 'tool=2', 'echo "$(pwd)" > /opt/here'],
  ...['pip install flask', 'pip install pip', 'pip install tool', 'rm -r /root/.cache', 'useradd -u 1234567 ada', 'wget http://example.com/a.tgz', 'wget -O /opt/w http://example.com/b', 'wget http://example.com/c 2> /opt/log'],
] as const;

const ofFamily: Readonly<Record<FakeFamily, readonly string[]>> = {
  debian: [
    ...['apt-get update', 'apt-get install -y a', 'apt-get install b', 'apt-get install -y --no-install-recommends c=1', 'apt install -y d', 'apt upgrade -y', 'apt update', 'apt install e'],
    ...['bash -c "apt-get install -y f"', 'setup', 'rm -rf /var/lib/apt/lists/*', 'yes | apt-get install g', 'yes n | apt-get install h', 'apt-get clean', 'apt-get dist-upgrade -y', 'apt-get update && apt-get install -y i'],
    'apt-get update && apt-get install -y j',
  ],
  alpine: [
    ...['apk add a', 'apk add --update b', 'apk add --no-network c', 'apk update', 'apk add --no-cache d', 'apk add wget', 'apk del wget', 'apk add dash-binsh', 'apk add tool', 'rm -rf /var/cache/apk/*', 'rm /var/cache/apk/*', 'setup'],
  ],
  rpm: [
    ...['dnf install -y a', 'dnf install b', 'microdnf install -y c', 'yum install -y d', 'yum install e', 'dnf install -y --cacheonly f', 'dnf remove -y dnf', 'dnf clean all', 'setup', 'dnf install -C -y g'],
  ],
  unknown: ['apt-get update', 'apt-get install -y a', 'apk add b', 'dnf install -y c', 'apt install -y d', 'setup'],
};

function command(family: FakeFamily): fc.Arbitrary<string> {
  return fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...common) }, { weight: 2, arbitrary: fc.constantFrom(...ofFamily[family]) });
}

/** A script of one command, or of several in all the ways in which a shell takes them. */
function shellText(family: FakeFamily): fc.Arbitrary<string> {
  const one = command(family);
  const few = fc.array(one, { minLength: 2, maxLength: 3 });
  return fc.oneof(
    { weight: 9, arbitrary: one },
    { weight: 4, arbitrary: few.map((parts) => parts.join(' && ')) },
    { weight: 3, arbitrary: few.map((parts) => parts.join('; ')) },
    { weight: 2, arbitrary: few.map((parts) => `set -e; ${parts.join('; ')}`) },
    { weight: 2, arbitrary: few.map((parts) => `set -eux; \\\n    ${parts.join('; \\\n    ')}`) },
    { weight: 1, arbitrary: fc.tuple(one, one, one).map(([a, b, c]) => `if ${a}; then ${b}; else ${c}; fi`) },
    { weight: 1, arbitrary: fc.tuple(one, one).map(([a, b]) => `f() { ${a}; }; f && ${b}`) },
    { weight: 1, arbitrary: fc.tuple(one, one).map(([a, b]) => `( ${a} ) && ${b}`) },
    { weight: 1, arbitrary: fc.tuple(one, one).map(([a, b]) => `${a} || ${b}`) },
    { weight: 1, arbitrary: fc.tuple(one, one).map(([a, b]) => `wget() { echo mine > /opt/mine; }; ${a}; ${b}`) },
    { weight: 1, arbitrary: one.map((a) => `for i in 1 2; do ${a}; done`) },
    { weight: 1, arbitrary: fc.tuple(one, one).map(([a, b]) => `${a} && { ${b}; } > /opt/out`) },
    { weight: 1, arbitrary: fc.tuple(one, one).map(([a, b]) => `${a}; exit 0; ${b}`) },
  );
}

const others = fc.constantFrom(
  ...['WORKDIR /work', 'ENV V=3', 'ENV BASH_ENV=/etc/bashenv', 'ENV PATH=/opt/bin:/usr/local/bin:/usr/bin:/bin', 'ARG Q=1', 'COPY conf.txt /opt/', 'ADD conf.txt /opt/', 'ADD data /opt/', 'ADD folder/ /opt/'],
  ...['VOLUME /opt', 'SHELL ["/bin/sh", "-l", "-c"]', 'SHELL ["/bin/bash", "-eo", "pipefail", "-c"]', 'SHELL ["/bin/sh", "-ec"]', 'ENV MODE some value', 'MAINTAINER Ada', 'COPY conf.txt folder/x.txt /opt/both/', 'CMD true', 'USER root'],
);

function instruction(family: FakeFamily): fc.Arbitrary<string> {
  return fc.oneof(
    { weight: 8, arbitrary: shellText(family).map((text) => `RUN ${text}`) },
    { weight: 2, arbitrary: others },
    { weight: 1, arbitrary: command(family).map((text) => `ONBUILD RUN ${text}`) },
  );
}

/** Ways in which a file comes to its base. */
const beginnings = fc.constantFrom('FROM BASE\n', 'FROM BASE\n', 'FROM BASE\n', 'FROM BASE AS base\nFROM base\n', 'ARG FROM_IMAGE=BASE\nFROM $FROM_IMAGE\n', 'FROM BASE\nSHELL ["/bin/bash", "-c"]\n', 'FROM BASE\nWORKDIR /work\n');

/** Dockerfiles that a builder without BuildKit takes, too. */
export const generatedDockerfile: fc.Arbitrary<GeneratedDockerfile> = fc
  .constantFrom<FakeFamily>('debian', 'debian', 'alpine', 'rpm', 'unknown')
  .chain((family) =>
    fc.tuple(beginnings, fc.array(instruction(family), { minLength: 2, maxLength: 5 })).map(([beginning, rows]) => ({ family, text: `${beginning}${rows.join('\n')}\n` })),
  );
