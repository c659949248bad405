import assert from 'node:assert/strict';
import fc from 'fast-check';
import { SlipwayError } from '../../../src/core/errors';
import { checkRunLine, parseRunLine } from '../../../src/core/run-line';
import { runLineCases as cases, runLineMachine as surroundings } from '../../support/run-line-cases';

/** The docker command line sends these whatever the line says. */
const always = { AttachStdin: false, AttachStdout: true, AttachStderr: true, Tty: false, OpenStdin: false, StdinOnce: false, HostConfig: {} };

/** The docker command line gives these in the order of a Go map, that is none. */
function sortMaps(body: Readonly<Record<string, unknown>>): unknown {
  const host = { ...(body['HostConfig'] as Readonly<Record<string, unknown>>) };
  // The docker command line sends it with every line; Slipway where it is given.
  if (host['PidsLimit'] === 0) delete host['PidsLimit'];
  const binds = host['Binds'] as string[] | undefined;
  const environment = body['Env'] as string[] | undefined;
  return {
    ...body,
    ...(environment && { Env: [...environment].sort() }),
    HostConfig: { ...host, ...(binds && { Binds: [...binds].sort() }) },
  };
}

describe('run lines', () => {
  describe('mean to Slipway what they mean to the docker command line', () => {
    for (const { line, refused, name, platform, body } of cases) {
      it(line, () => {
        const checked = checkRunLine(line, surroundings);
        if (refused) {
          assert.ok('reason' in checked, 'is refused by docker');
          return;
        }
        assert.ok('run' in checked, JSON.stringify(checked));
        const { specification } = checked.run;
        assert.equal(specification.name, name);
        assert.equal(specification.platform, platform);
        assert.deepEqual(sortMaps(specification.body), { ...always, ...body });
      });
    }
    it('in many cases', () => assert.ok(cases.length > 350, String(cases.length)));
  });

  it('give the parts that the engine does not see', () => {
    const run = parseRunLine('docker run -dit --rm --pull=always --name web nginx:1 nginx -g "daemon off;"');
    const { detached, tty, interactive, remove, pull, image, command, words } = run;
    assert.deepEqual({ detached, tty, interactive, remove, pull, image, command }, {
      detached: true, tty: true, interactive: true, remove: true, pull: 'always', image: 'nginx:1', command: ['nginx', '-g', 'daemon off;'],
    });
    assert.deepEqual(words, ['-dit', '--rm', '--pull=always', '--name', 'web', 'nginx:1', 'nginx', '-g', 'daemon off;']);
  });

  it('may be pasted with all that stands before the options', () => {
    for (const before of ['docker run', '$ docker run', 'sudo docker container run', '# docker create', 'podman run \\\n ']) {
      const pasted = `${before} -p 80:80 \\\n  nginx`;
      const { imagePlace, ...run } = parseRunLine(pasted);
      assert.equal(pasted.slice(imagePlace.offset, imagePlace.offset + imagePlace.length), 'nginx', before);
      assert.deepEqual({ ...run, imagePlace: { offset: 9, length: 5 } }, parseRunLine('-p 80:80 nginx'), before);
    }
  });

  it('keep backslashes on Windows', () => {
    const { specification } = parseRunLine('-v C:\\a\\b:/c -e "A=\\n" alpine', { backslash: 'literal' });
    assert.deepEqual(specification.body['HostConfig'], { Binds: ['C:\\a\\b:/c'] });
    assert.deepEqual(specification.body['Env'], ['A=\\n']);
  });

  describe('say what is wrong and where', () => {
    const wrong: readonly (readonly [line: string, reason: RegExp, marked: string])[] = [
      ['-it --nam x alpine', /no option --nam/, '--nam'],
      ['-iz alpine', /no option -z/, '-iz'],
      ['-p 80:x alpine', /^-p: "x" is not a port/, '80:x'],
      ['--publish=70000:80 alpine', /^--publish: "70000"/, '--publish=70000:80'],
      ['-it', /image is missing/, ''],
      ['--rm Alpine', /lower case/, 'Alpine'],
      ['--name', /--name needs a value/, '--name'],
      ["-e 'A=1 alpine", /quote is not closed/, "'"],
      ['-e "A=1 alpine', /quote is not closed/, '"'],
      ['alpine | cat', /cannot be piped/, '|'],
      ['alpine && x', /Only one command/, '&& x'],
      ['alpine $(date)', /\$\(date\) is not evaluated/, '$(date)'],
      ['alpine "`date`"', /`date` is not evaluated/, '`date`'],
      ['-v $NOWHERE:/x alpine', /NOWHERE is not set/, '$NOWHERE'],
      ['-v ${constructor}:/x alpine', /constructor is not set/, '${constructor}'],
      ['-v ./x:/y alpine', /relative/, '-v ./x:/y alpine'],
      ['--env-file x alpine', /cannot be read/, '--env-file x alpine'],
      ['--use-api-socket alpine', /socket/, '--use-api-socket'],
      ['--rm --restart always alpine', /cannot be used together/, '--rm --restart always alpine'],
      // Stricter than the command line, which leaves these to the engine.
      ['-p 80/tcp/udp nginx', /not a port such as/, '80/tcp/udp'],
      ['-p target=80,color=red nginx', /no field "color"/, 'target=80,color=red'],
      ['--gpus all,2 alpine', /twice/, 'all,2'],
      ['--ip nowhere alpine', /not an IP/, 'nowhere'],
      ['--oom-score-adj -2000 alpine', /between -1000 and 1000/, '-2000'],
      ['--cpus -1 alpine', /number of CPUs/, '-1'],
      ['--restart always:3 alpine', /Only on-failure/, 'always:3'],
      ['--restart sometimes alpine', /not one of/, 'sometimes'],
      ['--storage-opt =x alpine', /name before = is missing/, '=x'],
      ['--disable-content-trust=false alpine', /Signatures/, '--disable-content-trust=false'],
    ];
    for (const [line, reason, marked] of wrong) {
      it(line, () => {
        const checked = checkRunLine(line);
        assert.ok('reason' in checked, JSON.stringify(checked));
        assert.match(checked.reason, reason);
        assert.equal(line.slice(checked.offset, checked.offset + checked.length), marked);
        assert.throws(() => parseRunLine(line), (error) => SlipwayError.details(error, 'invalidInput')?.offset === checked.offset);
      });
    }
  });

  it('never make the reader throw or point outside the text', function () {
    this.timeout(20_000);
    const known = cases.flatMap(({ line }) => line.split(' '));
    const word = fc.oneof(fc.constantFrom(...known), fc.string({ maxLength: 6, unit: 'binary' }), fc.constantFrom('"', "'", '\\', '$', '--', '-', '=', '~'));
    fc.assert(
      fc.property(fc.array(word, { maxLength: 8 }), fc.constantFrom(' ', '', '\n', ','), (words, separator) => {
        const line = words.join(separator);
        const checked = checkRunLine(line, surroundings);
        if ('run' in checked) assert.notEqual(checked.run.image, '');
        else assert.ok(checked.reason !== '' && checked.offset >= 0 && checked.offset + checked.length <= line.length);
      }),
      { numRuns: 600 },
    );
  });
});
