import assert from 'node:assert/strict';
import fc from 'fast-check';
import { dockerLineWithSecrets } from '../../../../src/core/docker-line';
import { checkRunLine, type LineSurroundings, parseRunLine, parseRunWords, type RunLine } from '../../../../src/core/run-line';
import { fieldText, readFieldWords } from '../../../../src/core/run/form-words';
import { readRunForm, wordsOfForm } from '../../../../src/core/run/read-run-form';
import { formOfRun, runFormFrom } from '../../../../src/core/run/run-form';
import { emptyRunForm, type RunForm } from '../../../../src/core/run/run-form-fields';
import { runLineCases, runLineMachine } from '../../../support/run-line-cases';

const accepted = runLineCases.filter(({ refused }) => !refused);

/** All of a run but how its options are written. The command line itself sends variables in no order. */
function meaningOf({ specification, image, command, detached, tty, interactive, remove, pull }: RunLine): unknown {
  const { Env, ...body } = specification.body;
  const sorted = Array.isArray(Env) ? [...(Env as string[])].sort() : Env;
  return { specification: { ...specification, body: { ...body, Env: sorted } }, image, command, detached, tty, interactive, remove, pull };
}

function readAgain(form: RunForm, surroundings: LineSurroundings): RunLine {
  const reading = readRunForm(form, surroundings);
  assert.ok('run' in reading, JSON.stringify(reading));
  return reading.run;
}

/** As the boxes of a page leave it: one line has no line breaks, several have no carriage returns. */
function throughPage(form: RunForm): RunForm {
  const sent = JSON.parse(JSON.stringify(form)) as RunForm;
  const several = (text: string): string => text.replace(/\r\n?/g, '\n');
  const single = (text: string): string => text.replace(/[\r\n]/g, '');
  const free = new Set(['command', 'more']);
  const rows = Object.entries(sent.rows).map(([field, values]) => [
    field,
    values.map((cells) => cells.map((cell, index) => (['environment', 'labels'].includes(field) && index === 1 ? several(cell) : single(cell)))),
  ]);
  const texts = Object.entries(sent.texts).map(([field, text]) => [field, free.has(field) ? several(text) : single(text)]);
  const received = runFormFrom({
    texts: Object.fromEntries(texts) as unknown,
    switches: sent.switches,
    rows: Object.fromEntries(rows) as unknown,
  });
  assert.ok(received);
  return received;
}

describe('the form of a run', () => {
  describe('keeps the request of a line, and as a line again', () => {
    for (const { line } of accepted) {
      it(line, () => {
        const run = parseRunLine(line, runLineMachine);
        const form = throughPage(formOfRun(run));
        const again = readAgain(form, runLineMachine);
        assert.deepEqual(meaningOf(again), meaningOf(run));
        const text = dockerLineWithSecrets(['run', ...again.words], 'posix');
        const checked = checkRunLine(text, runLineMachine);
        // What nobody sees is written by printf, which only a shell can do.
        if ('reason' in checked) assert.match(text, /printf/);
        else assert.deepEqual(formOfRun(checked.run), formOfRun(again));
      });
    }
    it('in many cases', () => assert.ok(accepted.length > 250, String(accepted.length)));
  });

  it('keeps what the engine does not hear of', () => {
    const form = formOfRun(parseRunLine('-q --sig-proxy=false --detach-keys ctrl-a --init=false --init --cap-add a alpine'));
    assert.equal(form.texts.more, '--quiet --sig-proxy=false --detach-keys=ctrl-a --init=false --init --cap-add=a');
  });

  it('has a field for what everybody writes', () => {
    const form = formOfRun(
      parseRunLine(
        '-dit --name web -p 127.0.0.1:8080:80/udp -p 90 -e A=1 -e B= -e HOME -v data:/data:ro -v /x --network n -l a=b -w /w -u 1 ' +
          `--restart on-failure:3 --pull missing nginx:1 nginx -g 'daemon off;' A=b`,
      ),
    );
    const none = emptyRunForm();
    assert.deepEqual(form, {
      texts: {
        ...none.texts,
        image: 'nginx:1', name: 'web', command: "nginx -g 'daemon off;' 'A=b'", passedOn: 'HOME', user: '1', workdir: '/w',
        restart: 'on-failure', restartAttempts: '3',
      },
      switches: { ...none.switches, detached: true, interactive: true, tty: true },
      rows: {
        ...none.rows,
        ports: [['127.0.0.1:8080', '80/udp'], ['', '90']],
        environment: [['A', '1'], ['B', '']],
        volumes: [['data', '/data', 'ro'], ['', '/x', '']],
        networks: [['n']],
        labels: [['a', 'b']],
      },
    });
    const reading = readRunForm(form, {});
    assert.ok('run' in reading);
    assert.deepEqual(reading.run.words.slice(0, 6), ['-dit', '--name', 'web', '-p', '127.0.0.1:8080:80/udp', '-p']);
  });

  it('says which row is wrong', () => {
    const none = emptyRunForm();
    const form: RunForm = {
      texts: { ...none.texts, image: 'Alpine', memory: 'much', more: '--nam x', restart: 'always' },
      switches: none.switches,
      rows: {
        ...none.rows,
        ports: [['', ''], ['80', 'x']],
        volumes: [['data', '', ''], ['', '/x', 'ro'], ['a', '/b', ''], ['xx:y', '/b', '']],
        environment: [['', '1']],
        envFiles: [['missing.env']],
      },
    };
    const { problems } = wordsOfForm(form, runLineMachine);
    assert.deepEqual(Object.keys(problems).sort(), [
      'envFiles/0', 'environment/0', 'image', 'memory', 'more', 'ports/1', 'volumes/0', 'volumes/1', 'volumes/2', 'volumes/3',
    ]);
    assert.match(problems['envFiles/0'] ?? '', /missing\.env cannot be read/);
  });

  it('says what does not go together', () => {
    const none = emptyRunForm();
    const form = { ...none, texts: { ...none.texts, image: 'alpine', restart: 'always' }, switches: { ...none.switches, remove: true } };
    const reading = readRunForm(form, {});
    assert.match('problems' in reading ? (reading.problems['form'] ?? '') : '', /--rm and --restart/);
  });

  it('takes options without a field, on several lines, and no image of theirs', () => {
    const none = emptyRunForm();
    const more = (text: string): RunForm => ({ ...none, texts: { ...none.texts, image: 'alpine', more: text } });
    assert.deepEqual(readAgain(more(' --init\n\n--cap-add a\n  --cap-add=b '), {}).specification.body['HostConfig'], {
      Init: true,
      CapAdd: ['CAP_A', 'CAP_B'],
    });
    for (const text of ['nginx', '--init nginx', '--cap-add', '--init | cat', '$(x)']) {
      assert.ok('problems' in readRunForm(more(text), {}), text);
    }
  });

  it('is refused in any other form', () => {
    const form = formOfRun(parseRunLine('-p 80:80 alpine'));
    assert.deepEqual(runFormFrom({ ...form, other: 1 }), form);
    const { texts, switches, rows } = form;
    const others: readonly unknown[] = [
      undefined, null, [], 'x', {}, { texts, switches }, { texts: { ...texts, name: 1 }, switches, rows },
      { texts: { ...texts, name: 'x'.repeat(20_001) }, switches, rows }, { texts, switches: { ...switches, tty: 'x' }, rows },
      { texts, switches, rows: { ...rows, ports: [['80']] } }, { texts, switches, rows: { ...rows, ports: [['80', 1]] } },
      { texts, switches, rows: { ...rows, ports: Array.from({ length: 501 }, () => ['80', '80']) } },
      { texts, switches, rows: { ...rows, ports: { length: 1, 0: ['80', '80'] } } },
    ];
    others.forEach((wrong, index) => assert.equal(runFormFrom(wrong), undefined, String(index)));
  });

  it('writes words into a field that it reads as they were', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 8 });
    const odd = fc.constantFrom('', "'", '\\', '#', '~', '$HOME', '{a,b}', '*', 'A=b', 'A+=b', '\n', '\r\n', '\u202e', '\u0001', '%X%', '^', '`', '!');
    const word = fc.oneof(text, odd, fc.tuple(odd, text, odd).map((parts) => parts.join('')));
    fc.assert(
      fc.property(fc.array(word, { maxLength: 5 }), fc.constantFrom('quotes' as const, 'literal' as const), (words, backslash) => {
        const kept = words.map((each) => each.replaceAll('\0', ''));
        const written = fieldText(kept).replace(/\r\n?/g, '\n');
        const read = readFieldWords(written, { backslash, home: '/h', variables: { HOME: '/h' } }).map((each) => each.text);
        assert.deepEqual(read, kept, written);
      }),
      { numRuns: 500 },
    );
  });

  it('keeps every request that words can make', () => {
    const value = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 6 }), fc.constantFrom('a b', ' x', '', 'x\ny', '80', 'a:b', 'A=b', '1g'));
    const name = fc.constantFrom(
      'name', 'entrypoint', 'user', 'workdir', 'env', 'label', 'volume', 'network', 'hostname', 'publish', 'cap-add', 'tmpfs', 'memory',
      'pull', 'health-cmd', 'group-add', 'dns-option', 'restart', 'platform', 'mount', 'annotation',
    );
    const flag = fc.constantFrom('--init', '-it', '-d', '--rm', '--rm=false', '--init=false', '-P', '--privileged', '--read-only', '-q');
    const option = fc.oneof(fc.tuple(name, value).map(([each, text]) => `--${each}=${text}`), flag);
    fc.assert(
      fc.property(fc.array(option, { maxLength: 4 }), fc.array(value, { maxLength: 3 }), (options, command) => {
        let run: RunLine;
        try {
          run = parseRunWords({ options, image: 'alpine', command }, runLineMachine);
        } catch {
          return;
        }
        assert.deepEqual(meaningOf(readAgain(throughPage(formOfRun(run)), runLineMachine)), meaningOf(run));
      }),
      { numRuns: 2000 },
    );
  });
});
