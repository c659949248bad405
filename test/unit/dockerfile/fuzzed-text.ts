import fc from 'fast-check';

/** What Dockerfiles and shell texts are made of, the odd parts included. */
const pieces = [
  'FROM', 'from', 'FROM a AS b', 'FROM scratch', 'ARG V=1', 'ENV A=1 B="2 3"', 'ENV old form', 'LABEL a.b="c"', 'RUN ', 'RUN apt-get install -y curl',
  'RUN set -eux; a; b', 'RUN cd /x && make', 'RUN a || b', 'RUN { a; }', 'RUN ["a", "b"]', 'RUN --mount=type=cache,target=/x a', 'RUN cat <<EOF',
  'RUN <<-"E F"', 'EOF', 'E F', 'COPY --from=b --chown=1 x y', 'COPY <<a <<b /c', 'ADD http://x /y', 'CMD a b', 'CMD ["a"]', 'ENTRYPOINT', 'HEALTHCHECK CMD curl x',
  'HEALTHCHECK NONE', 'ONBUILD RUN a', 'ONBUILD', 'SHELL ["pwsh", "-c"]', 'SHELL ["/bin/bash", "-eo", "pipefail", "-c"]', 'USER 0', 'WORKDIR x', 'EXPOSE 80/TCP',
  'VOLUME ["/a"]', 'STOPSIGNAL 9', 'MAINTAINER me', '# escape=`', '# check=skip=all', '# hadolint ignore=DL3059', '# hadolint global ignore=DL3008',
  '# hadolint shell=bash', '# note', '#', '\\', '`', ' \\', '&&', '||', ';', '&', '|', '!', '(', ')', '{', '}', '$(', '`', '"', "'", '$', '${a', '${a:-b}', '<<', '<<<',
  '>', '2>&1', 'if a; then', 'fi', 'for i in 1 2; do', 'done', 'case x in', 'esac', 'apt-get update', 'pip install x==1', 'wget http://x', 'sudo', 'exec', 'exit 1', 'export A=b',
  '{{', '{% if %}', '[', ']', '[[', '\t', ' ', '  ', '\u00a0', '\ufeff', '\u2028', '\0', '中', '😀', '=', ',', '--', '-', ':', '@', '/', '*',
] as const;

const separators = ['\n', '\n', '\n', '\r\n', ' ', ' ', '', ' \\\n', ' \\\r\n', '\n\n', '\n  ', '\r'] as const;

const assembled = fc
  .array(fc.tuple(fc.constantFrom(...pieces), fc.constantFrom(...separators)), { maxLength: 40 })
  .map((parts) => parts.flat().join(''));

type Mutation = readonly [number, number, string];

const mutations = fc.array(
  fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(6), fc.oneof(fc.constantFrom(...pieces), fc.constantFrom(...separators), fc.string({ maxLength: 3 }))),
  { maxLength: 6 },
);

function mutate(text: string, changes: readonly Mutation[]): string {
  return changes.reduce((now, [place, length, insert]) => {
    const at = Math.floor(place * now.length);
    return now.slice(0, at) + insert + now.slice(at + length);
  }, text);
}

const wholeFile = [
  '# syntax=docker/dockerfile:1',
  'ARG V=3.20',
  'FROM --platform=$BUILDPLATFORM alpine:$V AS build',
  'SHELL ["/bin/ash", "-eo", "pipefail", "-c"]',
  '# tools',
  'RUN apk add --no-cache make \\',
  '    # compiler',
  '    gcc',
  'RUN cd /src && make',
  'RUN set -eux; \\',
  '    for i in a b; do echo "$i $(date)"; done',
  'RUN <<EOF',
  'make install',
  'EOF',
  'FROM alpine',
  'COPY --from=build /usr/local/bin/x /usr/local/bin/',
  'RUN adduser x',
  'RUN echo "done" > /x',
  'USER x',
  'ENTRYPOINT ["x"]',
  '',
].join('\n');

/** Texts put together of pieces, and whole files with places overwritten. */
export const fuzzed: fc.Arbitrary<string> = fc.oneof(
  fc.tuple(assembled, mutations).map(([text, changes]) => mutate(text, changes)),
  mutations.map((changes) => mutate(wholeFile, changes)),
  fc.string({ unit: 'binary', maxLength: 200 }),
);
