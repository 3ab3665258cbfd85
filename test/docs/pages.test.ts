// Every Markdown page of the project, as GitHub shows it: links, pictures, headings, tables and blocks. What is elsewhere is not fetched.
import { describe, expect, test } from 'vitest'
import { CHECKS, orphans, type Project } from './support/checks.ts'
import { pageOf, pages, projectFiles } from './support/pages.ts'

const project: Project = { files: projectFiles, pages }

test('the pages are found', () => {
  expect(pages.map(({ file }) => file)).toEqual(expect.arrayContaining(['README.md', 'docs/policy.md']))
})

test.each(Object.entries(CHECKS))('%s', (_, check) => {
  expect(pages.flatMap(page => check(page, project))).toEqual([])
})

test('every page and every picture of docs is reached from the README', () => {
  expect(orphans(project)).toEqual([])
})

/** A project of these texts, with two files more. */
function projectOf(texts: Readonly<Record<string, string>>): Project {
  const all = Object.entries(texts).map(([file, text]) => pageOf(file, text))
  return { files: [...Object.keys(texts), 'main/index.ts', 'docs/pictures/one.png'], pages: all }
}

describe('the checks report', () => {
  const about = '# About\n\n## How it works\n'
  test.each([
    ['links lead somewhere', '[a](docs/none.md)'],
    ['links lead somewhere', '[a](docs/about.md#how-it-work)'],
    ['links lead somewhere', '[a](#nothing)'],
    ['links lead somewhere', '[a](../outside.md)'],
    ['links lead somewhere', '[a](http://example.org)'],
    ['links lead somewhere', '[a][1]\n\n[1]: docs/none.md'],
    ['links lead somewhere', '![a picture that is gone](docs/pictures/two.png)'],
    ['links are links', '[a][nowhere]'],
    ['links are links', '[a](docs/about.md "x)'],
    ['addresses in the text are https', 'at http://example.org'],
    ['pictures say what they show', '![](docs/pictures/one.png)'],
    ['pictures say what they show', '![The window](docs/pictures/one.png)'],
    ['pictures say what they show', '![A screenshot of the window in use](docs/pictures/one.png)'],
    ['headings are in order', '# Another'],
    ['headings are in order', '### Too deep'],
    ['headings are in order', '## Twice\n\n## `Twice`'],
    ['blocks say their language', '```\nx\n```'],
    ['blocks say their language', '    indented'],
    ['blocks say their language', '```bash\nls\n```'],
    ['tables are whole', '| a | b |\n|---|---|\n| 1 |'],
    ['tables are whole', '| a | b |\n|---|---|\n| 1 | 2 | 3 |'],
    ['tables are whole', '| a | b |\n|---|\n| 1 | 2 |'],
    ['there is no HTML but comments', 'as <name> says'],
    ['there is no HTML but comments', '<img src="docs/pictures/one.png">'],
  ])('%s: %j', (name, text) => {
    const made = projectOf({ 'README.md': `# Top\n\n${text}\n`, 'docs/about.md': about })
    expect(CHECKS[name]!(made.pages[0]!, made)).toHaveLength(1)
  })

  test('a page and a picture that nobody leads to', () => {
    const made = projectOf({ 'README.md': '# Top\n', 'docs/about.md': about })
    expect(orphans(made)).toEqual(['docs/about.md', 'docs/pictures/one.png'])
  })
})

test('the checks let pass what is right', () => {
  const text = `# Top

[a](docs/about.md#how-it-works), [a folder](main/), [itself](#top), [elsewhere](https://example.org).

![Four terminals, and a draft below one](docs/pictures/one.png)

## Next

| a | b |
|---|---|
| 1 | \`x \\| y\` |

\`\`\`sh
npm start
\`\`\`
`
  const made = projectOf({ 'README.md': text, 'docs/about.md': '# About\n\n## How it works\n' })
  expect(Object.values(CHECKS).flatMap(check => check(made.pages[0]!, made))).toEqual([])
  expect(orphans(made)).toEqual([])
})
