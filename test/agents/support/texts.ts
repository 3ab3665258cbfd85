// What the campaign sends: texts that act somewhere when they reach a program, and prompts like those people write.

/** Each is staged at level type, in the input box and with the dialog open. `marker` is what a shell would create. */
export function actingTexts(marker: string): readonly string[] {
  return [
    ...['1', '2', '3', 'y', 'Y', 'n', 'p', 'a', 'q', '?', '/', '@', '#', '!', ' ', 'yes', 'no', '1 file'],
    ...['1\n', 'y\n', '\n', 'two\nlines', `!touch ${marker}`, `! touch ${marker}`, `!touch ${marker}\n`],
    `touch ${marker}`,
    `/bash touch ${marker}`,
    `Please create MK:${marker}`,
    'Please explain what this folder holds.',
    'fix the bug\n\n\tif (a) {\n\t\treturn b\n\t}\n\nand add a test',
    '👩‍👩‍👧‍👦 👍🏽 🏳️‍🌈 e\u0301',
    'x'.repeat(65_536),
    '1\n'.repeat(32_768),
  ]
}

/** The fewer that are tried at level submit, where a refusal waits a second for the dialog to be none. */
export function refusedTexts(marker: string): readonly string[] {
  return [
    '1',
    '2',
    'y',
    'yes',
    '1 file',
    'p',
    `!touch ${marker}`,
    'Please explain this.',
    'two\nlines',
    'x'.repeat(65_536),
  ]
}

const LINES = [
  'Please look at the failing test and say what you would change.',
  '  const rows = items.filter(item => item.open).map(item => `#$(item.id)`)',
  '',
  '    if (count > 3 && !done) { retry($1, "two words", \'quoted\') }',
  'The price is 5 € — naïve, Größe, 日本語, עברית, and 👩‍👩‍👧‍👦 👍🏽.',
  '- first: run `npm test`; then $(look) at "$HOME/out" && stop | here',
  'A longer line that goes on for some time, so that the box has to break it: '.repeat(4).trim(),
  'y',
  '1. one',
  '/not a command, since it does not come first',
]

/** Prompt number `n` of 1 to 40 lines; `mark` stands in its first line and nowhere else. Never ends in a blank. */
export function prompt(n: number, mark: string): string {
  const rest = Array.from({ length: (n * 7) % 40 }, (_, i) => LINES[(n + i * 3) % LINES.length]!)
  if (rest.at(-1) === '') rest[rest.length - 1] = 'end'
  return [`Request ${mark} of ${rest.length + 1} lines.`, ...rest].join('\n')
}
