// Shapes that are seen in the letters alone, wherever a text goes: what looks like a secret, letters that look like others,
// statements that delete. A table. Pure. Each expression is bounded, so that no text takes long.

const SECRET = 'Looks like a secret. It would be in the record, too.'
const LOOK_ALIKE = 'Letters of different alphabets in one word: some look alike.'

export const LETTERS: readonly (readonly [says: string, shape: RegExp])[] = [
  [
    'Starts itself over and over, until nothing else runs.',
    /([\w:.]{1,20})\s{0,4}\(\)\s{0,4}\{[^}]{0,80}\1\s{0,4}\|\s{0,4}\1\s{0,4}&/g,
  ],
  ['Talks to another machine from within the shell.', /\/dev\/(?:tcp|udp)\/[\w.-]{1,100}/g],
  ['Deletes a table or a database.', /\b(?:drop\s{1,4}(?:table|database|schema)|truncate\s{1,4}table)\b/gi],
  // Rows that are chosen by nothing.
  [
    'Deletes or changes every row.',
    /\b(?:delete\s{1,4}from\s{1,4}|update\s{1,4})[\w."`]{1,80}(?:\s{1,4}set\s(?:(?!\bwhere\b)[^;]){1,300})?\s{0,4}(?:;|["']|$)/gi,
  ],
  [SECRET, /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/g],
  [SECRET, /\b(?:gh[pousr]_[A-Za-z0-9]{30,255}|github_pat_\w{22,255}|glpat-[\w-]{20,64}|npm_[A-Za-z0-9]{30,64})/g],
  [SECRET, /\b(?:sk|rk|pk)[-_](?:live_|test_|ant-|proj-|or-)?[A-Za-z0-9_-]{20,255}/g],
  [SECRET, /\bxox[abeprs]-[\w-]{10,255}/g],
  [SECRET, /\beyJ[\w-]{10,2000}\.[\w-]{10,2000}\.[\w-]{5,1000}/g],
  [SECRET, /-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----/g],
  [SECRET, /:\/\/[^\s/:@'"]{1,100}:[^\s/@'"$]{3,100}@/g],
  [
    SECRET,
    /\b[\w-]{0,40}(?:password|passwd|secret|api[-_]?key|access[-_]?token|auth[-_]?token)\s{0,2}[=:]\s{0,2}["']?[^\s"'$<{(;&|]{6,200}/gi,
  ],
  [
    LOOK_ALIKE,
    /(?=[\p{L}\p{M}\p{N}._-]{0,60}\p{Script=Latin})(?=[\p{L}\p{M}\p{N}._-]{0,60}[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Cherokee}\p{Script=Coptic}])(?<![\p{L}\p{M}\p{N}._-])[\p{L}\p{M}\p{N}._-]{2,60}/gu,
  ],
  [
    'A host name with letters beyond a to z.',
    /(?<=:\/\/(?:[^\s/@]{0,60}@)?)(?=[^\s/]{0,100}[^\x00-\x7f])[^\s/]{1,100}/g,
  ],
  ['A host name in coded letters.', /\bxn--[a-z0-9-]{2,60}/gi],
  ['Letters that only look like plain ones.', /[\uff01-\uff5e\u{1d400}-\u{1d7ff}\u{1f110}-\u{1f189}]{1,80}/gu],
]
