import { t } from '../../core/localize';
import { type BuilderError, defineBuilderError } from './define-builder-error';

/** What the validator does not know, by numbers from 101 on. */
export const ownErrors: readonly BuilderError[] = [
  defineBuilderError(
    101,
    'unknown-run-flag',
    'The flag of RUN is known.',
    ['FROM a\nRUN --mout=type=cache,target=/x make', 'FROM a\nRUN --mount=type=cache,target=/x make'],
    (text) => t('RUN has no flag {0}.', text),
  ),
  defineBuilderError(
    102,
    'unknown-mount-type',
    'The type of a mount is known.',
    ['FROM a\nRUN --mount=type=cach,target=/x make', 'FROM a\nRUN --mount=type=cache,target=/x make'],
    (text) => t('{0} is not a mount type: use bind, cache, tmpfs, secret or ssh.', text),
  ),
  defineBuilderError(
    103,
    'unknown-mount-key',
    'The keys of a mount are known, and have values.',
    ['FROM a\nRUN --mount=type=cache,traget=/x make', 'FROM a\nRUN --mount=type=cache,target=/x make'],
    (text) => t('A mount has no key {0}.', text),
  ),
  defineBuilderError(
    104,
    'mount-key-of-other-type',
    'The keys of a mount are those of its type.',
    ['FROM a\nRUN --mount=type=bind,target=/x,sharing=locked make', 'FROM a\nRUN --mount=type=cache,target=/x,sharing=locked make'],
    (text) => t('A mount of this type has no {0}; put the type first.', text),
  ),
  defineBuilderError(
    105,
    'invalid-mount-value',
    'The value of a key of a mount can be one.',
    ['FROM a\nRUN --mount=type=cache,target=/x,sharing=lock make', 'FROM a\nRUN --mount=type=cache,target=/x,sharing=locked make'],
    (text) => mountValue(text),
  ),
  defineBuilderError(
    106,
    'mount-from-variable',
    'The from of a mount names a stage or an image, without variables.',
    ['FROM a\nRUN --mount=from=$IMAGE,target=/x make', 'ARG IMAGE=b\nFROM $IMAGE AS tools\nFROM a\nRUN --mount=from=tools,target=/x make'],
    (text) => t('{0} cannot contain a variable: add a stage for the image and use its name.', text),
  ),
  defineBuilderError(
    107,
    'secret-mount-name',
    'A secret has an id, or a source or target in place of it.',
    ['FROM a\nRUN --mount=type=secret make', 'FROM a\nRUN --mount=type=secret,id=token make'],
    (text) => t('{0} needs one of id and source, or a target.', text),
  ),
  defineBuilderError(
    108,
    'unknown-network',
    'The network of RUN is default, none or host.',
    ['FROM a\nRUN --network=off make', 'FROM a\nRUN --network=none make'],
    (text) => t('{0} is not a network for RUN: use default, none or host.', text),
  ),
  defineBuilderError(
    109,
    'unknown-security',
    'The security of RUN is sandbox or insecure.',
    ['FROM a\nRUN --security=none make', 'FROM a\nRUN --security=sandbox make'],
    (text) => t('{0} is not a security mode for RUN: use sandbox or insecure.', text),
  ),
  defineBuilderError(
    110,
    'mount-target-missing',
    'A mount has a target, which is not the root folder.',
    ['FROM a\nRUN --mount=type=cache,target=/ make', 'FROM a\nRUN --mount=type=cache,target=/x make'],
    () => t('The mount needs a target: a folder other than /.'),
  ),
  defineBuilderError(
    111,
    'unclosed-substitution',
    'The brace of a variable is closed.',
    ['FROM a\nENV A=${B', 'FROM a\nENV A=${B}'],
    (text) => t('{0} is never closed: a closing brace is missing.', text),
  ),
  defineBuilderError(
    112,
    'empty-substitution',
    'Between the braces stands the name of a variable.',
    ['FROM a\nENV A=${}', 'FROM a\nENV A=${B}'],
    (text) => t('The name of a variable is missing after {0}.', text),
  ),
  defineBuilderError(
    113,
    'missing-replacement',
    'A pattern of a variable has a replacement.',
    ['FROM a\nENV A=${B/c}', 'FROM a\nENV A=${B/c/d}'],
    (text) => t('{0} has no second slash: write ${name/pattern/replacement}.', text),
  ),
  defineBuilderError(
    114,
    'invalid-pattern',
    'In a pattern of a variable the backslash stands in front of *, ?, / and } alone.',
    ['FROM a\nENV A=${B#\\c}', 'FROM a\nENV A=${B#c}'],
    (text) => t('A variable pattern cannot contain {0}.', text),
  ),
];

function mountValue(text: string): string {
  switch (text.split('=')[0]?.toLowerCase()) {
    case 'sharing':
      return t('{0}: the value is shared, private or locked.', text);
    case 'mode':
      return t('{0}: the value is a number in octal digits, such as 0755.', text);
    case 'uid':
    case 'gid':
      return t('{0}: the value is a number.', text);
    case 'size':
      return t('{0}: the value is a size, such as 64m.', text);
    default:
      return t('{0}: the value is true or false.', text);
  }
}
