import assert from 'node:assert/strict';
import { proposeRunLine, readRememberedLines, rememberedLine, rememberLine, type RememberedLines, talks } from '../../../src/core/run-proposal';
import { parseRunLine } from '../../../src/core/run-line';

const facts = (command: readonly string[], ports: readonly string[] = [], entrypoint: readonly string[] = []) => ({ command, ports, entrypoint });

describe('the run line that is proposed', () => {
  it('keeps what is done in a shell or an interpreter, and serves what serves', () => {
    const rows: readonly (readonly [string, ReturnType<typeof facts>, readonly number[], string])[] = [
      ['ubuntu:20.04', facts(['/bin/bash']), [], '-it ubuntu:20.04'],
      ['alpine', facts(['/bin/sh']), [], '-it alpine'],
      ['python:3.7', facts(['python3']), [], '-it python:3.7'],
      ['node:20', facts(['node'], [], ['docker-entrypoint.sh']), [], '-it node:20'],
      ['php:8', facts(['php', '-a'], [], ['docker-php-entrypoint']), [], '-it php:8'],
      ['perl:5', facts(['perl', '-de0']), [], '-it perl:5'],
      ['base', facts(['bash'], [], ['/sbin/tini', '--']), [], '-it base'],
      ['base', facts(['/bin/sh', '-c', '/bin/bash']), [], '-it base'],
      ['dev', facts(['bash'], ['8888/tcp']), [], '-it -p 8888:8888 dev'],
      ['nginx:v2', facts(['nginx', '-g', 'daemon off;'], ['80/tcp'], ['/docker-entrypoint.sh']), [], '-d -p 80:80 nginx:v2'],
      ['nginx', facts(['nginx'], ['80/tcp', '443/tcp']), [80], '-d -p 8080:80 -p 443:443 nginx'],
      ['registry:2', facts(['/etc/docker/registry/config.yml'], ['5000/tcp'], ['/entrypoint.sh']), [5000, 5001], '-d -p 5002:5000 registry:2'],
      ['dns', facts(['named'], ['53/tcp', '53/udp']), [], '-d -p 53:53 -p 8053:53/udp dns'],
      ['app', facts(['python', 'server.py'], ['8000/tcp']), [], '-d -p 8000:8000 app'],
      ['app', facts(['/bin/sh', '-c', 'node server.js'], ['3000/tcp']), [], '-d -p 3000:3000 app'],
      ['hello-world', facts(['/hello']), [], '-it hello-world'],
      ['odd', facts(['x'], ['80-90/tcp', 'http', '0/tcp', '70000/tcp']), [], '-it odd'],
      ['many', facts(['x'], ['1/tcp', '2/tcp', '3/tcp', '4/tcp', '5/tcp', '6/tcp']), [], '-d -p 1:1 -p 2:2 -p 3:3 -p 4:4 -p 5:5 many'],
    ];
    for (const [image, given, taken, line] of rows) {
      const proposed = proposeRunLine(image, given, new Set(taken));
      assert.equal(proposed.line, line);
      assert.equal(proposed.line.slice(proposed.cursor), image);
      assert.equal(parseRunLine(proposed.line).image, image);
      assert.equal(parseRunLine(proposed.line).remove, false);
    }
    assert.deepEqual(proposeRunLine('what', undefined, new Set()), { line: '-it what', cursor: 4 });
  });

  it('knows who talks', () => {
    for (const words of ['bash -l', '/usr/bin/zsh', 'busybox sh', 'python3.12 -i', 'sh -c "exec', 'irb', 'R --no-save', 'jshell', 'psql', 'dumb-init -- bash', 'env A=b bash', 'pwsh.exe']) {
      assert.equal(talks(words === 'sh -c "exec' ? ['sh', '-c', 'exec bash'] : words.split(' ')), true, words);
    }
    for (const words of ['', 'bash run.sh', 'sh -c ./start', 'python app.py', 'node dist/main.js', 'nginx', 'java -jar a.jar', 'ruby script.rb', 'busybox httpd', 'redis-server', 'tini', 'mysqld']) {
      assert.equal(talks(words.split(' ').filter(Boolean)), false, words);
    }
  });

  it('is the last one of the image, else of its repository', () => {
    let lines: RememberedLines = [];
    const remember = (line: string): void => {
      const { image, imagePlace } = parseRunLine(line, { variables: {} });
      lines = rememberLine(lines, line, { text: image, ...imagePlace });
    };
    remember('docker run -d --name web -p 81:80 nginx:v2');
    remember('-it -e A="b c" python:3.7 /bin/bash');
    assert.deepEqual(rememberedLine(lines, 'nginx:v2'), { line: 'docker run -d --name web -p 81:80 nginx:v2', cursor: 'docker run -d --name web -p 81:80 '.length });
    assert.equal(rememberedLine(lines, 'python:3.8')?.line, '-it -e A="b c" python:3.8 /bin/bash');
    assert.equal(rememberedLine(lines, 'redis'), undefined);
    const another = [{ image: 'nginx:v1', before: '-d --name old', after: '' }, ...lines];
    assert.equal(rememberedLine(another, 'nginx:v2')?.line, 'docker run -d --name web -p 81:80 nginx:v2', 'its own before that of another tag');
    assert.equal(rememberedLine(another, 'nginx:v3')?.line, '-d --name old nginx:v3');
    remember('alpine ls');
    assert.deepEqual(rememberedLine(lines, 'alpine'), { line: 'alpine ls', cursor: 0 });
    remember('-d python:3.7');
    assert.equal(rememberedLine(lines, 'python:3.7')?.line, '-d python:3.7');
    assert.deepEqual(lines.map(({ image }) => image), ['python:3.7', 'alpine', 'nginx:v2']);
    for (let index = 0; index < 60; index++) remember(`-d app${String(index)}:1`);
    assert.equal(lines.length, 50);
    assert.deepEqual(readRememberedLines(JSON.stringify(lines)), lines);
    for (const text of [undefined, '', '{', '3', '{}', '[1, null, {"image": 3}]']) assert.deepEqual(readRememberedLines(text), []);
  });
});
