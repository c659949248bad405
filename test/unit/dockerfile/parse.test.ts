import assert from 'node:assert/strict';
import { DockerfileParser } from 'dockerfile-ast';
import type { Instruction } from '../../../src/dockerfile/instruction';
import { parseDockerfile } from '../../../src/dockerfile/parse';

function read(...lines: readonly string[]): readonly Instruction[] {
  return parseDockerfile(lines.join('\n')).instructions;
}

function only(...lines: readonly string[]): Instruction {
  const [first, ...others] = read(...lines);
  assert.ok(first !== undefined && others.length === 0, 'exactly one instruction');
  return first;
}

describe('reading a Dockerfile', () => {
  it('has scripts where a shell gets the text', () => {
    const scripts = (line: string): string | undefined => only(line).script?.text.trim();
    for (const line of ['RUN a b', 'CMD a b', 'ENTRYPOINT a b', 'HEALTHCHECK CMD a b', 'RUN --network=none a b', 'HEALTHCHECK --interval=1s CMD a b']) assert.equal(scripts(line), 'a b', line);
    for (const line of ['RUN', 'RUN ["a"]', 'CMD ["a"]', 'HEALTHCHECK NONE', 'HEALTHCHECK CMD', 'ENV a b', 'COPY a b', 'USER a', 'SHELL a b', 'LABEL a b', 'FROM a', 'VOLUME a b']) assert.equal(scripts(line), undefined, line);
  });

  it('takes out continuations, comments and blank lines of an instruction and knows where each character stood', () => {
    const text = 'RUN a \\\n  # why\n\n  b \\  \n\tc\n';
    const run = parseDockerfile(text).instructions[0]!;
    assert.equal(run.joined.text, 'RUN a   b \tc');
    assert.deepEqual([run.firstLine, run.lastLine], [0, 4]);
    assert.deepEqual(run.innerComments.map((comment) => comment.text), ['why']);
    assert.deepEqual(run.emptyLines, [2]);
    for (let offset = 0; offset < run.joined.text.length; offset++) {
      assert.equal(text[run.joined.offsetInFile(offset)], run.joined.text[offset]);
    }
    assert.equal(text.slice(run.range.start, run.range.end), text.trimEnd());
  });

  it('continues only where one escape character ends the line', () => {
    assert.deepEqual(
      read('RUN a \\\\', 'RUN b', 'RUN c `', 'RUN d').map(({ argumentsText }) => argumentsText),
      ['a \\\\', 'b', 'c `', 'd'],
    );
    assert.equal(only('# escape=`', 'RUN a `', ' b\\').joined.text, 'RUN a  b\\');
  });

  it('reads the value of a directive to the end of its line, whatever stands in it', () => {
    for (const value of ['a b', 'a\rb', 'a\u2028b', 'x = y', 'skip=all']) {
      const file = parseDockerfile(`# check = ${value} \t\r\nFROM a`);
      assert.deepEqual(file.directives.map((directive) => [directive.name, directive.value, file.text.slice(directive.valueRange.start, directive.valueRange.end)]), [['check', value, value]]);
    }
    for (const text of ['# check=', '# check= \t', '# 1=a', '#=a', '# check a']) assert.deepEqual(parseDockerfile(`${text}\nFROM a`).directives, [], text);
  });

  it('reads directives only above everything else, once each', () => {
    const file = parseDockerfile('# syntax = docker/dockerfile:1 \n#unknown=x\n# check=skip=A;error=true\n# check=skip=B\n# note\n# escape=`\nFROM a');
    assert.deepEqual(
      file.directives.map(({ name, value, valueRange }) => [name, value, file.text.slice(valueRange.start, valueRange.end)]),
      [
        ['syntax', 'docker/dockerfile:1', 'docker/dockerfile:1'],
        ['check', 'skip=A;error=true', 'skip=A;error=true'],
      ],
    );
    assert.equal(file.escape, '\\');
    assert.deepEqual(file.comments.map(({ text }) => text), ['unknown=x', 'check=skip=B', 'note', 'escape=`']);
  });

  it('gives an instruction the comments directly above it', () => {
    const [, run] = read('# far', '', 'FROM a', '# near', '  # nearer', 'RUN b');
    assert.deepEqual(run?.comments.map(({ text }) => text), ['near', 'nearer']);
  });

  it('reads flags up to the first word that is none', () => {
    const copy = only('COPY --from=build --chown="a b" \\', '  --link --parents=false src --dst /x');
    assert.deepEqual(
      copy.flags.map(({ name, flagValue }) => [name, flagValue]),
      [
        ['from', 'build'],
        ['chown', 'a b'],
        ['link', undefined],
        ['parents', 'false'],
      ],
    );
    assert.deepEqual(copy.copy.sources.map(({ value }) => value), ['src', '--dst']);
    assert.equal(copy.copy.destination?.value, '/x');
    assert.equal(copy.copy.from?.flagValue, 'build');
  });

  it('reads the exec form, and takes what is no JSON for the shell form', () => {
    assert.deepEqual(only('CMD [ "a b", "\\u0041\\"" ] ').json?.map(({ value }) => value), ['a b', 'A"']);
    assert.deepEqual(only('CMD []').json, []);
    for (const text of ["CMD ['a']", 'CMD ["a",]', 'CMD ["a"', 'CMD ["a"] b', 'CMD ["a" "b"]', 'CMD [1]', 'CMD ["\\x"]', 'CMD [,]']) {
      assert.equal(only(text).json, undefined, text);
      assert.equal(only(text).isShellForm, true, text);
    }
    assert.deepEqual(only('HEALTHCHECK --interval=5s CMD ["a"]').json?.map(({ value }) => value), ['a']);
    assert.equal(only('HEALTHCHECK CMD curl x').script?.text, 'curl x');
    assert.equal(only('HEALTHCHECK NONE').script, undefined);
    assert.equal(only('RUN').script, undefined);
  });

  it('reads pairs in both forms, quotes and escapes taken out', () => {
    const env = only('ENV A=1 B="two words" \\', '  C=x\\ y D=\'$z\' E=');
    assert.deepEqual(
      env.keyValues.pairs.map(({ key, value }) => [key, value]),
      [
        ['A', '1'],
        ['B', 'two words'],
        ['C', 'x y'],
        ['D', '$z'],
        ['E', ''],
      ],
    );
    const legacy = only('LABEL key some  "text" = here');
    assert.equal(legacy.keyValues.legacy, true);
    assert.deepEqual(legacy.keyValues.pairs.map(({ key, valueText }) => [key, valueText]), [['key', 'some  "text" = here']]);
    assert.deepEqual(
      only('ARG A B=c').keyValues.pairs.map(({ key, value }) => [key, value]),
      [
        ['A', undefined],
        ['B', 'c'],
      ],
    );
  });

  it('reads the instruction behind ONBUILD in its place', () => {
    const text = 'FROM a\nONBUILD  RUN --network=none \\\n echo b';
    const trigger = parseDockerfile(text).instructions[1]!.trigger!;
    assert.equal(trigger.name, 'RUN');
    assert.equal(trigger.script?.text, 'echo b');
    assert.equal(text.slice(trigger.range.start, trigger.range.end), 'RUN --network=none \\\n echo b');
    assert.equal(trigger.onbuild?.name, 'ONBUILD');
    assert.equal(only('ONBUILD').trigger, undefined);
    assert.equal(only('ONBUILD ONBUILD RUN a').trigger?.trigger, undefined);
  });
});

describe('here-documents', () => {
  it('are read in the order in which the line opens them', () => {
    const [copy, run] = read('COPY <<a <<-"b" /dst/', 'A', 'a', '\tB', '\tb', 'RUN x');
    assert.deepEqual(
      copy?.heredocs.map(({ name, expand, chomp, terminated }) => [name, expand, chomp, terminated]),
      [
        ['a', true, false, true],
        ['b', false, true, true],
      ],
    );
    assert.deepEqual([copy.firstLine, copy.lastLine, run?.firstLine], [0, 4, 5]);
  });

  it('have their whole body up to the terminator', () => {
    const text = 'FROM a\nRUN cat <<EOF \\\n && b\n# no comment\n\nRUN no \\\nEOF\nRUN c';
    const file = parseDockerfile(text);
    const { bodyRange, terminatorRange } = file.instructions[1]!.heredocs[0]!;
    assert.equal(text.slice(bodyRange.start, bodyRange.end), '# no comment\n\nRUN no \\\n');
    assert.equal(text.slice(terminatorRange.start, terminatorRange.end), 'EOF');
    assert.equal(file.instructions.length, 3);
  });

  it('are not where a quote, an exec form or another instruction keeps them from being', () => {
    for (const line of ['RUN echo "<<EOF"', 'RUN cat<<EOF', 'RUN ["a", "<<EOF"]', 'CMD cat <<EOF', "RUN echo it's <<EOF", 'RUN a <<<EOF']) {
      assert.equal(read(line, 'RUN b', 'EOF').length, 3, line);
    }
    assert.equal(read('ONBUILD RUN <<EOF', 'RUN b', 'EOF').length, 1);
  });

  it('may have a blank before the name, as BuildKit reads them since 0.22', () => {
    assert.equal(read("RUN cat << 'EOF' > /a", 'RUN b', 'EOF').length, 1);
  });

  it('reach to the end of the text where the terminator is missing', () => {
    const [run, ...others] = read('RUN <<EOF', 'a', 'b');
    assert.equal(others.length, 0);
    assert.equal(run?.heredocs[0]?.terminated, false);
    assert.equal(run.lastLine, 2);
  });

  it('give the shell what the builder gives it', () => {
    assert.equal(only('RUN <<EOF', 'a', 'b', 'EOF').script?.text, 'a\nb\n');
    assert.equal(only('RUN cat <<EOF > x\r', 'a\r', 'EOF\r').script?.text, 'cat <<EOF > x\na\nEOF');
    const python = only('RUN <<EOF', '#!/usr/bin/env python3', 'import os', 'EOF').script;
    assert.equal(python?.isPosix, false);
    assert.equal(only('SHELL ["pwsh"]').shell.kind, 'posix');
  });
});

describe('stages', () => {
  const file = parseDockerfile(
    ['ARG V=1', 'FROM debian AS base', 'SHELL ["/bin/bash", "-c"]', 'RUN a', 'FROM --platform=linux/amd64 BASE AS Two', 'RUN b', 'FROM base:1', 'RUN c'].join('\n'),
  );

  it('hold their instructions and know their parents', () => {
    assert.deepEqual(file.preamble.map(({ name }) => name), ['ARG']);
    assert.deepEqual(file.stages.map(({ name, base, parent }) => [name, base, parent?.index]), [
      ['base', 'debian', undefined],
      ['Two', 'BASE', 0],
      [undefined, 'base:1', undefined],
    ]);
    assert.equal(file.findStage('two')?.index, 1);
    assert.equal(file.findStage('0')?.index, 0);
    assert.equal(file.findStage('two', 1), undefined);
    for (const stage of file.stages) for (const one of stage.instructions) assert.equal(file.stageOf(one), stage);
    assert.equal(file.stageOf(file.preamble[0]!), undefined);
  });

  it('are found by their names, of which the last one above counts', () => {
    const { stages, findStage } = ((read) => ({ stages: read.stages, findStage: read.findStage.bind(read) }))(parseDockerfile('FROM a AS x\nFROM x AS y\nFROM b AS X\nFROM x\nFROM c AS x'));
    assert.deepEqual(stages.map(({ parent }) => parent?.index), [undefined, 0, undefined, 2, undefined]);
    assert.deepEqual([0, 1, 2, 3, 4, 5, undefined].map((before) => findStage('x', before)?.index), [undefined, 0, 0, 2, 2, 4, 4]);
    assert.deepEqual(['Y', 'y', '1', '4', '5', '-1', '01', 'z', ''].map((name) => findStage(name)?.index), [1, 1, 1, 4, undefined, undefined, 1, undefined, undefined]);
  });

  it('inherit the shell of the stage they build on', () => {
    assert.deepEqual(
      file.stages.map(({ instructions }) => instructions.at(-1)?.shell.name),
      ['bash', 'bash', 'sh'],
    );
  });

  it('take the shell from a comment, from Windows images and from the escape character', () => {
    const shells = (text: string): string[] =>
      parseDockerfile(text).instructions.flatMap(({ name, shell }) => (name === 'RUN' ? [shell.name] : []));
    assert.deepEqual(shells('FROM a\nRUN x\n# hadolint shell=bash\nRUN y\nFROM a\nRUN z'), ['sh', 'bash', 'sh']);
    assert.deepEqual(shells('# hadolint shell=pwsh\nFROM a\nRUN x\nFROM b\nRUN y'), ['pwsh', 'pwsh']);
    assert.deepEqual(shells('FROM mcr.microsoft.com/windows/nanoserver:1809\nRUN x\nFROM a\nRUN y'), ['cmd', 'sh']);
    assert.deepEqual(shells('# escape=`\nFROM a\nRUN x'), ['cmd']);
  });
});

describe('the same instructions as dockerfile-ast', () => {
  const texts: Readonly<Record<string, string>> = {
    ordinary: 'ARG A\nFROM a:$A as b\n\n# c\nRUN x && \\\n    y\nCOPY --from=0 a b\nCMD ["x"]\n',
    continuations: 'FROM a\nRUN x \\\n\n\n # c\n  y \\   \n z\nENV a=b \\\n c=d\n',
    'blank end': 'FROM a\nRUN x \\\n   \n',
    crlf: 'FROM a\r\n# c\r\nRUN x \\\r\n y\r\n\r\nRUN z\r\n',
    backtick: '# escape=`\nFROM a\nRUN x `\n y\nRUN c:\\\nRUN z\n',
    heredocs: 'FROM a\nRUN <<A <<B cat\na\nA\nb\nB\nRUN cat <<-\'E\' > x && y\n\t\tq\n\tE\nCOPY <<"F" /x\nF\nCMD y',
    indented: '  FROM a\n\tRUN x\n  RUN y\n',
    'lower case': 'from a\nrun x\nonbuild run y\n',
  };
  for (const [title, text] of Object.entries(texts)) {
    it(title, () => {
      const theirs = DockerfileParser.parse(text).getInstructions();
      assert.deepEqual(
        parseDockerfile(text).instructions.map(({ keyword, firstLine, range }) => [keyword, firstLine, range.start]),
        theirs.map((one) => {
          const { start } = one.getRange();
          const lines = text.split('\n').slice(0, start.line);
          return [one.getInstruction(), start.line, lines.join('\n').length + Number(start.line > 0) + start.character];
        }),
      );
    });
  }
});
