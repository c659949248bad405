import { t } from '../../core/localize';
import { defineRule, type Rule } from '../rule';
import { examples } from './examples';

/** An error of the builder, by the number that dockerfile-utils gives it. */
export interface BuilderError {
  readonly number: number;
  /** Under which comments, configuration and output know it: `DU` and the number. */
  readonly rule: Rule;
  /** For people. `text` stands at the place, `instruction` is the name of the instruction around it. */
  message(text: string, instruction: string): string;
}

const refused = 'The builder refuses a Dockerfile with this before it runs anything, so nothing is built.';
const taken = 'The builder goes on, but takes it for something else than what was meant.';

const errors = new Map<number, BuilderError>();

function add(
  number: number,
  name: string,
  summary: string,
  message: BuilderError['message'],
  severity: 'error' | 'warning' = 'error',
): void {
  const code = `DU${number}`;
  const example = examples.get(number);
  const pairs = example ? [{ bad: example.bad }, { good: example.good }] : [];
  const rule = defineRule({
    code,
    name,
    origin: 'buildkit',
    severity,
    fixes: 'none',
    summary,
    docs: severity === 'error' ? refused : taken,
    examples: pairs,
  });
  errors.set(number, { number, rule, message });
}

add(
  1,
  'directive-casing',
  'Parser directives are written in lower case.',
  (text) => t('Write the directive {0} in lower case.', text),
  'warning',
);
add(2, 'argument-missing', 'The instruction has no arguments.', (_, instruction) => t('{0} needs an argument.', instruction));
add(3, 'argument-extra', 'The instruction has an argument too many.', (text, instruction) =>
  t('{0} takes one argument: {1} is too many.', instruction, text),
);
add(5, 'argument-requires-at-least-one', 'The instruction takes one argument or more.', (_, instruction) =>
  t('{0} needs an argument.', instruction),
);
add(6, 'argument-requires-two', 'The instruction takes a name and a value.', (_, instruction) =>
  t('{0} needs a name and a value.', instruction),
);
add(7, 'argument-requires-at-least-two', 'The instruction takes two arguments or more.', (_, instruction) =>
  t('{0} needs at least two arguments.', instruction),
);
add(8, 'argument-requires-one-or-three', 'FROM takes an image, and AS with a name.', () =>
  t('FROM takes one argument, or three: an image, AS and a name.'),
);
add(9, 'argument-unnecessary', 'HEALTHCHECK NONE takes no arguments.', () => t('HEALTHCHECK NONE takes no arguments.'));
add(12, 'invalid-stage-name', 'The name of a stage begins with a letter and holds letters, digits, _, - and dots.', (text) =>
  t('{0} cannot be the name of a stage.', text),
);
add(13, 'flag-at-least-one', 'The value of the flag is at least 1.', () => t('The value must be at least 1.'));
add(14, 'flag-duplicate', 'A flag stands twice.', (text) => t('The flag {0} is used more than once.', text));
add(15, 'flag-invalid-duration', 'The value of the flag is a duration.', (text) => t('{0} is not a duration such as 30s or 1m30s.', text));
add(16, 'flag-less-than-a-millisecond', 'The duration is at least a millisecond.', () => t('The duration must be at least a millisecond.'));
add(17, 'flag-missing-duration', 'The duration has a unit.', (text) => t('{0} has no unit: write 30s or 1m30s.', text));
add(18, 'flag-missing-value', 'The flag has a value.', (text) => t('The flag {0} needs a value.', text));
add(19, 'flag-unknown-unit', 'The unit of the duration is known.', (text) =>
  t('{0} has an unknown unit: use ns, us, ms, s, m or h.', text),
);
add(20, 'no-source-image', 'A Dockerfile has a FROM.', () => t('There is no FROM, so there is nothing to build.'));
add(21, 'invalid-escape-directive', 'The escape character is the backslash or the backtick.', (text) =>
  t('{0} cannot be the escape character: use \\ or `.', text),
);
add(22, 'invalid-as', 'Behind the image of FROM stands AS.', (text) => t('Expected AS, not {0}.', text));
add(24, 'invalid-port', 'EXPOSE names ports.', (text) => t('{0} is not a port.', text));
add(25, 'invalid-protocol', 'The protocol of a port is tcp, udp or sctp.', (text) =>
  t('{0} is not a protocol: use tcp, udp or sctp.', text),
);
add(26, 'invalid-reference', 'The tag or digest of the image can be one.', (text) => t('{0} is not a tag or digest of an image.', text));
add(27, 'invalid-signal', 'STOPSIGNAL names a signal.', (text) => t('{0} is not a signal.', text));
add(28, 'invalid-number', 'The value of the flag is a number.', (text) => t('{0} is not a number.', text));
add(31, 'shell-json-form', 'SHELL is written in JSON.', () => t('SHELL takes a JSON array of strings in double quotes.'));
add(32, 'shell-requires-one', 'SHELL names a program.', () => t('SHELL needs a program.'));
add(33, 'missing-equals', 'A pair has an equals sign.', (text) => t('{0} has no =: write name=value.', text));
add(34, 'missing-name', 'A pair has a name.', (text) => t('{0} has no name before its =.', text));
add(35, 'missing-single-quote', 'A single quote is closed.', (text) => t('The single quote in {0} is never closed.', text));
add(36, 'missing-double-quote', 'A double quote is closed.', (text) => t('The double quote in {0} is never closed.', text));
add(38, 'unknown-instruction', 'The instruction is one that the builder knows.', (text) => t('The builder has no instruction {0}.', text));
add(39, 'unknown-add-flag', 'The flag of ADD is known.', (text) => t('ADD has no flag {0}.', text));
add(40, 'unknown-copy-flag', 'The flag of COPY is known.', (text) => t('COPY has no flag {0}.', text));
add(41, 'unknown-from-flag', 'The flag of FROM is known.', (text) => t('FROM has no flag {0}.', text));
add(42, 'unknown-healthcheck-flag', 'The flag of HEALTHCHECK is known.', (text) => t('HEALTHCHECK has no flag {0}.', text));
add(43, 'unknown-type', 'HEALTHCHECK is CMD or NONE.', (text) => t('Expected CMD or NONE, not {0}.', text));
add(44, 'unsupported-modifier', 'The modifier of a variable is one that the builder knows.', (text) =>
  t('The builder has no variable modifier {0}.', text),
);
add(46, 'healthcheck-command-missing', 'HEALTHCHECK CMD has a command.', () => t('HEALTHCHECK CMD needs a command.'));
add(47, 'invalid-from-value', 'The value of --from is a stage or an image.', (text) => t('{0} is neither a stage nor an image.', text));
add(48, 'flag-expects-boolean', 'The value of the flag is true or false.', (text) => t('Expected true or false, not {0}.', text));
add(
  49,
  'json-in-single-quotes',
  'JSON has double quotes.',
  () => t('JSON needs double quotes: with single quotes, this is passed to a shell as is.'),
  'warning',
);
add(52, 'duplicate-escape-directive', 'There is one escape directive.', () => t('There can be only one escape directive.'));

// Not known to dockerfile-utils.
add(101, 'unknown-run-flag', 'The flag of RUN is known.', (text) => t('RUN has no flag {0}.', text));
add(102, 'unknown-mount-type', 'The type of a mount is known.', (text) =>
  t('{0} is not a mount type: use bind, cache, tmpfs, secret or ssh.', text),
);
add(103, 'unknown-mount-key', 'The keys of a mount are known, and have values.', (text) => t('A mount has no key {0}.', text));
add(104, 'mount-key-of-other-type', 'The keys of a mount are those of its type.', (text) =>
  t('A mount of this type has no {0}; put the type first.', text),
);
add(105, 'invalid-mount-value', 'The value of a key of a mount can be one.', (text) => mountValue(text));
add(106, 'mount-from-variable', 'The from of a mount names a stage or an image, without variables.', (text) =>
  t('{0} cannot contain a variable: add a stage for the image and use its name.', text),
);
add(107, 'secret-mount-name', 'A secret has an id, or a source or target in place of it.', (text) =>
  t('{0} needs one of id and source, or a target.', text),
);
add(108, 'unknown-network', 'The network of RUN is default, none or host.', (text) =>
  t('{0} is not a network for RUN: use default, none or host.', text),
);
add(109, 'unknown-security', 'The security of RUN is sandbox or insecure.', (text) =>
  t('{0} is not a security mode for RUN: use sandbox or insecure.', text),
);
add(110, 'mount-target-missing', 'A mount has a target, which is not the root folder.', () =>
  t('The mount needs a target: a folder other than /.'),
);
add(111, 'unclosed-substitution', 'The brace of a variable is closed.', (text) =>
  t('{0} is never closed: a closing brace is missing.', text),
);
add(112, 'empty-substitution', 'Between the braces stands the name of a variable.', (text) =>
  t('The name of a variable is missing after {0}.', text),
);
add(113, 'missing-replacement', 'A pattern of a variable has a replacement.', (text) =>
  t('{0} has no second slash: write ${name/pattern/replacement}.', text),
);
add(114, 'invalid-pattern', 'In a pattern of a variable the backslash stands in front of *, ?, / and } alone.', (text) =>
  t('A variable pattern cannot contain {0}.', text),
);

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

/** The error of that number; `undefined` for those that rules tell already, and those that are not known. */
export function builderError(number: number): BuilderError | undefined {
  return errors.get(number);
}

/** All of them, by number. */
export function allBuilderErrors(): readonly BuilderError[] {
  return [...errors.values()];
}

const signal =
  /^(?:SIG)?(?:HUP|INT|QUIT|ILL|TRAP|ABRT|IOT|BUS|FPE|KILL|USR1|SEGV|USR2|PIPE|ALRM|TERM|STKFLT|CHLD|CLD|CONT|STOP|TSTP|TTIN|TTOU|URG|XCPU|XFSZ|VTALRM|PROF|WINCH|IO|POLL|PWR|SYS|RTMIN(?:\+\d+)?|RTMAX(?:-\d+)?)$/i;

/** Whether a rule tells the same fact of what stands there, or the validator is wrong about it. */
export function isToldElsewhere(number: number, text: string, escape: string): boolean {
  switch (number) {
    case 24:
      // ExposeInvalidFormat.
      return text.includes(':');
    case 27:
      return text.includes('$') || signal.test(text);
    case 35:
    case 36:
      // `a="b"c` is legal.
      return quotesAreClosed(text, escape);
    case 44:
      // Modifiers are looked at in `own-faults`, everywhere and alone where the builder does.
      return true;
    case 39:
    case 40:
    case 41:
    case 42:
      // Looked at in `own-faults`, by the table of flags.
      return true;
    default:
      return false;
  }
}

function quotesAreClosed(text: string, escape: string): boolean {
  let quote: string | undefined;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === escape && quote !== "'") at++;
    else if (quote === undefined && (character === '"' || character === "'")) quote = character;
    else if (character === quote) quote = undefined;
  }
  return quote === undefined;
}
