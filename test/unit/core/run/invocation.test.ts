import assert from 'node:assert/strict';
import { commandIds } from '../../../../src/commands/ids';
import { otherCommands } from '../../../../src/core/run/other-commands';
import { checkRunLine, type LineSurroundings, parseRunLine, parseRunWords } from '../../../../src/core/run-line';

const surroundings: LineSurroundings = {
  home: '/home/user',
  variables: { FOO: 'old' },
  engine: { name: 'colima', id: 'context:colima', address: 'unix:///home/user/.colima/docker.sock' },
};
const remote: LineSurroundings = { ...surroundings, engine: { name: 'far', id: 'context:far', address: 'tcp://far.example:2376' } };

describe('what stands before the options of a run line', () => {
  describe('is left out', () => {
    const before = [
      'docker run', 'docker  container run', 'docker create', 'docker.exe run', '/usr/bin/docker run', 'podman run', 'podman-remote run', '"/opt/my docker/docker" run',
      '$ docker run', '# docker run', '> docker run', '% docker run', 'user@box:~/x$ docker run', 'root@0123abcd:/# docker run', '[user@box ~]$ docker run', 'bash-5.1# docker run', '~/app $ docker run',
      'PS C:\\Users\\me> docker run', 'C:\\Users\\me> docker run',
      '$ sudo docker run', 'sudo -E docker run', 'sudo -u x docker run', 'sudo --user x -n docker run', 'sudo -u x -- docker run', 'sudo -nE docker run', 'sudo A=1 docker run', 'doas docker run', 'doas -u x docker run', 'doas -nu x docker run', 'doas -C f docker run', 'doas -n docker run',
      '# A=1 docker run', '# A=1 B=2 docker run', '# sudo A=1 docker run', 'C:\\Users\\me>  docker run', '# A=1 B=2 docker run \\\n', '# sudo docker run \\\n', '# sudo -E docker run \\\n', '# This starts it:\n# A=1 docker run \\\n', '# sudoers need docker here\ndocker run', 'me@box /a$ docker run', 'me@box:/a b$ docker run',
      'env A=1 docker run', 'env -u B docker run', 'time docker run', 'exec docker run', 'command docker run', 'nohup docker run', 'winpty docker run', 'winpty.exe docker.exe run', 'wsl docker run', 'wsl.exe -d Ubuntu -u me --cd / -e docker run', 'wsl -- docker run', 'sudo nice -n 5 docker run',
      'A=1 docker run', 'A=1 B="x y" sudo -E docker run', '# How to start it:\n\n$ docker run', '\n  docker run',
      'docker -D run', 'docker --debug run', 'docker -l debug run', 'docker --log-level=debug run', 'docker -ldebug run', 'docker --tls=false run', 'docker --tlsverify=false run',
      'docker --context colima run', 'docker -c colima run', 'docker --context=colima container run', 'docker -H unix:///home/user/.colima/docker.sock run', 'docker -D -Hunix:///home/user/.colima/docker.sock run',
      'docker -DH /home/user/.colima/docker.sock run', 'DOCKER_CONTEXT=colima docker run', 'DOCKER_HOST=unix:///home/user/.colima/docker.sock docker run', 'docker --config /home/user/.docker run',
      'docker --config ~/.docker/ run', 'docker -H unix:///home/user/.colima/docker.sock --tls run', 'podman --log-level debug run', 'podman -r run',
    ];
    for (const text of before) {
      it(JSON.stringify(text), () => {
        const { specification, words } = parseRunLine(`${text} -p 80:80 nginx`, surroundings);
        assert.deepEqual({ specification, words }, (({ specification, words }) => ({ specification, words }))(parseRunLine('-p 80:80 nginx')));
      });
    }

    it('and what looks like it further on is not', () => {
      for (const command of ['me@box:/x$ docker', '$ docker run alpine', '> docker', '# docker run alpine', 'PS C:\\x> docker', 'sudo docker run alpine']) {
        const { image, words } = parseRunLine(`--name n nginx '${command}'`);
        assert.deepEqual([image, words.at(-1)], ['nginx', command]);
      }
      assert.equal(parseRunLine('nginx me@box:/x$ docker').image, 'nginx');
    });

    it('for an engine over TCP in each form of its address', () => {
      for (const text of ['-H tcp://far.example:2376', '-H far.example:2376 --tlsverify', '-H tcp://far.example:2376/', '--tlsverify --tlscacert=ca.pem --tlscert cert.pem --tlskey key.pem']) {
        assert.equal(parseRunLine(`docker ${text} run nginx`, remote).image, 'nginx', text);
      }
    });
  });

  it('gives its variables to -e NAME, and none to $NAME, as a shell does', () => {
    const { specification } = parseRunLine('FOO=new BAR=$FOO docker run -e FOO -e BAR -e X=$FOO nginx', surroundings);
    assert.deepEqual(specification.body['Env'], ['FOO=new', 'BAR=new', 'X=old']);
  });

  describe('is refused where another engine or configuration would be used', () => {
    const refused: readonly (readonly [line: string, reason: RegExp, marked: string])[] = [
      ['docker --context far run nginx', /engine in use is colima, not far: choose that/, '--context far'],
      ['docker --context=far run nginx', /not far/, '--context=far'],
      ['docker -H tcp://x:2375 run nginx', /not tcp:\/\/x:2375/, '-H tcp://x:2375'],
      ['DOCKER_HOST=ssh://x docker run nginx', /not ssh:\/\/x/, 'DOCKER_HOST=ssh://x '],
      ['DOCKER_CONTEXT=far docker run nginx', /not far/, 'DOCKER_CONTEXT=far '],
      ['sudo DOCKER_HOST=ssh://x docker run nginx', /not ssh:\/\/x/, 'sudo DOCKER_HOST=ssh://x '],
      ['podman --connection far run nginx', /not far/, '--connection far'],
      ['podman --url ssh://x run nginx', /not ssh/, '--url ssh://x'],
      ['docker --config /etc/docker run nginx', /Credentials come from \/home\/user\/\.docker:/, '--config /etc/docker'],
      ['docker --tlsverify run nginx', /Certificates belong to the engine/, '--tlsverify'],
      ['docker --tlscacert ca.pem run nginx', /Certificates belong/, '--tlscacert ca.pem'],
      ['docker -', /docker has no option - before run/, '-'],
      ['docker frob- run nginx', /Slipway has no command for docker frob-: run it in a terminal/, 'frob-'],
      ['docker --frob run nginx', /docker has no option --frob before run/, '--frob'],
      ['docker -H', /-H needs a value/, '-H'],
      ['sudo', /docker run is missing after sudo/, ''],
      ['sudo apt install x', /Only docker run is supported here/, 'apt'],
      ['docker', /The command is missing after docker/, ''],
      ['doas -s docker', /The command is missing after docker/, ''],
    ];
    for (const [line, reason, marked] of refused) {
      it(line, () => {
        const checked = checkRunLine(line, surroundings);
        assert.ok('reason' in checked, JSON.stringify(checked));
        assert.match(checked.reason, reason);
        assert.equal(line.slice(checked.offset, checked.offset + checked.length), marked);
      });
    }

    it('and where it is not known which one is in use', () => {
      const checked = checkRunLine('docker --context far run nginx');
      assert.ok('reason' in checked && checked.instead?.command === 'slipway.engines.use');
      assert.match(checked.reason, /engine in use is not far/);
    });
  });

  describe('leads to the verb of another command', () => {
    const led: readonly (readonly [line: string, command: string, marked: string])[] = [
      ['docker exec -it web sh', 'slipway.containers.shell', 'exec'],
      ['docker build -t x .', 'slipway.dockerfile.build', 'build'],
      ['docker buildx build .', 'slipway.dockerfile.build', 'buildx build'],
      ['docker image build .', 'slipway.dockerfile.build', 'image build'],
      ['sudo docker pull nginx', 'slipway.images.pull', 'pull'],
      ['docker image pull nginx', 'slipway.images.pull', 'image pull'],
      ['docker -D start web', 'slipway.containers.start', 'start'],
      ['docker logs -f web', 'slipway.containers.logs', 'logs'],
      ['docker container ls', 'slipway.containers.refresh', 'container ls'],
      ['docker image inspect x', 'slipway.images.inspect', 'image inspect'],
      ['docker system prune -a', 'slipway.system.prune', 'system prune'],
      ['docker volume rm x', 'slipway.volumes.remove', 'volume rm'],
      ['podman rmi x', 'slipway.images.remove', 'rmi'],
    ];
    for (const [line, command, marked] of led) {
      it(line, () => {
        const checked = checkRunLine(line, surroundings);
        assert.ok('reason' in checked && checked.instead, JSON.stringify(checked));
        assert.equal(checked.instead.command, command);
        assert.ok(checked.reason.includes(checked.instead.title), checked.reason);
        assert.equal(line.slice(checked.offset, checked.offset + checked.length), marked);
      });
    }

    it('and says where there is none', () => {
      for (const line of ['docker compose up -d', 'docker cp a:/x .', 'docker swarm init', 'docker constructor', 'docker volume create x', 'docker container constructor']) {
        const checked = checkRunLine(line, surroundings);
        assert.ok('reason' in checked && !checked.instead, line);
        assert.match(checked.reason, /Slipway has no command for docker/, line);
      }
    });

    it('which is there', () => {
      for (const [name, id] of Object.entries(otherCommands)) assert.ok((commandIds as readonly string[]).includes(id), name);
    });
  });
});

describe('words of a run that are given one by one', () => {
  const hostile = ['$HOME', '`id`', '$(id)', ';', '&&', '|', '*', '~', '#', "'", '"', '\\', '', ' ', 'a\nb', '{a,b}', '$', '--rm', '-it', 'docker', '%PATH%', '^', '`', '\u0007', '数'];

  it('are passed as they are', () => {
    const { specification, command, words } = parseRunWords({ options: ['-e', 'A=$X `y`', '--name', 'n'], image: 'nginx', command: hostile }, surroundings);
    assert.deepEqual(command, hostile);
    assert.deepEqual(specification.body['Cmd'], hostile);
    assert.deepEqual(specification.body['Env'], ['A=$X `y`']);
    assert.deepEqual(words, ['-e', 'A=$X `y`', '--name', 'n', 'nginx', ...hostile]);
  });

  it('are the same on Windows', () => {
    assert.deepEqual(parseRunWords({ options: [], image: 'nginx', command: hostile }, { backslash: 'literal' }).command, hostile);
  });

  it('are refused where an option is none, lacks its value, or the image is none', () => {
    assert.throws(() => parseRunWords({ options: ['web'], image: 'nginx', command: [] }), /is not an option/);
    assert.throws(() => parseRunWords({ options: ['--name'], image: 'nginx', command: [] }), /needs a value/);
    assert.throws(() => parseRunWords({ options: [], image: '-it', command: [] }), /invalidInput/);
    assert.throws(() => parseRunWords({ options: [], image: '', command: [] }), /invalidInput/);
  });
});
