// Every piece of a policy, of settings or of an MCP client's config in the pages is one that the product takes; every piece of source can
// be read. docs/policy.md is run, with its faults, by test/policy/docs.test.ts.
import { parseSync } from 'oxc-parser'
import { expect, test } from 'vitest'
import { allOf, at, pages } from './support/pages.ts'
import { faultsIn, snippetsOf } from './support/snippets.ts'

test('every piece of JSON is what the product reads', () => {
  const faults = pages
    .filter(({ file }) => file !== 'docs/policy.md')
    .flatMap(page => snippetsOf(page).flatMap(node => faultsIn(node.value).map(fault => `${at(page, node)}: ${fault}`)))
  expect(faults).toEqual([])
})

test('every piece of source can be read', () => {
  const faults = pages.flatMap(page =>
    allOf(page.tree, 'code')
      .filter(({ lang }) => lang === 'ts' || lang === 'tsx')
      .flatMap(node =>
        parseSync(`piece.${node.lang}`, node.value).errors.map(({ message }) => `${at(page, node)}: ${message}`),
      ),
  )
  expect(faults).toEqual([])
})

test.each([
  '{ "version": 1, "rulez": [], "rules": [] }',
  '{ "version": 1, "rules": [ }',
  '{ "id": "r1", "agents": "*", "surfaces": "*", "level": "write" }',
  '{ "fontSize": "big" }',
  '{ "presets": [{ "id": "No good", "title": "", "command": [] }] }',
  '{ "fontSzie": 12 }',
  '{ "mcpServers": { "x": { "command": "gatehouse", "args": ["mcp", "--agnt", "a"] } } }',
  '{ "mcpServers": { "x": { "url": "http://127.0.0.1:4823/mcp/none" } } }',
])('the check reports %s', text => {
  expect(faultsIn(text)).not.toEqual([])
})
