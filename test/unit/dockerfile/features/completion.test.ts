import assert from 'node:assert/strict';
import fc from 'fast-check';
import { completionAt, type CompletionContext } from '../../../../src/dockerfile/features/completion';
import { imageAt } from '../../../../src/dockerfile/features/image-at';
import { parseDockerfile } from '../../../../src/dockerfile/parse';
import { fuzzed } from '../fuzzed-text';

/** What can be completed where the bar stands. */
function at(marked: string): CompletionContext | undefined {
  const offset = marked.indexOf('|');
  assert.ok(offset >= 0, 'no bar');
  return completionAt(parseDockerfile(marked.replace('|', '')), offset);
}

/** The same in short: kind, prefix, what is replaced, and what else is told. */
function short(marked: string): unknown {
  const found = at(marked);
  if (found === undefined) return undefined;
  const replaced = marked.replace('|', '').slice(found.range.start, found.range.end);
  switch (found.kind) {
    case 'image':
    case 'stage':
      return [found.kind, found.prefix, replaced, found.stages];
    case 'tag':
      return [found.kind, found.prefix, replaced, found.repository];
    case 'path':
      return [found.kind, found.prefix, replaced, found.directory, found.form, ...(found.maybeDestination ? ['maybe'] : [])];
    case 'variable':
      return [found.kind, found.prefix, replaced, found.variables.map(({ name }) => name).filter((name) => !/_proxy$/i.test(name)), ...(found.closeBrace ? ['}'] : [])];
  }
}

describe('what can be completed', () => {
  describe('images', () => {
    it('names the base of a stage, with the stages before', () => {
      assert.deepEqual(short('FROM |'), ['image', '', '', []]);
      assert.deepEqual(short('FROM|'), undefined);
      assert.deepEqual(short('FROM al|pine AS x\n'), ['image', 'al', 'alpine', []]);
      assert.deepEqual(short('FROM al|pine:3\n'), ['image', 'al', 'alpine', []]);
      assert.deepEqual(short('from --platform=$BUILDPLATFORM ghcr.io/a/b|'), ['image', 'ghcr.io/a/b', 'ghcr.io/a/b', []]);
      assert.deepEqual(short('FROM a AS one\nFROM b AS two\nFROM |'), ['image', '', '', ['two', 'one']]);
      assert.deepEqual(short('FROM localhost:5000/a|'), ['image', 'localhost:5000/a', 'localhost:5000/a', []]);
      assert.deepEqual(short('FROM \\\n  # why\n  al|\n'), ['image', 'al', 'al', []]);
      assert.deepEqual(short('FROM al|\\\nRUN x'), ['image', 'al', 'al', []]);
    });

    it('knows nothing behind the image, in flags, in digests and in comments', () => {
      assert.equal(short('FROM a |'), undefined);
      assert.equal(short('FROM a AS |'), undefined);
      assert.equal(short('FROM --plat|'), undefined);
      assert.equal(short('FROM a@sha256:0|'), undefined);
      assert.equal(short('# FROM al|'), undefined);
      assert.equal(short('FROM a\n|'), undefined);
      assert.equal(short('FROM a \\\n # b|\n AS x'), undefined);
    });

    it('names tags, but not while a port is typed', () => {
      assert.deepEqual(short('FROM alpine:|'), ['tag', '', '', 'alpine']);
      assert.deepEqual(short('FROM alpine:3.|20 AS x'), ['tag', '3.', '3.20', 'alpine']);
      assert.deepEqual(short('FROM alpine:3.|20@sha256:1'), ['tag', '3.', '3.20', 'alpine']);
      assert.deepEqual(short('FROM localhost:5000/a/b:|'), ['tag', '', '', 'localhost:5000/a/b']);
      assert.deepEqual(short('ARG BASE=debian\nFROM ${BASE:-x}:|'), ['tag', '', '', 'debian']);
      assert.equal(short('FROM localhost:50|'), undefined);
      assert.equal(short('FROM registry.example.com:|'), undefined);
      assert.equal(short('FROM $NOTHING:|'), undefined);
    });

    it('names stages and images behind --from', () => {
      assert.deepEqual(short('FROM a AS one\nFROM b\nFROM c\nCOPY --from=|'), ['stage', '', '', ['1', 'one']]);
      assert.deepEqual(short('FROM a AS one\nFROM c\nCOPY --chown=1 --from=on|e /x /y'), ['stage', 'on', 'one', ['one']]);
      assert.deepEqual(short('FROM a AS one\nFROM c\nCOPY --from="on|" /x /y'), ['stage', 'on', 'on', ['one']]);
      assert.deepEqual(short('FROM a\nCOPY --from=alpine:| /x /y'), ['tag', '', '', 'alpine']);
      assert.deepEqual(short('FROM a AS one\nFROM c\nRUN --mount=type=bind,from=o|,target=/x make'), ['stage', 'o', 'o', ['one']]);
      assert.deepEqual(short('FROM a AS one\nFROM c\nRUN --mount=from=|'), ['stage', '', '', ['one']]);
      assert.deepEqual(short('FROM a AS one\nFROM c\nONBUILD COPY --from=o| x y'), ['stage', 'o', 'o', []]);
      assert.equal(short('FROM a AS one\nFROM c\nRUN --mount=type=ca|'), undefined);
      assert.equal(short('FROM a AS one\nFROM c\nADD --from=|'), undefined);
    });
  });

  describe('paths', () => {
    it('names sources in the build context', () => {
      assert.deepEqual(short('FROM a\nCOPY |'), ['path', '', '', '', 'words']);
      assert.deepEqual(short('FROM a\nCOPY src/ma|in.go /app/'), ['path', 'ma', 'main.go', 'src', 'words']);
      assert.deepEqual(short('FROM a\nCOPY ./a/../b//c|'), ['path', 'c', 'c', 'b', 'words']);
      assert.deepEqual(short('FROM a\nCOPY /a| /b'), ['path', 'a', 'a', '', 'words']);
      assert.deepEqual(short('FROM a\nADD --chown=1:1 one tw| three'), ['path', 'tw', 'tw', '', 'words']);
      assert.deepEqual(short('FROM a\nCOPY one \\\n  tw|o \\\n  /x'), ['path', 'tw', 'two', '', 'words']);
      assert.deepEqual(short('FROM a\nCOPY "on|e" x'), ['path', 'on', 'one', '', 'words']);
      assert.deepEqual(short('FROM a\nONBUILD COPY on| x'), ['path', 'on', 'on', '', 'words']);
      assert.deepEqual(short('FROM a\nRUN --mount=type=bind,source=pa|,target=/x make'), ['path', 'pa', 'pa', '', 'words']);
      assert.deepEqual(short('# escape=`\nFROM a\nCOPY src\\ma| C:\\\n'), ['path', 'ma', 'ma', 'src', 'words']);
    });

    it('names the last of several with doubt, and no path of the image', () => {
      assert.deepEqual(short('FROM a\nCOPY one tw|'), ['path', 'tw', 'tw', '', 'words', 'maybe']);
      assert.deepEqual(short('FROM a\nCOPY one |'), ['path', '', '', '', 'words', 'maybe']);
      assert.equal(short('FROM a\nCOPY one /|'), undefined);
      assert.equal(short('FROM a\nCOPY --from=b on|'), undefined);
      assert.equal(short('FROM a\nADD https://example.com/|'), undefined);
      assert.equal(short('FROM a\nADD git@github.com:a|'), undefined);
      assert.equal(short('FROM a\nCOPY src/*/|'), undefined);
      assert.equal(short('FROM a\nCOPY <<EO|F /x\nEOF\n'), undefined);
      assert.equal(short('FROM a\nRUN --mount=type=cache,source=pa|'), undefined);
      assert.equal(short('FROM a\nRUN --mount=type=bind,from=b,source=pa|'), undefined);
    });

    it('reads the exec form', () => {
      assert.deepEqual(short('FROM a\nCOPY ["|'), ['path', '', '', '', 'json']);
      assert.deepEqual(short('FROM a\nCOPY ["my f|ile", "/x"]'), ['path', 'my f', 'my file', '', 'json']);
      assert.deepEqual(short('FROM a\nCOPY ["a", "b/c|'), ['path', 'c', 'c', 'b', 'json', 'maybe']);
      assert.deepEqual(short('FROM a\nCOPY ["a", "b|", "/c"]'), ['path', 'b', 'b', '', 'json']);
      assert.equal(short('FROM a\nCOPY ["a"|'), undefined);
      assert.equal(short('FROM a\nCOPY [|'), undefined);
      assert.equal(short('FROM a\nCOPY ["a", "/b|'), undefined);
      assert.equal(short('FROM a\nCOPY ["a", "b"]|'), undefined);
    });
  });

  describe('variables', () => {
    const platforms = ['BUILDPLATFORM', 'BUILDOS', 'BUILDOSVERSION', 'BUILDARCH', 'BUILDVARIANT', 'TARGETPLATFORM', 'TARGETOS', 'TARGETOSVERSION', 'TARGETARCH', 'TARGETVARIANT', 'TARGETSTAGE'];

    it('gives FROM the global ones and those of the builder', () => {
      assert.deepEqual(short('ARG V=3\nFROM alpine:$|'), ['variable', '', '', ['V', ...platforms]]);
      assert.deepEqual(short('ARG V=3\nFROM --platform=${TA|RGET} a'), ['variable', 'TA', 'TARGET', ['V', ...platforms]]);
      assert.deepEqual(short('ARG V=3\nFROM a\nARG W=1\nFROM b:${V|'), ['variable', 'V', 'V', ['V', ...platforms], '}']);
      assert.deepEqual(short('ARG V=3\nARG W=$|\nARG X\n'), ['variable', '', '', ['V', ...platforms]]);
    });

    it('gives a stage its own before the place and the ENV of its parents', () => {
      const text = 'ARG G=1\nFROM a AS one\nENV E=1 F=2\nARG A\nFROM one\nARG G\nENV X="y"\nRUN echo $|\nENV LATER=1\n';
      assert.deepEqual(short(text), ['variable', '', '', ['X', 'G', 'F', 'E']]);
      assert.deepEqual(short(text.replace('RUN', 'CMD')), ['variable', '', '', ['X', 'F', 'E']]);
      assert.equal(at(text)?.kind, 'variable');
      const context = at(text);
      assert.ok(context?.kind === 'variable');
      assert.equal(context.variables.find(({ name }) => name === 'G')?.value, '1');
    });

    it('is known in words, quotes, flags and here-documents', () => {
      const stage = 'FROM a\nENV E=1\n';
      const expected = ['variable', 'E', 'E', ['E']];
      for (const text of ['COPY a/$E|/b /c', 'WORKDIR /x$E|', 'ENV B="$E| x"', 'LABEL a=$E|', 'USER $E|', 'RUN a && \\\n  b "$E|"', 'COPY --chown=$E| a b', 'COPY ["$E|", "b"]', 'RUN <<EOF\necho $E|\nEOF', "RUN <<'EOF'\necho $E|\nEOF", 'COPY <<EOF /x\n$E|\nEOF', 'ONBUILD RUN $E|', 'CMD $E|', 'EXPOSE $E|']) {
        assert.deepEqual(short(stage + text), expected, text);
      }
      assert.deepEqual(short(`${stage}RUN echo \${E|:-x}`), expected);
      assert.deepEqual(short(`${stage}RUN echo \${E|`), [...expected, '}']);
    });

    it('is not where a dollar is only a dollar', () => {
      const stage = 'FROM a\nENV E=1\n';
      for (const text of ["RUN awk '{print $E|}'", 'RUN echo \\$E|', 'CMD ["$E|"]', 'RUN ["a", "$E|"]', "COPY <<'EOF' /x\n$E|\nEOF", 'MAINTAINER $E|', 'SHELL ["$E|"]', '# $E|', 'RUN <<EOF\nEOF|']) {
        assert.equal(short(stage + text), undefined, text);
      }
    });

    it('names what an ARG may take over', () => {
      assert.deepEqual(short('ARG V=3\nFROM a\nARG |'), ['variable', '', '', ['V', ...platforms]]);
      assert.deepEqual(short('ARG V=3\nFROM a\nARG TARGETP|'), ['variable', 'TARGETP', 'TARGETP', ['V', ...platforms]]);
      assert.equal(short('ARG V|'), undefined);
      assert.equal(short('FROM a\nARG X=a|'), undefined);
    });
  });

  it('is told for any text at any place', () => {
    fc.assert(
      fc.property(fuzzed, fc.double({ min: 0, max: 1, noNaN: true }), (text, place) => {
        const offset = Math.floor(place * text.length);
        const file = parseDockerfile(text);
        imageAt(file, offset);
        const found = completionAt(file, offset);
        if (found === undefined) return;
        const { range, prefix } = found;
        assert.ok(range.start <= offset && offset <= range.end && range.end <= text.length);
        assert.equal(text.slice(range.start, offset), prefix);
        assert.ok(!text.slice(range.start, range.end).includes('\n'));
        if (found.kind === 'path') assert.ok(!found.directory.split('/').includes('..'));
      }),
      { numRuns: Number(process.env['FUZZ_RUNS'] ?? 500), seed: Number(process.env['FUZZ_SEED'] ?? 1) },
    );
  });

  it('outside the text there is nothing', () => {
    const file = parseDockerfile('FROM ');
    assert.equal(completionAt(file, -1), undefined);
    assert.equal(completionAt(file, 6), undefined);
  });
});

describe('the image at a place', () => {
  const image = (marked: string): unknown => {
    const text = marked.replace('|', '');
    const found = imageAt(parseDockerfile(text), marked.indexOf('|'));
    return found && [found.reference, text.slice(found.range.start, found.range.end), found.platform];
  };

  it('is the one whose name is under the pointer', () => {
    assert.deepEqual(image('FROM --platform=linux/arm64 al|pine:3 AS x'), ['alpine:3', 'alpine:3', 'linux/arm64']);
    assert.deepEqual(image('ARG V=3\nFROM --platform=$BUILDPLATFORM alpine:$|V'), ['alpine:3', 'alpine:$V', undefined]);
    assert.deepEqual(image('FROM a\nCOPY --from=ngi|nx:1 /x /y'), ['nginx:1', 'nginx:1', undefined]);
    assert.deepEqual(image('FROM a\nRUN --mount=from=ngi|nx:1,target=/x y'), ['nginx:1', 'nginx:1', undefined]);
  });

  it('is none in keywords, stages, scratch and flags', () => {
    for (const text of ['FR|OM a', 'FROM a A|S b', 'FROM a AS |b', 'FROM a AS b\nFROM |b', 'FROM a AS b\nFROM c\nCOPY --from=|b x y', 'FROM a\nFROM c\nCOPY --from=|0 x y', 'FROM scra|tch', 'FROM --platform=li|nux/amd64 a', '# FROM |a']) {
      assert.equal(image(text), undefined, text);
    }
  });
});
