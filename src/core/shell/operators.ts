import { t } from '../localize';
import { LineProblem, type OnlyCommand, type ShellSurroundings } from './scan';

const operator = /^(?:\d*(?:<<<|<<-?|<>|>>|>&|<&|>\||[<>])|&>>?|&&|\|\||\|&|;;|[;|&()\n])/;

/** Whether the file that a command reads stands behind here: `< file`, where a line may have that. */
export function isInput(line: string, position: number, { only }: ShellSurroundings): boolean {
  return only === 'docker build' && line[position] === '<' && !/[<(&>]/.test(line[position + 1] ?? '');
}

/** Refuses what would make more than one command of the line, with what to do instead. `words` stand before it. */
export function refuseOperator(line: string, position: number, words: number, { only = 'docker run' }: ShellSurroundings = {}): never {
  const [text = ''] = operator.exec(line.slice(position)) ?? [line[position] ?? ''];
  const rest = line.slice(position + text.length);
  const isLast = rest.trim() === '';
  const says = sentences[only];
  if (/^[<>][(]/.test(line.slice(position))) throw new LineProblem(says.substitution(text + '(…)'), position, 2);
  if (text === '(' || text === ')')
    throw new LineProblem(t('This line runs without a shell: "{0}" must be quoted.', text), position, text.length);
  if (/[<>]/.test(text)) throw new LineProblem(text.includes('<') ? says.input(text) : says.output(text), position, text.length);
  if (text === '&' && isLast && words > 0) throw new LineProblem(says.background(), position, 1);
  const shown = text === '\n' ? '↵' : text;
  if (text === '|' || text === '|&')
    throw new LineProblem(isCalled(rest, says.verb) ? says.pipedInto() : says.piped(shown), position, text.length);
  if (isLast) throw new LineProblem(t('A command is missing after "{0}": remove it.', shown), position, text.length);
  if (isCalled(rest, says.verb))
    throw new LineProblem(t('Only one command can run: remove everything before docker, up to "{0}".', shown), 0, position + text.length);
  throw new LineProblem(says.another(shown), position, line.length - position);
}

/** Whether docker is called with a verb. */
function isCalled(text: string, verb: RegExp): boolean {
  const program = /(?:^|[\s/\\])(?:docker|podman)(?:\.exe)?(?=\s)/.exec(text);
  return program !== null && verb.test(text.slice(program.index + program[0].length));
}

/** What is said of operators, by what the line is read for. */
interface Sentences {
  readonly verb: RegExp;
  readonly substitution: (shown: string) => string;
  readonly input: (shown: string) => string;
  readonly output: (shown: string) => string;
  readonly background: () => string;
  readonly pipedInto: () => string;
  readonly piped: (shown: string) => string;
  readonly another: (shown: string) => string;
}

const sentences: Readonly<Record<OnlyCommand, Sentences>> = {
  'docker run': {
    verb: /\s(?:run|create)\s/,
    substitution: (shown) =>
      t('This line runs without a shell, so {0} cannot become a file: write it to a file and mount that with -v.', shown),
    input: (shown) =>
      t('Input cannot be redirected with "{0}": mount the file with -v, or run it with -i, paste the input and press Ctrl+D.', shown),
    output: (shown) =>
      t(
        'Output cannot be redirected with "{0}": it is shown in the terminal and kept in the log. To write a file in the container, quote its command: sh -c "… {0} …".',
        shown,
      ),
    background: () => t('To run in the background, use the option -d instead of &.'),
    pipedInto: () => t('Input cannot be piped into it: run it with -i, type or paste the input in its terminal, and press Ctrl+D.'),
    piped: (shown) => t('The output cannot be piped: quote all of the command that runs in the container: sh -c "… {0} …".', shown),
    another: (shown) => t('Only one command can run: remove "{0}" and everything after it, or quote it all: sh -c "… {0} …".', shown),
  },
  'docker build': {
    verb: /\s(?:build|b)\s/,
    substitution: (shown) => t('This line runs without a shell, so {0} cannot become a file: write it to a file and name that.', shown),
    input: (shown) => t('Text behind "{0}" cannot be built: save it as a file, and write - < and its name.', shown),
    output: (shown) => t('Output cannot be redirected with "{0}": the Builds view keeps it. Remove "{0}" and the file after it.', shown),
    background: () => t('A build runs in the background anyway: remove &.'),
    pipedInto: () => t('What another program prints cannot be built: save it as a file, and write - < and its name.'),
    piped: (shown) => t('The output cannot be piped: the Builds view keeps it. Remove "{0}" and everything after it.', shown),
    another: (shown) => t('Only one command can run: remove "{0}" and everything after it.', shown),
  },
};
